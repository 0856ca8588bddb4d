//! Discharge permits (排污许可证): who may discharge what where, in every version, and how each permit stands.
//!
//! A permit's number names its holder and the site. What it allows is a *version*: outlets, and for each the limits of its
//! pollutants. Versions and decisions are only ever added, so that a proof of the chain's state shows what held when. A permit
//! is never transferred: no call gives a number another holder.
//!
//! | Call | Who may |
//! |---|---|
//! | [`issue_permit`](Pallet::issue_permit) | an agency, in its division |
//! | [`amend_permit`](Pallet::amend_permit), [`renew_permit`](Pallet::renew_permit) | an agency, in its division |
//! | [`suspend_permit`](Pallet::suspend_permit), [`reinstate_permit`](Pallet::reinstate_permit) | an agency, in its division |
//! | [`revoke_permit`](Pallet::revoke_permit), [`withdraw_permit`](Pallet::withdraw_permit), [`cancel_permit`](Pallet::cancel_permit) | an agency, in its division |
//! | [`lift_ban`](Pallet::lift_ban) | an agency, if the one that banned acts for its division or in it |
//!
//! *An agency* means a member of one who is administrator or approver; the runtime says so through `AgencyOrigin`. *In its
//! division* means that the permit's division is the agency's or lies in it.
//!
//! # Terms
//!
//! - *Standing*: what a decision made of a permit: version, status and dates. It holds from its block on until the next.
//! - *Expired*: the last standing's dates are over. No call makes a permit expire.
//! - *Ended*: expired, revoked (吊销), withdrawn (撤销) or cancelled (注销). Its number can get a new permit (重新申请), which is
//!   its next version.
//! - *Ban*: until a time, a holder gets no permit for any of its sites. Permits it has stay, and can be renewed. A ban follows
//!   from one permit, and belongs to the agency that ended it. A holder has one ban at most: of two the one that ends later
//!   is kept, with its own permit and agency, and the other is dropped, so that it does not come back if that one is lifted.
//!
//! # The life of a permit
//!
//! [`Step::at`] is one table; its cells, with `-` for an error that says what the permit is:
//!
//! | | none | active | suspended | expired | revoked | withdrawn | cancelled |
//! |---|---|---|---|---|---|---|---|
//! | issue | active | - | - | active | active, unless banned | active, unless banned | active |
//! | amend, renew | - | active | - | - | - | - | - |
//! | suspend | - | suspended | - | - | - | - | - |
//! | reinstate | - | - | active | - | - | - | - |
//! | revoke | - | revoked | revoked | - | - | - | - |
//! | withdraw | - | withdrawn | withdrawn | withdrawn | - | - | - |
//! | cancel | - | cancelled | cancelled | cancelled | - | - | - |
//!
//! # Invariants
//!
//! 1. A permit has between 1 and 64 standings, in the order of their blocks. The first is an issue, and each of the others
//!    is what one step made of the one before.
//! 2. Versions are numbered from 1 without gaps. Each has terms and exactly the outlets these name; nothing else has.
//! 3. What a version allows keeps the rules: outlets, limits and yearly masses each once and in order, all of the outlet's
//!    medium.
//! 4. The holder is the enterprise with the number's credit code; numbers without one (`H9`) have no holder. The issuer is an
//!    agency.
//! 5. A ban is its own permit's holder's, and that permit was revoked or withdrawn.

#![cfg_attr(not(feature = "std"), no_std)]
// The pallet macro's own output is full of them.
#![allow(unused_qualifications)]
#![cfg_attr(
    not(any(test, feature = "runtime-benchmarks")),
    deny(
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used
    )
)]

extern crate alloc;

mod bans;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod decisions;
mod issue;
mod lifecycle;
mod lookup;
mod terms;
mod try_state;
mod types;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use lifecycle::{Forbidden, Stage, Step};
pub use pallet::*;
pub use terms::{check_outlet, OutletFault};
pub use types::{limits_in, OutletList, Validity, ValidityFault};
pub use weights::WeightInfo;

/// The pallet itself: what it stores, says and can be asked to do.
#[frame_support::pallet]
// The macro's own output; what is written here only delegates.
#[allow(clippy::expect_used)]
pub mod pallet {
    use super::{limits_in, OutletList, Validity, WeightInfo};
    use frame_support::{pallet_prelude::*, traits::Time};
    use frame_system::pallet_prelude::*;
    use limpid_primitives::{
        permit::{Ban, Category, OutletTerms, Permit, PermitTerms},
        Digest, DivisionCode, InstitutionId, OutletCode, PermitNumber,
    };
    use pallet_institutions::{Actor, InstitutionLookup};

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// The pallet.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// What the runtime decides.
    #[pallet::config]
    pub trait Config: frame_system::Config {
        /// A member of an agency who may decide about permits in its division.
        type AgencyOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// The institutions.
        type Institutions: InstitutionLookup<Self::AccountId>;
        /// The time of the block, in milliseconds since 1970 UTC.
        type Time: Time<Moment = u64>;
        /// For how long a permit can be issued, and by how much renewed, at a time.
        #[pallet::constant]
        type ValidityMsMax: Get<u64>;
        /// For how long a holder can be banned, from the decision on.
        #[pallet::constant]
        type BanMsMax: Get<u64>;
        /// Most limits and yearly masses of one version, over all its outlets.
        #[pallet::constant]
        type LimitsMax: Get<u32>;
        /// What the calls weigh.
        type WeightInfo: WeightInfo;
    }

    /// Permit by number. Blake2 with the key, as for all maps that proofs of evidence read. Standings are only ever added;
    /// never removed.
    #[pallet::storage]
    pub type Permits<T: Config> =
        StorageMap<_, Blake2_128Concat, PermitNumber, Permit, OptionQuery>;

    /// A permit's versions by their number. Identity: it is ours and has no gaps. At most one for each standing; never changed,
    /// never removed.
    #[pallet::storage]
    pub type Terms<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        PermitNumber,
        Identity,
        u32,
        PermitTerms,
        OptionQuery,
    >;

    /// What a version says of an outlet, by number, version and code. Identity: a code is one of 2,000. At most 64 a version;
    /// never changed, never removed.
    #[pallet::storage]
    pub type Outlets<T: Config> = StorageNMap<
        _,
        (
            NMapKey<Blake2_128Concat, PermitNumber>,
            NMapKey<Identity, u32>,
            NMapKey<Identity, OutletCode>,
        ),
        OutletTerms,
        OptionQuery,
    >;

    /// A holder's ban, by its part of the number (18 characters, [`PermitNumber::holder`]): until when, for which permit and from
    /// which division. Blake2: it comes from transactions. One entry a holder, overwritten as a whole by a ban that ends later,
    /// and by no other; removed when the ban is lifted, not when it is over.
    #[pallet::storage]
    pub type Bans<T: Config> = StorageMap<_, Blake2_128Concat, [u8; 18], Ban, OptionQuery>;

    /// What happened. `by` is the agency that decided, `document` the SHA-256 of its decision.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A permit was issued. Its outlets are in `Outlets`, under this version.
        #[codec(index = 0)]
        PermitIssued {
            /// Its number.
            number: PermitNumber,
            /// Its version: above 1 if the number had a permit before.
            version: u32,
            /// Who holds it; `None` for a holder without a credit code.
            holder: Option<InstitutionId>,
            /// The division of its site.
            division: DivisionCode,
            /// How closely the holder is managed.
            category: Category,
            /// When it is valid.
            validity: Validity,
            /// The decision.
            document: Digest,
            /// The agency.
            by: InstitutionId,
        },
        /// A permit was amended (变更). Its outlets from now on are in `Outlets`, under this version.
        #[codec(index = 1)]
        PermitAmended {
            /// Its number.
            number: PermitNumber,
            /// Its version from now on.
            version: u32,
            /// How closely the holder is managed.
            category: Category,
            /// The decision.
            document: Digest,
            /// The agency.
            by: InstitutionId,
        },
        /// A permit was renewed (延续). Its outlets from now on are in `Outlets`, under this version.
        #[codec(index = 2)]
        PermitRenewed {
            /// Its number.
            number: PermitNumber,
            /// Its version from now on.
            version: u32,
            /// How closely the holder is managed.
            category: Category,
            /// Valid up to this time from now on, exclusive.
            valid_until_ms: u64,
            /// The decision.
            document: Digest,
            /// The agency.
            by: InstitutionId,
        },
        /// A permit was suspended: it is not in force until it is reinstated.
        #[codec(index = 3)]
        PermitSuspended {
            /// Its number.
            number: PermitNumber,
            /// The decision.
            document: Digest,
            /// The agency.
            by: InstitutionId,
        },
        /// A suspended permit is in force again.
        #[codec(index = 4)]
        PermitReinstated {
            /// Its number.
            number: PermitNumber,
            /// The decision.
            document: Digest,
            /// The agency.
            by: InstitutionId,
        },
        /// A permit was revoked (吊销).
        #[codec(index = 5)]
        PermitRevoked {
            /// Its number.
            number: PermitNumber,
            /// The decision.
            document: Digest,
            /// Until when the holder gets no permit. A ban from before that ends no earlier is kept in its place.
            banned_until_ms: Option<u64>,
            /// The agency.
            by: InstitutionId,
        },
        /// A permit was withdrawn (撤销).
        #[codec(index = 6)]
        PermitWithdrawn {
            /// Its number.
            number: PermitNumber,
            /// The decision.
            document: Digest,
            /// Until when the holder gets no permit. A ban from before that ends no earlier is kept in its place.
            banned_until_ms: Option<u64>,
            /// The agency.
            by: InstitutionId,
        },
        /// A permit was cancelled (注销).
        #[codec(index = 7)]
        PermitCancelled {
            /// Its number.
            number: PermitNumber,
            /// The decision.
            document: Digest,
            /// The agency.
            by: InstitutionId,
        },
        /// A holder's ban was lifted.
        #[codec(index = 8)]
        BanLifted {
            /// The permit the holder was banned for.
            number: PermitNumber,
            /// The decision.
            document: Digest,
            /// The agency.
            by: InstitutionId,
        },
    }

    /// Why a call was refused. An `index` is the place of the outlet in the call, from 0, and stands little-endian in the two
    /// bytes after the error's own.
    #[pallet::error]
    pub enum Error<T> {
        /// The permit's division, or that of the permit the number had before, lies outside the agency's; for a ban, that of
        /// the agency that banned does. Ask the agency of that division.
        #[codec(index = 0)]
        OutsideDivision,
        /// No admitted enterprise has the credit code in the number. Admit it first.
        #[codec(index = 1)]
        HolderUnknown,
        /// The holder's division lies outside the agency's; for a number with H9, its six digits do, or are no division's. Ask
        /// the agency of that division, or check the number.
        #[codec(index = 2)]
        HolderOutsideDivision,
        /// The holder is banned after a permit was revoked or withdrawn. `Bans` says until when.
        #[codec(index = 3)]
        HolderBanned,
        /// The permit would end before it begins, or a renewal not after the end it has. Give a later end.
        #[codec(index = 4)]
        PeriodEmpty,
        /// The permit would have expired already. Give a later end.
        #[codec(index = 5)]
        PeriodPast,
        /// The permit would be issued for, or renewed by, more than `ValidityMsMax`. Give an earlier end.
        #[codec(index = 6)]
        PeriodTooLong,
        /// The permit was renewed ahead: it is valid for more than `ValidityMsMax` from now on. Renew it later.
        #[codec(index = 7)]
        RenewalTooEarly,
        /// The ban would end in the past, or more than `BanMsMax` from now on. Give an end between.
        #[codec(index = 8)]
        BanOutOfRange,
        /// The holder is not banned, or not for this permit. Give the number that `Bans` names; if there is none, or its time is
        /// over, nothing is left to do.
        #[codec(index = 9)]
        NotBanned,
        /// The permit was decided about as often as it can be; only a decision that ends it can follow. End it, and issue
        /// one under another number.
        #[codec(index = 10)]
        StandingsFull,
        /// The outlets have more than `LimitsMax` limits and yearly masses together. Leave some out.
        #[codec(index = 11)]
        TooManyLimits,
        /// The outlet does not come after the one before by its code. Sort them, each once.
        #[codec(index = 12)]
        OutletsUnordered {
            /// Place of the outlet.
            index: u16,
        },
        /// A limit or yearly mass of the outlet is for a pollutant of the other medium. DA outlets have pollutants with a, DW
        /// outlets with w.
        #[codec(index = 13)]
        PollutantUnfit {
            /// Place of the outlet.
            index: u16,
        },
        /// A limit of the outlet is in a unit of the other medium. DA outlets have units a cubic metre, DW outlets a litre.
        #[codec(index = 14)]
        UnitUnfit {
            /// Place of the outlet.
            index: u16,
        },
        /// A limit on water is for converted values. Only flue gas is converted; use measured values.
        #[codec(index = 15)]
        BasisUnfit {
            /// Place of the outlet.
            index: u16,
        },
        /// The outlet's limits are not sorted by pollutant and averaging, each pair once. Sort them.
        #[codec(index = 16)]
        LimitsUnordered {
            /// Place of the outlet.
            index: u16,
        },
        /// The outlet's yearly masses are not sorted by pollutant, each once. Sort them.
        #[codec(index = 17)]
        YearlyMassesUnordered {
            /// Place of the outlet.
            index: u16,
        },
        /// No permit has this number. Check it, or issue the permit.
        #[codec(index = 18)]
        PermitUnknown,
        /// The permit stands, so none can be issued under its number. Amend or renew it.
        #[codec(index = 19)]
        PermitStands,
        /// The permit is suspended. Reinstate it first, or end it.
        #[codec(index = 20)]
        PermitSuspended,
        /// The permit is suspended already. Nothing is left to do.
        #[codec(index = 21)]
        AlreadySuspended,
        /// The permit is not suspended. Nothing is left to do.
        #[codec(index = 22)]
        NotSuspended,
        /// The permit has expired. Issue a new one under its number, or cancel it.
        #[codec(index = 23)]
        PermitExpired,
        /// The permit was revoked. Once no ban is in the way, issue a new one under its number.
        #[codec(index = 24)]
        PermitRevoked,
        /// The permit was revoked already. Nothing is left to do.
        #[codec(index = 25)]
        AlreadyRevoked,
        /// The permit was withdrawn. Once no ban is in the way, issue a new one under its number.
        #[codec(index = 26)]
        PermitWithdrawn,
        /// The permit was withdrawn already. Nothing is left to do.
        #[codec(index = 27)]
        AlreadyWithdrawn,
        /// The permit was cancelled. Issue a new one under its number.
        #[codec(index = 28)]
        PermitCancelled,
        /// The permit was cancelled already. Nothing is left to do.
        #[codec(index = 29)]
        AlreadyCancelled,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn integrity_test() {
            assert!(
                T::ValidityMsMax::get() > 0,
                "a permit can be valid for some time"
            );
            assert!(T::BanMsMax::get() > 0, "a ban can last for some time");
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Issues a permit (核发). On the number of a permit that has ended it is a new one (重新申请): the next version, behind
        /// all standings from before, with issuer, division and dates as given now.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the division must lie in the agency's, and so must the holder, an admitted enterprise, and the
        /// division of the permit the number had before. Holders without a credit code (numbers with `H9`) are not looked up;
        /// the division in the number must lie in the agency's.
        ///
        /// ## Errors
        /// [`OutsideDivision`](Error::OutsideDivision), [`PermitStands`](Error::PermitStands),
        /// [`PermitSuspended`](Error::PermitSuspended), [`HolderUnknown`](Error::HolderUnknown),
        /// [`HolderOutsideDivision`](Error::HolderOutsideDivision), [`HolderBanned`](Error::HolderBanned),
        /// [`PeriodEmpty`](Error::PeriodEmpty), [`PeriodPast`](Error::PeriodPast),
        /// [`PeriodTooLong`](Error::PeriodTooLong), [`TooManyLimits`](Error::TooManyLimits); then for each outlet
        /// [`OutletsUnordered`](Error::OutletsUnordered), for each of its limits [`PollutantUnfit`](Error::PollutantUnfit),
        /// [`UnitUnfit`](Error::UnitUnfit), [`BasisUnfit`](Error::BasisUnfit), then of its yearly masses
        /// [`PollutantUnfit`](Error::PollutantUnfit), [`LimitsUnordered`](Error::LimitsUnordered),
        /// [`YearlyMassesUnordered`](Error::YearlyMassesUnordered); last [`StandingsFull`](Error::StandingsFull).
        ///
        /// ## Events
        /// [`PermitIssued`](Event::PermitIssued).
        ///
        /// ## Complexity
        /// O(o + l) in outlets and limits: at most 64 and `LimitsMax`.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::issue_permit(outlets.len() as u32, limits_in(outlets)))]
        pub fn issue_permit(
            origin: OriginFor<T>,
            number: PermitNumber,
            division: DivisionCode,
            category: Category,
            validity: Validity,
            document: Digest,
            outlets: OutletList,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_issue_permit(
                agency, number, division, category, validity, document, outlets,
            )
        }

        /// Amends a permit (变更): a new version with all its outlets, in force from now on, under the same number and dates.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the permit must lie in the agency's division.
        ///
        /// ## Errors
        /// [`OutsideDivision`](Error::OutsideDivision), [`PermitUnknown`](Error::PermitUnknown),
        /// [`PermitSuspended`](Error::PermitSuspended), [`PermitExpired`](Error::PermitExpired),
        /// [`PermitRevoked`](Error::PermitRevoked), [`PermitWithdrawn`](Error::PermitWithdrawn),
        /// [`PermitCancelled`](Error::PermitCancelled); then those of the outlets and
        /// [`StandingsFull`](Error::StandingsFull) as in [`issue_permit`](Pallet::issue_permit).
        ///
        /// ## Events
        /// [`PermitAmended`](Event::PermitAmended).
        ///
        /// ## Complexity
        /// O(o + l) in outlets and limits: at most 64 and `LimitsMax`.
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::amend_permit(outlets.len() as u32, limits_in(outlets)))]
        pub fn amend_permit(
            origin: OriginFor<T>,
            number: PermitNumber,
            category: Category,
            document: Digest,
            outlets: OutletList,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_amend_permit(agency, number, category, document, outlets)
        }

        /// Renews a permit (延续): a new version with all its outlets and a later end. The version is in force from now on, not
        /// only from the old end on.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the permit must lie in the agency's division.
        ///
        /// ## Errors
        /// [`OutsideDivision`](Error::OutsideDivision), [`PermitUnknown`](Error::PermitUnknown),
        /// [`PermitSuspended`](Error::PermitSuspended), [`PermitExpired`](Error::PermitExpired),
        /// [`PermitRevoked`](Error::PermitRevoked), [`PermitWithdrawn`](Error::PermitWithdrawn),
        /// [`PermitCancelled`](Error::PermitCancelled), [`PeriodEmpty`](Error::PeriodEmpty),
        /// [`RenewalTooEarly`](Error::RenewalTooEarly), [`PeriodTooLong`](Error::PeriodTooLong); then those of the outlets and
        /// [`StandingsFull`](Error::StandingsFull) as in [`issue_permit`](Pallet::issue_permit).
        ///
        /// ## Events
        /// [`PermitRenewed`](Event::PermitRenewed).
        ///
        /// ## Complexity
        /// O(o + l) in outlets and limits: at most 64 and `LimitsMax`.
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::renew_permit(outlets.len() as u32, limits_in(outlets)))]
        pub fn renew_permit(
            origin: OriginFor<T>,
            number: PermitNumber,
            valid_until_ms: u64,
            category: Category,
            document: Digest,
            outlets: OutletList,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_renew_permit(agency, number, valid_until_ms, category, document, outlets)
        }

        /// Suspends a permit: it is not in force until it is reinstated. Its dates run on.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the permit must lie in the agency's division.
        ///
        /// ## Errors
        /// [`OutsideDivision`](Error::OutsideDivision), [`PermitUnknown`](Error::PermitUnknown),
        /// [`AlreadySuspended`](Error::AlreadySuspended), [`PermitExpired`](Error::PermitExpired),
        /// [`PermitRevoked`](Error::PermitRevoked), [`PermitWithdrawn`](Error::PermitWithdrawn),
        /// [`PermitCancelled`](Error::PermitCancelled), [`StandingsFull`](Error::StandingsFull).
        ///
        /// ## Events
        /// [`PermitSuspended`](Event::PermitSuspended).
        ///
        /// ## Complexity
        /// O(1): at most 64 standings are read.
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::suspend_permit())]
        pub fn suspend_permit(
            origin: OriginFor<T>,
            number: PermitNumber,
            document: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_suspend_permit(agency, number, document)
        }

        /// Puts a suspended permit in force again, in the version it had.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the permit must lie in the agency's division.
        ///
        /// ## Errors
        /// [`OutsideDivision`](Error::OutsideDivision), [`PermitUnknown`](Error::PermitUnknown),
        /// [`NotSuspended`](Error::NotSuspended), [`PermitExpired`](Error::PermitExpired),
        /// [`PermitRevoked`](Error::PermitRevoked), [`PermitWithdrawn`](Error::PermitWithdrawn),
        /// [`PermitCancelled`](Error::PermitCancelled), [`StandingsFull`](Error::StandingsFull).
        ///
        /// ## Events
        /// [`PermitReinstated`](Event::PermitReinstated).
        ///
        /// ## Complexity
        /// O(1): at most 64 standings are read.
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::reinstate_permit())]
        pub fn reinstate_permit(
            origin: OriginFor<T>,
            number: PermitNumber,
            document: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_reinstate_permit(agency, number, document)
        }

        /// Revokes a permit for a serious breach (吊销), and bans its holder until a time if there is one.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the permit must lie in the agency's division.
        ///
        /// ## Errors
        /// [`OutsideDivision`](Error::OutsideDivision), [`PermitUnknown`](Error::PermitUnknown),
        /// [`PermitExpired`](Error::PermitExpired), [`AlreadyRevoked`](Error::AlreadyRevoked),
        /// [`PermitWithdrawn`](Error::PermitWithdrawn), [`PermitCancelled`](Error::PermitCancelled),
        /// [`BanOutOfRange`](Error::BanOutOfRange).
        ///
        /// ## Events
        /// [`PermitRevoked`](Event::PermitRevoked).
        ///
        /// ## Complexity
        /// O(1): at most 64 standings are read.
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::revoke_permit())]
        pub fn revoke_permit(
            origin: OriginFor<T>,
            number: PermitNumber,
            document: Digest,
            banned_until_ms: Option<u64>,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_revoke_permit(agency, number, document, banned_until_ms)
        }

        /// Withdraws a permit that was granted wrongly or obtained by fraud (撤销), and bans its holder until a time if there is
        /// one. What the permit allowed before stays on record as it was.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the permit must lie in the agency's division.
        ///
        /// ## Errors
        /// [`OutsideDivision`](Error::OutsideDivision), [`PermitUnknown`](Error::PermitUnknown),
        /// [`PermitRevoked`](Error::PermitRevoked), [`AlreadyWithdrawn`](Error::AlreadyWithdrawn),
        /// [`PermitCancelled`](Error::PermitCancelled), [`BanOutOfRange`](Error::BanOutOfRange).
        ///
        /// ## Events
        /// [`PermitWithdrawn`](Event::PermitWithdrawn).
        ///
        /// ## Complexity
        /// O(1): at most 64 standings are read.
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::withdraw_permit())]
        pub fn withdraw_permit(
            origin: OriginFor<T>,
            number: PermitNumber,
            document: Digest,
            banned_until_ms: Option<u64>,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_withdraw_permit(agency, number, document, banned_until_ms)
        }

        /// Cancels a permit without fault (注销), as when the site closed or the permit expired.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the permit must lie in the agency's division.
        ///
        /// ## Errors
        /// [`OutsideDivision`](Error::OutsideDivision), [`PermitUnknown`](Error::PermitUnknown),
        /// [`PermitRevoked`](Error::PermitRevoked), [`PermitWithdrawn`](Error::PermitWithdrawn),
        /// [`AlreadyCancelled`](Error::AlreadyCancelled).
        ///
        /// ## Events
        /// [`PermitCancelled`](Event::PermitCancelled).
        ///
        /// ## Complexity
        /// O(1): at most 64 standings are read.
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::cancel_permit())]
        pub fn cancel_permit(
            origin: OriginFor<T>,
            number: PermitNumber,
            document: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_cancel_permit(agency, number, document)
        }

        /// Lifts the ban on a holder, as when a court quashed the decision. `number` is the permit the holder was banned for.
        /// What was revoked or withdrawn stays so; a new permit can be issued under its number.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the division of the agency that banned must be the agency's or lie in it.
        ///
        /// ## Errors
        /// [`PermitUnknown`](Error::PermitUnknown), [`NotBanned`](Error::NotBanned),
        /// [`OutsideDivision`](Error::OutsideDivision).
        ///
        /// ## Events
        /// [`BanLifted`](Event::BanLifted).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(8)]
        #[pallet::weight(T::WeightInfo::lift_ban())]
        pub fn lift_ban(
            origin: OriginFor<T>,
            number: PermitNumber,
            document: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_lift_ban(agency, number, document)
        }
    }
}

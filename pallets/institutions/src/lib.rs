//! Who may act on the chain: institutions, their members and duties, and what they may take of a block.
//!
//! There are no fees and there is no coin. Instead every transaction comes from a member of an admitted institution, and
//! [`CheckMember`] keeps all others out of the pool. The council of agencies admits agencies, courts, banks and
//! exchanges; an agency admits the enterprises and gateway operators of its own division.
//!
//! | Call | Who may |
//! |---|---|
//! | [`admit_institution`](Pallet::admit_institution) | the council (agency, court, settlement bank, exchange); an agency's administrator in its division (enterprise, gateway operator) |
//! | [`amend_institution`](Pallet::amend_institution) | the admitting authority |
//! | [`suspend_institution`](Pallet::suspend_institution) | the admitting authority |
//! | [`reinstate_institution`](Pallet::reinstate_institution) | the admitting authority |
//! | [`add_member`](Pallet::add_member) | an administrator, for the own institution |
//! | [`set_duties`](Pallet::set_duties) | an administrator, for the own institution |
//! | [`remove_member`](Pallet::remove_member) | an administrator, for the own institution; the admitting authority |
//! | [`set_allowance`](Pallet::set_allowance) | the council |
//! | [`appoint_administrator`](Pallet::appoint_administrator) | the admitting authority |
//!
//! # Terms
//!
//! - *Admitting authority*: the agency that admitted an institution, through one of its administrators. The council is
//!   an authority over every institution.
//! - *Member*: an account that acts for exactly one institution; *duties* say what it may do there.
//! - *Window*: `WindowBlocks` blocks in a row, counted from block 0. *Allowance*: what the transactions of all members of
//!   an institution may take together in one window.
//!
//! # Invariants
//!
//! 1. Institutions are numbered from 1 without gaps, and none is ever removed.
//! 2. Each credit code belongs to one institution, and the index of codes says which.
//! 3. A member's institution exists, its duties are not empty and its kind can have them.
//! 4. The headcounts are true; an institution has at least one administrator and at most `MembersMax` members.
//! 5. A member's account has a provider; its nonce never falls, even over removal and return.
//! 6. An institution admitted by another was admitted by an agency.
//! 7. Allowances and usages belong to institutions that exist.
//! 8. The list of a division names its agencies, in the order of their numbers; no list is empty. An agency is left off, and kept apart
//!    as such, only while its division's list is full.

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

mod admission;
mod agencies;
mod authority;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod extension;
mod genesis;
mod lookup;
mod members;
mod origins;
mod try_state;
mod types;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use agencies::{Agencies, AGENCIES_MAX};
pub use extension::{CheckMember, Refusal};
pub use genesis::{GenesisInstitution, GenesisMember};
pub use lookup::{Actor, InstitutionLookup};
pub use origins::{
    duty, kind, EnsureAgency, EnsureEnterprise, EnsureMember, EnsureOperator, ANY_DUTY, ANY_KIND,
};
pub use pallet::*;
pub use types::{
    admitter_of, duties_of, may_have, Admitter, Allowance, Cost, Headcount, Member, MemberV1, Usage,
};
pub use weights::WeightInfo;

/// The pallet itself: what it stores, says and can be asked to do.
#[frame_support::pallet]
// The macro's own output; what is written here only delegates.
#[allow(clippy::expect_used)]
pub mod pallet {
    use super::{
        agencies, genesis, Agencies, Allowance, GenesisInstitution, Headcount, Member, Usage,
        WeightInfo,
    };
    use alloc::vec::Vec;
    use frame_support::{pallet_prelude::*, traits::Time};
    use frame_system::pallet_prelude::*;
    use limpid_primitives::{
        Digest, DivisionCode, Duties, Institution, InstitutionId, InstitutionKind, InstitutionName,
        Uscc,
    };

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(2);

    /// The pallet.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// What the runtime decides.
    #[pallet::config]
    pub trait Config: frame_system::Config {
        /// The council of agencies, by the majority it needs for admissions.
        type CouncilOrigin: EnsureOrigin<Self::RuntimeOrigin>;
        /// The time of the block, in milliseconds since 1970 UTC.
        type Time: Time<Moment = u64>;
        /// Most members of one institution.
        #[pallet::constant]
        type MembersMax: Get<u32>;
        /// Length of a window of allowance, in blocks; at least 1.
        #[pallet::constant]
        type WindowBlocks: Get<u32>;
        /// The allowance of an institution for which the council set no other.
        #[pallet::constant]
        type DefaultAllowance: Get<Allowance>;
        /// Most transactions of one account that may wait in the pool behind its next one.
        #[pallet::constant]
        type PendingMax: Get<u32>;
        /// What the calls weigh.
        type WeightInfo: WeightInfo;
    }

    /// Institution by number. Blake2 with the key: numbers are dense and the proofs of evidence read this map.
    /// Written at admission and by its authority; never removed.
    #[pallet::storage]
    pub type Institutions<T: Config> =
        StorageMap<_, Blake2_128Concat, InstitutionId, Institution, OptionQuery>;

    /// Number by credit code: one institution a code. Blake2: the code comes from transactions. Never removed.
    #[pallet::storage]
    pub type InstitutionOf<T: Config> =
        StorageMap<_, Blake2_128Concat, Uscc, InstitutionId, OptionQuery>;

    /// The agencies of a division, suspended ones too, in the order of their numbers. Identity: the codes are the council's. At
    /// most [`AGENCIES_MAX`](super::AGENCIES_MAX) a division; written when an agency is admitted or moved.
    #[pallet::storage]
    pub type AgenciesOf<T: Config> = StorageMap<_, Identity, DivisionCode, Agencies, ValueQuery>;

    /// The agencies that have no room on their division's list: those a division had beyond
    /// [`AGENCIES_MAX`](super::AGENCIES_MAX) before there were lists. Identity twice: codes are the council's, numbers are dense.
    /// Written by the migration alone; an entry goes when a place on the list becomes free or the agency is moved.
    #[pallet::storage]
    pub type UnlistedAgencies<T: Config> =
        StorageDoubleMap<_, Identity, DivisionCode, Identity, InstitutionId, (), OptionQuery>;

    /// The number the next institution gets.
    #[pallet::storage]
    pub type NextInstitution<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<1>>;

    /// Member by account. Blake2: accounts come from transactions. At most `MembersMax` for each institution; removed by
    /// `remove_member`.
    #[pallet::storage]
    pub type Members<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, Member, OptionQuery>;

    /// Headcount by institution; kept as long as the institution.
    #[pallet::storage]
    pub type Headcounts<T: Config> =
        StorageMap<_, Blake2_128Concat, InstitutionId, Headcount, ValueQuery>;

    /// Allowance by institution, where the council set one; it also takes it back.
    #[pallet::storage]
    pub type Allowances<T: Config> =
        StorageMap<_, Blake2_128Concat, InstitutionId, Allowance, OptionQuery>;

    /// What an institution has taken, in the last window it acted in. One entry an institution, overwritten.
    #[pallet::storage]
    pub type Usages<T: Config> = StorageMap<_, Blake2_128Concat, InstitutionId, Usage, ValueQuery>;

    /// The nonce an account had when it was removed: without it, a former member that returns would start at 0, and its old
    /// transactions could be sent again. Written by `remove_member`, removed when the account returns.
    #[pallet::storage]
    pub type FormerNonces<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, T::Nonce, OptionQuery>;

    /// Institutions the chain begins with, in the order of their numbers from 1.
    #[pallet::genesis_config]
    #[derive(frame_support::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// The institutions.
        pub institutions: Vec<GenesisInstitution<T::AccountId>>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            genesis::build::<T>(&self.institutions);
        }
    }

    /// What happened. `by` is the institution whose administrator decided, `None` the council.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// An institution was admitted.
        #[codec(index = 0)]
        InstitutionAdmitted {
            /// Its number.
            institution: InstitutionId,
            /// What it is.
            kind: InstitutionKind,
            /// Its credit code.
            uscc: Uscc,
            /// Its name.
            name: InstitutionName,
            /// Its division.
            division: DivisionCode,
            /// Who admitted it.
            by: Option<InstitutionId>,
        },
        /// An institution's name or division was corrected.
        #[codec(index = 1)]
        InstitutionAmended {
            /// Its number.
            institution: InstitutionId,
            /// Its name from now on.
            name: InstitutionName,
            /// Its division from now on.
            division: DivisionCode,
            /// Who amended it.
            by: Option<InstitutionId>,
        },
        /// An institution was suspended: its members may not act.
        #[codec(index = 2)]
        InstitutionSuspended {
            /// Its number.
            institution: InstitutionId,
            /// Digest of the document that says why.
            reason: Digest,
            /// Who suspended it.
            by: Option<InstitutionId>,
        },
        /// A suspended institution may act again.
        #[codec(index = 3)]
        InstitutionReinstated {
            /// Its number.
            institution: InstitutionId,
            /// Digest of the document that says why.
            reason: Digest,
            /// Who reinstated it.
            by: Option<InstitutionId>,
        },
        /// An account became a member.
        #[codec(index = 4)]
        MemberAdded {
            /// The institution.
            institution: InstitutionId,
            /// The account.
            account: T::AccountId,
            /// What it may do.
            duties: Duties,
        },
        /// A member's duties were set.
        #[codec(index = 5)]
        DutiesSet {
            /// The institution.
            institution: InstitutionId,
            /// The member's account.
            account: T::AccountId,
            /// What it may do from now on.
            duties: Duties,
        },
        /// An account is no longer a member.
        #[codec(index = 6)]
        MemberRemoved {
            /// The institution.
            institution: InstitutionId,
            /// The account.
            account: T::AccountId,
            /// Who removed it.
            by: Option<InstitutionId>,
        },
        /// An institution's allowance was set.
        #[codec(index = 7)]
        AllowanceSet {
            /// The institution.
            institution: InstitutionId,
            /// The allowance from now on; `None` for the default.
            allowance: Option<Allowance>,
        },
        /// An authority made an account administrator of an institution, as a new member or in addition to its duties.
        #[codec(index = 8)]
        AdministratorAppointed {
            /// The institution.
            institution: InstitutionId,
            /// The account.
            account: T::AccountId,
            /// All its duties from now on.
            duties: Duties,
            /// Who appointed it.
            by: Option<InstitutionId>,
        },
    }

    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// The account that signed is no member of an institution. Sign with a member's key.
        #[codec(index = 0)]
        NotMember,
        /// The signer's institution is suspended. Its admitting authority can reinstate it.
        #[codec(index = 1)]
        InstitutionSuspended,
        /// The signer is not an administrator. Ask an administrator of the institution.
        #[codec(index = 2)]
        NotAdministrator,
        /// Another authority decides this: the council for agencies, courts, banks and exchanges, the admitting agency
        /// for enterprises and gateway operators.
        #[codec(index = 3)]
        NotAdmittingAuthority,
        /// The division lies outside the agency's own. Ask the agency of that division.
        #[codec(index = 4)]
        OutsideDivision,
        /// No institution has this number. Look it up in `Institutions`.
        #[codec(index = 5)]
        InstitutionUnknown,
        /// An institution with this credit code was admitted before. Use that one; `InstitutionOf` says which.
        #[codec(index = 6)]
        UsccTaken,
        /// The institution is suspended already. Nothing is left to do.
        #[codec(index = 7)]
        AlreadySuspended,
        /// The institution is not suspended. Nothing is left to do.
        #[codec(index = 8)]
        NotSuspended,
        /// The account is a member already, here or elsewhere. Use another account.
        #[codec(index = 9)]
        AccountTaken,
        /// The institution has as many members as it may. Remove one first.
        #[codec(index = 10)]
        MembersFull,
        /// The account is no member of an institution the signer acts for. Check the account.
        #[codec(index = 11)]
        MemberUnknown,
        /// A member needs at least one duty. To take all away, remove the member.
        #[codec(index = 12)]
        DutiesEmpty,
        /// Institutions of this kind do not have this duty: courts and gateway operators do not trade.
        #[codec(index = 13)]
        DutyNotOfKind,
        /// It is the institution's last administrator. Make another member administrator first.
        #[codec(index = 14)]
        LastAdministrator,
        /// The division has as many agencies as it may. Move one of them to another division first.
        #[codec(index = 15)]
        AgenciesFull,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn integrity_test() {
            assert!(
                T::WindowBlocks::get() > 0,
                "a window has at least one block"
            );
            assert!(
                T::MembersMax::get() > 0,
                "an institution has an administrator"
            );
        }

        /// Lists the agencies there are, on a chain that began before their lists.
        fn on_runtime_upgrade() -> Weight {
            agencies::migrate::<T>()
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Admits an institution, with its first administrator.
        ///
        /// ## Origin
        /// The council for an agency, court, settlement bank or exchange; an administrator of an agency for an enterprise
        /// or gateway operator in the agency's division.
        ///
        /// ## Errors
        /// [`NotMember`](Error::NotMember), [`InstitutionSuspended`](Error::InstitutionSuspended),
        /// [`NotAdministrator`](Error::NotAdministrator), [`NotAdmittingAuthority`](Error::NotAdmittingAuthority),
        /// [`OutsideDivision`](Error::OutsideDivision), [`UsccTaken`](Error::UsccTaken),
        /// [`AccountTaken`](Error::AccountTaken), [`AgenciesFull`](Error::AgenciesFull).
        ///
        /// ## Events
        /// [`InstitutionAdmitted`](Event::InstitutionAdmitted), [`MemberAdded`](Event::MemberAdded).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::admit_institution())]
        pub fn admit_institution(
            origin: OriginFor<T>,
            kind: InstitutionKind,
            uscc: Uscc,
            name: InstitutionName,
            division: DivisionCode,
            administrator: T::AccountId,
        ) -> DispatchResult {
            let authority = Self::ensure_authority(origin)?;
            Self::do_admit_institution(authority, kind, uscc, name, division, administrator)
        }

        /// Corrects an institution's name and division; both are given in full.
        ///
        /// ## Origin
        /// The admitting authority. An agency can move an institution only inside its own division.
        ///
        /// ## Errors
        /// [`NotMember`](Error::NotMember), [`InstitutionSuspended`](Error::InstitutionSuspended),
        /// [`NotAdministrator`](Error::NotAdministrator), [`InstitutionUnknown`](Error::InstitutionUnknown),
        /// [`NotAdmittingAuthority`](Error::NotAdmittingAuthority), [`OutsideDivision`](Error::OutsideDivision),
        /// [`AgenciesFull`](Error::AgenciesFull).
        ///
        /// ## Events
        /// [`InstitutionAmended`](Event::InstitutionAmended).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::amend_institution())]
        pub fn amend_institution(
            origin: OriginFor<T>,
            institution: InstitutionId,
            name: InstitutionName,
            division: DivisionCode,
        ) -> DispatchResult {
            let authority = Self::ensure_authority(origin)?;
            Self::do_amend_institution(authority, institution, name, division)
        }

        /// Suspends an institution: none of its members may send a transaction until it is reinstated.
        ///
        /// ## Origin
        /// The admitting authority.
        ///
        /// ## Errors
        /// [`NotMember`](Error::NotMember), [`InstitutionSuspended`](Error::InstitutionSuspended),
        /// [`NotAdministrator`](Error::NotAdministrator), [`InstitutionUnknown`](Error::InstitutionUnknown),
        /// [`NotAdmittingAuthority`](Error::NotAdmittingAuthority), [`AlreadySuspended`](Error::AlreadySuspended).
        ///
        /// ## Events
        /// [`InstitutionSuspended`](Event::InstitutionSuspended).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::suspend_institution())]
        pub fn suspend_institution(
            origin: OriginFor<T>,
            institution: InstitutionId,
            reason: Digest,
        ) -> DispatchResult {
            let authority = Self::ensure_authority(origin)?;
            Self::do_suspend_institution(authority, institution, reason)
        }

        /// Lets a suspended institution act again.
        ///
        /// ## Origin
        /// The admitting authority.
        ///
        /// ## Errors
        /// [`NotMember`](Error::NotMember), [`InstitutionSuspended`](Error::InstitutionSuspended),
        /// [`NotAdministrator`](Error::NotAdministrator), [`InstitutionUnknown`](Error::InstitutionUnknown),
        /// [`NotAdmittingAuthority`](Error::NotAdmittingAuthority), [`NotSuspended`](Error::NotSuspended).
        ///
        /// ## Events
        /// [`InstitutionReinstated`](Event::InstitutionReinstated).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::reinstate_institution())]
        pub fn reinstate_institution(
            origin: OriginFor<T>,
            institution: InstitutionId,
            reason: Digest,
        ) -> DispatchResult {
            let authority = Self::ensure_authority(origin)?;
            Self::do_reinstate_institution(authority, institution, reason)
        }

        /// Makes an account a member of the signer's institution.
        ///
        /// ## Origin
        /// An administrator, for the own institution.
        ///
        /// ## Errors
        /// [`NotMember`](Error::NotMember), [`InstitutionSuspended`](Error::InstitutionSuspended),
        /// [`NotAdministrator`](Error::NotAdministrator), [`DutiesEmpty`](Error::DutiesEmpty),
        /// [`DutyNotOfKind`](Error::DutyNotOfKind), [`AccountTaken`](Error::AccountTaken),
        /// [`MembersFull`](Error::MembersFull).
        ///
        /// ## Events
        /// [`MemberAdded`](Event::MemberAdded).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::add_member())]
        pub fn add_member(
            origin: OriginFor<T>,
            account: T::AccountId,
            duties: Duties,
        ) -> DispatchResult {
            let administrator = Self::ensure_administrator(origin)?;
            Self::do_add_member(administrator, account, duties)
        }

        /// Sets all the duties of a member of the signer's institution.
        ///
        /// ## Origin
        /// An administrator, for the own institution.
        ///
        /// ## Errors
        /// [`NotMember`](Error::NotMember), [`InstitutionSuspended`](Error::InstitutionSuspended),
        /// [`NotAdministrator`](Error::NotAdministrator), [`DutiesEmpty`](Error::DutiesEmpty),
        /// [`DutyNotOfKind`](Error::DutyNotOfKind), [`MemberUnknown`](Error::MemberUnknown),
        /// [`LastAdministrator`](Error::LastAdministrator).
        ///
        /// ## Events
        /// [`DutiesSet`](Event::DutiesSet).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::set_duties())]
        pub fn set_duties(
            origin: OriginFor<T>,
            account: T::AccountId,
            duties: Duties,
        ) -> DispatchResult {
            let administrator = Self::ensure_administrator(origin)?;
            Self::do_set_duties(administrator, account, duties)
        }

        /// Removes a member.
        ///
        /// ## Origin
        /// An administrator, for the own institution; or the admitting authority, so that a stolen administrator's key can
        /// be taken out after another was appointed.
        ///
        /// ## Errors
        /// [`NotMember`](Error::NotMember), [`InstitutionSuspended`](Error::InstitutionSuspended),
        /// [`NotAdministrator`](Error::NotAdministrator), [`MemberUnknown`](Error::MemberUnknown),
        /// [`LastAdministrator`](Error::LastAdministrator); `ConsumerRemaining` of the system if another pallet still
        /// needs the account.
        ///
        /// ## Events
        /// [`MemberRemoved`](Event::MemberRemoved).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::remove_member())]
        pub fn remove_member(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
            let authority = Self::ensure_authority(origin)?;
            Self::do_remove_member(authority, account)
        }

        /// Sets what an institution may take in one window; `None` puts the default back.
        ///
        /// ## Origin
        /// The council.
        ///
        /// ## Errors
        /// [`InstitutionUnknown`](Error::InstitutionUnknown).
        ///
        /// ## Events
        /// [`AllowanceSet`](Event::AllowanceSet).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::set_allowance())]
        pub fn set_allowance(
            origin: OriginFor<T>,
            institution: InstitutionId,
            allowance: Option<Allowance>,
        ) -> DispatchResult {
            T::CouncilOrigin::ensure_origin(origin)?;
            Self::do_set_allowance(institution, allowance)
        }

        /// Makes an account administrator of an institution whose own administrators lost their keys: a stranger becomes a
        /// member, a member of that institution keeps its other duties.
        ///
        /// ## Origin
        /// The admitting authority.
        ///
        /// ## Errors
        /// [`NotMember`](Error::NotMember), [`InstitutionSuspended`](Error::InstitutionSuspended),
        /// [`NotAdministrator`](Error::NotAdministrator), [`InstitutionUnknown`](Error::InstitutionUnknown),
        /// [`NotAdmittingAuthority`](Error::NotAdmittingAuthority), [`AccountTaken`](Error::AccountTaken),
        /// [`MembersFull`](Error::MembersFull).
        ///
        /// ## Events
        /// [`AdministratorAppointed`](Event::AdministratorAppointed).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(8)]
        #[pallet::weight(T::WeightInfo::appoint_administrator())]
        pub fn appoint_administrator(
            origin: OriginFor<T>,
            institution: InstitutionId,
            account: T::AccountId,
        ) -> DispatchResult {
            let authority = Self::ensure_authority(origin)?;
            Self::do_appoint_administrator(authority, institution, account)
        }
    }
}

//! Emission quota (排污权): who holds the right to discharge how much, and how it came to be theirs.
//!
//! Agencies define classes of quota and allocate it by decision. Holders transfer and lease it by agreement, trade it in the market
//! ([`QuotaLedger`](limpid_primitives::quota::QuotaLedger)), and surrender it for what their permits' outlets discharged, as the chain
//! computed it. Every gram leads back to an allocation, through lots that are made once and never changed.
//!
//! | Call | Who may |
//! |---|---|
//! | [`define_class`](Pallet::define_class), [`set_rules`](Pallet::set_rules) | an agency over the zone, and over all zones it lets in |
//! | [`enrol_holder`](Pallet::enrol_holder) | an agency over the enterprise and all its places |
//! | [`allocate`](Pallet::allocate), [`take_back`](Pallet::take_back) | an agency over the zone |
//! | [`make_offer`](Pallet::make_offer) | the holder that offers |
//! | [`accept_offer`](Pallet::accept_offer) | the holder it is made to |
//! | [`withdraw_offer`](Pallet::withdraw_offer) | the holder that made it; any member once it is over |
//! | [`return_lease`](Pallet::return_lease) | the lessee; any member once it is due |
//! | [`freeze`](Pallet::freeze) | a court |
//! | [`release_freeze`](Pallet::release_freeze) | the court that ordered it, or one above |
//! | [`retire`](Pallet::retire) | the holder |
//! | [`surrender`](Pallet::surrender) | the permit's holder |
//! | [`set_surrender_rule`](Pallet::set_surrender_rule) | an agency, in its division |
//! | [`assess_year`](Pallet::assess_year) | any member, after the deadline |
//! | [`waive_shortfall`](Pallet::waive_shortfall) | an agency over the permit |
//! | [`expire_holding`](Pallet::expire_holding) | any member, after the class was over |
//!
//! *An agency* means a member of one who is administrator or approver, *a court* the same of a court, *the holder* an administrator
//! or trader of the enterprise, or of an agency over the division for its reserve; the runtime says so through `AgencyOrigin`,
//! `CourtOrigin` and `HolderOrigin`. *Over* means that the agency's division contains it.
//!
//! # Terms
//!
//! - *Class*: what makes quota interchangeable: pollutant, zone, vintage, sector. It is *over* after its vintage's last day.
//! - *Lot*: a node of the title graph. It is *current* while some of it is left with its holder, *ended* if it was surrendered,
//!   given up or expired, and *passed* otherwise: all of it is in later lots.
//! - *Holding*: what a holder has of a class now; all of it is what is left of one lot.
//! - *Reserve*: the quota of a division itself, which its agencies hold.
//! - *Arrear*: a shortfall that was assessed, or an overdue lease. While a holder has one, it sells nothing.
//!
//! # Title, and why holdings stay bounded
//!
//! What comes in makes one new lot of all a holder has of the class: its parents are the lots the incoming quota came from, and the
//! one the holder had. What goes out changes no lot: the holding falls, and the next lot names how much it got. Orders, offers,
//! freezes and leases are amounts within the holding. So a holder has at most `HoldingsMax` entries of fixed size, each with one
//! current lot, however many trades are made; one lot is added for each receipt, none for a split or a hold.
//!
//! # Invariants
//!
//! 1. Classes, lots, offers, leases and freezes are numbered from 1; classes and lots without gaps. Each key has one class.
//! 2. A lot's parents are older lots of its class that have not ended, each once, and make up its amount. Exactly the allocations
//!    have none, and there is one for each allocation that granted more than was deducted.
//! 3. What later lots name of a lot, and what is left of it, is its amount; of an ended lot they name nothing.
//! 4. Of each class, what holders have is what was allocated, less what was surrendered, retired and expired; these sums are those
//!    of the lots with that cause, and no more was allocated than the cap.
//! 5. A holding has a lot if and only if it has an amount; it is the holder's, of the class. What is set aside is there, and so is
//!    what was bought. No holding is empty.
//! 6. What is offered is that of the open offers, what is frozen that of the freezes not released, what is leased and lent that of
//!    the leases still owed.
//! 7. A holder's holdings, offers and leases are as many as its tally says, and not more than there may be.
//! 8. A group's holding is what its members have and what they lent.
//! 9. A holder's arrears are its shortfalls and overdue leases.
//! 10. What is owed of deductions is what the assessments demand.
//! 11. Exactly the leases that run are waited for, each on its last day and none on a day that is done with.

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

mod allocations;
mod api;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod classes;
mod due;
mod endings;
mod errors;
mod freezes;
mod holders;
mod holdings;
mod leases;
mod ledger;
mod liabilities;
mod lots;
mod offers;
mod parties;
mod surrender;
mod try_state;
mod types;
mod views;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use api::*;
pub use pallet::*;
pub use types::{ShareList, StandingRules, TitlePart, SHARES_MAX};
pub use weights::WeightInfo;

/// The pallet itself: what it stores, says and can be asked to do.
#[frame_support::pallet]
// The macro's own output; what is written here only delegates.
#[allow(clippy::expect_used)]
pub mod pallet {
    use super::{ShareList, StandingRules, WeightInfo};
    use frame_support::{
        pallet_prelude::*,
        traits::{ConstU64, Time},
    };
    use frame_system::pallet_prelude::*;
    use limpid_primitives::{
        emissions::EmissionLookup,
        permit::PermitLookup,
        quota::{
            Allocation, Cause, ClassId, ClassKey, ClassRules, ClassTotals, Declaration, Deduction,
            Enrolment, EnrolmentV1, Freeze, FreezeId, Holder, Holding, Lease, LeaseId, Liability,
            Lot, LotId, NewOffer, Offer, OfferId, QuotaClass, SurrenderRule, Tally, Timeliness,
        },
        Day, Digest, DivisionCode, Grams, InstitutionId, PermitNumber, Pollutant, Uscc,
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
        /// A member of an agency who may decide about quota in its division.
        type AgencyOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// A member of an enterprise who may dispose of its quota, or of an agency who may dispose of reserves in its division.
        type HolderOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// A member of a court who may order freezes.
        type CourtOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// Any member.
        type MemberOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// The institutions.
        type Institutions: InstitutionLookup<Self::AccountId>;
        /// The permits.
        type Permits: PermitLookup;
        /// The emissions.
        type Emissions: EmissionLookup;
        /// The time of the block, in milliseconds since 1970 UTC.
        type Time: Time<Moment = u64>;
        /// Most classes a holder has a holding of.
        #[pallet::constant]
        type HoldingsMax: Get<u32>;
        /// Most open offers of a holder.
        #[pallet::constant]
        type OffersMax: Get<u32>;
        /// Most leases a holder owes something of.
        #[pallet::constant]
        type LeasesMax: Get<u32>;
        /// How long an offer can be open.
        #[pallet::constant]
        type OfferMsMax: Get<u64>;
        /// Most leases that are returned by themselves in a block.
        #[pallet::constant]
        type ReturnsMax: Get<u32>;
        /// What the calls weigh.
        type WeightInfo: WeightInfo;
    }

    /// Class by number. Blake2 with the key, as for all maps that proofs of title read. Never changed, never removed.
    #[pallet::storage]
    pub type Classes<T: Config> = StorageMap<_, Blake2_128Concat, ClassId, QuotaClass, OptionQuery>;

    /// Number by what makes the class. Blake2: it comes from transactions. Never removed.
    #[pallet::storage]
    pub type ClassOf<T: Config> = StorageMap<_, Blake2_128Concat, ClassKey, ClassId, OptionQuery>;

    /// The number the next class gets.
    #[pallet::storage]
    pub type NextClass<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<1>>;

    /// The rules of a class that stand, and who set them. One entry a class, overwritten.
    #[pallet::storage]
    pub type Rules<T: Config> =
        StorageMap<_, Blake2_128Concat, ClassId, StandingRules, OptionQuery>;

    /// What became of a class's quota. One entry a class, from its first allocation on.
    #[pallet::storage]
    pub type Totals<T: Config> = StorageMap<_, Blake2_128Concat, ClassId, ClassTotals, ValueQuery>;

    /// What an agency enrolled of an enterprise. Blake2, as for all maps by institution. Overwritten by corrections, never removed.
    #[pallet::storage]
    pub type Enrolments<T: Config> =
        StorageMap<_, Blake2_128Concat, InstitutionId, Enrolment, OptionQuery>;

    /// Lot by number. Blake2 with the key, as for all maps that proofs of title read. One for each receipt of quota and each end;
    /// never changed, never removed.
    #[pallet::storage]
    pub type Lots<T: Config> = StorageMap<_, Blake2_128Concat, LotId, Lot, OptionQuery>;

    /// The number the next lot gets.
    #[pallet::storage]
    pub type NextLot<T: Config> = StorageValue<_, u64, ValueQuery, ConstU64<1>>;

    /// What a holder has of a class. At most `HoldingsMax` a holder; removed when nothing is there, set aside, frozen, leased or
    /// lent.
    #[pallet::storage]
    pub type Holdings<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        Holder,
        Blake2_128Concat,
        ClassId,
        Holding,
        OptionQuery,
    >;

    /// How much a holder has of what is bounded. One entry a holder; removed when all is nought.
    #[pallet::storage]
    pub type Tallies<T: Config> = StorageMap<_, Blake2_128Concat, Holder, Tally, ValueQuery>;

    /// What the members of a declared group have of a class together, and what they lent of it (within the group too, where it counts
    /// with both), by the credit code of its head. Removed when it is nothing.
    #[pallet::storage]
    pub type GroupHoldings<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, Uscc, Blake2_128Concat, ClassId, Grams, ValueQuery>;

    /// What a decision allocated of a class to a holder, by class, digest of the decision, and holder: once. Never removed.
    #[pallet::storage]
    pub type Allocations<T: Config> = StorageNMap<
        _,
        (
            NMapKey<Blake2_128Concat, ClassId>,
            NMapKey<Blake2_128Concat, Digest>,
            NMapKey<Blake2_128Concat, Holder>,
        ),
        Allocation,
        OptionQuery,
    >;

    /// What is deducted from a holder's next allocations of a pollutant. One entry for each holder and pollutant with an assessment
    /// that demanded one.
    #[pallet::storage]
    pub type Deductions<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        InstitutionId,
        Blake2_128Concat,
        Pollutant,
        Deduction,
        ValueQuery,
    >;

    /// Open offers. At most `OffersMax` a holder; removed when accepted or withdrawn.
    #[pallet::storage]
    pub type Offers<T: Config> = StorageMap<_, Blake2_128Concat, OfferId, Offer, OptionQuery>;

    /// The number the next offer gets.
    #[pallet::storage]
    pub type NextOffer<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<1>>;

    /// Leases. Their status changes; never removed, because lots name them.
    #[pallet::storage]
    pub type Leases<T: Config> = StorageMap<_, Blake2_128Concat, LeaseId, Lease, OptionQuery>;

    /// The number the next lease gets.
    #[pallet::storage]
    pub type NextLease<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<1>>;

    /// Leases that run, by their last day. Identity: days and numbers are ours. Removed when the lease is returned or found overdue.
    #[pallet::storage]
    pub type LeasesDue<T: Config> =
        StorageDoubleMap<_, Identity, Day, Identity, LeaseId, (), OptionQuery>;

    /// The first day that can have a lease that runs.
    #[pallet::storage]
    pub type NextDue<T: Config> = StorageValue<_, Day, OptionQuery>;

    /// Freezes. Marked when released; never removed.
    #[pallet::storage]
    pub type Freezes<T: Config> = StorageMap<_, Blake2_128Concat, FreezeId, Freeze, OptionQuery>;

    /// The number the next freeze gets.
    #[pallet::storage]
    pub type NextFreeze<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<1>>;

    /// What was surrendered for a permit's year of a pollutant, and what was missing. Identity: a year is one of 65,536. Never
    /// removed.
    #[pallet::storage]
    pub type Liabilities<T: Config> = StorageNMap<
        _,
        (
            NMapKey<Blake2_128Concat, PermitNumber>,
            NMapKey<Identity, u16>,
            NMapKey<Blake2_128Concat, Pollutant>,
        ),
        Liability,
        OptionQuery,
    >;

    /// Until when emissions of a pollutant in a division are to be covered; the nearest division with a rule counts. Removed by
    /// its agency.
    #[pallet::storage]
    pub type SurrenderRules<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        DivisionCode,
        Blake2_128Concat,
        Pollutant,
        SurrenderRule,
        OptionQuery,
    >;

    /// What happened. `by` is the institution that decided.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A class was defined.
        #[codec(index = 0)]
        ClassDefined {
            /// Its number.
            class: ClassId,
            /// What makes its quota interchangeable.
            key: ClassKey,
            /// What the market trades in whole numbers of.
            unit: Grams,
            /// The decision.
            document: Digest,
            /// The agency.
            by: InstitutionId,
        },
        /// The rules of a class were set; also when it is defined.
        #[codec(index = 1)]
        RulesSet {
            /// The class.
            class: ClassId,
            /// Its rules from now on.
            rules: ClassRules,
            /// The decision.
            document: Digest,
            /// The agency.
            by: InstitutionId,
        },
        /// An enterprise was enrolled, or its enrolment corrected.
        #[codec(index = 2)]
        HolderEnrolled {
            /// The enterprise.
            institution: InstitutionId,
            /// What was enrolled.
            enrolment: EnrolmentV1,
        },
        /// Quota was allocated.
        #[codec(index = 3)]
        QuotaAllocated {
            /// The class.
            class: ClassId,
            /// Who got it.
            holder: Holder,
            /// What the decision grants.
            granted: Grams,
            /// What of it was deducted for shortfalls.
            deducted: Grams,
            /// The lot the rest became.
            lot: Option<LotId>,
            /// The decision.
            document: Digest,
            /// The agency.
            by: InstitutionId,
        },
        /// Quota was taken back into a reserve.
        #[codec(index = 4)]
        QuotaTakenBack {
            /// The class.
            class: ClassId,
            /// Who had it.
            holder: Holder,
            /// Whose reserve got it.
            reserve: DivisionCode,
            /// How much.
            amount: Grams,
            /// The lot it became.
            lot: LotId,
            /// The decision.
            document: Digest,
            /// The agency.
            by: InstitutionId,
        },
        /// Quota was offered, and is set aside for it.
        #[codec(index = 5)]
        OfferMade {
            /// Its number.
            offer: OfferId,
            /// What was offered.
            new: NewOffer,
        },
        /// An offer was withdrawn; what was set aside for it is free.
        #[codec(index = 6)]
        OfferWithdrawn {
            /// The offer.
            offer: OfferId,
        },
        /// An offer was accepted: quota was transferred, or bought back if it is a reserve's now.
        #[codec(index = 7)]
        QuotaTransferred {
            /// The offer.
            offer: OfferId,
            /// The class.
            class: ClassId,
            /// Who had it.
            from: Holder,
            /// Who has it.
            to: Holder,
            /// How much.
            amount: Grams,
            /// The lot it became.
            lot: LotId,
        },
        /// An offer was accepted: a lease began.
        #[codec(index = 8)]
        LeaseBegun {
            /// The lease.
            lease: LeaseId,
            /// The offer.
            offer: OfferId,
            /// The class.
            class: ClassId,
            /// Who leased it out.
            lessor: Holder,
            /// Who has the use of it.
            lessee: Holder,
            /// How much.
            amount: Grams,
            /// The last day.
            until: Day,
            /// The lot it became.
            lot: LotId,
        },
        /// Quota came back from a lease.
        #[codec(index = 9)]
        LeaseReturned {
            /// The lease.
            lease: LeaseId,
            /// How much came back.
            amount: Grams,
            /// How much is still to come back.
            owed: Grams,
            /// The lot it became.
            lot: LotId,
        },
        /// A lease was due, and the lessee didn't have all of it.
        #[codec(index = 10)]
        LeaseOverdue {
            /// The lease.
            lease: LeaseId,
            /// What is missing.
            owed: Grams,
        },
        /// A lease's class was over before all of it came back: nothing is owed any more.
        #[codec(index = 11)]
        LeaseLapsed {
            /// The lease.
            lease: LeaseId,
            /// What had not come back.
            owed: Grams,
        },
        /// A court froze quota.
        #[codec(index = 12)]
        QuotaFrozen {
            /// The freeze.
            freeze: FreezeId,
            /// Whose quota.
            holder: Holder,
            /// The class.
            class: ClassId,
            /// How much must stay.
            amount: Grams,
            /// The order.
            document: Digest,
            /// The court.
            by: InstitutionId,
        },
        /// A freeze was released.
        #[codec(index = 13)]
        FreezeReleased {
            /// The freeze.
            freeze: FreezeId,
            /// The order.
            document: Digest,
            /// The court.
            by: InstitutionId,
        },
        /// Quota was given up.
        #[codec(index = 14)]
        QuotaRetired {
            /// The class.
            class: ClassId,
            /// Who had it.
            holder: Holder,
            /// How much.
            amount: Grams,
            /// The lot it ended in.
            lot: LotId,
            /// The declaration.
            document: Digest,
        },
        /// Quota was surrendered.
        #[codec(index = 15)]
        QuotaSurrendered {
            /// The permit whose emissions it covers.
            permit: PermitNumber,
            /// The year.
            year: u16,
            /// The class; its pollutant is that of the emissions.
            class: ClassId,
            /// The permit's holder.
            holder: InstitutionId,
            /// How much.
            amount: Grams,
            /// Whether it was in time.
            timeliness: Timeliness,
            /// The lot it ended in.
            lot: LotId,
        },
        /// Until when emissions of a pollutant are to be covered was set; `None`: the rule of the division above counts.
        #[codec(index = 16)]
        SurrenderRuleSet {
            /// The division.
            division: DivisionCode,
            /// The pollutant.
            pollutant: Pollutant,
            /// The rule from now on.
            rule: Option<SurrenderRule>,
            /// The agency.
            by: InstitutionId,
        },
        /// A permit's year was assessed after the deadline.
        #[codec(index = 17)]
        YearAssessed {
            /// The permit.
            permit: PermitNumber,
            /// The year.
            year: u16,
            /// The pollutant.
            pollutant: Pollutant,
            /// The permit's holder.
            holder: InstitutionId,
            /// What its emissions demand.
            due: Grams,
            /// What is missing.
            shortfall: Grams,
            /// What is deducted from later allocations for it.
            deduction: Grams,
        },
        /// An agency waived some of a shortfall.
        #[codec(index = 18)]
        ShortfallWaived {
            /// The permit.
            permit: PermitNumber,
            /// The year.
            year: u16,
            /// The pollutant.
            pollutant: Pollutant,
            /// How much.
            amount: Grams,
            /// The decision.
            document: Digest,
            /// The agency.
            by: InstitutionId,
        },
        /// A holder has an arrear: it sells nothing until it is made good.
        #[codec(index = 19)]
        SellingLocked {
            /// The holder.
            holder: Holder,
        },
        /// A holder has no arrear any more.
        #[codec(index = 20)]
        SellingUnlocked {
            /// The holder.
            holder: Holder,
        },
        /// What a holder had of a class that is over was written off.
        #[codec(index = 21)]
        HoldingExpired {
            /// The class.
            class: ClassId,
            /// The holder.
            holder: Holder,
            /// How much.
            amount: Grams,
            /// The lot it ended in.
            lot: LotId,
        },
        /// Quota was delivered in the market, whose events say for what. Its lot names the sellers' lots.
        #[codec(index = 22)]
        QuotaDelivered {
            /// The class.
            class: ClassId,
            /// Who has it.
            to: Holder,
            /// How much.
            amount: Grams,
            /// The lot it became, with what the buyer had.
            lot: LotId,
            /// Why.
            cause: Cause,
        },
    }

    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// The class's zone, the enterprise, one of its places, the reserve or the permit lies outside the agency's division. Ask
        /// the agency of a division that contains all of them.
        #[codec(index = 0)]
        OutsideDivision,
        /// No class has this number. Look it up in `Classes`.
        #[codec(index = 1)]
        ClassUnknown,
        /// There is a class of this pollutant, zone, vintage and sector. Use it; `ClassOf` says which.
        #[codec(index = 2)]
        ClassExists,
        /// The class is over. Nothing can be done with its quota any more.
        #[codec(index = 3)]
        ClassExpired,
        /// The class is not over. Wait for the end of its last day.
        #[codec(index = 4)]
        ClassValid,
        /// A class cannot be traded in units of nothing. Give a unit.
        #[codec(index = 5)]
        UnitEmpty,
        /// A zone that may buy in is of air and the class of water, or the other way round. Leave it out.
        #[codec(index = 6)]
        ZoneUnfit,
        /// An agency of a larger division set the class's rules, or enrolled the holder. Ask it.
        #[codec(index = 7)]
        SetFromAbove,
        /// More of the class was allocated than the cap allows, or would be. Allocate less, or raise the cap.
        #[codec(index = 8)]
        CapExceeded,
        /// No admitted enterprise has this number. Look it up in `Institutions`.
        #[codec(index = 9)]
        HolderUnknown,
        /// The places are not sorted by division, each once, or there is none. Sort them.
        #[codec(index = 10)]
        PlacesUnordered,
        /// The amount is nothing. Give one.
        #[codec(index = 11)]
        Nothing,
        /// This decision allocated quota of the class to the holder before. Nothing is left to do; another allocation needs a
        /// decision of its own.
        #[codec(index = 12)]
        AlreadyAllocated,
        /// The signer doesn't act for the holder. Sign for the enterprise itself, or for an agency over the reserve's division.
        #[codec(index = 13)]
        NotHolder,
        /// The holder is not enrolled. Its agency enrols it.
        #[codec(index = 14)]
        NotEnrolled,
        /// No site of the holder, or not the permit's, lies where the class is good; a reserve neither contains the class's zone nor
        /// lies in it.
        #[codec(index = 15)]
        OutsideZone,
        /// The holder's area may not buy in while it misses its quality target.
        #[codec(index = 16)]
        AreaBarred,
        /// The holder's sector may not have quota of this class.
        #[codec(index = 17)]
        OtherSector,
        /// The holder would have more than one institution may, with what it lent. Give less.
        #[codec(index = 18)]
        HolderLimit,
        /// The holder's group would have more than one group may, with what its members lent. Give less.
        #[codec(index = 19)]
        GroupLimit,
        /// The holder has holdings of as many classes as it may. Expired ones can be written off.
        #[codec(index = 20)]
        HoldingsFull,
        /// Giver and receiver are the same.
        #[codec(index = 21)]
        SameHolder,
        /// Who would receive it is suspended.
        #[codec(index = 22)]
        BuyerSuspended,
        /// Who would give it is suspended.
        #[codec(index = 23)]
        SellerSuspended,
        /// Who would give it has a shortfall or an overdue lease. It is made good first.
        #[codec(index = 24)]
        SellerLocked,
        /// A court froze it.
        #[codec(index = 25)]
        Frozen,
        /// There is not so much that is not set aside for orders and offers.
        #[codec(index = 26)]
        NotEnough,
        /// It is to be given back to a lessor.
        #[codec(index = 27)]
        Leased,
        /// It was bought today. It can be sold tomorrow.
        #[codec(index = 28)]
        BoughtToday,
        /// Some of it is set aside for orders, auctions or offers. These are withdrawn first; once they are over, by anyone.
        #[codec(index = 29)]
        SetAside,
        /// The class's rules forbid transfers by agreement. Trade in the market.
        #[codec(index = 30)]
        TransferForbidden,
        /// A lease to a reserve makes no sense. Offer a transfer.
        #[codec(index = 31)]
        LeaseToReserve,
        /// The lease would end before today, or not before the class's last day. Give another last day.
        #[codec(index = 32)]
        LeaseOutOfRange,
        /// The lease would be longer than the class's rules allow. Give an earlier last day.
        #[codec(index = 33)]
        LeaseTooLong,
        /// The lessee owes something of as many leases as it may. One is returned first.
        #[codec(index = 34)]
        LeasesFull,
        /// The offer would end in the past, or more than `OfferMsMax` from now on, or after the class. Give an end between.
        #[codec(index = 35)]
        OfferOutOfRange,
        /// The holder has as many open offers as it may. Withdraw one.
        #[codec(index = 36)]
        OffersFull,
        /// No open offer has this number. It may have been accepted or withdrawn.
        #[codec(index = 37)]
        OfferUnknown,
        /// The offer is over. A new one can be made.
        #[codec(index = 38)]
        OfferOver,
        /// The offer is open, and the signer doesn't act for the holder that made it. Wait until it is over.
        #[codec(index = 39)]
        OfferOpen,
        /// No lease has this number. Look it up in `Leases`.
        #[codec(index = 40)]
        LeaseUnknown,
        /// The lease was returned, or lapsed. Nothing is left to do.
        #[codec(index = 41)]
        LeaseEnded,
        /// The lease is not due, and the signer doesn't act for the lessee. Wait for the end of its last day.
        #[codec(index = 42)]
        LeaseRuns,
        /// The lessee has nothing now that could be returned. Try again when it has.
        #[codec(index = 43)]
        NothingToReturn,
        /// The holder has no holding of the class.
        #[codec(index = 44)]
        HoldingUnknown,
        /// No freeze has this number. Look it up in `Freezes`.
        #[codec(index = 45)]
        FreezeUnknown,
        /// The freeze was released already. Nothing is left to do.
        #[codec(index = 46)]
        AlreadyReleased,
        /// Another court ordered the freeze. That one releases it, or one over a larger division that contains its.
        #[codec(index = 47)]
        OtherCourt,
        /// No permit has this number. Check it.
        #[codec(index = 48)]
        PermitUnknown,
        /// The permit has no holder with a credit code, or the signer doesn't act for it.
        #[codec(index = 49)]
        NotPermitHolder,
        /// The division of the permit's site is none of the holder's enrolled places. Its agency corrects the enrolment.
        #[codec(index = 50)]
        PlaceNotEnrolled,
        /// The class's vintage doesn't have the year, or emissions of the year are not to be covered by the rule.
        #[codec(index = 51)]
        YearNotCovered,
        /// It is more than is missing. Give less.
        #[codec(index = 52)]
        MoreThanMissing,
        /// More of the permit's outlets have a total of the year than can be added up.
        #[codec(index = 53)]
        TooManyOutlets,
        /// No division of the permit has a rule by when emissions of the pollutant are to be covered.
        #[codec(index = 54)]
        RuleUnknown,
        /// Quota can still be surrendered on time. Wait for the deadline.
        #[codec(index = 55)]
        DeadlineAhead,
        /// The year was assessed, and nothing changed since. Nothing is left to do.
        #[codec(index = 56)]
        AlreadyAssessed,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
            Self::return_due(remaining)
        }

        fn integrity_test() {
            assert!(T::HoldingsMax::get() > 0, "a holder can have quota");
            assert!(T::OfferMsMax::get() > 0, "an offer can be open");
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Defines a class of quota, with its rules.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the class's zone and every zone that may buy in must lie in the agency's division.
        ///
        /// ## Errors
        /// [`OutsideDivision`](Error::OutsideDivision), [`ClassExpired`](Error::ClassExpired),
        /// [`UnitEmpty`](Error::UnitEmpty), [`ClassExists`](Error::ClassExists), [`ZoneUnfit`](Error::ZoneUnfit).
        ///
        /// ## Events
        /// [`ClassDefined`](Event::ClassDefined), [`RulesSet`](Event::RulesSet).
        ///
        /// ## Complexity
        /// O(1): rules have at most 16 zones and 64 barred divisions.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::define_class())]
        pub fn define_class(
            origin: OriginFor<T>,
            key: ClassKey,
            unit: Grams,
            rules: ClassRules,
            document: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_define_class(agency, key, unit, rules, document)
        }

        /// Sets the rules of a class. They hold for what happens from now on; who has more than a new limit keeps it.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the class's zone and every zone that may buy in must lie in the agency's division, and so must the
        /// division of the agency that set the rules that stand.
        ///
        /// ## Errors
        /// [`ClassUnknown`](Error::ClassUnknown), [`OutsideDivision`](Error::OutsideDivision),
        /// [`SetFromAbove`](Error::SetFromAbove), [`ClassExpired`](Error::ClassExpired), [`ZoneUnfit`](Error::ZoneUnfit),
        /// [`CapExceeded`](Error::CapExceeded).
        ///
        /// ## Events
        /// [`RulesSet`](Event::RulesSet).
        ///
        /// ## Complexity
        /// O(1): rules have at most 16 zones and 64 barred divisions.
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::set_rules())]
        pub fn set_rules(
            origin: OriginFor<T>,
            class: ClassId,
            rules: ClassRules,
            document: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_set_rules(agency, class, rules, document)
        }

        /// Enrols an enterprise that may hold quota, or corrects its enrolment: what it does, the group it declared, and where its
        /// sites are.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the enterprise's division and all places must lie in the agency's. What an agency of a larger division
        /// enrolled, one of a smaller cannot correct.
        ///
        /// ## Errors
        /// [`HolderUnknown`](Error::HolderUnknown), [`PlacesUnordered`](Error::PlacesUnordered),
        /// [`OutsideDivision`](Error::OutsideDivision), [`SetFromAbove`](Error::SetFromAbove).
        ///
        /// ## Events
        /// [`HolderEnrolled`](Event::HolderEnrolled).
        ///
        /// ## Complexity
        /// O(h) in the enterprise's holdings, at most `HoldingsMax`: a new group gets what the former had of them.
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::enrol_holder(T::HoldingsMax::get()))]
        pub fn enrol_holder(
            origin: OriginFor<T>,
            institution: InstitutionId,
            declaration: Declaration,
            document: Digest,
        ) -> DispatchResultWithPostInfo {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_enrol_holder(agency, institution, declaration, document)
        }

        /// Allocates quota of a class by a decision (核定), to each holder once. What is deducted for shortfalls of earlier years is
        /// not allocated.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the class's zone must lie in the agency's division.
        ///
        /// ## Errors
        /// [`ClassUnknown`](Error::ClassUnknown), [`OutsideDivision`](Error::OutsideDivision),
        /// [`ClassExpired`](Error::ClassExpired); then for each share [`Nothing`](Error::Nothing),
        /// [`AlreadyAllocated`](Error::AlreadyAllocated), [`NotEnrolled`](Error::NotEnrolled),
        /// [`OutsideZone`](Error::OutsideZone), [`OtherSector`](Error::OtherSector), [`CapExceeded`](Error::CapExceeded),
        /// [`HoldingsFull`](Error::HoldingsFull).
        ///
        /// ## Events
        /// [`QuotaAllocated`](Event::QuotaAllocated) for each share.
        ///
        /// ## Complexity
        /// O(n) in shares, at most 64.
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::allocate(shares.len() as u32))]
        pub fn allocate(
            origin: OriginFor<T>,
            class: ClassId,
            document: Digest,
            shares: ShareList,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_allocate(agency, class, document, shares)
        }

        /// Takes quota back into a reserve by a decision, without its holder's consent (收回). What is set aside, frozen or leased
        /// stays.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the class's zone and the reserve must lie in the agency's division.
        ///
        /// ## Errors
        /// [`ClassUnknown`](Error::ClassUnknown), [`OutsideDivision`](Error::OutsideDivision),
        /// [`ClassExpired`](Error::ClassExpired), [`Nothing`](Error::Nothing), [`SameHolder`](Error::SameHolder),
        /// [`OutsideZone`](Error::OutsideZone), [`NotEnough`](Error::NotEnough), [`Frozen`](Error::Frozen),
        /// [`Leased`](Error::Leased), [`HoldingsFull`](Error::HoldingsFull).
        ///
        /// ## Events
        /// [`QuotaTakenBack`](Event::QuotaTakenBack).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::take_back())]
        pub fn take_back(
            origin: OriginFor<T>,
            class: ClassId,
            holder: Holder,
            reserve: DivisionCode,
            amount: Grams,
            document: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_take_back(agency, class, holder, reserve, amount, document)
        }

        /// Offers quota to another holder, for good or on lease, and sets it aside. To a reserve it is a buy-back (回购); what is
        /// paid for it stands in the agreement.
        ///
        /// ## Origin
        /// `HolderOrigin`, for the holder that offers.
        ///
        /// ## Errors
        /// [`NotHolder`](Error::NotHolder), [`SameHolder`](Error::SameHolder), [`ClassUnknown`](Error::ClassUnknown),
        /// [`ClassExpired`](Error::ClassExpired), [`Nothing`](Error::Nothing),
        /// [`TransferForbidden`](Error::TransferForbidden), [`LeaseToReserve`](Error::LeaseToReserve),
        /// [`LeaseOutOfRange`](Error::LeaseOutOfRange), [`LeaseTooLong`](Error::LeaseTooLong),
        /// [`OfferOutOfRange`](Error::OfferOutOfRange), [`SellerLocked`](Error::SellerLocked),
        /// [`NotEnough`](Error::NotEnough), [`Frozen`](Error::Frozen), [`Leased`](Error::Leased),
        /// [`BoughtToday`](Error::BoughtToday), [`OffersFull`](Error::OffersFull).
        ///
        /// ## Events
        /// [`OfferMade`](Event::OfferMade).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::make_offer())]
        pub fn make_offer(origin: OriginFor<T>, offer: NewOffer) -> DispatchResult {
            let actor = T::HolderOrigin::ensure_origin(origin)?;
            Self::do_make_offer(actor, offer)
        }

        /// Accepts an offer. All rules are judged again.
        ///
        /// ## Origin
        /// `HolderOrigin`, for the holder the offer was made to.
        ///
        /// ## Errors
        /// [`OfferUnknown`](Error::OfferUnknown), [`NotHolder`](Error::NotHolder), [`OfferOver`](Error::OfferOver),
        /// [`TransferForbidden`](Error::TransferForbidden), [`LeaseOutOfRange`](Error::LeaseOutOfRange),
        /// [`LeaseTooLong`](Error::LeaseTooLong), [`SellerSuspended`](Error::SellerSuspended),
        /// [`SellerLocked`](Error::SellerLocked), [`NotEnrolled`](Error::NotEnrolled),
        /// [`OutsideZone`](Error::OutsideZone), [`OtherSector`](Error::OtherSector), [`AreaBarred`](Error::AreaBarred),
        /// [`HolderLimit`](Error::HolderLimit), [`GroupLimit`](Error::GroupLimit), [`HoldingsFull`](Error::HoldingsFull),
        /// [`Frozen`](Error::Frozen), [`LeasesFull`](Error::LeasesFull).
        ///
        /// ## Events
        /// [`QuotaTransferred`](Event::QuotaTransferred) or [`LeaseBegun`](Event::LeaseBegun).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::accept_offer())]
        pub fn accept_offer(origin: OriginFor<T>, offer: OfferId) -> DispatchResult {
            let actor = T::HolderOrigin::ensure_origin(origin)?;
            Self::do_accept_offer(actor, offer)
        }

        /// Withdraws an offer; what was set aside for it is free.
        ///
        /// ## Origin
        /// `HolderOrigin` for the holder that made it; `MemberOrigin` once it is over.
        ///
        /// ## Errors
        /// [`OfferUnknown`](Error::OfferUnknown), [`OfferOpen`](Error::OfferOpen).
        ///
        /// ## Events
        /// [`OfferWithdrawn`](Event::OfferWithdrawn).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::withdraw_offer())]
        pub fn withdraw_offer(origin: OriginFor<T>, offer: OfferId) -> DispatchResult {
            T::MemberOrigin::ensure_origin(origin.clone())?;
            let actor = T::HolderOrigin::try_origin(origin).ok();
            Self::do_withdraw_offer(actor, offer)
        }

        /// Returns what the lessee has of a lease: before its last day as the lessee pleases, and after it because it must. What is
        /// missing then is an arrear, until it is returned by this call. After the class was over nothing is owed.
        ///
        /// ## Origin
        /// `HolderOrigin` for the lessee; `MemberOrigin` once the lease is due or its class over.
        ///
        /// ## Errors
        /// [`LeaseUnknown`](Error::LeaseUnknown), [`LeaseEnded`](Error::LeaseEnded), [`LeaseRuns`](Error::LeaseRuns),
        /// [`NothingToReturn`](Error::NothingToReturn).
        ///
        /// ## Events
        /// [`LeaseReturned`](Event::LeaseReturned), [`LeaseOverdue`](Event::LeaseOverdue),
        /// [`LeaseLapsed`](Event::LeaseLapsed), [`SellingLocked`](Event::SellingLocked),
        /// [`SellingUnlocked`](Event::SellingUnlocked), as it is.
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(8)]
        #[pallet::weight(T::WeightInfo::return_lease())]
        pub fn return_lease(origin: OriginFor<T>, lease: LeaseId) -> DispatchResult {
            T::MemberOrigin::ensure_origin(origin.clone())?;
            let actor = T::HolderOrigin::try_origin(origin).ok();
            Self::do_return_lease(actor, lease)
        }

        /// Freezes quota by a court's order: so much must stay with the holder. It goes before orders and offers, and may be more
        /// than there is: then what comes in later stays too.
        ///
        /// ## Origin
        /// `CourtOrigin`.
        ///
        /// ## Errors
        /// [`Nothing`](Error::Nothing), [`HoldingUnknown`](Error::HoldingUnknown).
        ///
        /// ## Events
        /// [`QuotaFrozen`](Event::QuotaFrozen).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(9)]
        #[pallet::weight(T::WeightInfo::freeze())]
        pub fn freeze(
            origin: OriginFor<T>,
            holder: Holder,
            class: ClassId,
            amount: Grams,
            document: Digest,
        ) -> DispatchResult {
            let court = T::CourtOrigin::ensure_origin(origin)?;
            Self::do_freeze(court, holder, class, amount, document)
        }

        /// Releases a freeze by a court's order.
        ///
        /// ## Origin
        /// `CourtOrigin`: the court that ordered it, or one over a larger division that contains its.
        ///
        /// ## Errors
        /// [`FreezeUnknown`](Error::FreezeUnknown), [`OtherCourt`](Error::OtherCourt),
        /// [`AlreadyReleased`](Error::AlreadyReleased).
        ///
        /// ## Events
        /// [`FreezeReleased`](Event::FreezeReleased).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(10)]
        #[pallet::weight(T::WeightInfo::release_freeze())]
        pub fn release_freeze(
            origin: OriginFor<T>,
            freeze: FreezeId,
            document: Digest,
        ) -> DispatchResult {
            let court = T::CourtOrigin::ensure_origin(origin)?;
            Self::do_release_freeze(court, freeze, document)
        }

        /// Gives quota up for good (注销).
        ///
        /// ## Origin
        /// `HolderOrigin`, for the holder.
        ///
        /// ## Errors
        /// [`NotHolder`](Error::NotHolder), [`ClassUnknown`](Error::ClassUnknown), [`ClassExpired`](Error::ClassExpired),
        /// [`Nothing`](Error::Nothing), [`NotEnough`](Error::NotEnough), [`Frozen`](Error::Frozen),
        /// [`Leased`](Error::Leased).
        ///
        /// ## Events
        /// [`QuotaRetired`](Event::QuotaRetired).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(11)]
        #[pallet::weight(T::WeightInfo::retire())]
        pub fn retire(
            origin: OriginFor<T>,
            class: ClassId,
            holder: Holder,
            amount: Grams,
            document: Digest,
        ) -> DispatchResult {
            let actor = T::HolderOrigin::ensure_origin(origin)?;
            Self::do_retire(actor, class, holder, amount, document)
        }

        /// Surrenders quota for what a permit's outlets discharged of the class's pollutant in a year (清缴), never more than the
        /// chain computed. Leased quota can be surrendered.
        ///
        /// ## Origin
        /// `HolderOrigin`, for the permit's holder.
        ///
        /// ## Errors
        /// [`ClassUnknown`](Error::ClassUnknown), [`ClassExpired`](Error::ClassExpired), [`Nothing`](Error::Nothing),
        /// [`YearNotCovered`](Error::YearNotCovered), [`PermitUnknown`](Error::PermitUnknown),
        /// [`NotPermitHolder`](Error::NotPermitHolder), [`NotEnrolled`](Error::NotEnrolled),
        /// [`PlaceNotEnrolled`](Error::PlaceNotEnrolled), [`OutsideZone`](Error::OutsideZone),
        /// [`OtherSector`](Error::OtherSector), [`TooManyOutlets`](Error::TooManyOutlets),
        /// [`MoreThanMissing`](Error::MoreThanMissing), [`NotEnough`](Error::NotEnough), [`Frozen`](Error::Frozen).
        ///
        /// ## Events
        /// [`QuotaSurrendered`](Event::QuotaSurrendered), [`SellingUnlocked`](Event::SellingUnlocked) if that was the last arrear.
        ///
        /// ## Complexity
        /// O(o) in the permit's outlets with a total of the year, at most 128.
        #[pallet::call_index(12)]
        #[pallet::weight(T::WeightInfo::surrender())]
        pub fn surrender(
            origin: OriginFor<T>,
            permit: PermitNumber,
            year: u16,
            class: ClassId,
            amount: Grams,
        ) -> DispatchResult {
            let actor = T::HolderOrigin::ensure_origin(origin)?;
            Self::do_surrender(actor, permit, year, class, amount)
        }

        /// Sets until when emissions of a pollutant in a division are to be covered, and what follows otherwise; `None` lets the
        /// rule of the division above count.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the division must lie in the agency's.
        ///
        /// ## Errors
        /// [`OutsideDivision`](Error::OutsideDivision).
        ///
        /// ## Events
        /// [`SurrenderRuleSet`](Event::SurrenderRuleSet).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(13)]
        #[pallet::weight(T::WeightInfo::set_surrender_rule())]
        pub fn set_surrender_rule(
            origin: OriginFor<T>,
            division: DivisionCode,
            pollutant: Pollutant,
            rule: Option<SurrenderRule>,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_set_surrender_rule(agency, division, pollutant, rule)
        }

        /// Puts on record what a permit's emissions of a year demand, and what of it is missing after the deadline. A shortfall is
        /// an arrear, of a holder that is not enrolled too. It can be assessed again when totals have changed.
        ///
        /// ## Origin
        /// `MemberOrigin`.
        ///
        /// ## Errors
        /// [`PermitUnknown`](Error::PermitUnknown), [`NotPermitHolder`](Error::NotPermitHolder),
        /// [`RuleUnknown`](Error::RuleUnknown), [`YearNotCovered`](Error::YearNotCovered),
        /// [`DeadlineAhead`](Error::DeadlineAhead), [`TooManyOutlets`](Error::TooManyOutlets),
        /// [`AlreadyAssessed`](Error::AlreadyAssessed).
        ///
        /// ## Events
        /// [`YearAssessed`](Event::YearAssessed); [`SellingLocked`](Event::SellingLocked) or
        /// [`SellingUnlocked`](Event::SellingUnlocked) if it changes that.
        ///
        /// ## Complexity
        /// O(o) in the permit's outlets with a total of the year, at most 128.
        #[pallet::call_index(14)]
        #[pallet::weight(T::WeightInfo::assess_year())]
        pub fn assess_year(
            origin: OriginFor<T>,
            permit: PermitNumber,
            pollutant: Pollutant,
            year: u16,
        ) -> DispatchResult {
            T::MemberOrigin::ensure_origin(origin)?;
            Self::do_assess_year(permit, pollutant, year)
        }

        /// Waives some of a shortfall by a decision, and what is still to be deducted for it.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the permit must lie in the agency's division.
        ///
        /// ## Errors
        /// [`PermitUnknown`](Error::PermitUnknown), [`OutsideDivision`](Error::OutsideDivision), [`Nothing`](Error::Nothing),
        /// [`MoreThanMissing`](Error::MoreThanMissing).
        ///
        /// ## Events
        /// [`ShortfallWaived`](Event::ShortfallWaived), [`SellingUnlocked`](Event::SellingUnlocked) if that was the last arrear.
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(15)]
        #[pallet::weight(T::WeightInfo::waive_shortfall())]
        pub fn waive_shortfall(
            origin: OriginFor<T>,
            permit: PermitNumber,
            pollutant: Pollutant,
            year: u16,
            amount: Grams,
            document: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_waive_shortfall(agency, permit, pollutant, year, amount, document)
        }

        /// Writes off what a holder has of a class that is over, frozen or not.
        ///
        /// ## Origin
        /// `MemberOrigin`.
        ///
        /// ## Errors
        /// [`ClassUnknown`](Error::ClassUnknown), [`ClassValid`](Error::ClassValid),
        /// [`HoldingUnknown`](Error::HoldingUnknown), [`SetAside`](Error::SetAside).
        ///
        /// ## Events
        /// [`HoldingExpired`](Event::HoldingExpired).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(16)]
        #[pallet::weight(T::WeightInfo::expire_holding())]
        pub fn expire_holding(
            origin: OriginFor<T>,
            class: ClassId,
            holder: Holder,
        ) -> DispatchResult {
            T::MemberOrigin::ensure_origin(origin)?;
            Self::do_expire_holding(class, holder)
        }
    }
}

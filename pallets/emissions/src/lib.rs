//! What outlets discharged, computed from anchored frames alone, and the exceedances established from them.
//!
//! A logger sends the mass of each pollutant once a day (CN 2031, `-Cou`) and means every hour (CN 2061). A gateway anchors the
//! frames. Whoever shows such a frame with the leaves around it makes the chain check it against the anchor and read it: masses
//! add up to the totals of day and year, and a mean above the permit's limit becomes a finding. Nothing is typed in but what an
//! agency measured itself.
//!
//! | Call | Who may |
//! |---|---|
//! | [`prove_days`](Pallet::prove_days), [`prove_absence`](Pallet::prove_absence) | a submitter of any institution |
//! | [`substitute_day`](Pallet::substitute_day) | a submitter of any institution; an agency, in its division, also without a proof |
//! | [`override_day`](Pallet::override_day) | an agency, in its division |
//! | [`prove_exceedance`](Pallet::prove_exceedance) | any member |
//! | [`review_finding`](Pallet::review_finding) | an approver of an agency, in its division; another one for each of the two reviews |
//! | [`notify_party`](Pallet::notify_party), [`uphold_finding`](Pallet::uphold_finding), [`dismiss_finding`](Pallet::dismiss_finding) | an agency, in its division |
//! | [`state_position`](Pallet::state_position) | an administrator or submitter of the permit's holder |
//! | [`set_rules`](Pallet::set_rules) | the council |
//! | [`set_substitution_rule`](Pallet::set_substitution_rule) | an agency, in its division |
//!
//! *An agency* means a member of one who is administrator or approver; the runtime says so through `AgencyOrigin`. *In its
//! division* means that the division of the permit's site is the agency's or lies in it.
//!
//! # Terms
//!
//! - *Day*: a day in Beijing. Its frame's data time is the day's beginning.
//! - *Counted pollutant*: one whose mass frames count, of the outlet's medium, and that the permit's version of that day names with
//!   a limit or a yearly mass. At an outlet of which no permit speaks all are counted.
//! - *Valid*: read exactly, flagged N or not flagged, on a day of which accepted tags cover no more than the rules allow.
//! - *What counts* of a day: the agency's own measurement; else valid data, of the first proof that had any; else a substitute. All
//!   that is known stays visible.
//! - *Conflict*: a proof that says otherwise than the one that stands. It changes nothing and waits for the agency.
//! - *Finding*: filed, reviewed by two persons, notified to the party, upheld or dismissed.
//!
//! # Invariants
//!
//! 1. A year's entry is the sum of what counts of its days, and counts them; a pollutant of which no day counts has none.
//! 2. Entries stand in the order of the pollutants, each once, and are counted at outlets of that medium.
//! 3. A computed mass that counts comes from a proven frame, so its day names one.
//! 4. A conflict says otherwise than the proof that stands, and than the other conflicts.
//! 5. Findings are numbered from 1 without gaps, at most one for each mean of an outlet, and each is found by its mean.
//! 6. A finding is reviewed when it has both reviews, by two accounts; it has a notice when it was notified, and a statement only
//!    then; none is upheld without a notice.
//! 7. The batches of an absence begin with the first that matters and are shown without gap.

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

mod absences;
mod api;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod conflicts;
mod day_proofs;
mod exceedances;
mod findings;
mod frames;
mod lookup;
mod overrides;
mod rules;
mod runs;
mod substitution;
mod terms;
mod totals;
mod try_state;
mod types;
mod views;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use api::*;
pub use frames::{day_readings, frame_of, mean, FrameFault, MeanFault};
pub use pallet::*;
pub use substitution::RULE_DAYS_MAX;
pub use types::{
    command_of, counted_in, is_counted, measured_in, period_end_ms, DayReading, Excess, RunSize,
    CONFLICTS_MAX,
};
pub use weights::WeightInfo;

/// The pallet itself: what it stores, says and can be asked to do.
#[frame_support::pallet]
// The macro's own output; what is written here only delegates.
#[allow(clippy::expect_used)]
pub mod pallet {
    use super::{
        exceedances::Accusation, substitution::By, DayReading, Excess, RunSize, WeightInfo,
        CONFLICTS_MAX,
    };
    use alloc::vec::Vec;
    use frame_support::{pallet_prelude::*, traits::Time};
    use frame_system::pallet_prelude::*;
    use limpid_evidence::{AnchorLookup, BatchWithout, DayProof, ShownRun};
    use limpid_primitives::{
        emissions::{
            AbsenceProgress, Conflict, ConflictV1, DayTotal, EmissionRules, EmissionRulesV1,
            Finding, FindingId, ProofPlace, ReviewKind, SubstitutionRule, YearTotal,
        },
        permit::{Averaging, PermitLookup},
        Day, Digest, DivisionCode, GatewayId, InstitutionId, Micrograms, Outlet, OutletCode,
        PermitNumber, Pollutant, TagLookup,
    };
    use pallet_institutions::Actor;

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// The pallet.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// What the runtime decides.
    #[pallet::config]
    pub trait Config: frame_system::Config<AccountId: Into<[u8; 32]>> {
        /// Who sets the rules.
        type CouncilOrigin: EnsureOrigin<Self::RuntimeOrigin>;
        /// A member of an agency who may act in its division.
        type AgencyOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// A member of an agency who may review findings in its division.
        type ApproverOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// A member who may prove days.
        type SubmitterOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// A member who may prove exceedances.
        type MemberOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// A member who may speak for the holder of a permit.
        type HolderOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// The permits.
        type Permits: PermitLookup;
        /// The tags.
        type Tags: TagLookup;
        /// The anchors and bindings.
        type Anchors: AnchorLookup;
        /// The time of the block, in milliseconds since 1970 UTC.
        type Time: Time<Moment = u64>;
        /// Most proofs of days in one call, at most 65,536.
        #[pallet::constant]
        type ProofsMax: Get<u32>;
        /// Most batches without a frame in one call, at most 65,536.
        #[pallet::constant]
        type BatchesMax: Get<u32>;
        /// What the calls weigh.
        type WeightInfo: WeightInfo;
        /// The institutions, into which benchmarks admit some.
        #[cfg(feature = "runtime-benchmarks")]
        type Institutions: pallet_institutions::InstitutionLookup<Self::AccountId>;
    }

    /// What is known of an outlet's day. Blake2 with the key, as for all maps that proofs of evidence read; identity for the day,
    /// which is ours. One entry for each day of an outlet of which a frame is proven, or an agency or a rule says something;
    /// never removed.
    #[pallet::storage]
    pub type DayTotals<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, Outlet, Identity, Day, DayTotal, OptionQuery>;

    /// The sum of an outlet's year, under permit, year and the outlet's code, so that a permit's year lies together. Identity: codes
    /// are letters and digits, set by agencies. At most one entry for each outlet and year; removed when nothing counts any more.
    #[pallet::storage]
    pub type YearTotals<T: Config> = StorageNMap<
        _,
        (
            NMapKey<Blake2_128Concat, PermitNumber>,
            NMapKey<Identity, u16>,
            NMapKey<Identity, OutletCode>,
        ),
        YearTotal,
        OptionQuery,
    >;

    /// Proofs of a day that say otherwise than the one that stands, the first of each that says the same, at most
    /// [`CONFLICTS_MAX`]; never removed.
    #[pallet::storage]
    pub type Conflicts<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        Outlet,
        Identity,
        Day,
        BoundedVec<Conflict, ConstU32<CONFLICTS_MAX>>,
        ValueQuery,
    >;

    /// How far it is proven that an outlet's day has no frame; never removed.
    #[pallet::storage]
    pub type Absences<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, Outlet, Identity, Day, AbsenceProgress, OptionQuery>;

    /// Finding by number; never removed.
    #[pallet::storage]
    pub type Findings<T: Config> = StorageMap<_, Blake2_128Concat, FindingId, Finding, OptionQuery>;

    /// The number the next finding gets.
    #[pallet::storage]
    pub type NextFinding<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<1>>;

    /// The finding of a mean; as many as findings, never removed.
    #[pallet::storage]
    pub type FindingOf<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        Outlet,
        Blake2_128Concat,
        Excess,
        FindingId,
        OptionQuery,
    >;

    /// The council's rules.
    #[pallet::storage]
    pub type Rules<T: Config> = StorageValue<_, EmissionRules, ValueQuery, DefaultRules>;

    /// What counts for days without valid data, by division. At most one entry a division; agencies set and remove it.
    #[pallet::storage]
    pub type SubstitutionRules<T: Config> =
        StorageMap<_, Blake2_128Concat, DivisionCode, SubstitutionRule, OptionQuery>;

    /// The rules before the council has set any.
    pub struct DefaultRules;

    impl Get<EmissionRules> for DefaultRules {
        fn get() -> EmissionRules {
            EmissionRules::V1(EmissionRulesV1::default())
        }
    }

    /// What happened. `by` is the institution that acted.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A day's frame was proven.
        #[codec(index = 0)]
        DayProven {
            /// The outlet.
            outlet: Outlet,
            /// The day.
            day: Day,
            /// Where the frame is anchored.
            place: ProofPlace,
            /// What of it stands from now on; what was known before is left out.
            readings: Vec<DayReading>,
        },
        /// A frame of a day says otherwise than the one that stands.
        #[codec(index = 1)]
        DayConflicted {
            /// The outlet.
            outlet: Outlet,
            /// The day.
            day: Day,
            /// What does not stand.
            conflict: ConflictV1,
        },
        /// Batches without a frame of a day were shown, and more are to be.
        #[codec(index = 2)]
        AbsenceShown {
            /// The outlet.
            outlet: Outlet,
            /// The day.
            day: Day,
            /// The gateway.
            gateway: GatewayId,
            /// The next batch to show.
            next_sequence: u64,
        },
        /// It is proven that a day has no frame.
        #[codec(index = 3)]
        AbsenceProven {
            /// The outlet.
            outlet: Outlet,
            /// The day.
            day: Day,
            /// The gateway.
            gateway: GatewayId,
        },
        /// Accepted tags cover too much of a day: these computed masses count no more.
        #[codec(index = 4)]
        DayTagged {
            /// The outlet.
            outlet: Outlet,
            /// The day.
            day: Day,
            /// The pollutants.
            pollutants: Vec<Pollutant>,
        },
        /// A substitute counts for want of valid data.
        #[codec(index = 5)]
        DaySubstituted {
            /// The outlet.
            outlet: Outlet,
            /// The day.
            day: Day,
            /// The pollutant.
            pollutant: Pollutant,
            /// The mass.
            mass: Micrograms,
            /// The rule it follows.
            rule: SubstitutionRule,
        },
        /// An agency's own measurement counts.
        #[codec(index = 6)]
        DayOverridden {
            /// The outlet.
            outlet: Outlet,
            /// The day.
            day: Day,
            /// The pollutant.
            pollutant: Pollutant,
            /// The mass.
            mass: Micrograms,
            /// Digest of the document with measurement and reason.
            document: Digest,
            /// The agency.
            by: InstitutionId,
        },
        /// A mean exceeds its limit. The whole finding is in `Findings`.
        #[codec(index = 7)]
        FindingFiled {
            /// Its number.
            finding: FindingId,
            /// The outlet.
            outlet: Outlet,
            /// The pollutant.
            pollutant: Pollutant,
            /// Whether it is an hour's or a day's mean.
            averaging: Averaging,
            /// Beginning of the hour or day, milliseconds since 1970 UTC.
            observed_ms: u64,
            /// Where the frame is anchored.
            place: ProofPlace,
        },
        /// A person of an agency reviewed a finding. The account is in `Findings`.
        #[codec(index = 8)]
        FindingReviewed {
            /// The finding.
            finding: FindingId,
            /// What the review is about.
            kind: ReviewKind,
            /// Digest of the review.
            document: Digest,
            /// The agency.
            by: InstitutionId,
        },
        /// The party was notified of a finding.
        #[codec(index = 9)]
        PartyNotified {
            /// The finding.
            finding: FindingId,
            /// Digest of the notice.
            notice: Digest,
            /// The party may state its position until then, milliseconds since 1970 UTC.
            statement_until_ms: u64,
            /// The agency.
            by: InstitutionId,
        },
        /// The party stated its position on a finding.
        #[codec(index = 10)]
        PositionStated {
            /// The finding.
            finding: FindingId,
            /// Digest of the statement.
            statement: Digest,
            /// The party.
            by: InstitutionId,
        },
        /// A finding stands.
        #[codec(index = 11)]
        FindingUpheld {
            /// The finding.
            finding: FindingId,
            /// Digest of the decision.
            document: Digest,
            /// The agency.
            by: InstitutionId,
        },
        /// A finding does not stand.
        #[codec(index = 12)]
        FindingDismissed {
            /// The finding.
            finding: FindingId,
            /// Digest of the decision.
            document: Digest,
            /// The agency.
            by: InstitutionId,
        },
        /// The council set the rules.
        #[codec(index = 13)]
        RulesSet {
            /// The rules.
            rules: EmissionRules,
        },
        /// An agency set what counts for days without valid data in a division.
        #[codec(index = 14)]
        SubstitutionRuleSet {
            /// The division.
            division: DivisionCode,
            /// The rule; `None` if the division has none of its own any more.
            rule: Option<SubstitutionRule>,
            /// The agency.
            by: InstitutionId,
        },
    }

    /// Why a call was refused. An `index` is the place of the proof or batch in the call, from 0, and stands little-endian in
    /// the two bytes after the error's own; a call that carries only one has 0.
    #[pallet::error]
    pub enum Error<T> {
        /// The call carries no proof.
        #[codec(index = 0)]
        NoProofs,
        /// The day or hour is not over. Ask again when it is.
        #[codec(index = 1)]
        PeriodNotOver {
            /// Place of the proof.
            index: u16,
        },
        /// The gateway has no anchored batch of this number. Wait until it is anchored, or look it up in `Anchors`.
        #[codec(index = 2)]
        AnchorUnknown {
            /// Place of the proof.
            index: u16,
        },
        /// The bytes of a leaf are no record or no key. Take them from the gateway's store as they are.
        #[codec(index = 3)]
        LeafUnreadable {
            /// Place of the proof.
            index: u16,
        },
        /// The run has no leaf, ends outside of the batch, or has too few or too many nodes. Make it again from the batch.
        #[codec(index = 4)]
        RunMalformed {
            /// Place of the proof.
            index: u16,
        },
        /// The leaves do not lead to the root of the anchored batch. Check gateway and number, and that nothing was changed.
        #[codec(index = 5)]
        RootMismatch {
            /// Place of the proof.
            index: u16,
        },
        /// The batch's leaves are not sorted: the gateway made a batch that proves nothing. Tell its agency.
        #[codec(index = 6)]
        LeavesUnsorted {
            /// Place of the proof.
            index: u16,
        },
        /// A leaf lies outside of the header's observed time: the gateway made a batch that proves nothing. Tell its agency.
        #[codec(index = 7)]
        LeafOutsideHeader {
            /// Place of the proof.
            index: u16,
        },
        /// Records of the day may stand before or behind the leaves. Show a neighbour at each end that is not the batch's.
        #[codec(index = 8)]
        RangeOpen {
            /// Place of the proof.
            index: u16,
        },
        /// A record of the day is shown by its digest only. Show it in full.
        #[codec(index = 9)]
        RecordHidden {
            /// Place of the proof.
            index: u16,
        },
        /// The run shows no record of the day; for an exceedance, none or more than one in full. Show those the call is about.
        #[codec(index = 10)]
        RecordMissing {
            /// Place of the proof.
            index: u16,
        },
        /// No device was bound to the outlet at this gateway then. Have it bound, or name the gateway where it was.
        #[codec(index = 11)]
        OutletNotBound {
            /// Place of the proof.
            index: u16,
        },
        /// The record is of another device than the one that was bound to the outlet. Such data count for nothing.
        #[codec(index = 12)]
        DeviceMismatch {
            /// Place of the proof.
            index: u16,
        },
        /// The record is no frame, or one of another outlet or command than the call names. Show the frame of that mean.
        #[codec(index = 13)]
        RecordOfOtherKind {
            /// Place of the proof.
            index: u16,
        },
        /// The record's bytes are no good frame: `limpid hj212 check` says why. Such data count for nothing.
        #[codec(index = 14)]
        FrameInvalid {
            /// Place of the proof.
            index: u16,
        },
        /// The frame's device, command or data time are not those the gateway filed it under. Tell the gateway's agency.
        #[codec(index = 15)]
        FrameMisfiled {
            /// Place of the proof.
            index: u16,
        },
        /// The call shows no batch, and there are more to show or the data's deadline is not over. Show the next ones.
        #[codec(index = 16)]
        NoBatches,
        /// It is proven already that the day has no frame. Nothing is left to do.
        #[codec(index = 17)]
        AlreadyAbsent,
        /// Batches before the first one shown may have the frame. Go on where `Absences` says; else begin with the batch after
        /// the last that was anchored before the day was over.
        #[codec(index = 18)]
        BatchesLeftOut,
        /// The header's observed time includes the beginning of the day. Show the leaves around it.
        #[codec(index = 19)]
        HeaderSpans {
            /// Place of the batch.
            index: u16,
        },
        /// The batch has a record of the day, or a frame of it is proven. Prove the day by it.
        #[codec(index = 20)]
        RecordThere {
            /// Place of the batch.
            index: u16,
        },
        /// The day's frame may still come. Ask again after the data's deadline.
        #[codec(index = 21)]
        DataStillDue,
        /// No permit has this number. Check the outlet.
        #[codec(index = 22)]
        PermitUnknown,
        /// The permit as it stood then does not speak of this outlet. Check the outlet and the time.
        #[codec(index = 23)]
        OutletUnknown,
        /// Neither a frame of the day is proven nor that there is none. Prove one of the two.
        #[codec(index = 24)]
        DayUnproven,
        /// No division of the permit's site has a rule. Its agency can set one.
        #[codec(index = 25)]
        NoSubstitutionRule,
        /// Every pollutant has a mass that counts, or the rule finds nothing to go by. Nothing is left to do, but by the agency.
        #[codec(index = 26)]
        NothingToSubstitute,
        /// The permit's site, or the division, lies outside the agency's division. Ask the agency of that division.
        #[codec(index = 27)]
        OutsideDivision,
        /// Frames do not count this pollutant's mass at such an outlet. Check its code.
        #[codec(index = 28)]
        PollutantNotCounted,
        /// The mass is more than a hundred million million tonnes. Check its unit.
        #[codec(index = 29)]
        MassTooLarge,
        /// The frame's data time is no beginning of an hour or day. Such a mean has no limit.
        #[codec(index = 30)]
        PeriodMisaligned,
        /// A finding of this mean is filed. Look it up in `FindingOf`.
        #[codec(index = 31)]
        AlreadyFound,
        /// The permit as it stood then limits no such mean of this pollutant. Check pollutant and averaging.
        #[codec(index = 32)]
        NoLimit,
        /// Frames do not write this pollutant's mean as a concentration. It cannot be compared with a limit.
        #[codec(index = 33)]
        UnitUnknown,
        /// The frame has no such mean of the pollutant, two different ones, or none that can be. There is nothing to compare.
        #[codec(index = 34)]
        ValueMissing,
        /// The logger does not flag the mean as normal. Such data support no finding.
        #[codec(index = 35)]
        FlagNotNormal,
        /// Accepted tags cover more of the hour or day than the rules allow. Such data support no finding.
        #[codec(index = 36)]
        DataTagged,
        /// The mean does not exceed its limit.
        #[codec(index = 37)]
        NotExceeded,
        /// No finding has this number. Look it up in `Findings`.
        #[codec(index = 38)]
        FindingUnknown,
        /// The finding lacks a review. Two persons of the agency review it first.
        #[codec(index = 39)]
        NotReviewed,
        /// The finding has both reviews. Notify the party.
        #[codec(index = 40)]
        AlreadyReviewed,
        /// The party is not notified of the finding. Notify it first.
        #[codec(index = 41)]
        NotNotified,
        /// The party is notified of the finding. Wait for its statement or the deadline.
        #[codec(index = 42)]
        AlreadyNotified,
        /// The finding is upheld. Nothing is left to do.
        #[codec(index = 43)]
        AlreadyUpheld,
        /// The finding is dismissed. Nothing is left to do.
        #[codec(index = 44)]
        AlreadyDismissed,
        /// The finding has this review. The other one is missing.
        #[codec(index = 45)]
        ReviewGiven,
        /// The signer gave the other review. Another person must give this one.
        #[codec(index = 46)]
        ReviewerSame,
        /// The signer's institution does not hold the permit. Only the party states its position.
        #[codec(index = 47)]
        NotHolder,
        /// The party stated its position already. It is heard once.
        #[codec(index = 48)]
        StatementGiven,
        /// The time for a statement is over. Write to the agency.
        #[codec(index = 49)]
        StatementTooLate,
        /// The party has not stated its position, and has time left. Ask again after its statement or its deadline.
        #[codec(index = 50)]
        StatementPending,
        /// The rule looks at no day, or at more than 31. Choose 1 to 31.
        #[codec(index = 51)]
        RuleOutOfRange,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn integrity_test() {
            // An error names a proof by 16 bits.
            assert!(T::ProofsMax::get() <= 1 << 16, "too many proofs a call");
            assert!(T::BatchesMax::get() <= 1 << 16, "too many batches a call");
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Proves days of outlets by their frames (CN 2031), in the order given. Each proof shows all such frames of one day in one
        /// batch. Masses are added once: the first proof with valid data stands, a differing one is kept as a conflict, and the same
        /// again changes nothing. One bad proof refuses them all, and the error says which.
        ///
        /// ## Origin
        /// `SubmitterOrigin`. The institution need have nothing to do with outlet or gateway.
        ///
        /// ## Errors
        /// [`NoProofs`](Error::NoProofs); then for each proof [`PeriodNotOver`](Error::PeriodNotOver),
        /// [`AnchorUnknown`](Error::AnchorUnknown), [`LeafUnreadable`](Error::LeafUnreadable),
        /// [`RunMalformed`](Error::RunMalformed), [`RootMismatch`](Error::RootMismatch),
        /// [`LeavesUnsorted`](Error::LeavesUnsorted), [`LeafOutsideHeader`](Error::LeafOutsideHeader),
        /// [`RangeOpen`](Error::RangeOpen), [`RecordHidden`](Error::RecordHidden), [`RecordMissing`](Error::RecordMissing),
        /// [`OutletNotBound`](Error::OutletNotBound); then for each frame [`DeviceMismatch`](Error::DeviceMismatch),
        /// [`FrameInvalid`](Error::FrameInvalid), [`FrameMisfiled`](Error::FrameMisfiled).
        ///
        /// ## Events
        /// [`DayProven`](Event::DayProven) for each frame with something new, [`DayConflicted`](Event::DayConflicted) for each
        /// pollutant of a frame that differs.
        ///
        /// ## Complexity
        /// O(n) in the proofs, at most `ProofsMax`, in their leaves and nodes, and in the bytes of their records. Charged as if every
        /// proof had all pollutants and a conflict; what they have less is given back.
        #[pallet::call_index(0)]
        #[pallet::weight(Pallet::<T>::days_weight_max(proofs))]
        pub fn prove_days(
            origin: OriginFor<T>,
            proofs: BoundedVec<DayProof, T::ProofsMax>,
        ) -> DispatchResultWithPostInfo {
            T::SubmitterOrigin::ensure_origin(origin)?;
            Self::do_prove_days(&proofs)
        }

        /// Shows batch by batch that an outlet's day has no frame at the gateway where it was bound when the day began. All batches
        /// count that were anchored between the day's end and the data's deadline; it can take several calls, each going on where
        /// the one before ended, and after the deadline it is proven. A frame that comes later still counts.
        ///
        /// ## Origin
        /// `SubmitterOrigin`.
        ///
        /// ## Errors
        /// [`PeriodNotOver`](Error::PeriodNotOver), [`OutletNotBound`](Error::OutletNotBound),
        /// [`AlreadyAbsent`](Error::AlreadyAbsent), [`BatchesLeftOut`](Error::BatchesLeftOut); then for each batch
        /// [`AnchorUnknown`](Error::AnchorUnknown) and [`HeaderSpans`](Error::HeaderSpans), or the errors of a run as in
        /// [`prove_days`](Pallet::prove_days) and [`RecordThere`](Error::RecordThere); at last [`NoBatches`](Error::NoBatches).
        ///
        /// ## Events
        /// [`AbsenceProven`](Event::AbsenceProven), or [`AbsenceShown`](Event::AbsenceShown) while there are more to show.
        ///
        /// ## Complexity
        /// O(n) in the batches, at most `BatchesMax`, in the leaves and nodes of their runs, and in the bytes of their records.
        #[pallet::call_index(1)]
        #[pallet::weight(
            T::WeightInfo::prove_absence(batches.len() as u32)
                .saturating_add(RunSize::of_batches(batches).weight::<T::WeightInfo>())
        )]
        pub fn prove_absence(
            origin: OriginFor<T>,
            outlet: Outlet,
            day: Day,
            gateway: GatewayId,
            first_sequence: u64,
            batches: BoundedVec<BatchWithout, T::BatchesMax>,
        ) -> DispatchResult {
            T::SubmitterOrigin::ensure_origin(origin)?;
            Self::do_prove_absence(outlet, day, gateway, first_sequence, &batches)
        }

        /// Lets substitutes count for what a day has no valid data of, by the rule of the nearest division around the permit's site.
        /// Computed masses that tags accepted since cover count no more. A substitute counts until valid data are proven.
        ///
        /// ## Origin
        /// `SubmitterOrigin`, once a frame of the day or its absence is proven; or `AgencyOrigin`, if the permit's site lies in the
        /// agency's division, without such a proof: a gateway that hides its records makes neither possible.
        ///
        /// ## Errors
        /// [`DataStillDue`](Error::DataStillDue), [`PermitUnknown`](Error::PermitUnknown),
        /// [`OutletUnknown`](Error::OutletUnknown), [`OutsideDivision`](Error::OutsideDivision) for an agency,
        /// [`DayUnproven`](Error::DayUnproven) for a submitter,
        /// [`NoSubstitutionRule`](Error::NoSubstitutionRule), [`NothingToSubstitute`](Error::NothingToSubstitute).
        ///
        /// ## Events
        /// [`DayTagged`](Event::DayTagged), [`DaySubstituted`](Event::DaySubstituted) for each pollutant.
        ///
        /// ## Complexity
        /// O(1): at most 31 days before are read.
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::substitute_day())]
        pub fn substitute_day(origin: OriginFor<T>, outlet: Outlet, day: Day) -> DispatchResult {
            let by = match T::AgencyOrigin::try_origin(origin) {
                Ok(agency) => By::Agency(agency.division),
                Err(origin) => {
                    T::SubmitterOrigin::ensure_origin(origin)?;
                    By::Submitter
                }
            };
            Self::do_substitute_day(by, outlet, day)
        }

        /// Lets an agency's own measurement of a day count, whatever frames say. It can be corrected by another one. `document` is
        /// the digest of measurement and reason.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the permit's site must lie in the agency's division.
        ///
        /// ## Errors
        /// [`PeriodNotOver`](Error::PeriodNotOver), [`PermitUnknown`](Error::PermitUnknown),
        /// [`OutsideDivision`](Error::OutsideDivision), [`OutletUnknown`](Error::OutletUnknown),
        /// [`PollutantNotCounted`](Error::PollutantNotCounted), [`MassTooLarge`](Error::MassTooLarge).
        ///
        /// ## Events
        /// [`DayOverridden`](Event::DayOverridden).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::override_day())]
        pub fn override_day(
            origin: OriginFor<T>,
            outlet: Outlet,
            pollutant: Pollutant,
            day: Day,
            mass: Micrograms,
            document: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_override_day(agency, outlet, pollutant, day, mass, document)
        }

        /// Files a finding: the frame that the run shows in full has a mean above the limit of the permit as it stood then. A permit
        /// that was not in force limits too, and the finding says so.
        ///
        /// ## Origin
        /// `MemberOrigin`.
        ///
        /// ## Errors
        /// [`AnchorUnknown`](Error::AnchorUnknown), the errors of a run as in [`prove_days`](Pallet::prove_days),
        /// [`RecordMissing`](Error::RecordMissing), [`RecordOfOtherKind`](Error::RecordOfOtherKind),
        /// [`PeriodMisaligned`](Error::PeriodMisaligned), [`PeriodNotOver`](Error::PeriodNotOver),
        /// [`AlreadyFound`](Error::AlreadyFound), [`OutletNotBound`](Error::OutletNotBound),
        /// [`DeviceMismatch`](Error::DeviceMismatch), [`FrameInvalid`](Error::FrameInvalid),
        /// [`FrameMisfiled`](Error::FrameMisfiled), [`PermitUnknown`](Error::PermitUnknown),
        /// [`OutletUnknown`](Error::OutletUnknown), [`NoLimit`](Error::NoLimit), [`UnitUnknown`](Error::UnitUnknown),
        /// [`ValueMissing`](Error::ValueMissing), [`FlagNotNormal`](Error::FlagNotNormal),
        /// [`DataTagged`](Error::DataTagged), [`NotExceeded`](Error::NotExceeded).
        ///
        /// ## Events
        /// [`FindingFiled`](Event::FindingFiled).
        ///
        /// ## Complexity
        /// O(n) in the leaves and nodes of the run, and in the bytes of its records.
        #[pallet::call_index(4)]
        #[pallet::weight(
            T::WeightInfo::prove_exceedance()
                .saturating_add(RunSize::of(run).weight::<T::WeightInfo>())
        )]
        pub fn prove_exceedance(
            origin: OriginFor<T>,
            outlet: Outlet,
            gateway: GatewayId,
            sequence: u64,
            pollutant: Pollutant,
            averaging: Averaging,
            run: ShownRun,
        ) -> DispatchResult {
            T::MemberOrigin::ensure_origin(origin)?;
            let accused = Accusation {
                outlet,
                gateway,
                sequence,
                pollutant,
                averaging,
            };
            Self::do_prove_exceedance(accused, &run)
        }

        /// Gives one of the two reviews of a finding. With both it is reviewed.
        ///
        /// ## Origin
        /// `ApproverOrigin`; the permit's site must lie in the agency's division. Each review is another person's.
        ///
        /// ## Errors
        /// [`FindingUnknown`](Error::FindingUnknown), [`AlreadyReviewed`](Error::AlreadyReviewed),
        /// [`AlreadyUpheld`](Error::AlreadyUpheld), [`AlreadyDismissed`](Error::AlreadyDismissed),
        /// [`PermitUnknown`](Error::PermitUnknown), [`OutsideDivision`](Error::OutsideDivision),
        /// [`ReviewGiven`](Error::ReviewGiven), [`ReviewerSame`](Error::ReviewerSame).
        ///
        /// ## Events
        /// [`FindingReviewed`](Event::FindingReviewed).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::review_finding())]
        pub fn review_finding(
            origin: OriginFor<T>,
            finding: FindingId,
            kind: ReviewKind,
            document: Digest,
        ) -> DispatchResult {
            let approver = T::ApproverOrigin::ensure_origin(origin)?;
            Self::do_review_finding(approver, finding, kind, document)
        }

        /// Records that the party was notified of a finding, and begins the time for its statement.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the permit's site must lie in the agency's division.
        ///
        /// ## Errors
        /// [`FindingUnknown`](Error::FindingUnknown), [`NotReviewed`](Error::NotReviewed),
        /// [`AlreadyNotified`](Error::AlreadyNotified), [`AlreadyUpheld`](Error::AlreadyUpheld),
        /// [`AlreadyDismissed`](Error::AlreadyDismissed), [`PermitUnknown`](Error::PermitUnknown),
        /// [`OutsideDivision`](Error::OutsideDivision).
        ///
        /// ## Events
        /// [`PartyNotified`](Event::PartyNotified).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::notify_party())]
        pub fn notify_party(
            origin: OriginFor<T>,
            finding: FindingId,
            notice: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_notify_party(agency, finding, notice)
        }

        /// States the party's position on a finding, once and in time.
        ///
        /// ## Origin
        /// `HolderOrigin`, of the permit's holder.
        ///
        /// ## Errors
        /// [`FindingUnknown`](Error::FindingUnknown), [`NotReviewed`](Error::NotReviewed),
        /// [`NotNotified`](Error::NotNotified), [`AlreadyUpheld`](Error::AlreadyUpheld),
        /// [`AlreadyDismissed`](Error::AlreadyDismissed), [`PermitUnknown`](Error::PermitUnknown),
        /// [`NotHolder`](Error::NotHolder), [`StatementGiven`](Error::StatementGiven),
        /// [`StatementTooLate`](Error::StatementTooLate).
        ///
        /// ## Events
        /// [`PositionStated`](Event::PositionStated).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::state_position())]
        pub fn state_position(
            origin: OriginFor<T>,
            finding: FindingId,
            statement: Digest,
        ) -> DispatchResult {
            let party = T::HolderOrigin::ensure_origin(origin)?;
            Self::do_state_position(party, finding, statement)
        }

        /// Decides that a finding stands, after the party's statement or its deadline.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the permit's site must lie in the agency's division.
        ///
        /// ## Errors
        /// [`FindingUnknown`](Error::FindingUnknown), [`NotReviewed`](Error::NotReviewed),
        /// [`NotNotified`](Error::NotNotified), [`AlreadyUpheld`](Error::AlreadyUpheld),
        /// [`AlreadyDismissed`](Error::AlreadyDismissed), [`PermitUnknown`](Error::PermitUnknown),
        /// [`OutsideDivision`](Error::OutsideDivision), [`StatementPending`](Error::StatementPending),
        /// [`DataTagged`](Error::DataTagged).
        ///
        /// ## Events
        /// [`FindingUpheld`](Event::FindingUpheld).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(8)]
        #[pallet::weight(T::WeightInfo::uphold_finding())]
        pub fn uphold_finding(
            origin: OriginFor<T>,
            finding: FindingId,
            document: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_uphold_finding(agency, finding, document)
        }

        /// Decides that a finding does not stand, at any time before it is decided.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the permit's site must lie in the agency's division.
        ///
        /// ## Errors
        /// [`FindingUnknown`](Error::FindingUnknown), [`AlreadyUpheld`](Error::AlreadyUpheld),
        /// [`AlreadyDismissed`](Error::AlreadyDismissed), [`PermitUnknown`](Error::PermitUnknown),
        /// [`OutsideDivision`](Error::OutsideDivision).
        ///
        /// ## Events
        /// [`FindingDismissed`](Event::FindingDismissed).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(9)]
        #[pallet::weight(T::WeightInfo::dismiss_finding())]
        pub fn dismiss_finding(
            origin: OriginFor<T>,
            finding: FindingId,
            document: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_dismiss_finding(agency, finding, document)
        }

        /// Sets how emissions are counted and found. What is counted or found already stays.
        ///
        /// ## Origin
        /// `CouncilOrigin`.
        ///
        /// ## Errors
        /// None of its own.
        ///
        /// ## Events
        /// [`RulesSet`](Event::RulesSet).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(10)]
        #[pallet::weight(T::WeightInfo::set_rules())]
        pub fn set_rules(origin: OriginFor<T>, rules: EmissionRules) -> DispatchResult {
            T::CouncilOrigin::ensure_origin(origin)?;
            Self::do_set_rules(rules);
            Ok(())
        }

        /// Sets what counts for days without valid data at the sites of a division, unless a nearer division has a rule; `None` takes
        /// the division's own rule away. What is substituted already stays.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the division must be the agency's or lie in it.
        ///
        /// ## Errors
        /// [`OutsideDivision`](Error::OutsideDivision), [`RuleOutOfRange`](Error::RuleOutOfRange).
        ///
        /// ## Events
        /// [`SubstitutionRuleSet`](Event::SubstitutionRuleSet).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(11)]
        #[pallet::weight(T::WeightInfo::set_substitution_rule())]
        pub fn set_substitution_rule(
            origin: OriginFor<T>,
            division: DivisionCode,
            rule: Option<SubstitutionRule>,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_set_substitution_rule(agency, division, rule)
        }
    }
}

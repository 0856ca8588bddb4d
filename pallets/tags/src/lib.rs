//! Tags (标记): why data of a period are not valid.
//!
//! Who discharges says so itself, with a reason and a proof, as soon as its equipment or its production is not as it should be;
//! the agency accepts or rejects. A tag never changes or hides data. It says which of them nobody may be held to.
//!
//! | Call | Who may |
//! |---|---|
//! | [`set_tag_rule`](Pallet::set_tag_rule), [`remove_tag_rule`](Pallet::remove_tag_rule) | the council |
//! | [`file_tag`](Pallet::file_tag) | an administrator or submitter of the enterprise that holds the permit |
//! | [`accept_tag`](Pallet::accept_tag), [`reject_tag`](Pallet::reject_tag) | an agency, in its division |
//!
//! *An agency* means a member of one who is administrator or approver; the runtime says so through `AgencyOrigin`. *In its
//! division* means that the permit's division is the agency's or lies in it.
//!
//! # Terms
//!
//! - *Rule*: what a code says, of equipment or condition, and how long after a day its data may be tagged on time. Rules are the
//!   council's data; no code is built in.
//! - *Late*: filed after the deadline of a day it speaks of. It is marked, never refused: the agency weighs it.
//! - *Review*: what the agency found, once. Before it a tag has no effect, and a rejected one never has any.
//!
//! # Invariants
//!
//! 1. An outlet's tags are numbered from 1 without gaps, and none is ever removed.
//! 2. A tag was filed by the holder of its outlet's permit, after the period it speaks of, which touches at most
//!    [`TAG_DAYS_MAX`](limpid_primitives::TAG_DAYS_MAX) days; it was not reviewed before that.
//! 3. A day's list names exactly the tags that speak of it and are not rejected, in their order, each with its part of the day
//!    and whether it is accepted. At most [`TAGS_A_DAY_MAX`](limpid_primitives::TAGS_A_DAY_MAX).

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

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod genesis;
mod lookup;
mod reviews;
mod rules;
mod tags;
mod try_state;
mod types;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use types::{days_touched, tagged_ms, DayTag, DayTagStanding, DayTags};
pub use weights::WeightInfo;

/// The pallet itself: what it stores, says and can be asked to do.
#[frame_support::pallet]
// The macro's own output; what is written here only delegates.
#[allow(clippy::expect_used)]
pub mod pallet {
    use super::{days_touched, genesis, DayTags, WeightInfo};
    use alloc::vec::Vec;
    use core::marker::PhantomData;
    use frame_support::{pallet_prelude::*, traits::Time};
    use frame_system::pallet_prelude::*;
    use limpid_primitives::{
        permit::PermitLookup, Day, Digest, InstitutionId, Outlet, Tag, TagCode, TagId, TagRule,
        TagTimeliness, TAG_DAYS_MAX,
    };
    use pallet_institutions::Actor;

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// The pallet.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// What the runtime decides.
    #[pallet::config]
    pub trait Config: frame_system::Config {
        /// The council, by decision.
        type CouncilOrigin: EnsureOrigin<Self::RuntimeOrigin>;
        /// A member of an enterprise who may file tags on the data of its outlets.
        type HolderOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// A member of an agency who may review tags in its division.
        type AgencyOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// The permits.
        type Permits: PermitLookup;
        /// The time of the block, in milliseconds since 1970 UTC.
        type Time: Time<Moment = u64>;
        /// What the calls weigh.
        type WeightInfo: WeightInfo;
        /// The institutions, of which benchmarks admit some.
        #[cfg(feature = "runtime-benchmarks")]
        type Institutions: pallet_institutions::InstitutionLookup<Self::AccountId>;
    }

    /// What each code says. Identity: codes are the council's and few. One entry a code, at most 65,536; set and removed by the
    /// council.
    #[pallet::storage]
    pub type TagRules<T: Config> = StorageMap<_, Identity, TagCode, TagRule, OptionQuery>;

    /// An outlet's tags by their number. Blake2 for the outlet, which comes from transactions; Identity for the number, which
    /// is ours and has no gaps. Changed once, by its review; never removed.
    #[pallet::storage]
    pub type Tags<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, Outlet, Identity, TagId, Tag, OptionQuery>;

    /// The number the next tag of an outlet gets. Kept as long as its tags.
    #[pallet::storage]
    pub type NextTag<T: Config> =
        StorageMap<_, Blake2_128Concat, Outlet, u32, ValueQuery, ConstU32<1>>;

    /// The tags that speak of a day of an outlet and are not rejected, so that one read says which of its data are valid.
    /// Identity for the day, which is four bytes. At most 16 a day; a rejected tag leaves it and makes room.
    #[pallet::storage]
    pub type TagsOfDay<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, Outlet, Identity, Day, DayTags, ValueQuery>;

    /// The rules the chain begins with.
    #[pallet::genesis_config]
    #[derive(frame_support::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// Each code once, with what it says.
        pub rules: Vec<(TagCode, TagRule)>,
        /// Nothing: it is there for the type alone.
        #[serde(skip)]
        pub _config: PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            genesis::build::<T>(&self.rules);
        }
    }

    /// What happened. `by` is the institution that acted.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// The council said what a code means.
        #[codec(index = 0)]
        TagRuleSet {
            /// The code.
            code: TagCode,
            /// What it means from now on.
            rule: TagRule,
        },
        /// The council took a code out of use.
        #[codec(index = 1)]
        TagRuleRemoved {
            /// The code.
            code: TagCode,
        },
        /// A tag was filed.
        #[codec(index = 2)]
        TagFiled {
            /// The outlet.
            outlet: Outlet,
            /// Its number there.
            tag: TagId,
            /// What it says.
            code: TagCode,
            /// First observed time it speaks of.
            from_ms: u64,
            /// End of the observed time it speaks of, exclusive.
            until_ms: u64,
            /// Digest of the document with the reason.
            reason: Digest,
            /// Digest of the proof.
            proof: Digest,
            /// Whether it was filed within the deadline.
            timeliness: TagTimeliness,
            /// The permit's holder.
            by: InstitutionId,
        },
        /// An agency found that the data a tag speaks of are not valid.
        #[codec(index = 3)]
        TagAccepted {
            /// The outlet.
            outlet: Outlet,
            /// The tag's number there.
            tag: TagId,
            /// The agency.
            by: InstitutionId,
        },
        /// An agency found that the data a tag speaks of stand.
        #[codec(index = 4)]
        TagRejected {
            /// The outlet.
            outlet: Outlet,
            /// The tag's number there.
            tag: TagId,
            /// Digest of the document that says why.
            reason: Digest,
            /// The agency.
            by: InstitutionId,
        },
    }

    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// No rule says what this code means. Look the codes up in `TagRules`.
        #[codec(index = 0)]
        RuleUnknown,
        /// No permit has the number in this outlet. Check the number.
        #[codec(index = 1)]
        PermitUnknown,
        /// The signer's enterprise does not hold the permit. Sign with a key of the holder's member.
        #[codec(index = 2)]
        NotHolder,
        /// The permit has no outlet with this code, now or when the period began. Check the code.
        #[codec(index = 3)]
        OutletUnknown,
        /// The period ends before it begins, or at once. Give a later end.
        #[codec(index = 4)]
        PeriodEmpty,
        /// The period is not over. File the tag when it is.
        #[codec(index = 5)]
        PeriodInFuture,
        /// The period touches more than 31 days. File several tags.
        #[codec(index = 6)]
        PeriodTooLong,
        /// As many tags speak of one of the days as may. The agency can reject those that do not hold.
        #[codec(index = 7)]
        DayFull,
        /// The outlet has no tag with this number. Look it up in `Tags`.
        #[codec(index = 8)]
        TagUnknown,
        /// The permit lies outside the agency's division. Ask the agency of that division.
        #[codec(index = 9)]
        OutsideDivision,
        /// The tag was accepted or rejected before; a review is given once. `Tags` says by whom.
        #[codec(index = 10)]
        AlreadyReviewed,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Says what a code means, or says it anew. Tags that were filed under it keep the code and their timeliness: a code that
        /// means something else is better a new code.
        ///
        /// ## Origin
        /// `CouncilOrigin`.
        ///
        /// ## Events
        /// [`TagRuleSet`](Event::TagRuleSet).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::set_tag_rule())]
        pub fn set_tag_rule(origin: OriginFor<T>, code: TagCode, rule: TagRule) -> DispatchResult {
            T::CouncilOrigin::ensure_origin(origin)?;
            Self::do_set_tag_rule(code, rule)
        }

        /// Takes a code out of use: no tag can be filed under it. Those that were stay, and can be reviewed.
        ///
        /// ## Origin
        /// `CouncilOrigin`.
        ///
        /// ## Errors
        /// [`RuleUnknown`](Error::RuleUnknown).
        ///
        /// ## Events
        /// [`TagRuleRemoved`](Event::TagRuleRemoved).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::remove_tag_rule())]
        pub fn remove_tag_rule(origin: OriginFor<T>, code: TagCode) -> DispatchResult {
            T::CouncilOrigin::ensure_origin(origin)?;
            Self::do_remove_tag_rule(code)
        }

        /// Says that an outlet's data of a past period are not valid, and why. Past the deadline of a day it speaks of the tag
        /// is late; it is taken all the same.
        ///
        /// ## Origin
        /// `HolderOrigin`; the enterprise must hold the outlet's permit, which may be of any standing. A holder without a
        /// credit code is no institution and cannot file.
        ///
        /// ## Errors
        /// [`RuleUnknown`](Error::RuleUnknown), [`PermitUnknown`](Error::PermitUnknown), [`NotHolder`](Error::NotHolder),
        /// [`PeriodEmpty`](Error::PeriodEmpty), [`PeriodInFuture`](Error::PeriodInFuture),
        /// [`PeriodTooLong`](Error::PeriodTooLong), [`OutletUnknown`](Error::OutletUnknown), [`DayFull`](Error::DayFull).
        ///
        /// ## Events
        /// [`TagFiled`](Event::TagFiled).
        ///
        /// ## Complexity
        /// O(n) in the days the period touches, at most 31.
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::file_tag(days_touched(*from_ms, *until_ms)))]
        pub fn file_tag(
            origin: OriginFor<T>,
            outlet: Outlet,
            code: TagCode,
            from_ms: u64,
            until_ms: u64,
            reason: Digest,
            proof: Digest,
        ) -> DispatchResult {
            let holder = T::HolderOrigin::ensure_origin(origin)?;
            Self::do_file_tag(holder, outlet, code, from_ms, until_ms, reason, proof)
        }

        /// Finds that the data a tag speaks of are not valid.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the permit must lie in the agency's division.
        ///
        /// ## Errors
        /// [`TagUnknown`](Error::TagUnknown), [`OutsideDivision`](Error::OutsideDivision),
        /// [`AlreadyReviewed`](Error::AlreadyReviewed).
        ///
        /// ## Events
        /// [`TagAccepted`](Event::TagAccepted).
        ///
        /// ## Complexity
        /// O(n) in the days the tag speaks of; charged for 31.
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::accept_tag(TAG_DAYS_MAX))]
        pub fn accept_tag(origin: OriginFor<T>, outlet: Outlet, tag: TagId) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_accept_tag(agency, outlet, tag)
        }

        /// Finds that the data a tag speaks of stand. The tag stays on record, and makes room for another on its days.
        ///
        /// ## Origin
        /// `AgencyOrigin`; the permit must lie in the agency's division.
        ///
        /// ## Errors
        /// [`TagUnknown`](Error::TagUnknown), [`OutsideDivision`](Error::OutsideDivision),
        /// [`AlreadyReviewed`](Error::AlreadyReviewed).
        ///
        /// ## Events
        /// [`TagRejected`](Event::TagRejected).
        ///
        /// ## Complexity
        /// O(n) in the days the tag speaks of; charged for 31.
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::reject_tag(TAG_DAYS_MAX))]
        pub fn reject_tag(
            origin: OriginFor<T>,
            outlet: Outlet,
            tag: TagId,
            reason: Digest,
        ) -> DispatchResult {
            let agency = T::AgencyOrigin::ensure_origin(origin)?;
            Self::do_reject_tag(agency, outlet, tag, reason)
        }
    }
}

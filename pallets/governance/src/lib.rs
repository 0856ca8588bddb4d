//! The council of agencies as the only root: what it decides, by which document.
//!
//! Every power over the whole chain (who is admitted, who validates, which code runs) asks for root, and root comes from here
//! alone: two thirds of the council decide to make one call as root, and name the digest of the document that says why. The
//! decision stays on record, so that a court can lay document and deed side by side.
//!
//! | Call | Who may |
//! |---|---|
//! | [`decide`](Pallet::decide) | the council, by the majority its decisions need |
//!
//! # Terms
//!
//! - *Decision*: a call made as root, with the digest of its document. A call that fails is no decision: nothing of it stays.
//! - *Able council*: one that can still reach its majority. A decision that would leave it unable is refused, because nobody
//!   could ever repair that.
//!
//! # Invariants
//!
//! 1. Decisions are numbered from 1 without gaps, and none is ever changed or removed.
//! 2. A decision's call, where it is kept, has the decision's hash.

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
mod decisions;
mod try_state;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use weights::WeightInfo;

/// The pallet itself: what it stores, says and can be asked to do.
#[frame_support::pallet]
// The macro's own output; what is written here only delegates.
#[allow(clippy::expect_used)]
pub mod pallet {
    use super::WeightInfo;
    use alloc::boxed::Box;
    use frame_support::{
        dispatch::GetDispatchInfo,
        pallet_prelude::*,
        traits::{Time, UnfilteredDispatchable},
    };
    use frame_system::pallet_prelude::*;
    use limpid_primitives::{Decision, DecisionId, Digest};

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// The pallet.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// What the runtime decides.
    #[pallet::config]
    pub trait Config: frame_system::Config {
        /// The calls that can be decided.
        type RuntimeCall: Parameter
            + UnfilteredDispatchable<RuntimeOrigin = Self::RuntimeOrigin>
            + GetDispatchInfo
            + From<frame_system::Call<Self>>;
        /// The council of agencies, by the majority its decisions need.
        type DecisionOrigin: EnsureOrigin<Self::RuntimeOrigin>;
        /// Whether the council, as it stands, can still decide.
        type CouncilIsAble: Get<bool>;
        /// The time of the block, in milliseconds since 1970 UTC.
        type Time: Time<Moment = u64>;
        /// What the calls weigh.
        type WeightInfo: WeightInfo;
    }

    /// The number the next decision gets.
    #[pallet::storage]
    pub type NextDecision<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<1>>;

    /// Decision by number. Blake2 with the key: numbers are dense, and whoever shows a decision proves it from this map. One
    /// entry for each motion of the council that succeeded; never changed or removed.
    #[pallet::storage]
    pub type Decisions<T: Config> =
        StorageMap<_, Blake2_128Concat, DecisionId, Decision, OptionQuery>;

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// The council decided, and what it decided was done.
        #[codec(index = 0)]
        Decided {
            /// The decision's number.
            decision: DecisionId,
            /// SHA-256 of its document.
            document: Digest,
            /// BLAKE2b-256 of the call in SCALE.
            call_hash: Digest,
        },
    }

    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// After this decision less than two thirds of the council's seats would be held by members of institutions that
        /// may act, and nothing could be decided any more. Change the seats first.
        #[codec(index = 0)]
        CouncilUnable,
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
        /// Makes a call as root, whole or not at all, and keeps the decision on record.
        ///
        /// ## Origin
        /// The council, by the majority its decisions need.
        ///
        /// ## Errors
        /// Whatever the call fails with, then [`CouncilUnable`](Error::CouncilUnable).
        ///
        /// ## Events
        /// Those of the call, then [`Decided`](Event::Decided).
        ///
        /// ## Complexity
        /// O(n + s) in the bytes of the call and the seats of the council, and what the call takes.
        #[pallet::call_index(0)]
        #[pallet::weight({
            let inner = call.get_dispatch_info();
            (T::WeightInfo::decide().saturating_add(inner.call_weight), inner.class)
        })]
        pub fn decide(
            origin: OriginFor<T>,
            document: Digest,
            call: Box<<T as Config>::RuntimeCall>,
        ) -> DispatchResultWithPostInfo {
            T::DecisionOrigin::ensure_origin(origin)?;
            Self::do_decide(document, *call)
        }
    }
}

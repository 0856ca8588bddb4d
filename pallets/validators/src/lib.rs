//! Who may author and finalise: the validator set, changed by vote at the ends of sessions.
//!
//! The council approves validators; each sets its session keys itself, with a proof that it holds them. At the end of a session
//! the set for the session after the next one is chosen, so a change is in force one to two sessions after it was decided. The
//! set is only announced as new when its members or their keys changed: each announcement is a handover that every later
//! evidence file carries.
//!
//! A validator that voted for two blocks at once is removed by the chain itself, unless too few would be left; then it stays
//! until the council has put another in its place.
//!
//! | Call | Who may |
//! |---|---|
//! | [`change_validators`](Pallet::change_validators) | the council |
//! | [`forget_keys`](Pallet::forget_keys) | an account that validates no more |
//!
//! # Terms
//!
//! - *Validator*: an account that is a member of an agency and has session keys. It is *approved* by the council, and *in
//!   force* in the sessions whose set it is in. A suspended agency's validator stays until the council removes it: a
//!   suspension must not stop finality.
//! - *Minimum*: the chain never gives up a validator if fewer would be left.
//! - *Offence*: two contradicting votes on finality, proven. *Offender*: who committed one; *pardoned* when the council approves
//!   it again, for everything up to then.
//!
//! # Invariants
//!
//! 1. Nobody is approved twice.
//! 2. As many validators as the minimum are approved, or more; none only on a chain that began with none.
//! 3. Offenders that are approved are exactly those to be removed, and more validators than the minimum are approved only if
//!    there are none of those.
//! 4. The minimum and the length of a session are not 0.
//! 5. An offender's offence is later than what it was pardoned for.
//! 6. Nobody authored a block that is not there yet.

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

mod approval;
mod authorship;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod genesis;
mod identity;
mod keys;
mod offences;
mod sessions;
mod set;
mod try_state;
mod types;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use identity::{AgencyMember, NoIdentification};
pub use pallet::*;
pub use sessions::HISTORY_SESSIONS;
pub use types::{Offence, OffenceV1};
pub use weights::WeightInfo;

/// The pallet itself: what it stores, says and can be asked to do.
#[frame_support::pallet]
// The macro's own output; what is written here only delegates.
#[allow(clippy::expect_used)]
pub mod pallet {
    use super::{genesis, Offence, WeightInfo};
    use alloc::{vec, vec::Vec};
    use frame_support::{pallet_prelude::*, traits::Time};
    use frame_system::pallet_prelude::*;
    use pallet_institutions::InstitutionLookup;
    use pallet_session::historical;
    use sp_staking::SessionIndex;

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// Without another word of the genesis: the fewest of which one can fail.
    pub(crate) const MINIMUM: u32 = 4;
    /// Without another word of the genesis: ten minutes of blocks of three seconds.
    pub(crate) const SESSION_BLOCKS: u32 = 200;

    /// Accounts of validators.
    pub type ValidatorsOf<T> =
        BoundedVec<<T as frame_system::Config>::AccountId, <T as Config>::MaxValidators>;

    /// The pallet.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// What the runtime decides.
    #[pallet::config]
    pub trait Config:
        frame_system::Config
        + pallet_session::Config<ValidatorId = <Self as frame_system::Config>::AccountId>
        + historical::Config<FullIdentification = ()>
    {
        /// The council, by decision.
        type RootOrigin: EnsureOrigin<Self::RuntimeOrigin>;
        /// The institutions.
        type Institutions: InstitutionLookup<Self::AccountId>;
        /// The time of the block, in milliseconds since 1970 UTC.
        type Time: Time<Moment = u64>;
        /// Most validators.
        #[pallet::constant]
        type MaxValidators: Get<u32>;
        /// What the calls weigh.
        type WeightInfo: WeightInfo;
    }

    /// Who should validate, in the order of approval.
    #[pallet::storage]
    pub type Approved<T: Config> = StorageValue<_, ValidatorsOf<T>, ValueQuery>;

    /// The fewest validators. Written at genesis.
    #[pallet::storage]
    pub type Minimum<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<MINIMUM>>;

    /// Length of a session, in blocks. Written at genesis.
    #[pallet::storage]
    pub type SessionBlocks<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<SESSION_BLOCKS>>;

    /// Offence by offender, the first that was reported. Blake2: small, and read by whoever shows an offence. One entry for each
    /// validator that ever offended, removed when the council approves it again.
    #[pallet::storage]
    pub type Offenders<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, Offence, OptionQuery>;

    /// Approved offenders, to be removed as soon as enough validators are left. First come, first removed.
    #[pallet::storage]
    pub type Removing<T: Config> = StorageValue<_, ValidatorsOf<T>, ValueQuery>;

    /// Session by validator that the council approved again after an offence: what it did up to that session is pardoned, however
    /// late it is reported. Blake2, as `Offenders`; one entry for each validator ever pardoned.
    #[pallet::storage]
    pub type Pardons<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, SessionIndex, OptionQuery>;

    /// The last block each validator authored; 0 before its first. Blake2: small. One entry for each that ever authored, never
    /// removed.
    #[pallet::storage]
    pub type LastAuthored<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, BlockNumberFor<T>, ValueQuery>;

    /// Validators the chain begins with. Their session keys stand in the genesis of the session pallet.
    #[pallet::genesis_config]
    pub struct GenesisConfig<T: Config> {
        /// The validators' accounts.
        pub validators: Vec<T::AccountId>,
        /// The fewest validators.
        pub minimum: u32,
        /// Length of a session, in blocks.
        pub session_blocks: u32,
    }

    impl<T: Config> Default for GenesisConfig<T> {
        fn default() -> Self {
            Self {
                validators: vec![],
                minimum: MINIMUM,
                session_blocks: SESSION_BLOCKS,
            }
        }
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            genesis::build::<T>(&self.validators, self.minimum, self.session_blocks);
        }
    }

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// The council changed who should validate.
        #[codec(index = 0)]
        ValidatorsChanged {
            /// Who was approved.
            added: ValidatorsOf<T>,
            /// Who was removed.
            removed: ValidatorsOf<T>,
        },
        /// An offender is no longer approved.
        #[codec(index = 1)]
        OffenderRemoved {
            /// The offender.
            validator: T::AccountId,
            /// The session of its offence.
            session: SessionIndex,
        },
        /// An offender stays approved, because too few validators would be left. Approve another to have it removed.
        #[codec(index = 2)]
        OffenderKept {
            /// The offender.
            validator: T::AccountId,
            /// The session of its offence.
            session: SessionIndex,
        },
        /// An account that validates no more gave up its session keys.
        #[codec(index = 3)]
        KeysForgotten {
            /// The account.
            account: T::AccountId,
        },
    }

    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// An account to add is approved already. Leave it out.
        #[codec(index = 0)]
        AlreadyValidator,
        /// An account to remove is not approved. Leave it out.
        #[codec(index = 1)]
        NotValidator,
        /// An account to add has no session keys. It sets them with `session.set_keys` first.
        #[codec(index = 2)]
        KeysUnknown,
        /// An account to add is no member of an agency, or its agency is suspended. Check the account.
        #[codec(index = 3)]
        NotAgencyMember,
        /// More validators than `MaxValidators` would be approved. Remove some too.
        #[codec(index = 4)]
        TooManyValidators,
        /// Fewer validators than the minimum would be approved. Add some too.
        #[codec(index = 5)]
        BelowMinimum,
        /// Nobody is to be added or removed. Name at least one account.
        #[codec(index = 6)]
        NothingToChange,
        /// The account is approved, or validates in this session or the next. Ask the council to remove it, and wait until its
        /// last session has ended.
        #[codec(index = 7)]
        StillValidator,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        /// The authorship pallet tells who authored the block, and asks no weight for what is made of it.
        fn on_initialize(_: BlockNumberFor<T>) -> Weight {
            <T as Config>::WeightInfo::note_author()
        }

        fn integrity_test() {
            assert!(T::MaxValidators::get() > 0, "there can be a validator");
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Changes who should validate: removes, then adds. An offender that is added again is pardoned. Offenders that were
        /// kept go as far as the minimum now allows.
        ///
        /// ## Origin
        /// The council.
        ///
        /// ## Errors
        /// [`NothingToChange`](Error::NothingToChange), [`NotValidator`](Error::NotValidator),
        /// [`AlreadyValidator`](Error::AlreadyValidator), [`KeysUnknown`](Error::KeysUnknown),
        /// [`NotAgencyMember`](Error::NotAgencyMember), [`TooManyValidators`](Error::TooManyValidators),
        /// [`BelowMinimum`](Error::BelowMinimum).
        ///
        /// ## Events
        /// [`ValidatorsChanged`](Event::ValidatorsChanged), [`OffenderRemoved`](Event::OffenderRemoved).
        ///
        /// ## Complexity
        /// O((a + r) · n) in the accounts to add, to remove and approved, each at most `MaxValidators`.
        #[pallet::call_index(0)]
        #[pallet::weight(<T as Config>::WeightInfo::change_validators(add.len() as u32, remove.len() as u32))]
        pub fn change_validators(
            origin: OriginFor<T>,
            add: ValidatorsOf<T>,
            remove: ValidatorsOf<T>,
        ) -> DispatchResult {
            T::RootOrigin::ensure_origin(origin)?;
            Self::do_change_validators(add, remove)
        }

        /// Gives up the signer's session keys, so that its account can leave its institution. The session pallet's own
        /// `purge_keys` is closed: it would let a validator in force leave the others below the minimum.
        ///
        /// ## Origin
        /// An account with session keys that validates no more.
        ///
        /// ## Errors
        /// [`StillValidator`](Error::StillValidator); `NoKeys` of the session pallet.
        ///
        /// ## Events
        /// [`KeysForgotten`](Event::KeysForgotten).
        ///
        /// ## Complexity
        /// O(n) in the validators.
        #[pallet::call_index(1)]
        #[pallet::weight(<T as Config>::WeightInfo::forget_keys())]
        pub fn forget_keys(origin: OriginFor<T>) -> DispatchResult {
            let account = ensure_signed(origin)?;
            Self::do_forget_keys(account)
        }
    }
}

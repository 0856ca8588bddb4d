//! Money: claims on the settlement banks (结算银行).
//!
//! A bank credits an institution's claim when it received its money, and pays it out on request; each with a reference of its own
//! books. On chain claims are held for orders and bids and move with trades
//! ([`DepositLedger`](limpid_primitives::market::DepositLedger)). Nothing else makes or destroys money here.
//!
//! | Call | Who may |
//! |---|---|
//! | [`credit`](Pallet::credit) | a settlement bank |
//! | [`request_payout`](Pallet::request_payout) | an enterprise or agency, of its own claim |
//! | [`confirm_payout`](Pallet::confirm_payout), [`refuse_payout`](Pallet::refuse_payout) | the bank it was asked of |
//! | [`withdraw_request`](Pallet::withdraw_request) | who asked for it |
//!
//! *A settlement bank* means a member of one who is administrator or approver, *an enterprise or agency* an administrator of one; the
//! runtime says so through `BankOrigin` and `DepositorOrigin`.
//!
//! # Terms
//!
//! - *Claim*: what the banks owe an institution. Its parts are *free*, *held* for orders and bids, or *paying*: asked to be paid out.
//! - *Reference*: the digest of a bank's record of money that came in or went out. Each counts once.
//!
//! Claims are the same whichever bank credited them: the banks settle among themselves, and what each received and paid is on record.
//! So a bank can pay out more than it credited; it decides itself when it confirms.
//!
//! # Invariants
//!
//! 1. The claims together are what the banks credited less what they paid out, and that is the supply.
//! 2. What an institution has in payment is that of its open requests, which are as many as counted and not more than there may be.
//! 3. No claim is empty, and no request is for nothing. Requests have numbers that were given out.
//!
//! What is held is that of the market's orders, bids and offers: the market checks it.

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
mod claims;
mod credits;
mod ledger;
mod payouts;
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
    use frame_support::{pallet_prelude::*, traits::Time};
    use frame_system::pallet_prelude::*;
    use limpid_primitives::{
        market::{BankTotals, Claim, Fen, Payout, PayoutId},
        Digest, InstitutionId,
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
        /// A member of a settlement bank who may speak for its books.
        type BankOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// A member of an enterprise or agency who may have its money paid out.
        type DepositorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// The institutions.
        type Institutions: InstitutionLookup<Self::AccountId>;
        /// The time of the block, in milliseconds since 1970 UTC.
        type Time: Time<Moment = u64>;
        /// Most payouts an institution has asked for at a time.
        #[pallet::constant]
        type PayoutsMax: Get<u32>;
        /// What the calls weigh.
        type WeightInfo: WeightInfo;
    }

    /// What the banks owe an institution. Blake2 with the key, as for all maps by institution. Removed when it is nothing.
    #[pallet::storage]
    pub type Claims<T: Config> = StorageMap<_, Blake2_128Concat, InstitutionId, Claim, ValueQuery>;

    /// What came in and went out through a bank. One entry a bank that ever credited or paid.
    #[pallet::storage]
    pub type Banks<T: Config> =
        StorageMap<_, Blake2_128Concat, InstitutionId, BankTotals, ValueQuery>;

    /// All claims together. It fits into 64 bits, so that no claim can grow too large.
    #[pallet::storage]
    pub type Supply<T: Config> = StorageValue<_, Fen, ValueQuery>;

    /// References of a bank's records that were counted. Blake2: they come from transactions. Never removed.
    #[pallet::storage]
    pub type References<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        InstitutionId,
        Blake2_128Concat,
        Digest,
        (),
        OptionQuery,
    >;

    /// Payouts that were asked for. At most `PayoutsMax` an institution; removed when confirmed, refused or withdrawn.
    #[pallet::storage]
    pub type Payouts<T: Config> = StorageMap<_, Blake2_128Concat, PayoutId, Payout, OptionQuery>;

    /// How many payouts an institution asked for. Removed when there is none.
    #[pallet::storage]
    pub type OpenPayouts<T: Config> =
        StorageMap<_, Blake2_128Concat, InstitutionId, u32, ValueQuery>;

    /// The number the next payout gets.
    #[pallet::storage]
    pub type NextPayout<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<1>>;

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A bank received money: the institution's claim grew.
        #[codec(index = 0)]
        Credited {
            /// Whose claim.
            institution: InstitutionId,
            /// The bank.
            bank: InstitutionId,
            /// How much.
            amount: Fen,
            /// The bank's record of it.
            reference: Digest,
        },
        /// An institution asked a bank to pay it out; the amount is set aside.
        #[codec(index = 1)]
        PayoutRequested {
            /// The payout.
            payout: PayoutId,
            /// Who asked.
            institution: InstitutionId,
            /// The bank.
            bank: InstitutionId,
            /// How much.
            amount: Fen,
        },
        /// A bank paid out: the claim is gone.
        #[codec(index = 2)]
        PayoutConfirmed {
            /// The payout.
            payout: PayoutId,
            /// Who was paid.
            institution: InstitutionId,
            /// The bank.
            bank: InstitutionId,
            /// How much.
            amount: Fen,
            /// The bank's record of it.
            reference: Digest,
        },
        /// A bank doesn't pay out: the amount is free again.
        #[codec(index = 3)]
        PayoutRefused {
            /// The payout.
            payout: PayoutId,
            /// SHA-256 of the document that says why.
            reason: Digest,
        },
        /// A request was withdrawn: the amount is free again.
        #[codec(index = 4)]
        PayoutWithdrawn {
            /// The payout.
            payout: PayoutId,
        },
    }

    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// The amount is nothing. Give one.
        #[codec(index = 0)]
        Nothing,
        /// No enterprise or agency has this number. Look it up in `Institutions`.
        #[codec(index = 1)]
        NotDepositor,
        /// The bank used the reference before. The money was counted; nothing is left to do.
        #[codec(index = 2)]
        ReferenceUsed,
        /// No settlement bank has this number. Look it up in `Institutions`.
        #[codec(index = 3)]
        NotBank,
        /// There is not so much free. Cancel orders, or ask for less.
        #[codec(index = 4)]
        NotEnough,
        /// The institution asked for as many payouts as it may. Wait, or withdraw one.
        #[codec(index = 5)]
        PayoutsFull,
        /// No open payout has this number. It may have been confirmed, refused or withdrawn.
        #[codec(index = 6)]
        PayoutUnknown,
        /// The payout was asked of another bank.
        #[codec(index = 7)]
        OtherBank,
        /// Another institution asked for the payout.
        #[codec(index = 8)]
        NotRequester,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn integrity_test() {
            assert!(T::PayoutsMax::get() > 0, "money can be paid out");
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Credits money the bank received for an institution.
        ///
        /// ## Origin
        /// `BankOrigin`.
        ///
        /// ## Errors
        /// [`Nothing`](Error::Nothing), [`NotDepositor`](Error::NotDepositor), [`ReferenceUsed`](Error::ReferenceUsed);
        /// `Overflow` if all claims together would not fit into 64 bits.
        ///
        /// ## Events
        /// [`Credited`](Event::Credited).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::credit())]
        pub fn credit(
            origin: OriginFor<T>,
            institution: InstitutionId,
            amount: Fen,
            reference: Digest,
        ) -> DispatchResult {
            let bank = T::BankOrigin::ensure_origin(origin)?;
            Self::do_credit(bank, institution, amount, reference)
        }

        /// Asks a bank to pay out some of what is free. It need not be the bank that credited it.
        ///
        /// ## Origin
        /// `DepositorOrigin`.
        ///
        /// ## Errors
        /// [`Nothing`](Error::Nothing), [`NotBank`](Error::NotBank), [`PayoutsFull`](Error::PayoutsFull),
        /// [`NotEnough`](Error::NotEnough).
        ///
        /// ## Events
        /// [`PayoutRequested`](Event::PayoutRequested).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::request_payout())]
        pub fn request_payout(
            origin: OriginFor<T>,
            bank: InstitutionId,
            amount: Fen,
        ) -> DispatchResult {
            let depositor = T::DepositorOrigin::ensure_origin(origin)?;
            Self::do_request_payout(depositor, bank, amount)
        }

        /// Puts on record that the bank paid out what was asked for.
        ///
        /// ## Origin
        /// `BankOrigin`, of the bank it was asked of.
        ///
        /// ## Errors
        /// [`PayoutUnknown`](Error::PayoutUnknown), [`OtherBank`](Error::OtherBank), [`ReferenceUsed`](Error::ReferenceUsed).
        ///
        /// ## Events
        /// [`PayoutConfirmed`](Event::PayoutConfirmed).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::confirm_payout())]
        pub fn confirm_payout(
            origin: OriginFor<T>,
            payout: PayoutId,
            reference: Digest,
        ) -> DispatchResult {
            let bank = T::BankOrigin::ensure_origin(origin)?;
            Self::do_confirm_payout(bank, payout, reference)
        }

        /// Refuses a payout; what was set aside for it is free again.
        ///
        /// ## Origin
        /// `BankOrigin`, of the bank it was asked of.
        ///
        /// ## Errors
        /// [`PayoutUnknown`](Error::PayoutUnknown), [`OtherBank`](Error::OtherBank).
        ///
        /// ## Events
        /// [`PayoutRefused`](Event::PayoutRefused).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::refuse_payout())]
        pub fn refuse_payout(
            origin: OriginFor<T>,
            payout: PayoutId,
            reason: Digest,
        ) -> DispatchResult {
            let bank = T::BankOrigin::ensure_origin(origin)?;
            Self::do_refuse_payout(bank, payout, reason)
        }

        /// Withdraws a request; what was set aside for it is free again.
        ///
        /// ## Origin
        /// `DepositorOrigin`, of the institution that asked.
        ///
        /// ## Errors
        /// [`PayoutUnknown`](Error::PayoutUnknown), [`NotRequester`](Error::NotRequester).
        ///
        /// ## Events
        /// [`PayoutWithdrawn`](Event::PayoutWithdrawn).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::withdraw_request())]
        pub fn withdraw_request(origin: OriginFor<T>, payout: PayoutId) -> DispatchResult {
            let depositor = T::DepositorOrigin::ensure_origin(origin)?;
            Self::do_withdraw_request(depositor, payout)
        }
    }
}

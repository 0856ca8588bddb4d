//! The invariants of the pallet's documentation, checked over the whole state. Never part of a block.

#![cfg(any(test, feature = "try-runtime"))]

mod auctions;
mod books;
mod days;
mod held;

use crate::{
    pallet::{Auctions, BlockOffers, BlockTrades, Config, Listings, NextAuction, NextBlock},
    Pallet,
};
use frame_support::ensure;
use limpid_primitives::quota::QuotaLedger;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
    /// Checks every invariant.
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        let orders = Self::check_books()?;
        Self::check_held(&orders)?;
        Self::check_days()?;
        Self::check_auctions()?;
        Self::check_numbers()
    }

    /// 7. Numbers that were given out, of classes there are.
    fn check_numbers() -> Result<(), TryRuntimeError> {
        let next = NextAuction::<T>::get();
        ensure!(
            (1..next).count() == Auctions::<T>::iter_keys().count()
                && Auctions::<T>::iter_keys().all(|id| (1..next).contains(&id.0)),
            "the auctions are not those whose numbers were given out"
        );
        let next = NextBlock::<T>::get();
        let mut blocks = BlockOffers::<T>::iter_keys().chain(BlockTrades::<T>::iter_keys());
        ensure!(
            blocks.all(|id| (1..next).contains(&id.0)),
            "a negotiated trade has a number that was not given out"
        );
        ensure!(
            BlockTrades::<T>::iter_keys().all(|id| !BlockOffers::<T>::contains_key(id)),
            "a negotiated trade is still on offer"
        );
        ensure!(
            Listings::<T>::iter_keys().all(|class| T::Quotas::class(class).is_some()),
            "what is listed is no class"
        );
        Ok(())
    }
}

//! The invariants of the pallet's documentation, checked over the whole state. Never part of a block.

#![cfg(any(feature = "std", feature = "try-runtime"))]

mod amounts;
mod arrears;
mod graph;

use crate::{
    pallet::{
        ClassOf, Classes, Config, Freezes, Leases, Lots, NextClass, NextFreeze, NextLease, NextLot,
        NextOffer, Offers, Rules,
    },
    Pallet,
};
use frame_support::ensure;
use limpid_primitives::quota::{ClassId, LotId, QuotaClass};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
    /// Checks every invariant. Outside the chain it is there for tests of pallets that use this one, too.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::check_numbers()?;
        let graph = Self::check_lots()?;
        Self::check_conservation(&graph)?;
        Self::check_classes(&graph)?;
        Self::check_holdings()?;
        Self::check_parts_of_holdings()?;
        Self::check_tallies()?;
        Self::check_groups()?;
        Self::check_arrears()?;
        Self::check_deductions()?;
        Self::check_due()
    }

    /// 1. Numbers from 1, and classes by what makes them.
    fn check_numbers() -> Result<(), TryRuntimeError> {
        let next = NextClass::<T>::get();
        for id in (1..next).map(ClassId) {
            let QuotaClass::V1(class) =
                Classes::<T>::get(id).ok_or("a class's number is missing")?;
            ensure!(
                ClassOf::<T>::get(class.key) == Some(id),
                "what makes a class does not lead to it"
            );
            ensure!(!class.unit.is_zero(), "a class's unit is nothing");
            ensure!(Rules::<T>::contains_key(id), "a class has no rules");
        }
        let given = usize::try_from(next.saturating_sub(1));
        ensure!(
            [
                Classes::<T>::iter_keys().count(),
                ClassOf::<T>::iter_keys().count(),
                Rules::<T>::iter_keys().count(),
            ]
            .into_iter()
            .all(|count| given == Ok(count)),
            "a class has a number that was not given out"
        );
        let next = NextLot::<T>::get();
        for id in (1..next).map(LotId) {
            ensure!(Lots::<T>::contains_key(id), "a lot's number is missing");
        }
        ensure!(
            u64::try_from(Lots::<T>::iter_keys().count()) == Ok(next.saturating_sub(1)),
            "a lot has a number that was not given out"
        );
        let offers = Offers::<T>::iter_keys().all(|id| (1..NextOffer::<T>::get()).contains(&id.0));
        let leases = Leases::<T>::iter_keys().all(|id| (1..NextLease::<T>::get()).contains(&id.0));
        let freezes =
            Freezes::<T>::iter_keys().all(|id| (1..NextFreeze::<T>::get()).contains(&id.0));
        ensure!(
            offers && leases && freezes,
            "an offer, lease or freeze has a number that was not given out"
        );
        Ok(())
    }
}

//! The invariants of the pallet's documentation, checked over the whole state. Never part of a block.

#![cfg(any(feature = "std", feature = "try-runtime"))]

use crate::{
    pallet::{Banks, Claims, Config, NextPayout, OpenPayouts, Payouts, Supply},
    Pallet,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::Get};
use limpid_primitives::{
    market::{BankTotals, Claim, ClaimV1, Fen, Payout},
    InstitutionId,
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
    /// Checks every invariant. Outside the chain it is there for tests of pallets that use this one, too.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::check_supply()?;
        Self::check_payouts()?;
        Self::check_entries()
    }

    /// 1. Money comes from the banks and goes to them.
    fn check_supply() -> Result<(), TryRuntimeError> {
        let claims: u128 = Claims::<T>::iter_values()
            .map(|Claim::V1(ClaimV1 { free, held, paying })| {
                [free, held, paying].map(|part| u128::from(part.0))
            })
            .flat_map(|parts| parts.into_iter())
            .sum();
        let (mut credited, mut paid) = (0u128, 0u128);
        for BankTotals::V1(totals) in Banks::<T>::iter_values() {
            credited = credited.saturating_add(totals.credited.0.into());
            paid = paid.saturating_add(totals.paid.0.into());
        }
        ensure!(
            claims.checked_add(paid) == Some(credited),
            "the claims are not what came in less what went out"
        );
        ensure!(
            claims == u128::from(Supply::<T>::get().0),
            "the claims are not the supply"
        );
        Ok(())
    }

    /// 2. What is being paid out is that of the open requests.
    fn check_payouts() -> Result<(), TryRuntimeError> {
        let mut paying = BTreeMap::<InstitutionId, (Fen, u32)>::new();
        for Payout::V1(payout) in Payouts::<T>::iter_values() {
            let (sum, count) = paying.entry(payout.of).or_default();
            let more = sum.checked_add(payout.amount);
            *sum = more.ok_or("the payouts of an institution are too much")?;
            *count = count.saturating_add(1);
        }
        for (of, Claim::V1(claim)) in Claims::<T>::iter() {
            let (sum, _) = paying.get(&of).copied().unwrap_or_default();
            ensure!(
                claim.paying == sum,
                "what is being paid out is not that of the requests"
            );
        }
        for (of, (_, count)) in &paying {
            ensure!(
                Claims::<T>::contains_key(of),
                "a payout is of an institution without a claim"
            );
            ensure!(
                OpenPayouts::<T>::get(of) == *count && *count <= T::PayoutsMax::get(),
                "an institution's payouts are not as many as counted"
            );
        }
        ensure!(
            OpenPayouts::<T>::iter_keys().count() == paying.len(),
            "payouts are counted that there are not"
        );
        Ok(())
    }

    /// 3. No entry says nothing.
    fn check_entries() -> Result<(), TryRuntimeError> {
        ensure!(
            Claims::<T>::iter_values().all(|claim| claim != Claim::default()),
            "a claim is empty"
        );
        let next = NextPayout::<T>::get();
        for (id, Payout::V1(payout)) in Payouts::<T>::iter() {
            ensure!(payout.amount > Fen::ZERO, "a payout is of nothing");
            ensure!(
                (1..next).contains(&id.0),
                "a payout has a number that was not given out"
            );
        }
        Ok(())
    }
}

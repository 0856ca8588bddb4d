//! Invariants 9 to 11: what holders must make good, and what is waited for.

use crate::{
    pallet::{Config, Deductions, Leases, LeasesDue, Liabilities, NextDue, Tallies},
    Pallet,
};
use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::ensure;
use limpid_primitives::{
    quota::{Deduction, Holder, Lease, LeaseStatus, Liability, Tally},
    Grams, InstitutionId, Pollutant,
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
    /// 9. Arrears.
    pub(super) fn check_arrears() -> Result<(), TryRuntimeError> {
        let mut counted = BTreeMap::<Holder, u32>::new();
        let mut count = |holder| {
            let arrears = counted.entry(holder).or_default();
            *arrears = arrears.saturating_add(1);
        };
        for Liability::V1(liability) in Liabilities::<T>::iter_values() {
            if !liability.shortfall().is_zero() {
                count(Holder::Institution(liability.holder));
            }
        }
        for Lease::V1(lease) in Leases::<T>::iter_values() {
            if matches!(lease.status, LeaseStatus::Overdue { .. }) {
                count(lease.lessee);
            }
        }
        let stored: BTreeMap<_, _> = Tallies::<T>::iter()
            .map(|(holder, Tally::V1(tally))| (holder, tally.arrears))
            .filter(|(_, arrears)| *arrears > 0)
            .collect();
        ensure!(
            stored == counted,
            "arrears are not the shortfalls and overdue leases"
        );
        Ok(())
    }

    /// 10. Deductions.
    pub(super) fn check_deductions() -> Result<(), TryRuntimeError> {
        let mut owed = BTreeMap::<(InstitutionId, Pollutant), Grams>::new();
        for ((_, _, pollutant), Liability::V1(liability)) in Liabilities::<T>::iter() {
            let sum = owed.entry((liability.holder, pollutant)).or_default();
            *sum = sum.saturating_add(liability.deduction());
        }
        owed.retain(|_, sum| !sum.is_zero());
        let stored: BTreeMap<_, _> = Deductions::<T>::iter()
            .map(|(holder, pollutant, Deduction::V1(stored))| ((holder, pollutant), stored.owed))
            .filter(|(_, owed)| !owed.is_zero())
            .collect();
        ensure!(
            stored == owed,
            "what is owed of deductions is not what was assessed"
        );
        Ok(())
    }

    /// 11. Leases that are waited for.
    pub(super) fn check_due() -> Result<(), TryRuntimeError> {
        let running: BTreeSet<_> = Leases::<T>::iter()
            .filter(|(_, Lease::V1(lease))| lease.status == LeaseStatus::Running)
            .map(|(id, Lease::V1(lease))| (lease.until, id))
            .collect();
        let waited: BTreeSet<_> = LeasesDue::<T>::iter_keys().collect();
        ensure!(
            waited == running,
            "a lease that runs is not waited for, or one that does not is"
        );
        let first = NextDue::<T>::get();
        ensure!(
            waited
                .iter()
                .all(|(day, _)| Some(*day) >= first && first.is_some()),
            "a lease is waited for on a day that is done with"
        );
        Ok(())
    }
}

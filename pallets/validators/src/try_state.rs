//! The invariants of the pallet's documentation, checked over the whole state. Never part of a block.

#![cfg(any(test, feature = "try-runtime"))]

use crate::{
    pallet::{
        Approved, Config, LastAuthored, Minimum, Offenders, Pardons, Removing, SessionBlocks,
    },
    Pallet,
};
use alloc::collections::BTreeSet;
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
    /// Checks every invariant.
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::check_approved()?;
        Self::check_minimum()?;
        Self::check_offenders()?;
        Self::check_rules()?;
        Self::check_pardons()?;
        Self::check_authors()
    }

    /// 1. Nobody twice.
    fn check_approved() -> Result<(), TryRuntimeError> {
        let approved = Approved::<T>::get();
        let different: BTreeSet<_> = approved.iter().collect();
        ensure!(
            different.len() == approved.len(),
            "a validator is approved twice"
        );
        Ok(())
    }

    /// 2. As many as the minimum.
    fn check_minimum() -> Result<(), TryRuntimeError> {
        let approved = u32::try_from(Approved::<T>::get().len());
        ensure!(
            approved == Ok(0) || approved.is_ok_and(|count| count >= Minimum::<T>::get()),
            "fewer validators than the minimum are approved"
        );
        Ok(())
    }

    /// 3. Offenders that are approved.
    fn check_offenders() -> Result<(), TryRuntimeError> {
        let approved = Approved::<T>::get();
        let removing = Removing::<T>::get();
        let kept: BTreeSet<_> = removing.iter().collect();
        ensure!(
            kept.len() == removing.len(),
            "a validator is to be removed twice"
        );
        let offending: BTreeSet<_> = approved
            .iter()
            .filter(|validator| Offenders::<T>::contains_key(validator))
            .collect();
        ensure!(
            kept == offending,
            "the approved offenders are not those to be removed"
        );
        let is_spare = u32::try_from(approved.len()).is_ok_and(|count| count > Minimum::<T>::get());
        ensure!(
            kept.is_empty() || !is_spare,
            "an offender is kept although enough others are approved"
        );
        Ok(())
    }

    /// 4. Rules.
    fn check_rules() -> Result<(), TryRuntimeError> {
        ensure!(Minimum::<T>::get() > 0, "the minimum of validators is 0");
        ensure!(SessionBlocks::<T>::get() > 0, "a session has 0 blocks");
        Ok(())
    }

    /// 5. Pardons.
    fn check_pardons() -> Result<(), TryRuntimeError> {
        for (validator, pardoned) in Pardons::<T>::iter() {
            ensure!(
                Offenders::<T>::get(&validator).is_none_or(|offence| offence.session() > pardoned),
                "a validator offends by what it was pardoned for"
            );
        }
        Ok(())
    }

    /// 6. Authors.
    fn check_authors() -> Result<(), TryRuntimeError> {
        let now = frame_system::Pallet::<T>::block_number();
        ensure!(
            LastAuthored::<T>::iter_values().all(|block| block <= now),
            "a validator authored a block that is not there yet"
        );
        Ok(())
    }
}

//! The invariants of the pallet's documentation, checked over the whole state. Never part of a block.

#![cfg(any(test, feature = "try-runtime"))]

mod exchange;
mod recognitions;

use crate::{
    pallet::{
        Config, CurrentKeys, DataSets, Grants, Keys, NextDataSet, NextGrant, NextOpening,
        NextRequest, Openings, Requests, Versions,
    },
    Pallet,
};
use frame_support::ensure;
use limpid_primitives::{
    sharing::{DataSet, DataSetId, GrantId, KeyNumber, OpeningId, RequestId, SealingKey, Version},
    InstitutionId,
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
    /// Checks every invariant.
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::check_numbers()?;
        Self::check_keys()?;
        Self::check_versions()?;
        Self::check_requests()?;
        Self::check_grants()?;
        Self::check_receipts()?;
        Self::check_openings()?;
        Self::check_recognitions()
    }

    /// 1. Numbers from 1 without gaps.
    fn check_numbers() -> Result<(), TryRuntimeError> {
        are_all(
            NextDataSet::<T>::get(),
            DataSets::<T>::iter_keys(),
            DataSetId,
        )?;
        are_all(
            NextRequest::<T>::get(),
            Requests::<T>::iter_keys(),
            RequestId,
        )?;
        are_all(NextGrant::<T>::get(), Grants::<T>::iter_keys(), GrantId)?;
        are_all(
            NextOpening::<T>::get(),
            Openings::<T>::iter_keys(),
            OpeningId,
        )
    }

    /// 1 and 2. An institution's keys, the newest of which is current.
    fn check_keys() -> Result<(), TryRuntimeError> {
        for (institution, current) in CurrentKeys::<T>::iter() {
            let next = current.0.saturating_add(1);
            are_all(next, Keys::<T>::iter_key_prefix(institution), KeyNumber)?;
        }
        for (institution, number, SealingKey::V1(key)) in Keys::<T>::iter() {
            let is_current = CurrentKeys::<T>::get(institution) == Some(number);
            ensure!(
                is_current == key.until.is_none(),
                "a key is not current and has not ended, or is and has"
            );
            ensure!(
                key.until.is_none_or(|until| until >= key.since),
                "a key ended before it began"
            );
        }
        Ok(())
    }

    /// 1 and 3. A data set's versions.
    fn check_versions() -> Result<(), TryRuntimeError> {
        for (id, DataSet::V1(set)) in DataSets::<T>::iter() {
            let next = set.versions.saturating_add(1);
            ensure!(next > 1, "a data set has no version");
            are_all(next, Versions::<T>::iter_key_prefix(id), |number| number)?;
            ensure!(
                set.new.from_ms < set.new.until_ms,
                "a data set speaks of no time"
            );
        }
        for (id, _, Version::V1(version)) in Versions::<T>::iter() {
            ensure!(
                Self::provider_of(id) == Some(version.by),
                "a version is not of its data set's provider"
            );
            let escrow = version.new.escrow;
            ensure!(
                escrow.is_none_or(|escrow| escrow.check().is_ok()),
                "an escrow cannot be opened"
            );
        }
        Ok(())
    }

    fn provider_of(id: DataSetId) -> Option<InstitutionId> {
        let DataSet::V1(set) = DataSets::<T>::get(id)?;
        Some(set.provider)
    }
}

/// Whether the keys are exactly the numbers from 1 up to `next`.
fn are_all<I: Ord>(
    next: u32,
    keys: impl Iterator<Item = I>,
    id: fn(u32) -> I,
) -> Result<(), TryRuntimeError> {
    let mut found: alloc::vec::Vec<_> = keys.collect();
    found.sort();
    ensure!(
        found.into_iter().eq((1..next).map(id)),
        "a number is missing, or was not given out"
    );
    Ok(())
}

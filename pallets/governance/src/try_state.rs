//! The invariants of the pallet's documentation, checked over the whole state. Never part of a block.

#![cfg(any(test, feature = "try-runtime"))]

use crate::{
    pallet::{Config, Decisions, NextDecision},
    Pallet,
};
use frame_support::ensure;
use limpid_primitives::{Decision, DecisionId};
use sp_runtime::{
    traits::{BlakeTwo256, Hash},
    TryRuntimeError,
};

impl<T: Config> Pallet<T> {
    /// Checks every invariant.
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::check_numbers()?;
        Self::check_hashes()
    }

    /// 1. Numbers from 1 without gaps.
    fn check_numbers() -> Result<(), TryRuntimeError> {
        let next = NextDecision::<T>::get();
        for number in 1..next {
            ensure!(
                Decisions::<T>::contains_key(DecisionId(number)),
                "a decision's number is missing"
            );
        }
        let count = u64::try_from(Decisions::<T>::iter_keys().count());
        ensure!(
            count == Ok(u64::from(next.saturating_sub(1))),
            "a decision has a number that was not given out"
        );
        Ok(())
    }

    /// 2. Calls and their hashes.
    fn check_hashes() -> Result<(), TryRuntimeError> {
        for Decision::V1(decision) in Decisions::<T>::iter_values() {
            ensure!(
                decision.call.is_empty()
                    || BlakeTwo256::hash(&decision.call).0 == decision.call_hash.0,
                "a decision's call does not have the decision's hash"
            );
        }
        Ok(())
    }
}

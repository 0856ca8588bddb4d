//! The session pallet asks for a currency to hold deposits in. There is none.

use super::{AccountId, RuntimeHoldReason};
use frame_support::traits::{
    fungible::{hold, Dust, Inspect, Mutate, Unbalanced},
    tokens::{DepositConsequence, Fortitude, Preservation, Provenance, WithdrawConsequence},
};
use sp_runtime::{DispatchError, DispatchResult};

pub struct NoCurrency;

impl Inspect<AccountId> for NoCurrency {
    type Balance = u64;

    fn total_issuance() -> u64 {
        0
    }
    fn minimum_balance() -> u64 {
        0
    }
    fn total_balance(_: &AccountId) -> u64 {
        0
    }
    fn balance(_: &AccountId) -> u64 {
        0
    }
    fn reducible_balance(_: &AccountId, _: Preservation, _: Fortitude) -> u64 {
        0
    }
    fn can_deposit(_: &AccountId, _: u64, _: Provenance) -> DepositConsequence {
        DepositConsequence::Success
    }
    fn can_withdraw(_: &AccountId, _: u64) -> WithdrawConsequence<u64> {
        WithdrawConsequence::BalanceLow
    }
}

impl Unbalanced<AccountId> for NoCurrency {
    fn handle_dust(_: Dust<AccountId, Self>) {}
    fn write_balance(_: &AccountId, _: u64) -> Result<Option<u64>, DispatchError> {
        Ok(None)
    }
    fn set_total_issuance(_: u64) {}
}

impl Mutate<AccountId> for NoCurrency {}

impl hold::Inspect<AccountId> for NoCurrency {
    type Reason = RuntimeHoldReason;

    fn total_balance_on_hold(_: &AccountId) -> u64 {
        0
    }
    fn balance_on_hold(_: &RuntimeHoldReason, _: &AccountId) -> u64 {
        0
    }
}

impl hold::Unbalanced<AccountId> for NoCurrency {
    fn set_balance_on_hold(_: &RuntimeHoldReason, _: &AccountId, _: u64) -> DispatchResult {
        Ok(())
    }
}

impl hold::Mutate<AccountId> for NoCurrency {}

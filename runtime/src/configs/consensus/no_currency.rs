//! The session pallet can hold a deposit for keys. There is no coin on this chain, so its deposit is nothing.

use super::{AccountId, RuntimeHoldReason};
use frame_support::traits::{
    fungible,
    tokens::{DepositConsequence, Fortitude, Preservation, Provenance, WithdrawConsequence},
};
use sp_runtime::{DispatchError, DispatchResult};

/// A currency of which nobody has any.
pub struct NoCurrency;

impl fungible::Inspect<AccountId> for NoCurrency {
    type Balance = u128;

    fn total_issuance() -> u128 {
        0
    }
    fn minimum_balance() -> u128 {
        0
    }
    fn total_balance(_: &AccountId) -> u128 {
        0
    }
    fn balance(_: &AccountId) -> u128 {
        0
    }
    fn reducible_balance(_: &AccountId, _: Preservation, _: Fortitude) -> u128 {
        0
    }
    fn can_deposit(_: &AccountId, _: u128, _: Provenance) -> DepositConsequence {
        DepositConsequence::Success
    }
    fn can_withdraw(_: &AccountId, amount: u128) -> WithdrawConsequence<u128> {
        match amount {
            0 => WithdrawConsequence::Success,
            _ => WithdrawConsequence::BalanceLow,
        }
    }
}

impl fungible::Unbalanced<AccountId> for NoCurrency {
    fn handle_dust(_: fungible::Dust<AccountId, Self>) {}
    fn write_balance(_: &AccountId, _: u128) -> Result<Option<u128>, DispatchError> {
        Ok(None)
    }
    fn set_total_issuance(_: u128) {}
}

impl fungible::Mutate<AccountId> for NoCurrency {}

impl fungible::hold::Inspect<AccountId> for NoCurrency {
    type Reason = RuntimeHoldReason;

    fn total_balance_on_hold(_: &AccountId) -> u128 {
        0
    }
    fn balance_on_hold(_: &RuntimeHoldReason, _: &AccountId) -> u128 {
        0
    }
}

impl fungible::hold::Unbalanced<AccountId> for NoCurrency {
    fn set_balance_on_hold(_: &RuntimeHoldReason, _: &AccountId, _: u128) -> DispatchResult {
        Ok(())
    }
}

impl fungible::hold::Mutate<AccountId> for NoCurrency {}

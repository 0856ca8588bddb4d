//! Who authors and finalises blocks.

use super::Call;
use crate::chain::Account;

fn accounts(accounts: &[Account]) -> Vec<[u8; 32]> {
    accounts.iter().map(|account| account.0).collect()
}

/// Adds and removes validators. For the council.
pub fn change_validators(add: &[Account], remove: &[Account]) -> Call {
    Call::new(
        "Validators",
        "change_validators",
        (accounts(add), accounts(remove)),
    )
}

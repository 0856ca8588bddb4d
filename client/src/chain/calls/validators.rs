//! Who authors and finalises blocks.

use super::Call;
use crate::chain::Account;

const PALLET: &str = "Validators";

fn accounts(accounts: &[Account]) -> Vec<[u8; 32]> {
    accounts.iter().map(|account| account.0).collect()
}

/// Adds and removes validators. For the council.
pub fn change_validators(add: &[Account], remove: &[Account]) -> Call {
    Call::new(
        PALLET,
        "change_validators",
        (accounts(add), accounts(remove)),
    )
}

/// Gives up the signer's session keys. For an account that validates no more.
pub fn forget_keys() -> Call {
    Call::new(PALLET, "forget_keys", ())
}

//! A validator's session keys.

use super::Call;
use crate::chain::SessionKeys;

const PALLET: &str = "Session";

/// Sets the keys the signer validates with. `proof` shows that they are held: the node that made them gives it.
pub fn set_keys(keys: SessionKeys, proof: &[u8]) -> Call {
    Call::new(PALLET, "set_keys", (keys, proof))
}

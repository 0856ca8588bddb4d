//! The chain's own code.

use super::Call;
use limpid_primitives::Digest;

const PALLET: &str = "System";

/// A text in a block, without effect.
pub fn remark(text: &[u8]) -> Call {
    Call::new(PALLET, "remark", text)
}

/// Authorises the runtime of this BLAKE2b-256 hash to become the chain's. For the council.
pub fn authorize_upgrade(code_hash: Digest) -> Call {
    Call::new(PALLET, "authorize_upgrade", code_hash)
}

/// Makes an authorised runtime the chain's.
pub fn apply_authorized_upgrade(code: &[u8]) -> Call {
    Call::new(PALLET, "apply_authorized_upgrade", code)
}

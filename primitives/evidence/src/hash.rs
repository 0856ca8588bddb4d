//! SHA-256 over whole messages.

use limpid_primitives::Digest;
use sha2::{Digest as _, Sha256};

/// SHA-256 of a message.
pub fn sha256(message: &[u8]) -> Digest {
    Digest(Sha256::digest(message).into())
}

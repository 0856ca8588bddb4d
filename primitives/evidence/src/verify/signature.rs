//! Ed25519 as the chain verifies it.

use ed25519_zebra::{Signature, VerificationKey};

/// Whether `public` signed `message`, by the rules of ZIP-215.
///
/// The validators check votes and gateways' headers by these rules. The verifier follows them for both: a stricter rule here
/// would let a gateway make headers that the chain anchors and that no evidence can use afterwards.
pub(super) fn is_valid(public: &[u8; 32], signature: &[u8; 64], message: &[u8]) -> bool {
    VerificationKey::try_from(*public)
        .and_then(|key| key.verify(&Signature::from(*signature), message))
        .is_ok()
}

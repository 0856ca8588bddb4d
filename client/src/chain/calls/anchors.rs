//! Gateways, outlet bindings and anchored batches.

use super::Call;
use crate::keys::GatewayKey;
use limpid_evidence::SignedHeader;
use limpid_primitives::{Digest, DivisionCode, GatewayId, InstitutionId, Mn, Outlet};

const PALLET: &str = "Anchors";

/// Registers a gateway with its first key, which proves that it is held.
pub fn register_gateway(
    genesis: &Digest,
    operator: InstitutionId,
    division: DivisionCode,
    key: &GatewayKey,
) -> Call {
    let proof = key.proof(genesis, operator);
    Call::new(
        PALLET,
        "register_gateway",
        (operator, division, key.public(), proof),
    )
}

/// Replaces a gateway's key by one that proves that it is held. The operator is the gateway's.
pub fn rotate_key(
    genesis: &Digest,
    gateway: GatewayId,
    operator: InstitutionId,
    key: &GatewayKey,
) -> Call {
    let proof = key.proof(genesis, operator);
    Call::new(PALLET, "rotate_key", (gateway, key.public(), proof))
}

/// Suspends a gateway; the digest is that of the document saying why.
pub fn suspend_gateway(gateway: GatewayId, reason: Digest) -> Call {
    Call::new(PALLET, "suspend_gateway", (gateway, reason))
}

/// Takes a suspended gateway's batches again; the digest is that of the document saying why.
pub fn reinstate_gateway(gateway: GatewayId, reason: Digest) -> Call {
    Call::new(PALLET, "reinstate_gateway", (gateway, reason))
}

/// Binds a device to an outlet at a gateway, from an observed time on.
pub fn bind_outlet(gateway: GatewayId, outlet: Outlet, mn: Mn, from_ms: u64) -> Call {
    Call::new(PALLET, "bind_outlet", (gateway, outlet, mn, from_ms))
}

/// Ends the binding of an outlet at a gateway, at an observed time (exclusive).
pub fn unbind_outlet(gateway: GatewayId, outlet: Outlet, until_ms: u64) -> Call {
    Call::new(PALLET, "unbind_outlet", (gateway, outlet, until_ms))
}

/// Anchors batches by their signed headers, in this order. At most the chain's `HeadersMax`.
pub fn anchor_batches(headers: &[SignedHeader]) -> Call {
    Call::new(PALLET, "anchor_batches", headers)
}

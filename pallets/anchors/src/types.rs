//! What the pallet stores beside the formats of `limpid_evidence`, and the rules that need no storage.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use limpid_evidence::{chain::Timing, BatchHeader};
use limpid_primitives::{Digest, GatewayId, InstitutionId, InstitutionKind, Mn, Outlet};
use scale_info::TypeInfo;

/// Signed bytes of a proof of possession begin with this, so that no such signature is one of a header.
const KEY_DOMAIN: &[u8; 8] = b"LIMPIDK1";
/// How many bytes a proof of possession covers.
pub const KEY_PROOF_BYTES: usize = 76;

/// Where an outlet was bound last.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct OutletUse {
    /// At this gateway.
    pub gateway: GatewayId,
    /// Up to this observed time, exclusive; `None` while it is bound.
    pub until_ms: Option<u64>,
}

/// Where a device was bound last.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct MnUse {
    /// At this gateway.
    pub gateway: GatewayId,
    /// To this outlet.
    pub outlet: Outlet,
    /// Up to this observed time, exclusive; `None` while it is bound.
    pub until_ms: Option<u64>,
}

/// A device's number as the key of a map: the same bytes as [`Mn`], which does not declare them fit for a key.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
pub struct MnKey(pub Mn);

/// How far a batch's times may lie from the chain's before it is marked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClockBounds {
    /// Older than this is late.
    pub late_after_ms: u64,
    /// Further in the future than this is ahead.
    pub ahead_after_ms: u64,
}

impl ClockBounds {
    /// How a batch's times stand to the chain's time: *ahead* if it was closed, or its last record observed, in the
    /// future; else *late* if it was closed, or its last record observed, too long ago.
    ///
    /// The last record counts, not the first: data of a whole day are stamped with the day's beginning.
    pub fn timing(&self, header: &BatchHeader, now_ms: u64) -> Timing {
        let newest_ms = header.closed_at_ms.max(header.observed_until_ms);
        let oldest_ms = header.closed_at_ms.min(header.observed_until_ms);
        if newest_ms > now_ms.saturating_add(self.ahead_after_ms) {
            Timing::Ahead
        } else if now_ms > oldest_ms.saturating_add(self.late_after_ms) {
            Timing::Late
        } else {
            Timing::OnTime
        }
    }
}

/// The bytes a gateway's new key signs, to show that who registers it also holds it: `"LIMPIDK1"`, the genesis hash, the
/// operator's number as 4 bytes big-endian, the public key.
pub fn key_proof_bytes(
    genesis: &Digest,
    operator: InstitutionId,
    public: &[u8; 32],
) -> [u8; KEY_PROOF_BYTES] {
    let mut bytes = [0; KEY_PROOF_BYTES];
    let fields: [&[u8]; 4] = [KEY_DOMAIN, &genesis.0, &operator.0.to_be_bytes(), public];
    for (to, from) in bytes.iter_mut().zip(fields.into_iter().flatten()) {
        *to = *from;
    }
    bytes
}

/// Whether institutions of this kind can run gateways.
pub const fn may_operate(kind: InstitutionKind) -> bool {
    matches!(
        kind,
        InstitutionKind::GatewayOperator | InstitutionKind::Enterprise | InstitutionKind::Agency
    )
}

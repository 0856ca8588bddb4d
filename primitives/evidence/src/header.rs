//! The header of a batch: what the gateway signs and the chain keeps.

use crate::hash::sha256;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use limpid_primitives::{Digest, GatewayId};
use scale_info::TypeInfo;

/// Signed bytes begin with this, so that no signature of a header is one of anything else.
const DOMAIN: &[u8; 8] = b"LIMPIDB1";

/// The summary of a batch: its place among the gateway's batches, the time it spans and the root of its tree.
///
/// The genesis hash of the chain is part of what is hashed and signed, and is not stored here: see `docs/spec/batch.md`.
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
#[cfg_attr(
    feature = "verify",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct BatchHeader {
    /// The gateway that made the batch.
    pub gateway: GatewayId,
    /// The batch's number among the gateway's, from 1, without gap.
    pub sequence: u64,
    /// Header hash of `sequence - 1`; [`Digest::ZERO`] for the first.
    pub previous: Digest,
    /// Smallest observed time of its records.
    pub observed_from_ms: u64,
    /// Largest observed time of its records, inclusive.
    pub observed_until_ms: u64,
    /// How many records it has, at least 1.
    pub records: u32,
    /// Root of the tree over its records in the order of their keys.
    pub root: Digest,
    /// The gateway's clock when it closed the batch.
    pub closed_at_ms: u64,
}

impl BatchHeader {
    /// How many bytes are signed.
    pub const SIGNING_BYTES: usize = 144;

    /// The bytes the gateway signs, for a chain with this genesis hash.
    pub fn signing_bytes(&self, genesis: &Digest) -> [u8; Self::SIGNING_BYTES] {
        let mut bytes = [0; Self::SIGNING_BYTES];
        let fields: [&[u8]; 10] = [
            DOMAIN,
            &genesis.0,
            &self.gateway.0.to_be_bytes(),
            &self.sequence.to_be_bytes(),
            &self.previous.0,
            &self.observed_from_ms.to_be_bytes(),
            &self.observed_until_ms.to_be_bytes(),
            &self.records.to_be_bytes(),
            &self.root.0,
            &self.closed_at_ms.to_be_bytes(),
        ];
        for (to, from) in bytes.iter_mut().zip(fields.into_iter().flatten()) {
            *to = *from;
        }
        bytes
    }

    /// The header hash: SHA-256 of the signed bytes. The next header's `previous` is this.
    pub fn hash(&self, genesis: &Digest) -> Digest {
        sha256(&self.signing_bytes(genesis))
    }
}

/// A header and the gateway's Ed25519 signature over its [`BatchHeader::signing_bytes`].
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
pub struct SignedHeader {
    /// What is signed.
    pub header: BatchHeader,
    /// The signature.
    pub signature: [u8; 64],
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> BatchHeader {
        BatchHeader {
            gateway: GatewayId(0x0102_0304),
            sequence: 5,
            previous: Digest([6; 32]),
            observed_from_ms: 7,
            observed_until_ms: 8,
            records: 9,
            root: Digest([10; 32]),
            closed_at_ms: 11,
        }
    }

    #[test]
    fn signed_bytes_are_the_fields_big_endian_after_domain_and_genesis() {
        let bytes = header().signing_bytes(&Digest([1; 32]));
        let mut expected = b"LIMPIDB1".to_vec();
        expected.extend([1; 32]);
        expected.extend([1, 2, 3, 4]);
        expected.extend(5u64.to_be_bytes());
        expected.extend([6; 32]);
        expected.extend(7u64.to_be_bytes());
        expected.extend(8u64.to_be_bytes());
        expected.extend(9u32.to_be_bytes());
        expected.extend([10; 32]);
        expected.extend(11u64.to_be_bytes());
        assert_eq!(bytes.as_slice(), expected);
    }

    #[test]
    fn another_chain_gives_another_hash() {
        assert_ne!(
            header().hash(&Digest([1; 32])),
            header().hash(&Digest([2; 32]))
        );
    }
}

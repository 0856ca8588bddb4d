//! What the gateway refused: kept apart, with the reason, because refusing is evidence too.

use super::{number, Family, Items, Store, StoreError};
use codec::{Decode, DecodeAll, Encode};
use limpid_evidence::sha256;
use limpid_primitives::Digest;

/// Bytes that did not become a record.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Refusal {
    /// The gateway's clock when they were there.
    pub received_ms: u64,
    /// Address and port they came from.
    pub peer: String,
    /// Why: the code of a [`limpid_hj212::FrameError`], `unknown-mn` or `unbound-time`.
    pub reason: String,
    /// How many bytes they were.
    pub length: u32,
    /// Their SHA-256.
    pub digest: Digest,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Refusal {
    /// Refuses `bytes`.
    pub fn new(received_ms: u64, peer: &str, reason: &str, bytes: Vec<u8>) -> Self {
        Self {
            received_ms,
            peer: peer.into(),
            reason: reason.into(),
            length: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
            digest: sha256(&bytes),
            bytes,
        }
    }
}

/// How much is kept of what was refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RejectedUse {
    /// The last running number.
    pub last: u64,
    /// About how many bytes are kept.
    pub bytes: u64,
}

impl Store {
    /// All refusals, by running number.
    pub fn refusals(
        &self,
    ) -> Result<impl Iterator<Item = Result<(u64, Refusal), StoreError>> + '_, StoreError> {
        let items = Items::from_key(self, Family::Rejected, &[])?;
        Ok(items.map(|item| {
            let (key, value) = item?;
            let number = number(Family::Rejected, &key)?;
            let refusal = Refusal::decode_all(&mut &*value)
                .map_err(|_| StoreError::Damaged(format!("refusal {number} cannot be read")))?;
            Ok((number, refusal))
        }))
    }

    /// How much is kept of what was refused.
    pub fn rejected_use(&self) -> Result<RejectedUse, StoreError> {
        let family = self.family(Family::Rejected)?;
        let files = self
            .database
            .property_int_value_cf(family, rocksdb::properties::ESTIMATE_LIVE_DATA_SIZE)?;
        Ok(RejectedUse {
            last: self.last_number(Family::Rejected)?,
            bytes: files.unwrap_or(0),
        })
    }
}

//! Looks up what a gateway's store has of an outlet.

use crate::gateway::store::{Store, StoreError};
use limpid_evidence::{Payload, Record};
use limpid_primitives::{Digest, Mn, Outlet};

/// A record and how far it has come.
#[derive(Clone, Debug)]
pub struct Found {
    /// The record.
    pub record: Record,
    /// Its digest.
    pub digest: Digest,
    /// The batch it is in.
    pub sequence: Option<u64>,
    /// The finalised block that anchors the batch, as far as the gateway has seen it.
    pub block: Option<u32>,
}

impl Found {
    /// Device number of the frame; none for a file.
    pub fn mn(&self) -> Option<&Mn> {
        match &self.record.payload {
            Payload::Frame { mn, .. } => Some(mn),
            Payload::File(_) => None,
        }
    }
}

/// The records of an outlet observed in `[from_ms, until_ms)`.
pub fn find(
    store: &Store,
    outlet: &Outlet,
    from_ms: u64,
    until_ms: u64,
) -> Result<Vec<Found>, StoreError> {
    let keys = store.records_of(outlet, from_ms, until_ms)?;
    keys.into_iter()
        .map(|(key, sequence)| found(store, key.arrival, sequence))
        .collect()
}

fn found(store: &Store, arrival: u64, sequence: Option<u64>) -> Result<Found, StoreError> {
    let record = store
        .record(arrival)?
        .ok_or_else(|| StoreError::Damaged(format!("record {arrival} is missing")))?;
    let receipt = match sequence {
        Some(sequence) => store.receipt(sequence)?,
        None => None,
    };
    Ok(Found {
        digest: record.digest(),
        record,
        sequence,
        block: receipt.map(|receipt| receipt.block_number),
    })
}

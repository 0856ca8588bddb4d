//! `limpid gateway fsck`: does everything stored still prove what it proved?
//!
//! Every record digest, root, header hash and signature is derived again from the stored bytes, then compared with the anchors.
//! It reads one moment's view of the store, so it may run while the gateway does. It repairs nothing.

mod anchors;
mod batches;
mod proofs;
mod records;
#[cfg(test)]
mod tests;

use super::{
    ledger::{Ledger, LedgerError},
    store::{Store, StoreError},
};
use limpid_evidence::chain::Head;
use limpid_primitives::{Digest, GatewayId};
use serde::Serialize;

/// Differences listed at most; further ones are counted.
const DIFFERENCES_MAX: usize = 10_000;

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The batch it concerns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence: Option<u64>,
    /// The record it concerns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrival: Option<u64>,
    /// What differs, in one word.
    pub what: &'static str,
    /// What was found and what was expected.
    pub detail: String,
}

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The gateway.
    pub gateway: GatewayId,
    /// Batches looked at.
    pub batches: u64,
    /// Records looked at, in batches or not.
    pub records: u64,
    /// Records that wait for a batch.
    pub unbatched: u64,
    /// Refusals looked at.
    pub refusals: u64,
    /// Receipts looked at.
    pub receipts: u64,
    /// Proofs that wait, looked at.
    pub proofs: u64,
    /// Proofs that were refused for good, looked at.
    pub proofs_refused: u64,
    /// Anchors compared; none when the chain was not asked.
    pub anchors: Option<u64>,
    /// How many differences there are.
    pub differences_count: u64,
    /// The first of them.
    pub differences: Vec<Difference>,
}

/// Why a check could not be made.
#[derive(Debug, thiserror::Error)]
pub enum FsckError {
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The chain cannot be asked.
    #[error("the chain cannot be asked: {0}. With --offline the store is checked by itself")]
    Ledger(LedgerError),
}

impl From<LedgerError> for FsckError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

/// Looks at a store.
pub struct Fsck<'a> {
    store: &'a Store,
    genesis: Option<Digest>,
    report: Report,
    /// Told how many records are done.
    progress: &'a dyn Fn(u64),
}

impl<'a> Fsck<'a> {
    /// A check of `store`, which tells `progress` how many records are done.
    pub fn new(store: &'a Store, progress: &'a dyn Fn(u64)) -> Result<Self, FsckError> {
        Ok(Self {
            store,
            genesis: store.genesis()?,
            report: Report {
                gateway: store.gateway(),
                ..Report::default()
            },
            progress,
        })
    }

    /// Derives everything again from the stored bytes.
    pub fn stored(&mut self) -> Result<(), FsckError> {
        self.batches_and_records()?;
        self.counts()?;
        self.receipts()?;
        self.refusals()?;
        self.proofs()
    }

    /// Compares with the chain, up to `head`: it must have been read before the store was opened. A batch is stored before
    /// it is submitted, so what is on chain by then is in this view of the store, even if the gateway goes on.
    pub async fn anchored(&mut self, ledger: &dyn Ledger, head: Head) -> Result<(), FsckError> {
        self.compare(ledger, head).await
    }

    /// What was found.
    pub fn report(self) -> Report {
        self.report
    }

    fn differs(&mut self, place: Place, what: &'static str, detail: impl ToString) {
        self.report.differences_count = self.report.differences_count.saturating_add(1);
        if self.report.differences.len() < DIFFERENCES_MAX {
            self.report.differences.push(Difference {
                sequence: place.sequence,
                arrival: place.arrival,
                what,
                detail: detail.to_string(),
            });
        }
    }
}

/// What a difference concerns.
#[derive(Clone, Copy, Default)]
struct Place {
    sequence: Option<u64>,
    arrival: Option<u64>,
}

impl Place {
    const STORE: Self = Self {
        sequence: None,
        arrival: None,
    };

    fn batch(sequence: u64) -> Self {
        Self {
            sequence: Some(sequence),
            arrival: None,
        }
    }

    fn record(self, arrival: u64) -> Self {
        Self {
            arrival: Some(arrival),
            ..self
        }
    }
}

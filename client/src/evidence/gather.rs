//! What one batch contributes to a bundle, from the gateway's store.

use super::export::ExportError;
use crate::gateway::store::{Store, StoreError};
use limpid_evidence::{
    select_period,
    verify::{BatchProof, Hex, Run, ShownLeaf},
    Batch, Period, Record, RecordKey, SignedHeader,
};
use std::ops::Range;

/// A batch as the store has it, its tree rebuilt from the records' bytes.
pub struct Gathered {
    signed_header: SignedHeader,
    batch: Batch,
    records: Vec<Record>,
}

impl Gathered {
    /// Reads a batch and checks that its bytes still have the root that was signed.
    pub fn read(store: &Store, sequence: u64) -> Result<Gathered, ExportError> {
        let stored = store
            .batch(sequence)?
            .ok_or_else(|| StoreError::Damaged(format!("batch {sequence} is missing")))?;
        let records = stored
            .arrivals
            .iter()
            .map(|arrival| {
                let missing = || StoreError::Damaged(format!("record {arrival} is missing"));
                store.record(*arrival)?.ok_or_else(missing)
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        let header = stored.signed_header.header;
        let differs = || {
            StoreError::Damaged(format!(
                "the records of batch {sequence} are not those that were signed"
            ))
        };
        let batch =
            Batch::new(records.iter().map(Record::leaf).collect()).map_err(|_| differs())?;
        let is_in_order = batch
            .leaves()
            .iter()
            .zip(&records)
            .all(|(leaf, record)| leaf.key == record.key);
        if batch.tree().root() != header.root || !is_in_order {
            return Err(differs().into());
        }
        Ok(Gathered {
            signed_header: stored.signed_header,
            batch,
            records,
        })
    }

    /// The minimal run that shows every record of a period.
    pub fn period(&self, period: &Period) -> Result<BatchProof, StoreError> {
        let keys: Vec<RecordKey> = self.batch.leaves().iter().map(|leaf| leaf.key).collect();
        self.proof(select_period(&keys, period), |key| period.contains(key))
    }

    /// The run of one record.
    pub fn record(&self, arrival: u64) -> Result<BatchProof, StoreError> {
        let index = self
            .records
            .iter()
            .position(|record| record.key.arrival == arrival);
        let index = index
            .ok_or_else(|| StoreError::Damaged(format!("record {arrival} is not in its batch")))?;
        self.proof(index..index.saturating_add(1), |_| true)
    }

    /// Leaves for which `shows` is true are shown whole, the others by key and digest.
    fn proof(
        &self,
        run: Range<usize>,
        shows: impl Fn(&RecordKey) -> bool,
    ) -> Result<BatchProof, StoreError> {
        let header = self.signed_header.header;
        let damaged = || StoreError::Damaged(format!("batch {} has no such run", header.sequence));
        let leaves = self.batch.leaves().get(run.clone()).ok_or_else(damaged)?;
        let records = self.records.get(run.clone()).ok_or_else(damaged)?;
        let shown = leaves
            .iter()
            .zip(records)
            .map(|(leaf, record)| match shows(&leaf.key) {
                true => ShownLeaf::Record(record.clone()),
                false => ShownLeaf::Neighbour(*leaf),
            });
        Ok(BatchProof {
            header,
            signature: Hex(self.signed_header.signature),
            run: Run {
                start: u32::try_from(run.start).map_err(|_| damaged())?,
                leaves: shown.collect(),
                nodes: self
                    .batch
                    .tree()
                    .run(run.start, run.len())
                    .map_err(|_| damaged())?,
            },
        })
    }
}

//! What calls carry: runs of a batch's leaves, made from the stored records.

use super::{
    ledger::AbsencePart,
    task::{DayTask, ExceedanceTask, OutletDay},
};
use crate::{
    chain::calls::ExceedancePlace,
    gateway::store::{read_record, Store, StoreError},
};
use limpid_evidence::{
    select_keys, sha256, Batch, BatchHeader, BatchWithout, DayProof, Leaf, RecordKey, ShownRun,
    UnfitRun,
};
use std::ops::{Range, RangeInclusive};

/// Why a task has no proof.
#[derive(Debug, thiserror::Error)]
pub enum ShowError {
    /// The store failed, or its records are not those that were signed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No call could carry it.
    #[error("{0}")]
    Unfit(#[from] UnfitRun),
    /// There is a day frame after all.
    #[error("batch {0} has a frame of the day")]
    FrameThere(u64),
}

/// A batch as the store has it, its tree made anew.
pub struct Shown<'a> {
    store: &'a Store,
    header: BatchHeader,
    batch: Batch,
    keys: Vec<RecordKey>,
}

impl<'a> Shown<'a> {
    /// Reads a batch, and checks that its records still have the root that was signed. Of the records only keys and digests
    /// are kept: a batch may be large.
    pub fn read(store: &'a Store, sequence: u64) -> Result<Self, StoreError> {
        let damaged = |what| StoreError::Damaged(format!("{what} of batch {sequence}"));
        let stored = store.batch(sequence)?.ok_or_else(|| damaged("nothing"))?;
        let (first, last) = stored.span().ok_or_else(|| damaged("no record"))?;
        let mut leaves = Vec::with_capacity(stored.arrivals.len());
        for item in store.records_from(first)? {
            let (arrival, bytes) = item?;
            if arrival > last {
                break;
            }
            leaves.push(Leaf {
                key: read_record(arrival, &bytes)?.key,
                digest: sha256(&bytes),
            });
        }
        let header = stored.signed_header.header;
        let batch = Batch::new(leaves).map_err(|_| damaged("the same key twice, or no record"))?;
        if batch.tree().root() != header.root {
            return Err(damaged("other records than were signed"));
        }
        Ok(Self {
            store,
            header,
            keys: batch.leaves().iter().map(|leaf| leaf.key).collect(),
            batch,
        })
    }

    /// All day frames of an outlet's day.
    pub fn day(&self, task: &DayTask) -> Result<DayProof, ShowError> {
        let keys = DayProof::keys(task.outlet, task.day);
        Ok(DayProof {
            outlet: task.outlet,
            gateway: self.header.gateway,
            sequence: self.header.sequence,
            day: task.day,
            run: self.run(select_keys(&self.keys, &keys), &keys)?,
        })
    }

    /// One frame.
    pub fn exceedance(
        &self,
        task: &ExceedanceTask,
    ) -> Result<(ExceedancePlace, ShownRun), ShowError> {
        let mut keys = (0..).zip(&self.keys);
        let found = keys.find(|(_, key)| key.arrival == task.arrival);
        let (index, key) = found.ok_or_else(|| {
            let detail = format!("record {} is not in its batch", task.arrival);
            StoreError::Damaged(detail)
        })?;
        let place = ExceedancePlace {
            outlet: task.outlet,
            gateway: self.header.gateway,
            sequence: self.header.sequence,
            pollutant: task.pollutant,
            averaging: task.averaging,
        };
        let run = self.run(index..index.saturating_add(1), &(*key..=*key))?;
        Ok((place, run))
    }

    /// That there is no day frame of an outlet's day.
    fn without(&self, keys: &RangeInclusive<RecordKey>) -> Result<BatchWithout, ShowError> {
        if self.keys.iter().any(|key| keys.contains(key)) {
            return Err(ShowError::FrameThere(self.header.sequence));
        }
        let run = self.run(select_keys(&self.keys, keys), keys)?;
        Ok(BatchWithout::ByRun(run))
    }

    /// A run that shows in full the records with a key in a range.
    fn run(
        &self,
        leaves: Range<usize>,
        in_full: &RangeInclusive<RecordKey>,
    ) -> Result<ShownRun, ShowError> {
        let mut missing = None;
        let run = ShownRun::of(&self.batch, leaves, |leaf| {
            if !in_full.contains(&leaf.key) {
                return None;
            }
            match self.store.record_bytes(leaf.key.arrival) {
                Ok(bytes) => bytes,
                Err(error) => {
                    missing = Some(error);
                    None
                }
            }
        });
        match missing {
            Some(error) => Err(error.into()),
            None => Ok(run?),
        }
    }
}

/// The next batches without a frame of a day, from `next` up to `last`, as many as one call may carry.
pub fn absence(
    store: &Store,
    OutletDay { outlet, day }: OutletDay,
    (next, last): (u64, u64),
    bounds: AbsenceBounds,
) -> Result<AbsencePart, ShowError> {
    let keys = DayProof::keys(outlet, day);
    let (mut batches, mut bytes) = (Vec::new(), 0usize);
    for sequence in (next..=last).take(bounds.batches_max) {
        let stored = store.batch(sequence)?;
        let missing = || StoreError::Damaged(format!("batch {sequence} is missing"));
        let header = stored.ok_or_else(missing)?.signed_header.header;
        let span = header.observed_from_ms..=header.observed_until_ms;
        let without = match span.contains(&day.start_ms()) {
            true => Shown::read(store, sequence)?.without(&keys)?,
            false => BatchWithout::ByHeader,
        };
        bytes = bytes.saturating_add(codec::Encode::encoded_size(&without));
        if bytes > bounds.bytes_max && !batches.is_empty() {
            break;
        }
        batches.push(without);
    }
    Ok(AbsencePart {
        outlet,
        day,
        first_sequence: next,
        batches,
    })
}

/// How much of an absence one call carries.
#[derive(Clone, Copy, Debug)]
pub struct AbsenceBounds {
    /// Batches.
    pub batches_max: usize,
    /// Bytes of their runs.
    pub bytes_max: usize,
}

//! What there is to prove in a store: by arrival for a gateway that goes on, by outlet and period for one look back.

use super::{
    limits::Limits,
    means,
    task::{length_ms, DayTask, ExceedanceTask, Task},
};
use crate::gateway::{
    ledger::LedgerError,
    store::{read_record, Store, StoreError},
};
use limpid_evidence::{Payload, Record, RecordKey};
use limpid_primitives::{permit::Averaging, Day, Outlet};
use std::collections::BTreeMap;

/// What some records may prove. Whether a mean exceeds its limit is to be seen.
#[derive(Default)]
pub struct Candidates {
    /// Days with a frame, by the keys of their tasks.
    days: BTreeMap<Vec<u8>, Task>,
    /// Frames with means, each with its batch.
    frames: Vec<(u64, Record)>,
    /// The newest block that anchored a batch of them.
    anchored: u32,
}

/// A batch's place in the store, remembered from one record to the next.
#[derive(Clone, Copy, Default)]
struct Batch {
    sequence: u64,
    first: u64,
    last: u64,
}

impl Candidates {
    /// Those among the records behind arrival `after`, at most `records_max` of them and none that is not anchored, with the
    /// arrival of the last record that was looked at.
    pub fn behind(
        store: &Store,
        after: u64,
        records_max: usize,
    ) -> Result<(Self, u64), StoreError> {
        let (mut candidates, mut through) = (Self::default(), after);
        let last_anchored = store.last_receipt()?;
        let mut batch = Batch::default();
        let records = store.records_from(after.saturating_add(1))?;
        for item in records.take(records_max) {
            let (arrival, bytes) = item?;
            if !(batch.first..=batch.last).contains(&arrival) {
                match store.span_of(arrival)? {
                    Some((sequence, first, last)) if sequence <= last_anchored => {
                        batch = Batch {
                            sequence,
                            first,
                            last,
                        };
                        candidates.note_block(store, sequence)?;
                    }
                    _ => break,
                }
            }
            candidates.add(batch.sequence, arrival, &bytes)?;
            through = arrival;
        }
        Ok((candidates, through))
    }

    /// Those among the records of an outlet observed in `[from_ms, until_ms)`, in batches up to `last_anchored`.
    pub fn of_period(
        store: &Store,
        outlet: &Outlet,
        (from_ms, until_ms): (u64, u64),
        last_anchored: u64,
    ) -> Result<Self, StoreError> {
        let mut candidates = Self::default();
        for (key, sequence) in store.records_of(outlet, from_ms, until_ms)? {
            let Some(sequence) = sequence.filter(|sequence| *sequence <= last_anchored) else {
                continue;
            };
            if means::averaging_of(key.kind).is_some() {
                let bytes = store.record_bytes(key.arrival)?;
                let missing = || StoreError::Damaged(format!("record {} is missing", key.arrival));
                candidates.add(sequence, key.arrival, &bytes.ok_or_else(missing)?)?;
                candidates.note_block(store, sequence)?;
            }
        }
        Ok(candidates)
    }

    /// Limits are to be read no earlier than at the block of the batch's anchor. A copy of a store may not know it.
    fn note_block(&mut self, store: &Store, sequence: u64) -> Result<(), StoreError> {
        let receipt = store.receipt(sequence)?;
        let block = receipt.map_or(0, |receipt| receipt.block_number);
        self.anchored = self.anchored.max(block);
        Ok(())
    }

    fn add(&mut self, sequence: u64, arrival: u64, bytes: &[u8]) -> Result<(), StoreError> {
        let record = read_record(arrival, bytes)?;
        let key = record.key;
        if !is_period(&key) {
            return Ok(());
        }
        if let Some(day) = Day::of(key.observed_ms).filter(|_| key.kind == means::DAY) {
            let task = Task::Day(DayTask {
                sequence,
                outlet: key.outlet,
                day,
            });
            self.days.insert(task.key(), task);
        }
        self.frames.push((sequence, record));
        Ok(())
    }

    /// What is to be proven of them, by the limits of the permits.
    pub async fn judge(self, limits: &mut Limits) -> Result<Vec<Task>, LedgerError> {
        let mut tasks: Vec<_> = self.days.into_values().collect();
        let times: Vec<_> = self
            .frames
            .iter()
            .map(|(_, record)| (record.key.outlet, record.key.observed_ms))
            .collect();
        limits.load(&times, self.anchored).await?;
        for (sequence, record) in self.frames {
            let (key, Payload::Frame { bytes, .. }) = (record.key, &record.payload) else {
                continue;
            };
            let Some(averaging) = means::averaging_of(key.kind) else {
                continue;
            };
            let pollutants = limits.exceeding(&key.outlet, key.observed_ms, key.kind, bytes);
            tasks.extend(pollutants.into_iter().map(|pollutant| {
                Task::Exceedance(ExceedanceTask {
                    sequence,
                    outlet: key.outlet,
                    arrival: key.arrival,
                    observed_ms: key.observed_ms,
                    pollutant,
                    averaging,
                })
            }));
        }
        Ok(tasks)
    }
}

/// Whether it is a frame of an hour or a day that begins when one does in Beijing; the chain takes no others.
fn is_period(key: &RecordKey) -> bool {
    match means::averaging_of(key.kind) {
        Some(Averaging::Hour) => key.observed_ms.is_multiple_of(length_ms(Averaging::Hour)),
        Some(Averaging::Day) => {
            Day::of(key.observed_ms).is_some_and(|day| day.start_ms() == key.observed_ms)
        }
        None => false,
    }
}

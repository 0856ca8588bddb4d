//! Batches: signed headers and which records they hold, in the order of their keys.

use super::{number, Family, Items, Store, StoreError};
use codec::{Decode, DecodeAll, Encode};
use limpid_evidence::SignedHeader;
use rocksdb::WriteBatch;

/// A closed batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredBatch {
    /// Its header, signed.
    pub signed_header: SignedHeader,
    /// The public key the signature is made with.
    pub signer: [u8; 32],
    /// The arrivals of its records, in the order of their keys.
    pub arrivals: Vec<u64>,
}

/// How a batch stands in the store.
#[derive(Encode, Decode)]
struct Row {
    signed_header: SignedHeader,
    signer: [u8; 32],
    first_arrival: u64,
    /// Each arrival less the first: they are consecutive, so the offsets are small.
    offsets: Vec<u32>,
}

impl StoredBatch {
    /// Its number.
    pub fn sequence(&self) -> u64 {
        self.signed_header.header.sequence
    }

    /// The smallest and the largest arrival in it; `None` if it has none.
    pub fn span(&self) -> Option<(u64, u64)> {
        Some((*self.arrivals.iter().min()?, *self.arrivals.iter().max()?))
    }
}

impl Store {
    /// A batch.
    pub fn batch(&self, sequence: u64) -> Result<Option<StoredBatch>, StoreError> {
        self.value(Family::Batches, &sequence.to_be_bytes())?
            .map(|bytes| read(sequence, &bytes))
            .transpose()
    }

    /// All batches from `first` on, by sequence.
    pub fn batches(
        &self,
        first: u64,
    ) -> Result<impl Iterator<Item = Result<(u64, StoredBatch), StoreError>> + '_, StoreError> {
        let items = Items::from_key(self, Family::Batches, &first.to_be_bytes())?;
        Ok(items.map(|item| {
            let (key, value) = item?;
            let sequence = number(Family::Batches, &key)?;
            Ok((sequence, read(sequence, &value)?))
        }))
    }

    /// The sequence of the last batch; 0 if there is none.
    pub fn last_sequence(&self) -> Result<u64, StoreError> {
        self.last_number(Family::Batches)
    }

    /// The last arrival that is in a batch; 0 if there is none.
    pub fn last_batched_arrival(&self) -> Result<u64, StoreError> {
        let mut iterator = self.iterator(Family::Spans)?;
        iterator.seek_to_last();
        iterator.status()?;
        match iterator.item() {
            Some((key, value)) => Ok(Span::read(key, value)?.last()),
            None => Ok(0),
        }
    }

    /// The batch that holds an arrival; `None` while it waits for one.
    pub fn sequence_of(&self, arrival: u64) -> Result<Option<u64>, StoreError> {
        Ok(self.span_of(arrival)?.map(|(sequence, ..)| sequence))
    }

    /// The batch that holds an arrival, with the first and the last arrival in it; `None` while it waits for one.
    pub fn span_of(&self, arrival: u64) -> Result<Option<(u64, u64, u64)>, StoreError> {
        let mut iterator = self.iterator(Family::Spans)?;
        iterator.seek_for_prev(arrival.to_be_bytes());
        iterator.status()?;
        let Some((key, value)) = iterator.item() else {
            return Ok(None);
        };
        let span = Span::read(key, value)?;
        Ok((arrival <= span.last()).then_some((span.sequence, span.first, span.last())))
    }

    /// Keeps a batch: header, membership and span in one step, so that none is ever there without the others.
    pub fn put_batch(&self, batch: &StoredBatch) -> Result<(), StoreError> {
        let empty = || StoreError::Damaged("a batch without a record is not kept".into());
        let (first_arrival, _) = batch.span().ok_or_else(empty)?;
        let offset = |arrival: &u64| u32::try_from(arrival.saturating_sub(first_arrival)).ok();
        let row = Row {
            signed_header: batch.signed_header,
            signer: batch.signer,
            first_arrival,
            offsets: batch
                .arrivals
                .iter()
                .map(offset)
                .collect::<Option<_>>()
                .ok_or_else(|| StoreError::Damaged("a batch spans too many arrivals".into()))?,
        };
        let span = Span {
            first: first_arrival,
            sequence: batch.sequence(),
            records: batch.arrivals.len() as u64,
        };
        let mut write = WriteBatch::default();
        write.put_cf(
            self.family(Family::Batches)?,
            batch.sequence().to_be_bytes(),
            row.encode(),
        );
        write.put_cf(
            self.family(Family::Spans)?,
            span.first.to_be_bytes(),
            span.value(),
        );
        // After this line the batch exists: its header may leave the process, and its number is never used again.
        self.commit(write)
    }
}

/// The arrivals of a batch: `records` of them from `first` on.
struct Span {
    first: u64,
    sequence: u64,
    records: u64,
}

impl Span {
    fn value(&self) -> [u8; 16] {
        let mut value = [0; 16];
        let (sequence, records) = value.split_at_mut(8);
        sequence.copy_from_slice(&self.sequence.to_be_bytes());
        records.copy_from_slice(&self.records.to_be_bytes());
        value
    }

    fn read(key: &[u8], value: &[u8]) -> Result<Self, StoreError> {
        let (sequence, records) = value.split_at_checked(8).unwrap_or_default();
        Ok(Self {
            first: number(Family::Spans, key)?,
            sequence: number(Family::Spans, sequence)?,
            records: number(Family::Spans, records)?,
        })
    }

    fn last(&self) -> u64 {
        self.first.saturating_add(self.records).saturating_sub(1)
    }
}

fn read(sequence: u64, mut bytes: &[u8]) -> Result<StoredBatch, StoreError> {
    let damaged = || StoreError::Damaged(format!("batch {sequence} cannot be read"));
    let row = Row::decode_all(&mut bytes).map_err(|_| damaged())?;
    let arrivals = row
        .offsets
        .iter()
        .map(|offset| row.first_arrival.checked_add(u64::from(*offset)))
        .collect::<Option<_>>()
        .ok_or_else(damaged)?;
    Ok(StoredBatch {
        signed_header: row.signed_header,
        signer: row.signer,
        arrivals,
    })
}

//! Taking records and refusals in: many of them in one synced write.

use super::{rejected::RejectedUse, Family, Refusal, Store, StoreError};
use codec::Encode;
use limpid_evidence::{Payload, Record, RecordKey};
use limpid_primitives::{Digest, Outlet};
use rocksdb::WriteBatch;
use std::collections::HashMap;

/// A record but for its arrival, which the store gives out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRecord {
    /// What makes it the same record when it arrives again.
    pub identity: Digest,
    /// The outlet it speaks of.
    pub outlet: Outlet,
    /// The time it speaks of.
    pub observed_ms: u64,
    /// The frame's command, 0 for a file.
    pub kind: u16,
    /// The gateway's clock when its last byte arrived.
    pub received_ms: u64,
    /// The frame or the file's digest.
    pub payload: Payload,
}

/// What became of a [`NewRecord`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is a record now.
    Stored {
        /// Its arrival.
        arrival: u64,
    },
    /// It was a record already.
    Known {
        /// The arrival of that record.
        arrival: u64,
    },
}

impl Outcome {
    /// The record's arrival.
    pub fn arrival(self) -> u64 {
        match self {
            Self::Stored { arrival } | Self::Known { arrival } => arrival,
        }
    }
}

/// How far the running numbers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// The last arrival given out.
    pub arrival: u64,
    /// What is kept of refusals.
    pub rejected: RejectedUse,
}

/// Writes that are committed together.
pub struct Group<'a> {
    store: &'a Store,
    write: WriteBatch,
    numbers: Numbers,
    rejected_bytes_max: u64,
    /// Records of this group, which the store cannot find yet.
    identities: HashMap<Digest, u64>,
}

impl Store {
    /// How far the running numbers are. After a crash they continue behind what was committed.
    pub fn numbers(&self) -> Result<Numbers, StoreError> {
        Ok(Numbers {
            arrival: self.last_number(Family::Records)?,
            rejected: self.rejected_use()?,
        })
    }

    /// A group that continues `numbers`. Only one may be open at a time: the caller is the store's one writer of records.
    pub fn group(&self, numbers: Numbers, rejected_bytes_max: u64) -> Group<'_> {
        Group {
            store: self,
            write: WriteBatch::default(),
            numbers,
            rejected_bytes_max,
            identities: HashMap::new(),
        }
    }
}

impl Group<'_> {
    /// Adds a record, unless it is one already.
    pub fn add(&mut self, new: NewRecord) -> Result<Outcome, StoreError> {
        if let Some(arrival) = self.identities.get(&new.identity) {
            return Ok(Outcome::Known { arrival: *arrival });
        }
        if let Some(arrival) = self.store.arrival_of(&new.identity)? {
            return Ok(Outcome::Known { arrival });
        }
        let arrival = next(self.numbers.arrival)?;
        let key = RecordKey {
            outlet: new.outlet,
            observed_ms: new.observed_ms,
            kind: new.kind,
            arrival,
        };
        let record = Record {
            key,
            received_ms: new.received_ms,
            payload: new.payload,
        };
        let number = arrival.to_be_bytes();
        let families = (
            self.store.family(Family::Records)?,
            self.store.family(Family::Identities)?,
            self.store.family(Family::Index)?,
        );
        self.write.put_cf(families.0, number, record.to_bytes());
        self.write.put_cf(families.1, new.identity, number);
        self.write.put_cf(families.2, key.to_bytes(), []);
        self.identities.insert(new.identity, arrival);
        self.numbers.arrival = arrival;
        Ok(Outcome::Stored { arrival })
    }

    /// Adds a refusal, when there is room for it.
    pub fn refuse(&mut self, refusal: Refusal) -> Result<(), StoreError> {
        let rejected = &mut self.numbers.rejected;
        let value = refusal.encode();
        let bytes = rejected.bytes.saturating_add(value.len() as u64);
        if bytes > self.rejected_bytes_max {
            return Ok(());
        }
        rejected.last = next(rejected.last)?;
        rejected.bytes = bytes;
        let family = self.store.family(Family::Rejected)?;
        self.write
            .put_cf(family, rejected.last.to_be_bytes(), value);
        Ok(())
    }

    /// How many records were added.
    pub fn records(&self) -> usize {
        self.identities.len()
    }

    /// Commits the group and returns the numbers for the next. On an error nothing of it counts as stored.
    pub fn commit(self) -> Result<Numbers, StoreError> {
        if !self.write.is_empty() {
            // After this line the records are durable, and their loggers may be told so.
            self.store.commit(self.write)?;
        }
        Ok(self.numbers)
    }
}

fn next(number: u64) -> Result<u64, StoreError> {
    number
        .checked_add(1)
        .ok_or_else(|| StoreError::Damaged("its running numbers are used up".into()))
}

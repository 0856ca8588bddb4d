//! What the gateway keeps on disk: every record, every batch, every receipt, and what it refused.
//!
//! | Family | Key | Value | Written |
//! |---|---|---|---|
//! | `records` | arrival | the record's bytes, as `docs/spec/record.md` has them | once |
//! | `identities` | identity (SHA-256) | arrival | once, with the record |
//! | `index` | the record's key (45 bytes) | nothing | once, with the record |
//! | `batches` | sequence | [`StoredBatch`] | once; signed again if the key changes before it is anchored |
//! | `spans` | first arrival of a batch | sequence, number of records | once, with the batch |
//! | `receipts` | sequence | [`Receipt`] | once |
//! | `rejected` | running number | [`Refusal`] | once |
//! | `proofs` | a task, a cursor, or a running number | [`OpenTask`], how far was looked, [`RefusedTask`] | again and again |
//! | `meta` | a word | format, gateway, genesis, known bindings | |
//!
//! Integers in keys are big-endian. **Invariants**, checked by `limpid gateway fsck`:
//! 1. Arrivals run from 1 without gap, and so do sequences.
//! 2. A batch takes the arrivals that follow those of the batch before, all of them up to its last.
//! 3. Nothing is deleted, and nothing overwritten but `meta`, `proofs`, and the signature of a batch that is not anchored.
//! 4. What `proofs` looked through and speaks of is in the store and anchored.
//!
//! Every write is synced before the call returns. One thread writes records and refusals, one task batches, one task
//! receipts, one task proofs: no two of them write the same family.

mod batches;
mod database;
mod intake;
mod meta;
mod proofs;
mod receipts;
mod records;
mod rejected;
#[cfg(test)]
pub(crate) mod tamper;

pub use batches::StoredBatch;
pub use intake::{Group, NewRecord, Numbers, Outcome};
pub use proofs::{OpenTask, RefusedTask, Settled};
pub use receipts::Receipt;
pub use records::{read_record, Stored};
pub use rejected::{Refusal, RejectedUse};

use database::{open_to_read, open_to_write, Family};
use limpid_primitives::GatewayId;
use rocksdb::{ColumnFamily, DBRawIterator, WriteBatch, WriteOptions, DB};
use std::path::{Path, PathBuf};

/// Version of the layout above.
const FORMAT: u32 = 1;
/// Why the store cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed. Nothing was acknowledged that it had not taken.
    #[error("the gateway's store failed: {0}. Check the disk's space and health; nothing that was acknowledged is lost")]
    Database(rocksdb::Error),
    /// Another process writes to it.
    #[error("the store {} is in use by another gateway: stop that one, or give this one its own store", .0.display())]
    InUse(PathBuf),
    /// The writer exchanged files each time a reader tried to open them.
    #[error("the store {} changes too fast to be read just now: try again", .0.display())]
    Busy(PathBuf),
    /// The folder is no store.
    #[error("{} is not a gateway's store: it names no format. Choose an empty or a missing folder for a new store", .0.display())]
    NotAStore(PathBuf),
    /// The store was written by another release.
    #[error("the store has format {found}, this release reads format {FORMAT}: run the release that wrote it")]
    Format {
        /// The format found.
        found: u32,
    },
    /// The store belongs to another gateway.
    #[error("the store belongs to gateway {found}, the configuration says gateway {expected}: each gateway has a store of its own")]
    Gateway {
        /// The gateway found.
        found: GatewayId,
        /// The gateway configured.
        expected: GatewayId,
    },
    /// A value is not as it was written.
    #[error("the store is damaged: {0}. Run `limpid gateway fsck`")]
    Damaged(String),
}

impl From<rocksdb::Error> for StoreError {
    fn from(error: rocksdb::Error) -> Self {
        Self::Database(error)
    }
}

/// The gateway's store. Cheap to share behind an `Arc`; all methods may be called from any thread.
pub struct Store {
    database: DB,
    gateway: GatewayId,
}

impl Store {
    /// Opens the store at `path` to write, making it if there is none.
    pub fn open(path: &Path, gateway: GatewayId) -> Result<Self, StoreError> {
        let database = open_to_write(path)?;
        let store = Self { database, gateway };
        match store.format()? {
            Some(_) => store.check_meta(path)?,
            // New, or a crash came between making the database and this line.
            None if store.is_untouched()? => store.write_meta()?,
            None => return Err(StoreError::NotAStore(path.into())),
        }
        Ok(store)
    }

    /// Opens the store at `path` to read what was committed up to now, while a gateway may be writing to it.
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        if !path.join("CURRENT").exists() {
            return Err(StoreError::NotAStore(path.into()));
        }
        let database = open_to_read(path)?;
        let mut store = Self {
            database,
            gateway: GatewayId(0),
        };
        store.gateway = store
            .stored_gateway()?
            .ok_or_else(|| StoreError::NotAStore(path.into()))?;
        store.check_meta(path)?;
        Ok(store)
    }

    /// The gateway whose store this is.
    pub fn gateway(&self) -> GatewayId {
        self.gateway
    }

    /// Neither a gateway nor anybody else has written to the database.
    fn is_untouched(&self) -> Result<bool, StoreError> {
        let mut foreign = self.database.raw_iterator();
        foreign.seek_to_first();
        foreign.status()?;
        Ok(!foreign.valid() && self.last_key(Family::Records)?.is_none())
    }

    fn check_meta(&self, path: &Path) -> Result<(), StoreError> {
        match self.format()? {
            Some(FORMAT) => {}
            Some(found) => return Err(StoreError::Format { found }),
            None => return Err(StoreError::NotAStore(path.into())),
        }
        match self.stored_gateway()? {
            Some(found) if found == self.gateway => Ok(()),
            Some(found) => Err(StoreError::Gateway {
                found,
                expected: self.gateway,
            }),
            None => Err(StoreError::NotAStore(path.into())),
        }
    }

    fn family(&self, family: Family) -> Result<&ColumnFamily, StoreError> {
        self.database
            .cf_handle(family.name())
            .ok_or_else(|| StoreError::Damaged(format!("it has no family `{}`", family.name())))
    }

    fn value(&self, family: Family, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.database.get_cf(self.family(family)?, key)?)
    }

    /// The commit point of everything: when this returns, the batch survives a loss of power.
    fn commit(&self, batch: WriteBatch) -> Result<(), StoreError> {
        let mut synced = WriteOptions::default();
        synced.set_sync(true);
        Ok(self.database.write_opt(batch, &synced)?)
    }

    fn iterator(&self, family: Family) -> Result<DBRawIterator<'_>, StoreError> {
        Ok(self.database.raw_iterator_cf(self.family(family)?))
    }

    fn last_key(&self, family: Family) -> Result<Option<Vec<u8>>, StoreError> {
        let mut iterator = self.iterator(family)?;
        iterator.seek_to_last();
        iterator.status()?;
        Ok(iterator.key().map(Into::into))
    }

    /// The last number of a family whose keys are running numbers; 0 if it has none.
    fn last_number(&self, family: Family) -> Result<u64, StoreError> {
        match self.last_key(family)? {
            Some(key) => number(family, &key),
            None => Ok(0),
        }
    }
}

/// Items of a family from `first` on, in the order of their keys.
struct Items<'a> {
    iterator: DBRawIterator<'a>,
    started: bool,
}

impl<'a> Items<'a> {
    fn from_key(store: &'a Store, family: Family, first: &[u8]) -> Result<Self, StoreError> {
        let mut iterator = store.iterator(family)?;
        iterator.seek(first);
        Ok(Self {
            iterator,
            started: false,
        })
    }
}

impl Iterator for Items<'_> {
    type Item = Result<(Box<[u8]>, Box<[u8]>), StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.started {
            self.iterator.next();
        }
        self.started = true;
        match self.iterator.item() {
            Some((key, value)) => Some(Ok((key.into(), value.into()))),
            None => self.iterator.status().err().map(|error| Err(error.into())),
        }
    }
}

/// A running number as a key.
fn number(family: Family, key: &[u8]) -> Result<u64, StoreError> {
    let key = key.try_into().map_err(|_| {
        StoreError::Damaged(format!("a key of `{}` is not 8 bytes long", family.name()))
    })?;
    Ok(u64::from_be_bytes(key))
}

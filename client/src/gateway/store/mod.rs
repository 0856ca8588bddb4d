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
//! | `meta` | a word | format, gateway, genesis, known bindings | |
//!
//! Integers in keys are big-endian. **Invariants**, checked by `limpid gateway fsck`:
//! 1. Arrivals run from 1 without gap, and so do sequences.
//! 2. A batch takes the arrivals that follow those of the batch before, all of them up to its last.
//! 3. Nothing is deleted, and nothing overwritten but `meta` and the signature of a batch that is not anchored.
//!
//! Every write is synced before the call returns. One thread writes records and refusals, one task batches, one task
//! receipts: no two of them write the same family.

mod batches;
mod intake;
mod meta;
mod receipts;
mod records;
mod rejected;
#[cfg(test)]
pub(crate) mod tamper;

pub use batches::StoredBatch;
pub use intake::{Group, NewRecord, Numbers, Outcome};
pub use receipts::Receipt;
pub use records::read_record;
pub use rejected::{Refusal, RejectedUse};

use limpid_primitives::GatewayId;
use rocksdb::{
    BlockBasedOptions, Cache, ColumnFamily, DBCompressionType, DBRawIterator, DBRecoveryMode,
    Options, WriteBatch, WriteOptions, DB,
};
use std::path::{Path, PathBuf};

/// Version of the layout above.
const FORMAT: u32 = 1;
/// Memory for data read: shared by all families.
const BLOCK_CACHE_BYTES: usize = 48 << 20;
/// Memory for data not yet in a table file, over all families.
const WRITE_BUFFERS_BYTES: usize = 96 << 20;
/// Write-ahead log kept before its content is moved to table files.
const LOG_BYTES_MAX: u64 = 256 << 20;
/// A reader that finds files exchanged under its hands opens again, at most this often.
const READ_ONLY_ATTEMPTS_MAX: usize = 10;

/// A part of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Records,
    Identities,
    Index,
    Batches,
    Spans,
    Receipts,
    Rejected,
    Meta,
}

impl Family {
    const ALL: [Self; 8] = [
        Self::Records,
        Self::Identities,
        Self::Index,
        Self::Batches,
        Self::Spans,
        Self::Receipts,
        Self::Rejected,
        Self::Meta,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Records => "records",
            Self::Identities => "identities",
            Self::Index => "index",
            Self::Batches => "batches",
            Self::Spans => "spans",
            Self::Receipts => "receipts",
            Self::Rejected => "rejected",
            Self::Meta => "meta",
        }
    }
}

/// Why the store cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed. Nothing was acknowledged that it had not taken.
    #[error("the gateway's store failed: {0}. Check the disk's space and health; nothing that was acknowledged is lost")]
    Database(#[from] rocksdb::Error),
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

/// The gateway's store. Cheap to share behind an `Arc`; all methods may be called from any thread.
pub struct Store {
    database: DB,
    gateway: GatewayId,
}

impl Store {
    /// Opens the store at `path` to write, making it if there is none.
    pub fn open(path: &Path, gateway: GatewayId) -> Result<Self, StoreError> {
        let fresh = !path.join("CURRENT").exists();
        let mut options = options();
        options.create_if_missing(fresh);
        options.create_missing_column_families(fresh);
        let families = Family::ALL.map(|family| (family.name(), family_options(family)));
        let database = DB::open_cf_with_opts(&options, path, families)
            .map_err(|error| opening_error(error, path))?;
        let store = Self { database, gateway };
        match store.format()? {
            Some(_) => store.check_meta(path)?,
            // A crash while the store was being made leaves families without a word in `meta`, and without a record.
            None if store.last_key(Family::Records)?.is_none() => store.write_meta()?,
            None => return Err(StoreError::NotAStore(path.into())),
        }
        Ok(store)
    }

    /// Opens the store at `path` to read what was committed up to now, while a gateway may be writing to it.
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        if !path.join("CURRENT").exists() {
            return Err(StoreError::NotAStore(path.into()));
        }
        let mut options = options();
        // All table files are held open from the start: the writer may delete them, and this view stays whole.
        options.set_max_open_files(-1);
        let mut attempts_left = READ_ONLY_ATTEMPTS_MAX;
        let database = loop {
            let families = Family::ALL.map(|family| (family.name(), family_options(family)));
            let files = listing(path);
            let opened = DB::open_cf_with_opts_for_read_only(&options, path, families, false);
            // If the writer exchanged files meanwhile, what moved from the log to a table may have been seen in neither.
            let steady = files == listing(path);
            attempts_left -= 1;
            match opened {
                Ok(database) if steady => break database,
                Err(error) if steady || attempts_left == 0 => {
                    return Err(opening_error(error, path))
                }
                _ if attempts_left == 0 => return Err(StoreError::Busy(path.into())),
                _ => continue,
            }
        };
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

fn options() -> Options {
    let mut options = Options::default();
    // A record in the middle of the log that cannot be read was acknowledged: then the store does not open. Only the
    // torn end of a write that was never acknowledged is dropped.
    options.set_wal_recovery_mode(DBRecoveryMode::TolerateCorruptedTailRecords);
    options.set_paranoid_checks(true);
    options.set_db_write_buffer_size(WRITE_BUFFERS_BYTES);
    options.set_max_total_wal_size(LOG_BYTES_MAX);
    options.set_max_open_files(512);
    options.set_max_background_jobs(2);
    options.set_keep_log_file_num(4);
    options.set_max_log_file_size(8 << 20);
    options.set_stats_dump_period_sec(0);
    options
}

fn family_options(family: Family) -> Options {
    let mut table = BlockBasedOptions::default();
    table.set_block_cache(block_cache());
    table.set_cache_index_and_filter_blocks(true);
    table.set_pin_l0_filter_and_index_blocks_in_cache(true);
    table.set_format_version(5);
    if matches!(family, Family::Identities) {
        table.set_bloom_filter(10.0, false);
    }
    let mut options = Options::default();
    options.set_block_based_table_factory(&table);
    let large = matches!(family, Family::Records | Family::Identities | Family::Index);
    options.set_write_buffer_size(if large { 32 << 20 } else { 4 << 20 });
    options.set_compression_type(match family {
        // Hashes do not compress.
        Family::Identities => DBCompressionType::None,
        _ => DBCompressionType::Snappy,
    });
    options
}

/// One cache for all families of all stores of the process.
fn block_cache() -> &'static Cache {
    static CACHE: std::sync::OnceLock<Cache> = std::sync::OnceLock::new();
    CACHE.get_or_init(|| Cache::new_lru_cache(BLOCK_CACHE_BYTES))
}

/// The logs, and how far the list of table files is written: unchanged, no file was exchanged.
fn listing(path: &Path) -> Vec<(std::ffi::OsString, u64)> {
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries
        .filter_map(|entry| {
            let name = entry.file_name();
            let text = name.to_string_lossy();
            let length = match text.starts_with("MANIFEST-") {
                true => entry.metadata().ok()?.len(),
                false if text.ends_with(".log") || text == "CURRENT" => 0,
                false => return None,
            };
            Some((name, length))
        })
        .collect();
    files.sort();
    files
}

fn opening_error(error: rocksdb::Error, path: &Path) -> StoreError {
    let text = error.as_ref();
    if text.contains("lock hold by current process") || text.contains("While lock file") {
        StoreError::InUse(path.into())
    } else if text.contains("Column family not found")
        || text.contains("Column families not opened")
    {
        StoreError::NotAStore(path.into())
    } else {
        StoreError::Database(error)
    }
}

//! How the database under the store is opened, and what memory it takes.

use super::StoreError;
use rocksdb::{BlockBasedOptions, Cache, DBCompressionType, DBRecoveryMode, Options, DB};
use std::path::Path;

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
pub enum Family {
    Records,
    Identities,
    Index,
    Batches,
    Spans,
    Receipts,
    Rejected,
    Proofs,
    Meta,
}

impl Family {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Records,
        Self::Identities,
        Self::Index,
        Self::Batches,
        Self::Spans,
        Self::Receipts,
        Self::Rejected,
        Self::Proofs,
        Self::Meta,
    ];

    /// Its name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Records => "records",
            Self::Identities => "identities",
            Self::Index => "index",
            Self::Batches => "batches",
            Self::Spans => "spans",
            Self::Receipts => "receipts",
            Self::Rejected => "rejected",
            Self::Proofs => "proofs",
            Self::Meta => "meta",
        }
    }
}

/// Opens the database at `path` to write, making what is missing: all of it the first time, some of it after a crash of the
/// first time.
pub fn open_to_write(path: &Path) -> Result<DB, StoreError> {
    let mut options = options();
    options.create_if_missing(true);
    options.create_missing_column_families(true);
    let families = Family::ALL.map(|family| (family.name(), family_options(family)));
    let opened = DB::open_cf_with_opts(&options, path, families);
    opened.map_err(|error| opening_error(error, path))
}

/// Opens one moment's view of the database at `path`, which another process may be writing to.
pub fn open_to_read(path: &Path) -> Result<DB, StoreError> {
    let mut options = options();
    // All table files are held open from the start: the writer may delete them, and this view stays whole.
    options.set_max_open_files(-1);
    for _ in 0..READ_ONLY_ATTEMPTS_MAX {
        let files = listing(path);
        let present = DB::list_cf(&options, path).unwrap_or_default();
        // What an earlier release wrote has no proofs, and only a writer may make families.
        let families = Family::ALL
            .into_iter()
            .filter(|family| {
                *family != Family::Proofs || present.iter().any(|name| name == family.name())
            })
            .map(|family| (family.name(), family_options(family)));
        let opened = DB::open_cf_with_opts_for_read_only(&options, path, families, false);
        // If the writer exchanged files meanwhile, what moved from the log to a table may have been seen in neither.
        if files == listing(path) {
            return opened.map_err(|error| opening_error(error, path));
        }
    }
    Err(StoreError::Busy(path.into()))
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

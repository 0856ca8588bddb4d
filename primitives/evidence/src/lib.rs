//! Evidence of measurements: from a frame to a record, a signed batch, its anchor on chain, and one file that proves all of it.
//!
//! The formats are specified in `docs/spec`, and a second verifier is written from that text alone: what this crate does
//! and what the text says must not differ.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

extern crate alloc;

mod batch;
pub mod chain;
mod day_proof;
mod hash;
mod header;
mod key;
mod lookup;
mod payload;
mod period;
mod record;
mod run;
mod shown_run;
mod tree;
#[cfg(feature = "verify")]
pub mod verify;

pub use batch::{Batch, BatchError};
pub use day_proof::{BatchWithout, DayProof};
pub use hash::sha256;
pub use header::{BatchHeader, SignedHeader};
pub use key::{KeyError, RecordKey};
pub use lookup::AnchorLookup;
pub use payload::{FileDigest, MediaType, MediaTypeError, Payload};
pub use period::{select_keys, select_period, Period};
pub use record::{Record, RecordError};
pub use run::{run_root, RunError};
pub use shown_run::{CheckedLeaf, CheckedRun, ProvenRecord, RunFault, RunLeaf, ShownRun, UnfitRun};
pub use tree::{Leaf, MerkleTree};

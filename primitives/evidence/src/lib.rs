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

pub mod chain;
mod hash;
mod header;

pub use hash::sha256;
pub use header::{BatchHeader, SignedHeader};

//! Tests that need no chain.

mod batches;
mod reports;

//! The `limpid` command: one file a subcommand.

pub mod gateway;
pub mod hj212;
pub mod simulate;

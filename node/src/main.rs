//! `limpid-node`: the validator and observer of a Limpid chain.
//!
//! It knows no word of the domain but the evidence RPC's: what the chain does is in the runtime, and how blocks are
//! authored, finalised, stored and served is the SDK's.

// The SDK's own error is that large.
#![allow(clippy::result_large_err)]

mod admission;
mod chain_spec;
mod cli;
mod command;
mod found;
mod rpc;
mod service;
mod watch;

fn main() -> sc_cli::Result<()> {
    command::run()
}

//! The gateway: takes HJ 212 frames from loggers, keeps them, and brings them on chain.
//!
//! ```text
//! logger --TCP--> connection --> writer --> store --> batcher --> submitter --> chain
//!            <-- 9014 --------------+ durable     signed     final: receipt
//!                                                               |
//!                                                               +-- prover --> chain: days, exceedances
//! ```
//!
//! | Module | Part |
//! |---|---|
//! | [`config`] | the configuration file |
//! | [`listener`], [`connection`] | TCP: places, limits, time-outs, replies in order |
//! | [`judge`] | which bytes become records, which are refused, what is answered |
//! | [`commit`] | one thread that commits what all connections received, in groups |
//! | [`store`] | what is on disk |
//! | [`batcher`], [`submitter`], [`reconcile`], [`anchoring`] | from records to receipts |
//! | [`bindings`], [`follower`] | which logger speaks for which outlet |
//! | [`prover`] | from receipts to days and exceedances on chain |
//! | [`ledger`], [`node`] | the chain as the gateway needs it, and as nodes serve it |
//! | [`http`], [`metrics`] | status, metrics, deposits |
//! | [`fsck`] | does everything stored still prove what it proved? |
//!
//! **What never happens**
//! 1. A 9014 leaves before its frame is synced to disk ([`commit`]).
//! 2. A header leaves, or a number is signed again, before the batch is synced to disk ([`batcher`]).
//! 3. A header is signed before chain and store were seen to agree ([`anchoring`]).
//! 4. A batch counts as anchored before a finalised block says so ([`submitter`]).

pub mod anchoring;
pub mod batcher;
pub mod bindings;
pub(crate) mod clock;
pub mod commit;
pub mod config;
pub mod connection;
pub mod follower;
pub mod fsck;
pub mod http;
pub mod judge;
pub mod ledger;
pub mod listener;
pub mod metrics;
pub mod node;
pub mod pause;
pub mod prover;
pub mod reconcile;
mod service;
pub mod store;
pub mod submitter;
#[cfg(test)]
pub(crate) mod tests;

pub use service::{Gateway, GatewayError};

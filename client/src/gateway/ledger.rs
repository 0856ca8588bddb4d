//! The chain, as far as a gateway needs it.
//!
//! Everything read here is read at the newest finalised block: the gateway believes nothing else.

use super::bindings::Outlets;
use futures::future::BoxFuture;
use limpid_evidence::{
    chain::{Anchor, Gateway, GatewayKey, Head},
    SignedHeader,
};
use limpid_primitives::{Digest, GatewayId};

/// A finalised block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FinalisedBlock {
    /// Its number.
    pub number: u32,
    /// Its hash.
    pub hash: Digest,
}

/// Why the ledger did not do what was asked.
#[derive(Clone, Debug, thiserror::Error)]
pub enum LedgerError {
    /// It may work later without anybody doing anything: no node answers, or finality lags.
    #[error("{0}")]
    Later(String),
    /// The chain refuses. Retrying helps only after somebody changes something there.
    #[error("{0}")]
    Refused(String),
}

/// What a gateway asks of a chain.
pub trait Ledger: Send + Sync + 'static {
    /// Hash of block 0.
    fn genesis(&self) -> BoxFuture<'_, Result<Digest, LedgerError>>;
    /// The newest finalised block.
    fn finalised(&self) -> BoxFuture<'_, Result<FinalisedBlock, LedgerError>>;
    /// Hash of a finalised block.
    fn block_hash(&self, number: u32) -> BoxFuture<'_, Result<Option<Digest>, LedgerError>>;
    /// A gateway's registration.
    fn gateway(&self, id: GatewayId) -> BoxFuture<'_, Result<Option<Gateway>, LedgerError>>;
    /// Every key it has had, by index.
    fn gateway_keys(
        &self,
        id: GatewayId,
    ) -> BoxFuture<'_, Result<Vec<(u32, GatewayKey)>, LedgerError>>;
    /// The outlets bound to it.
    fn bindings(&self, id: GatewayId) -> BoxFuture<'_, Result<Outlets, LedgerError>>;
    /// The end of its chain of headers; [`Head::START`] before the first.
    fn head(&self, id: GatewayId) -> BoxFuture<'_, Result<Head, LedgerError>>;
    /// Several of its anchors, in the order asked.
    fn anchors(
        &self,
        id: GatewayId,
        sequences: Vec<u64>,
    ) -> BoxFuture<'_, Result<Vec<Option<Anchor>>, LedgerError>>;
    /// Brings headers on chain in one transaction and returns once that is final.
    fn anchor_batches(&self, headers: Vec<SignedHeader>) -> BoxFuture<'_, Result<(), LedgerError>>;
}

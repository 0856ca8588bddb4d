//! The ledger as nodes serve it.

use super::{
    bindings::Outlets,
    ledger::{FinalisedBlock, Ledger, LedgerError},
};
use crate::{
    chain::{calls, At, Chain, ChainError, SubmitError},
    keys::MemberKey,
};
use futures::future::BoxFuture;
use limpid_evidence::{
    chain::{Anchor, Gateway, GatewayKey, Head},
    SignedHeader,
};
use limpid_primitives::{Digest, GatewayId};
use tokio::sync::OnceCell;

/// A chain behind one of several nodes. The first connection is made when something is first asked, so that a gateway
/// starts, and takes frames, while no node runs.
pub struct Nodes {
    urls: Vec<String>,
    key: Option<MemberKey>,
    prover_key: Option<MemberKey>,
    chain: OnceCell<Chain>,
}

impl Nodes {
    /// The chain of these nodes; transactions are signed with `key`, and without one there are none.
    pub fn new(urls: Vec<String>, key: Option<MemberKey>) -> Self {
        Self {
            urls,
            key,
            prover_key: None,
            chain: OnceCell::new(),
        }
    }

    /// Proofs are signed with another key than anchors.
    pub fn with_prover_key(self, key: Option<MemberKey>) -> Self {
        Self {
            prover_key: key,
            ..self
        }
    }

    /// The key that proofs are signed with.
    pub(in crate::gateway) fn prover_key(&self) -> Option<&MemberKey> {
        self.prover_key.as_ref().or(self.key.as_ref())
    }

    /// The one connection of anchors and proofs: with one key for both, it keeps their running numbers apart.
    pub(in crate::gateway) async fn chain(&self) -> Result<&Chain, ChainError> {
        self.chain
            .get_or_try_init(|| Chain::connect(&self.urls))
            .await
    }
}

impl From<ChainError> for LedgerError {
    fn from(error: ChainError) -> Self {
        match error.is_retryable() {
            true => Self::Later(error.to_string()),
            false => Self::Refused(error.to_string()),
        }
    }
}

impl From<SubmitError> for LedgerError {
    fn from(error: SubmitError) -> Self {
        match error.is_retryable() {
            true => Self::Later(error.to_string()),
            false => Self::Refused(error.to_string()),
        }
    }
}

impl Ledger for Nodes {
    fn genesis(&self) -> BoxFuture<'_, Result<Digest, LedgerError>> {
        Box::pin(async { Ok(self.chain().await?.genesis()) })
    }

    fn finalised(&self) -> BoxFuture<'_, Result<FinalisedBlock, LedgerError>> {
        Box::pin(async {
            let head = self.chain().await?.finalised().await?;
            Ok(FinalisedBlock {
                number: head.number,
                hash: head.hash,
            })
        })
    }

    fn block_hash(&self, number: u32) -> BoxFuture<'_, Result<Option<Digest>, LedgerError>> {
        Box::pin(async move { Ok(self.chain().await?.block_hash(number).await?) })
    }

    fn gateway(&self, id: GatewayId) -> BoxFuture<'_, Result<Option<Gateway>, LedgerError>> {
        Box::pin(async move { Ok(self.chain().await?.gateway(id, At::Finalised).await?) })
    }

    fn gateway_keys(
        &self,
        id: GatewayId,
    ) -> BoxFuture<'_, Result<Vec<(u32, GatewayKey)>, LedgerError>> {
        Box::pin(async move { Ok(self.chain().await?.gateway_keys(id, At::Finalised).await?) })
    }

    fn bindings(&self, id: GatewayId) -> BoxFuture<'_, Result<Outlets, LedgerError>> {
        Box::pin(async move { Ok(self.chain().await?.bindings(id, At::Finalised).await?) })
    }

    fn head(&self, id: GatewayId) -> BoxFuture<'_, Result<Head, LedgerError>> {
        Box::pin(async move {
            let head = self.chain().await?.head(id, At::Finalised).await?;
            Ok(head.unwrap_or(Head::START))
        })
    }

    fn anchors(
        &self,
        id: GatewayId,
        sequences: Vec<u64>,
    ) -> BoxFuture<'_, Result<Vec<Option<Anchor>>, LedgerError>> {
        Box::pin(async move {
            let chain = self.chain().await?;
            Ok(chain.anchors(id, &sequences, At::Finalised).await?)
        })
    }

    fn anchor_batches(&self, headers: Vec<SignedHeader>) -> BoxFuture<'_, Result<(), LedgerError>> {
        Box::pin(async move {
            let Some(key) = &self.key else {
                return Err(LedgerError::Refused(
                    "there is no member's key to sign with".into(),
                ));
            };
            let chain = self.chain().await?;
            chain.submit(key, calls::anchor_batches(&headers)).await?;
            Ok(())
        })
    }
}

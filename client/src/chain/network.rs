//! What a node knows of the chain besides what is final.

use super::{error::ChainError, header::RpcHeader, params, Chain, Header};
use serde::Deserialize;

/// How a node is connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Health {
    /// Nodes it is connected to.
    pub peers: u32,
    /// Whether it still fetches blocks that others have.
    pub is_syncing: bool,
}

impl Chain {
    /// The newest block of the chain the node builds on; it can still be replaced.
    pub async fn best(&self) -> Result<Header, ChainError> {
        let header: Option<RpcHeader> = self.rpc().request("chain_getHeader", params![]).await?;
        let missing = || ChainError::unexpected("chain_getHeader", "no best block");
        Header::try_from(header.ok_or_else(missing)?)
    }

    /// How the node is connected.
    pub async fn health(&self) -> Result<Health, ChainError> {
        self.rpc().request("system_health", params![]).await
    }
}

//! The nodes that may connect, as the chain lists them.

use super::{error::ChainError, storage::prefix, At, Chain};
use limpid_primitives::{InstitutionId, ListedNode};

impl Chain {
    /// Every listed node with the institution that runs it.
    pub async fn listed_nodes(
        &self,
        at: At,
    ) -> Result<Vec<(InstitutionId, ListedNode)>, ChainError> {
        let mut all: Vec<(InstitutionId, Vec<ListedNode>)> =
            self.entries(prefix("Nodes", "Nodes"), 4, at).await?;
        all.sort_by_key(|(id, _)| *id);
        let of = |(id, nodes): (InstitutionId, Vec<ListedNode>)| {
            nodes.into_iter().map(move |node| (id, node))
        };
        Ok(all.into_iter().flat_map(of).collect())
    }

    /// Whether nodes keep to the list. Until then any node may connect.
    pub async fn is_list_enforced(&self, at: At) -> Result<bool, ChainError> {
        let enforced = self.read(prefix("Nodes", "Enforced"), at).await?;
        Ok(enforced.unwrap_or_default())
    }
}

//! The chain's own code.

use super::{error::ChainError, header, params, storage::prefix, At, Chain};
use codec::Decode;
use limpid_primitives::Digest;
use serde::Deserialize;

/// The key the runtime's code is stored under.
const CODE_KEY: &[u8] = b":code";

/// The runtime that is in force after a block.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RuntimeVersion {
    /// Its name.
    pub spec_name: String,
    /// Its version.
    pub spec_version: u32,
    /// The version of transactions' encoding.
    pub transaction_version: u32,
}

/// An upgrade the council authorised and nobody applied yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Decode)]
pub struct AuthorizedUpgrade {
    /// BLAKE2b-256 of the code.
    pub code_hash: Digest,
    /// Whether the chain refuses code of another name, or of a version that is not newer.
    pub check_version: bool,
}

impl Chain {
    /// The version of the runtime in force after block `at`.
    pub async fn runtime_version(&self, at: At) -> Result<RuntimeVersion, ChainError> {
        let at = self.resolve(at).await?;
        self.version(Some(at)).await
    }

    /// Whether the chain keeps permits: whether the runtime in force after `at` does.
    pub async fn keeps_permits(&self, at: At) -> Result<bool, ChainError> {
        let runtime = self.runtime(self.resolve(at).await?).await?;
        Ok(runtime.metadata.has_storage("Permits", "Permits"))
    }

    /// The version of the runtime in force after `at`, or after the best block.
    pub(super) async fn version(&self, at: Option<Digest>) -> Result<RuntimeVersion, ChainError> {
        let at = at.map(|at| header::text(&at.0));
        self.rpc()
            .request("state_getRuntimeVersion", params![at])
            .await
    }

    /// The runtime's code, as the state after block `at` has it.
    pub async fn code(&self, at: At) -> Result<Vec<u8>, ChainError> {
        let at = self.resolve(at).await?;
        let code = self.storage(CODE_KEY, at).await?;
        code.ok_or_else(|| ChainError::unexpected(":code", "none"))
    }

    /// The upgrade that is authorised and not applied yet.
    pub async fn authorized_upgrade(
        &self,
        at: At,
    ) -> Result<Option<AuthorizedUpgrade>, ChainError> {
        self.read(prefix("System", "AuthorizedUpgrade"), at).await
    }
}

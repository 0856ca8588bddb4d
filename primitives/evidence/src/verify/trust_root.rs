//! What a reader must know beforehand: `docs/spec/trust-root.md`.

use super::{
    authorities::AuthoritySet,
    block::BlockId,
    bundle::Finality,
    lineage::{self, LineageError},
    strict::{constant, object, ChainName},
};
use alloc::string::{String, ToString};
use core::fmt;
use limpid_primitives::Digest;
use serde::{Deserialize, Serialize};

/// The longest file that is read.
const TRUST_ROOT_BYTES_MAX: usize = 1024 * 1024;

constant!(
    /// The trust root's format, `limpid-trust-root`.
    TrustRootFormat, String, "limpid-trust-root", "format"
);
constant!(
    /// The trust root's version, 1.
    TrustRootVersion, u64, 1u64, "version"
);

/// A chain, a finalised block of it, and who finalises the blocks after that one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustRoot {
    /// Always the same word.
    pub format: TrustRootFormat,
    /// Always 1.
    pub version: TrustRootVersion,
    /// The chain's name.
    pub chain: ChainName,
    /// Hash of the chain's block 0.
    pub genesis: Digest,
    /// A finalised block.
    #[serde(deserialize_with = "object")]
    pub block: BlockId,
    /// The set id after the block.
    pub set_id: u64,
    /// The authority set after the block.
    pub authorities: AuthoritySet,
}

/// Why bytes are no trust root.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TrustRootError {
    /// The file is longer than 1 MiB.
    TooLong,
    /// It is not the JSON of this format and version.
    Json(String),
    /// It says that block 0 is another than the genesis block.
    Genesis,
}

impl TrustRoot {
    /// Reads a trust root.
    pub fn from_json(json: &[u8]) -> Result<Self, TrustRootError> {
        if json.len() > TRUST_ROOT_BYTES_MAX {
            return Err(TrustRootError::TooLong);
        }
        let mut reader = serde_json::Deserializer::from_slice(json);
        let root: Self =
            object(&mut reader).map_err(|error| TrustRootError::Json(error.to_string()))?;
        reader
            .end()
            .map_err(|error| TrustRootError::Json(error.to_string()))?;
        if root.block.number == 0 && root.block.hash != root.genesis {
            return Err(TrustRootError::Genesis);
        }
        Ok(root)
    }

    /// Writes a trust root, to be read by people too.
    pub fn to_json(&self) -> String {
        // Strings and integers in structs: there is nothing serde_json cannot write.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

/// The newer trust root that follows from an older one and the handovers since.
///
/// # Errors
/// The first handover that does not follow.
pub fn update_trust(root: &TrustRoot, handovers: &[Finality]) -> Result<TrustRoot, LineageError> {
    let end = lineage::walk(root, handovers)?;
    Ok(TrustRoot {
        block: end.block,
        set_id: end.set_id,
        authorities: end.set,
        ..root.clone()
    })
}

impl fmt::Display for TrustRootError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "the file has more than {TRUST_ROOT_BYTES_MAX} bytes"),
            Self::Json(error) => write!(f, "not a trust root of version 1: {error}"),
            Self::Genesis => f.write_str("its block 0 is not its genesis block"),
        }
    }
}

impl core::error::Error for TrustRootError {}

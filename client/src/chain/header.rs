//! Block headers, from the node's JSON to the bytes their hash covers.

use super::error::ChainError;
use blake2::{digest::consts::U32, Blake2b, Digest as _};
use codec::{Compact, Encode};
use limpid_primitives::Digest;
use serde::Deserialize;

/// BLAKE2b with 32 bytes of output: the chain's hash.
pub fn blake2_256(bytes: &[u8]) -> [u8; 32] {
    Blake2b::<U32>::digest(bytes).into()
}

/// A block's header with its SCALE bytes, of which its hash is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Hash of the block before.
    pub parent: Digest,
    /// Height.
    pub number: u32,
    /// Root of the state after the block.
    pub state_root: Digest,
    /// The header as it is hashed.
    pub encoded: Vec<u8>,
}

impl Header {
    /// The block's hash.
    pub fn hash(&self) -> Digest {
        Digest(blake2_256(&self.encoded))
    }
}

/// A header as `chain_getHeader` answers it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RpcHeader {
    parent_hash: String,
    number: String,
    state_root: String,
    extrinsics_root: String,
    digest: RpcDigest,
}

#[derive(Debug, Deserialize)]
struct RpcDigest {
    logs: Vec<String>,
}

impl TryFrom<RpcHeader> for Header {
    type Error = ChainError;

    fn try_from(rpc: RpcHeader) -> Result<Header, ChainError> {
        let parent = digest(&rpc.parent_hash)?;
        let state_root = digest(&rpc.state_root)?;
        let number = rpc
            .number
            .strip_prefix("0x")
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .ok_or_else(|| ChainError::unexpected("a header", format!("number {}", rpc.number)))?;
        let mut encoded = Vec::with_capacity(256);
        parent.0.encode_to(&mut encoded);
        Compact(number).encode_to(&mut encoded);
        state_root.0.encode_to(&mut encoded);
        digest(&rpc.extrinsics_root)?.0.encode_to(&mut encoded);
        let count = u32::try_from(rpc.digest.logs.len()).unwrap_or(u32::MAX);
        Compact(count).encode_to(&mut encoded);
        for log in &rpc.digest.logs {
            encoded.extend(bytes(log)?);
        }
        Ok(Header {
            parent,
            number,
            state_root,
            encoded,
        })
    }
}

/// The bytes of a `0x…` text.
pub(super) fn bytes(text: &str) -> Result<Vec<u8>, ChainError> {
    text.strip_prefix("0x")
        .and_then(|digits| hex::decode(digits).ok())
        .ok_or_else(|| ChainError::unexpected("a question", "no 0x… hex text"))
}

/// The 32 bytes of a `0x…` text.
pub(super) fn digest(text: &str) -> Result<Digest, ChainError> {
    <[u8; 32]>::try_from(bytes(text)?.as_slice())
        .map(Digest)
        .map_err(|_| ChainError::unexpected("a hash", format!("{text} is not 32 bytes")))
}

/// Bytes as `0x…` text.
pub(super) fn text(bytes: &[u8]) -> String {
    format!("0x{}", hex::encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_hashed_as_the_chain_does() {
        // Polkadot's genesis block: public, and of the same shape as ours.
        let header: RpcHeader = serde_json::from_str(
            r#"{"parentHash":"0x0000000000000000000000000000000000000000000000000000000000000000","number":"0x0",
            "stateRoot":"0x29d0d972cd27cbc511e9589fcb7a4506d5eb6a9e8df205f00472e5ab354a4e17",
            "extrinsicsRoot":"0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314","digest":{"logs":[]}}"#,
        )
        .unwrap();
        let header = Header::try_from(header).unwrap();
        assert_eq!(
            header.hash().to_string(),
            "91b171bb158e2d3848fa23a9f1c25182fb8e20313b2c1eb49219da7a70ce90c3"
        );
    }
}

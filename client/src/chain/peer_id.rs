//! Peer ids: what libp2p calls a node by.

use limpid_primitives::NodeKey;
use std::{fmt, str::FromStr};

/// What stands before an Ed25519 key in a peer id: the identity multihash of 36 bytes, and in them a public key of the kind
/// Ed25519 with 32 bytes (libp2p's specification of peer ids).
const PREFIX: [u8; 6] = [0x00, 0x24, 0x08, 0x01, 0x12, 0x20];

/// A node's network identity. Text: base58 as libp2p has it (`12D3KooW…`), or the key alone as 64 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PeerId(pub NodeKey);

/// The text is no peer id.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} names no node: give its peer id (12D3KooW…, as the node tells when it starts), or its network key as 64 lower-case hex digits")]
pub struct PeerIdError(String);

impl PeerId {
    fn from_base58(text: &str) -> Option<PeerId> {
        let bytes = bs58::decode(text).into_vec().ok()?;
        let key = bytes.strip_prefix(&PREFIX)?.try_into().ok()?;
        Some(PeerId(NodeKey(key)))
    }
}

impl FromStr for PeerId {
    type Err = PeerIdError;

    fn from_str(text: &str) -> Result<PeerId, PeerIdError> {
        let key = text.strip_prefix("0x").unwrap_or(text).parse().ok();
        key.map(PeerId)
            .or_else(|| PeerId::from_base58(text))
            .ok_or_else(|| PeerIdError(text.to_owned()))
    }
}

impl fmt::Display for PeerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&PREFIX[..], &self.0 .0].concat();
        f.write_str(&bs58::encode(bytes).into_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::SigningKey;

    /// The peer id of a Substrate node started with `--node-key` 0…01, as its documentation and every test network has it.
    const ONE: &str = "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";
    /// The public key in libp2p's specification of peer ids, section Test vectors: its protobuf is `08011220` and this.
    const SPECIFIED_KEY: &str = "1ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e";

    #[test]
    fn a_key_has_the_peer_id_libp2p_gives_it() {
        let mut seed = [0; 32];
        seed[31] = 1;
        let key = NodeKey(SigningKey::from_bytes(&seed).verifying_key().to_bytes());
        assert_eq!(PeerId(key).to_string(), ONE);
        assert_eq!(ONE.parse::<PeerId>().unwrap(), PeerId(key));
        assert_eq!(key.to_string().parse::<PeerId>().unwrap(), PeerId(key));
    }

    #[test]
    fn the_multihash_wraps_the_specified_public_key() {
        let peer: PeerId = SPECIFIED_KEY.parse().unwrap();
        let bytes = bs58::decode(peer.to_string()).into_vec().unwrap();
        assert_eq!(hex::encode(bytes), format!("002408011220{SPECIFIED_KEY}"));
        assert!(peer.to_string().starts_with("12D3KooW"));
    }

    #[test]
    fn what_is_no_peer_id_is_refused() {
        // Mistyped, cut short, of an RSA key, and an account's address.
        for text in [
            "",
            "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDE",
            "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDE0",
            "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N",
            "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
        ] {
            assert!(text.parse::<PeerId>().is_err(), "{text}");
        }
    }
}

//! A node as the chain lists it: the key of its network identity, and where it listens.

use crate::{AtMost, Digest};
use alloc::{string::String, vec::Vec};
use codec::{Compact, Decode, DecodeWithMemTracking, Encode, Error, Input, MaxEncodedLen, Output};
use core::{fmt, str::FromStr};
use scale_info::{build::Fields, Path, Type, TypeInfo};

/// The longest address.
const BYTES_MAX: usize = 128;

/// The Ed25519 public key of a node's network identity. Text: 64 lower-case hex digits, and no other spelling.
///
/// The node's peer id is base58 of `00 24 08 01 12 20` and the key.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct NodeKey(pub [u8; 32]);

/// The text is not 64 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NodeKeyError;

/// Where a node listens: a multiaddr such as `/ip4/10.0.0.1/tcp/30333`, 1 to 128 characters of visible ASCII, the first of them
/// `/`. Whose address it is stands beside it, so there is no `/p2p/` in it.
///
/// In SCALE it is a byte string: compact length, then the characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeAddress(String);

/// Why a text is no address of a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NodeAddressError {
    /// It is empty or has more than 128 characters.
    Length,
    /// It does not begin with `/`.
    Start,
    /// It has a space, a control character, or one that is not ASCII.
    Character,
    /// It has a part `/p2p/`.
    Peer,
}

/// A node the chain lists.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ListedNode {
    /// Its network identity.
    pub key: NodeKey,
    /// Where it listens.
    pub addresses: AtMost<NodeAddress, { ListedNode::ADDRESSES_MAX }>,
}

impl ListedNode {
    /// Most addresses of one node.
    pub const ADDRESSES_MAX: usize = 4;
}

impl FromStr for NodeKey {
    type Err = NodeKeyError;
    fn from_str(text: &str) -> Result<Self, NodeKeyError> {
        text.parse::<Digest>()
            .map(|bytes| Self(bytes.0))
            .map_err(|_| NodeKeyError)
    }
}

impl fmt::Display for NodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Digest(self.0), f)
    }
}

impl fmt::Debug for NodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

serde_as_text!(NodeKey);

impl NodeAddress {
    /// The longest address has this many characters.
    pub const BYTES_MAX: usize = BYTES_MAX;

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&[u8]> for NodeAddress {
    type Error = NodeAddressError;
    fn try_from(bytes: &[u8]) -> Result<Self, NodeAddressError> {
        core::str::from_utf8(bytes)
            .map_err(|_| NodeAddressError::Character)?
            .parse()
    }
}

impl FromStr for NodeAddress {
    type Err = NodeAddressError;
    fn from_str(text: &str) -> Result<Self, NodeAddressError> {
        if text.is_empty() || text.len() > BYTES_MAX {
            return Err(NodeAddressError::Length);
        }
        if !text.starts_with('/') {
            return Err(NodeAddressError::Start);
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(NodeAddressError::Character);
        }
        // The one is the other's old name.
        if text.split('/').any(|part| matches!(part, "p2p" | "ipfs")) {
            return Err(NodeAddressError::Peer);
        }
        Ok(Self(text.into()))
    }
}

impl fmt::Display for NodeAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for NodeAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Encode for NodeAddress {
    fn size_hint(&self) -> usize {
        self.0.size_hint()
    }
    fn encode_to<T: Output + ?Sized>(&self, output: &mut T) {
        self.0.encode_to(output);
    }
}

impl Decode for NodeAddress {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        let length = Compact::<u32>::decode(input)?.0 as usize;
        let mut bytes = [0; BYTES_MAX];
        let bytes = bytes
            .get_mut(..length)
            .ok_or("a NodeAddress has at most 128 characters")?;
        input.on_before_alloc_mem(length)?;
        input.read(bytes)?;
        Self::try_from(&*bytes).map_err(|_| "not a NodeAddress".into())
    }
}

impl DecodeWithMemTracking for NodeAddress {}

impl MaxEncodedLen for NodeAddress {
    fn max_encoded_len() -> usize {
        Compact(BYTES_MAX as u32).encoded_size() + BYTES_MAX
    }
}

impl TypeInfo for NodeAddress {
    type Identity = Self;
    fn type_info() -> Type {
        Type::builder()
            .path(Path::new("NodeAddress", module_path!()))
            .composite(Fields::unnamed().field(|f| f.ty::<Vec<u8>>()))
    }
}

serde_as_text!(NodeAddress);

impl fmt::Display for NodeKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a node's key is 64 lower-case hex digits")
    }
}

impl core::error::Error for NodeKeyError {}

impl fmt::Display for NodeAddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "a node's address has 1 to 128 characters",
            Self::Start => {
                "a node's address is a multiaddr and begins with /, such as /ip4/10.0.0.1/tcp/30333"
            }
            Self::Character => "a node's address is visible ASCII, without spaces",
            Self::Peer => "a node's address is given without /p2p/ and what follows it",
        })
    }
}

impl core::error::Error for NodeAddressError {}

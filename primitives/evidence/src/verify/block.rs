//! Block headers: `docs/spec/anchor.md`, "Block header".

use super::{authorities::AuthoritySet, trie::blake2_256};
use alloc::vec::Vec;
use codec::{Decode, DecodeAll, Encode};
use core::fmt;
use limpid_primitives::Digest;
use serde::{Deserialize, Serialize};

/// A block by number and hash.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlockId {
    /// Its number.
    pub number: u32,
    /// Blake2b-256 of its header.
    pub hash: Digest,
}

/// A block header as Substrate encodes it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct BlockHeader {
    /// Hash of the parent's header.
    pub parent: Digest,
    /// The block's number.
    #[codec(compact)]
    pub number: u32,
    /// Root of the state trie after the block.
    pub state_root: Digest,
    /// Root of the trie of its extrinsics.
    pub extrinsics_root: Digest,
    /// What consensus engines left.
    pub digest: Vec<DigestItem>,
}

/// An item of a header's digest.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub enum DigestItem {
    /// Anything.
    #[codec(index = 0)]
    Other(Vec<u8>),
    /// From the runtime to an engine.
    #[codec(index = 4)]
    Consensus([u8; 4], Vec<u8>),
    /// The author's signature.
    #[codec(index = 5)]
    Seal([u8; 4], Vec<u8>),
    /// From an engine to the runtime.
    #[codec(index = 6)]
    PreRuntime([u8; 4], Vec<u8>),
    /// The runtime's code or heap pages changed.
    #[codec(index = 8)]
    RuntimeEnvironmentUpdated,
}

/// GRANDPA's engine id.
const GRANDPA: [u8; 4] = *b"FRNK";

/// GRANDPA's messages in a digest that are taken; a forced change is not.
#[derive(Encode, Decode)]
enum GrandpaLog {
    #[codec(index = 1)]
    ScheduledChange(Vec<([u8; 32], u64)>, u32),
    #[codec(index = 3)]
    OnDisabled(u64),
}

/// Why a header is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HeaderError {
    /// Its bytes are no header.
    Undecodable,
    /// It has a GRANDPA message other than a scheduled change or a disabled authority: a forced change, for example.
    Message,
    /// It schedules two changes.
    TwoChanges,
    /// It schedules a change for a later block.
    Delay,
    /// It schedules a set that breaks a rule of authority sets.
    Authorities,
}

impl BlockHeader {
    /// Reads a header from all of the bytes.
    pub fn from_bytes(mut bytes: &[u8]) -> Result<Self, HeaderError> {
        Self::decode_all(&mut bytes).map_err(|_| HeaderError::Undecodable)
    }

    /// The block of a header with these bytes.
    pub(super) fn id(&self, bytes: &[u8]) -> BlockId {
        BlockId {
            number: self.number,
            hash: Digest(blake2_256(bytes)),
        }
    }

    /// The authority set that follows, if the header changes it.
    pub fn scheduled_change(&self) -> Result<Option<AuthoritySet>, HeaderError> {
        let mut change = None;
        for item in &self.digest {
            let DigestItem::Consensus(GRANDPA, message) = item else {
                continue;
            };
            let log = GrandpaLog::decode_all(&mut message.as_slice());
            match log.map_err(|_| HeaderError::Message)? {
                GrandpaLog::OnDisabled(_) => {}
                GrandpaLog::ScheduledChange(_, delay) if delay != 0 => {
                    return Err(HeaderError::Delay)
                }
                GrandpaLog::ScheduledChange(authorities, _) => {
                    let set =
                        AuthoritySet::new(authorities).map_err(|_| HeaderError::Authorities)?;
                    if change.replace(set).is_some() {
                        return Err(HeaderError::TwoChanges);
                    }
                }
            }
        }
        Ok(change)
    }
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Undecodable => "the bytes are no block header",
            Self::Message => {
                "the header has a GRANDPA message that is not taken, such as a forced change"
            }
            Self::TwoChanges => "the header schedules two changes of the authority set",
            Self::Delay => "the header schedules a change of the authority set with a delay",
            Self::Authorities => {
                "the header schedules an authority set that is empty, too large or ambiguous"
            }
        })
    }
}

impl core::error::Error for HeaderError {}

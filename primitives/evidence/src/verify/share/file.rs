//! The share bundle as a file: `docs/spec/share-bundle.md`, "Reading".

use super::super::{
    bundle::{Finality, BUNDLE_BYTES_MAX},
    strict::{constant, object, objects, Base64, ChainName},
};
use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;
use limpid_primitives::{sharing::RequestId, Digest};
use serde::{Deserialize, Serialize};

const FORMAT: &str = "limpid-share";
/// Eight values of one state need far fewer.
const STATE_NODES_MAX: usize = 10_000;
const HANDOVERS_MAX: usize = 100_000;

constant!(
    /// The share bundle's format, `limpid-share`.
    ShareFormat, String, FORMAT, "format"
);
constant!(
    /// The share bundle's version, 1.
    ShareVersion, u64, 1u64, "version"
);

/// A request for data, and what proves what became of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Always the same word.
    pub format: ShareFormat,
    /// Always 1.
    pub version: ShareVersion,
    /// The chain's name.
    pub chain: ChainName,
    /// Hash of the chain's block 0.
    pub genesis: Digest,
    /// The request.
    pub request: RequestId,
    /// Nodes of the state trie at the finality header.
    pub state: Vec<Base64>,
    /// The block whose state is shown, and the votes that finalise it.
    #[serde(deserialize_with = "object")]
    pub finality: Finality,
    /// Changes of the authority set, oldest first.
    #[serde(deserialize_with = "objects")]
    pub handovers: Vec<Finality>,
}

/// Why bytes are no share bundle.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ShareError {
    /// The file is longer than [`BUNDLE_BYTES_MAX`].
    TooLong,
    /// It is not the JSON of this format and version.
    Json(String),
    /// It has too many of something.
    Count(&'static str),
    /// It names no request.
    Request,
}

/// Whether bytes say of themselves that they are a share bundle.
pub fn is_share(json: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Said {
        format: String,
    }
    serde_json::from_slice::<Said>(json).is_ok_and(|said| said.format == FORMAT)
}

impl Share {
    /// Reads a share bundle.
    pub fn from_json(json: &[u8]) -> Result<Self, ShareError> {
        if json.len() > BUNDLE_BYTES_MAX {
            return Err(ShareError::TooLong);
        }
        let mut reader = serde_json::Deserializer::from_slice(json);
        let share: Self =
            object(&mut reader).map_err(|error| ShareError::Json(error.to_string()))?;
        reader
            .end()
            .map_err(|error| ShareError::Json(error.to_string()))?;
        if share.state.len() > STATE_NODES_MAX {
            return Err(ShareError::Count("state"));
        }
        if share.handovers.len() > HANDOVERS_MAX {
            return Err(ShareError::Count("handovers"));
        }
        if share.request == RequestId(0) {
            return Err(ShareError::Request);
        }
        Ok(share)
    }

    /// Writes a share bundle, in one line.
    pub fn to_json(&self) -> String {
        // Strings and integers in structs: there is nothing serde_json cannot write.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl fmt::Display for ShareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "the file has more than {BUNDLE_BYTES_MAX} bytes"),
            Self::Json(error) => write!(f, "not a share bundle of version 1: {error}"),
            Self::Count(what) => write!(f, "too many {what}"),
            Self::Request => f.write_str("requests are numbered from 1"),
        }
    }
}

impl core::error::Error for ShareError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_bundle_says_what_it_is() {
        assert!(is_share(
            br#"{"version": 1, "format": "limpid-share", "request": []}"#
        ));
        assert!(!is_share(br#"{"format": "limpid-title"}"#));
        assert!(!is_share(br#"{"format": "limpid-share"}x"#));
        assert!(!is_share(b"limpid-share"));
    }
}

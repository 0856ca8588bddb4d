//! The title as a file: `docs/spec/title.md`, "Reading".

use super::super::{
    bundle::{Finality, BUNDLE_BYTES_MAX},
    strict::{constant, object, objects, Base64, ChainName},
};
use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;
use limpid_primitives::{quota::LotId, Digest};
use serde::{Deserialize, Serialize};

const FORMAT: &str = "limpid-title";
const STATE_NODES_MAX: usize = 1_000_000;
const HANDOVERS_MAX: usize = 100_000;

constant!(
    /// The title's format, `limpid-title`.
    TitleFormat, String, FORMAT, "format"
);
constant!(
    /// The title's version, 1.
    TitleVersion, u64, 1u64, "version"
);

/// A lot, and what proves how it came to its holder.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// Always the same word.
    pub format: TitleFormat,
    /// Always 1.
    pub version: TitleVersion,
    /// The chain's name.
    pub chain: ChainName,
    /// Hash of the chain's block 0.
    pub genesis: Digest,
    /// The lot.
    pub lot: LotId,
    /// Nodes of the state trie at the finality header.
    pub state: Vec<Base64>,
    /// The block whose state is shown, and the votes that finalise it.
    #[serde(deserialize_with = "object")]
    pub finality: Finality,
    /// Changes of the authority set, oldest first.
    #[serde(deserialize_with = "objects")]
    pub handovers: Vec<Finality>,
}

/// Why bytes are no title.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TitleError {
    /// The file is longer than [`BUNDLE_BYTES_MAX`].
    TooLong,
    /// It is not the JSON of this format and version.
    Json(String),
    /// It has too many of something.
    Count(&'static str),
    /// It names no lot.
    Lot,
}

/// Whether bytes say of themselves that they are a title.
pub fn is_title(json: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Said {
        format: String,
    }
    serde_json::from_slice::<Said>(json).is_ok_and(|said| said.format == FORMAT)
}

impl Title {
    /// Reads a title.
    pub fn from_json(json: &[u8]) -> Result<Self, TitleError> {
        if json.len() > BUNDLE_BYTES_MAX {
            return Err(TitleError::TooLong);
        }
        let mut reader = serde_json::Deserializer::from_slice(json);
        let title: Self =
            object(&mut reader).map_err(|error| TitleError::Json(error.to_string()))?;
        reader
            .end()
            .map_err(|error| TitleError::Json(error.to_string()))?;
        if title.state.len() > STATE_NODES_MAX {
            return Err(TitleError::Count("state"));
        }
        if title.handovers.len() > HANDOVERS_MAX {
            return Err(TitleError::Count("handovers"));
        }
        if title.lot == LotId(0) {
            return Err(TitleError::Lot);
        }
        Ok(title)
    }

    /// Writes a title, in one line.
    pub fn to_json(&self) -> String {
        // Strings and integers in structs: there is nothing serde_json cannot write.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl fmt::Display for TitleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "the file has more than {BUNDLE_BYTES_MAX} bytes"),
            Self::Json(error) => write!(f, "not a title of version 1: {error}"),
            Self::Count(what) => write!(f, "too many {what}"),
            Self::Lot => f.write_str("lots are numbered from 1"),
        }
    }
}

impl core::error::Error for TitleError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_says_what_it_is() {
        assert!(is_title(
            br#"{"version": 1, "format": "limpid-title", "lot": []}"#
        ));
        assert!(!is_title(br#"{"format": "limpid-evidence"}"#));
        assert!(!is_title(br#"{"format": "limpid-title"}x"#));
        assert!(!is_title(b"limpid-title"));
    }
}

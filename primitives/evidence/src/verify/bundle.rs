//! The bundle as a file: `docs/spec/bundle.md`, "Reading".

use super::strict::{constant, object, objects, Base64, ChainName, Hex};
use crate::{BatchHeader, Leaf, Period, Record, RecordKey};
use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;
use limpid_primitives::{Digest, GatewayId, Outlet};
use serde::{Deserialize, Serialize};

/// The longest file that is read.
pub const BUNDLE_BYTES_MAX: usize = 64 * 1024 * 1024;
const BATCHES_MAX: usize = 100_000;
const LEAVES_MAX: usize = 1_000_000;
const RUN_NODES_MAX: usize = 64;
const STATE_NODES_MAX: usize = 100_000;
const HANDOVERS_MAX: usize = 100_000;

constant!(
    /// The bundle's format, `limpid-evidence`.
    BundleFormat, String, "limpid-evidence", "format"
);
constant!(
    /// The bundle's version, 1.
    BundleVersion, u64, 1u64, "version"
);

/// An evidence bundle.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// Always the same word.
    pub format: BundleFormat,
    /// Always 1.
    pub version: BundleVersion,
    /// The chain's name.
    pub chain: ChainName,
    /// Hash of the chain's block 0.
    pub genesis: Digest,
    /// The gateway that made the batches.
    pub gateway: GatewayId,
    /// What is claimed.
    pub claim: Claim,
    /// The batches, in the order of their sequence numbers.
    #[serde(deserialize_with = "objects")]
    pub batches: Vec<BatchProof>,
    /// Nodes of the state trie at the finality header.
    pub state: Vec<Base64>,
    /// The block whose state is shown, and the votes that finalise it.
    #[serde(deserialize_with = "object")]
    pub finality: Finality,
    /// Changes of the authority set, oldest first.
    #[serde(deserialize_with = "objects")]
    pub handovers: Vec<Finality>,
}

/// What a bundle claims.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Claim {
    /// All records of an outlet in a period, in the batches of a range.
    Period(#[serde(deserialize_with = "object")] PeriodClaim),
    /// One record.
    Record(#[serde(deserialize_with = "object")] RecordClaim),
}

/// Claims all records of an outlet in a period, in the batches of a range.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodClaim {
    /// The outlet.
    pub outlet: Outlet,
    /// First observed time.
    pub from_ms: u64,
    /// End of observed time, exclusive.
    pub until_ms: u64,
    /// First batch that is shown.
    pub first_sequence: u64,
    /// Last batch that is shown.
    pub last_sequence: u64,
}

/// Claims one record.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordClaim {
    /// The outlet it speaks of.
    pub outlet: Outlet,
    /// The batch it is in.
    pub sequence: u64,
}

impl Claim {
    /// The outlet the claim speaks of.
    pub fn outlet(&self) -> Outlet {
        match self {
            Self::Period(claim) => claim.outlet,
            Self::Record(claim) => claim.outlet,
        }
    }

    /// The claimed period; `None` for a claim of one record.
    pub fn period(&self) -> Option<Period> {
        match self {
            Self::Period(claim) => Some(Period {
                outlet: claim.outlet,
                from_ms: claim.from_ms,
                until_ms: claim.until_ms,
            }),
            Self::Record(_) => None,
        }
    }

    /// First and last sequence number.
    pub fn sequences(&self) -> (u64, u64) {
        match self {
            Self::Period(claim) => (claim.first_sequence, claim.last_sequence),
            Self::Record(claim) => (claim.sequence, claim.sequence),
        }
    }
}

/// A signed header and a run of the batch's leaves.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BatchProof {
    /// The header.
    #[serde(deserialize_with = "object")]
    pub header: BatchHeader,
    /// The gateway's signature over it.
    pub signature: Hex<64>,
    /// The leaves that are shown.
    #[serde(deserialize_with = "object")]
    pub run: Run,
}

/// Contiguous leaves of a batch, and the nodes around them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// Index of the first leaf.
    pub start: u32,
    /// The leaves.
    pub leaves: Vec<ShownLeaf>,
    /// The nodes, from left to right.
    pub nodes: Vec<Digest>,
}

/// A leaf of a run.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShownLeaf {
    /// Its key and digest only.
    Neighbour(#[serde(deserialize_with = "object")] Leaf),
    /// Its record.
    Record(#[serde(deserialize_with = "object")] Record),
}

impl ShownLeaf {
    /// The leaf's key.
    pub fn key(&self) -> &RecordKey {
        match self {
            Self::Neighbour(leaf) => &leaf.key,
            Self::Record(record) => &record.key,
        }
    }

    /// Key and digest.
    pub fn leaf(&self) -> Leaf {
        match self {
            Self::Neighbour(leaf) => *leaf,
            Self::Record(record) => record.leaf(),
        }
    }

    /// The record, if it is shown.
    pub fn record(&self) -> Option<&Record> {
        match self {
            Self::Neighbour(_) => None,
            Self::Record(record) => Some(record),
        }
    }
}

/// A block and the votes that finalise it, both in SCALE.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finality {
    /// The block's header.
    pub header: Base64,
    /// The GRANDPA justification.
    pub justification: Base64,
}

/// Why bytes are no bundle.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BundleError {
    /// The file is longer than [`BUNDLE_BYTES_MAX`].
    TooLong,
    /// It is not the JSON of this format and version.
    Json(String),
    /// It has too much or too little of something.
    Count(&'static str),
    /// The claim is empty.
    Claim,
}

impl Bundle {
    /// Reads a bundle.
    pub fn from_json(json: &[u8]) -> Result<Self, BundleError> {
        if json.len() > BUNDLE_BYTES_MAX {
            return Err(BundleError::TooLong);
        }
        let mut reader = serde_json::Deserializer::from_slice(json);
        let bundle: Self =
            object(&mut reader).map_err(|error| BundleError::Json(error.to_string()))?;
        reader
            .end()
            .map_err(|error| BundleError::Json(error.to_string()))?;
        bundle.check_counts()?;
        bundle.check_claim()?;
        Ok(bundle)
    }

    /// Writes a bundle, in one line.
    pub fn to_json(&self) -> String {
        // Strings and integers in structs: there is nothing serde_json cannot write.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Every record that is shown in full, with its batch.
    pub fn records(&self) -> impl Iterator<Item = (&BatchProof, &Record)> {
        self.batches.iter().flat_map(|batch| {
            batch
                .run
                .leaves
                .iter()
                .filter_map(move |leaf| leaf.record().map(|record| (batch, record)))
        })
    }

    fn check_counts(&self) -> Result<(), BundleError> {
        let within = |count: usize, least: usize, most: usize, what| {
            (least..=most)
                .contains(&count)
                .then_some(())
                .ok_or(BundleError::Count(what))
        };
        within(self.batches.len(), 1, BATCHES_MAX, "batches")?;
        within(self.state.len(), 0, STATE_NODES_MAX, "state")?;
        within(self.handovers.len(), 0, HANDOVERS_MAX, "handovers")?;
        self.batches.iter().try_for_each(|batch| {
            within(batch.run.leaves.len(), 1, LEAVES_MAX, "leaves")?;
            within(batch.run.nodes.len(), 0, RUN_NODES_MAX, "nodes")
        })
    }

    fn check_claim(&self) -> Result<(), BundleError> {
        let (first, last) = self.claim.sequences();
        let period_ok = self
            .claim
            .period()
            .is_none_or(|period| period.from_ms < period.until_ms);
        if period_ok && 1 <= first && first <= last {
            Ok(())
        } else {
            Err(BundleError::Claim)
        }
    }
}

impl fmt::Display for BundleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "the file has more than {BUNDLE_BYTES_MAX} bytes"),
            Self::Json(error) => write!(f, "not a bundle of version 1: {error}"),
            Self::Count(what) => write!(f, "too many or too few {what}"),
            Self::Claim => f.write_str("the claim's period or range of batches is empty"),
        }
    }
}

impl core::error::Error for BundleError {}

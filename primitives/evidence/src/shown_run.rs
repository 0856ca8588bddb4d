//! The run of a batch that a call carries to the chain: leaves that stand next to each other, with the nodes around them.
//! Algorithm: `docs/spec/batch.md`; a bundle has the same in JSON.

use crate::{run_root, sha256, Batch, BatchHeader, Leaf, Record, RecordKey, RunError};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use core::{
    fmt,
    ops::{Range, RangeInclusive},
};
use limpid_primitives::{AtMost, Digest, TooMany};
use scale_info::TypeInfo;

/// Leaves that stand next to each other in a batch, and the nodes around them.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ShownRun {
    /// Index of the first leaf.
    pub start: u32,
    /// The leaves.
    pub leaves: AtMost<RunLeaf, { ShownRun::LEAVES_MAX }>,
    /// The nodes, from left to right.
    pub nodes: AtMost<Digest, { ShownRun::NODES_MAX }>,
}

/// A leaf of a run.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum RunLeaf {
    /// Its key and digest only.
    #[codec(index = 0)]
    Neighbour {
        /// The bytes of its key.
        key: [u8; RecordKey::LENGTH],
        /// The record's digest.
        digest: Digest,
    },
    /// Its record, as [`Record::to_bytes`] gives it.
    #[codec(index = 1)]
    Record(AtMost<u8, { Record::BYTES_MAX }>),
}

impl ShownRun {
    /// The most leaves of a run in a call.
    pub const LEAVES_MAX: usize = 16;
    /// The most nodes: two on each level of the largest batch.
    pub const NODES_MAX: usize = 64;

    /// Shows the leaves of a range of a batch: those in full for which `bytes` gives the record, the others as neighbours.
    pub fn of(
        batch: &Batch,
        leaves: Range<usize>,
        mut bytes: impl FnMut(&Leaf) -> Option<Vec<u8>>,
    ) -> Result<Self, UnfitRun> {
        let nodes = batch.tree().run(leaves.start, leaves.len());
        let shown: Result<Vec<_>, TooMany> = batch
            .leaves()
            .get(leaves.clone())
            .unwrap_or_default()
            .iter()
            .map(|leaf| match bytes(leaf) {
                Some(record) => record.try_into().map(RunLeaf::Record),
                None => Ok(RunLeaf::neighbour(leaf)),
            })
            .collect();
        Ok(Self {
            start: u32::try_from(leaves.start).map_err(|_| UnfitRun::Bounds)?,
            nodes: nodes.map_err(|_| UnfitRun::Bounds)?.try_into()?,
            leaves: shown?.try_into()?,
        })
    }

    /// Checks the run against its batch's header: the records can be read, the leaves stand where the run says, sorted and
    /// within the header's observed time.
    ///
    /// Nothing is said of what stands around the run: that is for [`CheckedRun::all_of`].
    pub fn check(&self, header: &BatchHeader) -> Result<CheckedRun, RunFault> {
        let leaves: Vec<CheckedLeaf> = self
            .leaves
            .iter()
            .map(RunLeaf::check)
            .collect::<Result<_, _>>()?;
        let hashes: Vec<Digest> = leaves.iter().map(|leaf| leaf.leaf().hash()).collect();
        let root = run_root(header.records, self.start, &hashes, &self.nodes)
            .map_err(RunFault::Malformed)?;
        if root != header.root {
            return Err(RunFault::OtherRoot);
        }
        let keys = || leaves.iter().map(CheckedLeaf::key);
        if !keys().is_sorted_by(|one, next| one < next) {
            return Err(RunFault::Unsorted);
        }
        let span = header.observed_from_ms..=header.observed_until_ms;
        if !keys().all(|key| span.contains(&key.observed_ms)) {
            return Err(RunFault::OutsideHeader);
        }
        // The root holds, so the run ends within the batch.
        let shown = u32::try_from(leaves.len()).unwrap_or(u32::MAX);
        Ok(CheckedRun {
            leaves,
            before: self.start,
            after: header
                .records
                .saturating_sub(self.start)
                .saturating_sub(shown),
        })
    }
}

impl RunLeaf {
    /// A leaf by its key and digest only.
    pub fn neighbour(leaf: &Leaf) -> Self {
        Self::Neighbour {
            key: leaf.key.to_bytes(),
            digest: leaf.digest,
        }
    }

    fn check(&self) -> Result<CheckedLeaf, RunFault> {
        match self {
            Self::Neighbour { key, digest } => Ok(CheckedLeaf::Neighbour(Leaf {
                key: RecordKey::try_from(*key).map_err(|_| RunFault::Unreadable)?,
                digest: *digest,
            })),
            // A record has one spelling only, so the digest of these bytes is that of the record.
            Self::Record(bytes) => Ok(CheckedLeaf::Record(ProvenRecord {
                record: Record::from_bytes(bytes).map_err(|_| RunFault::Unreadable)?,
                digest: sha256(bytes),
            })),
        }
    }
}

/// A run that was checked: its leaves stand in the batch as it says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CheckedRun {
    leaves: Vec<CheckedLeaf>,
    /// How many leaves of the batch stand before the run.
    before: u32,
    /// How many stand behind it.
    after: u32,
}

/// A leaf of a run that was checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CheckedLeaf {
    /// Its key and digest.
    Neighbour(Leaf),
    /// Its record.
    Record(ProvenRecord),
}

/// A record whose place in a batch is proven.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProvenRecord {
    /// The record.
    pub record: Record,
    /// Its digest.
    pub digest: Digest,
}

impl CheckedRun {
    /// The leaves, in the order of their keys.
    pub fn leaves(&self) -> &[CheckedLeaf] {
        &self.leaves
    }

    /// The records that are shown in full.
    pub fn records(&self) -> impl Iterator<Item = &ProvenRecord> {
        self.leaves.iter().filter_map(CheckedLeaf::record)
    }

    /// All records of the batch with a key in this range. Only a run that leaves none out gives them: it begins at the batch's
    /// beginning or before the range, ends at the batch's end or behind the range, and shows what is between in full.
    pub fn all_of(&self, keys: &RangeInclusive<RecordKey>) -> Result<Vec<&ProvenRecord>, RunFault> {
        let first = self.leaves.first().map(CheckedLeaf::key);
        let last = self.leaves.last().map(CheckedLeaf::key);
        if self.before > 0 && first.is_none_or(|key| key >= keys.start()) {
            return Err(RunFault::OpenStart);
        }
        if self.after > 0 && last.is_none_or(|key| key <= keys.end()) {
            return Err(RunFault::OpenEnd);
        }
        self.leaves
            .iter()
            .filter(|leaf| keys.contains(leaf.key()))
            .map(|leaf| leaf.record().ok_or(RunFault::Hidden))
            .collect()
    }
}

impl CheckedLeaf {
    /// The leaf's key.
    pub fn key(&self) -> &RecordKey {
        match self {
            Self::Neighbour(leaf) => &leaf.key,
            Self::Record(proven) => &proven.record.key,
        }
    }

    /// Key and digest.
    pub fn leaf(&self) -> Leaf {
        match self {
            Self::Neighbour(leaf) => *leaf,
            Self::Record(proven) => Leaf {
                key: proven.record.key,
                digest: proven.digest,
            },
        }
    }

    /// The record, if it is shown.
    pub fn record(&self) -> Option<&ProvenRecord> {
        match self {
            Self::Neighbour(_) => None,
            Self::Record(proven) => Some(proven),
        }
    }
}

/// Why a run does not prove what it should.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RunFault {
    /// A leaf's bytes are no record, or no key.
    Unreadable,
    /// Its place or the number of its nodes is wrong.
    Malformed(RunError),
    /// It leads to another root than the header's.
    OtherRoot,
    /// The gateway's leaves are not sorted.
    Unsorted,
    /// A leaf lies outside the header's observed time.
    OutsideHeader,
    /// Records before its first leaf may be left out.
    OpenStart,
    /// Records behind its last leaf may be left out.
    OpenEnd,
    /// A record that should be shown in full is not.
    Hidden,
}

impl fmt::Display for RunFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable => "a leaf's bytes are no record, or no key",
            Self::Malformed(error) => return error.fmt(f),
            Self::OtherRoot => "the leaves do not lead to the header's root",
            Self::Unsorted => "the gateway's leaves are not sorted",
            Self::OutsideHeader => "a leaf lies outside the header's observed time",
            Self::OpenStart => "records before the first leaf may be left out",
            Self::OpenEnd => "records after the last leaf may be left out",
            Self::Hidden => "a record that should be shown in full is not",
        })
    }
}

impl core::error::Error for RunFault {}

/// Why leaves of a batch are no run for a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnfitRun {
    /// There is no leaf, or not all of them are in the batch.
    Bounds,
    /// There are too many leaves, or a record is too long.
    TooMany(TooMany),
}

impl From<TooMany> for UnfitRun {
    fn from(error: TooMany) -> Self {
        Self::TooMany(error)
    }
}

impl fmt::Display for UnfitRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bounds => f.write_str("the run is empty or ends outside the batch"),
            Self::TooMany(error) => {
                write!(
                    f,
                    "a call shows few leaves, and records no longer than can be: {error}"
                )
            }
        }
    }
}

impl core::error::Error for UnfitRun {}

/// A bundle's run as a call carries it.
#[cfg(feature = "verify")]
impl TryFrom<&crate::verify::Run> for ShownRun {
    type Error = TooMany;
    fn try_from(run: &crate::verify::Run) -> Result<Self, TooMany> {
        use crate::verify::ShownLeaf;
        let leaves = run.leaves.iter().map(|leaf| match leaf {
            ShownLeaf::Neighbour(leaf) => Ok(RunLeaf::neighbour(leaf)),
            ShownLeaf::Record(record) => record.to_bytes().try_into().map(RunLeaf::Record),
        });
        Ok(Self {
            start: run.start,
            leaves: leaves.collect::<Result<Vec<_>, _>>()?.try_into()?,
            nodes: run.nodes.clone().try_into()?,
        })
    }
}

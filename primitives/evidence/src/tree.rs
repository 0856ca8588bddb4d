//! The Merkle tree of a batch: RFC 9162 section 2.1.1, with the leaf hashes of `docs/spec/record.md`.
//!
//! Own code, because a run of leaves needs the hashes of inner subtrees, which the kept libraries for RFC 9162 either do
//! not store or prove only for single leaves. It is tested against the published vectors of RFC 6962.

use crate::{sha256, RecordKey, RunError};
use alloc::{vec, vec::Vec};
use limpid_primitives::Digest;

/// What a leaf hash commits to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(
    feature = "verify",
    derive(serde::Serialize, serde::Deserialize),
    serde(
        try_from = "crate::verify::wire::LeafWire",
        into = "crate::verify::wire::LeafWire"
    )
)]
pub struct Leaf {
    /// The record's key.
    pub key: RecordKey,
    /// The record's digest.
    pub digest: Digest,
}

impl Leaf {
    /// `SHA-256(0x00 ‖ key ‖ digest)`.
    pub fn hash(&self) -> Digest {
        let mut message = [0; 1 + RecordKey::LENGTH + 32];
        let (_, rest) = message.split_at_mut(1);
        let (key, digest) = rest.split_at_mut(RecordKey::LENGTH);
        key.copy_from_slice(&self.key.to_bytes());
        digest.copy_from_slice(&self.digest.0);
        sha256(&message)
    }
}

/// `SHA-256(0x01 ‖ left ‖ right)`.
pub(crate) fn node(left: &Digest, right: &Digest) -> Digest {
    // One message laid out whole: the hasher takes it in half the time of three parts.
    let mut message = [1; 65];
    let (_, rest) = message.split_at_mut(1);
    let (to_left, to_right) = rest.split_at_mut(32);
    to_left.copy_from_slice(&left.0);
    to_right.copy_from_slice(&right.0);
    sha256(&message)
}

/// A tree with all its subtrees' hashes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MerkleTree {
    /// Level `l` has the hashes of the subtrees over `2^l` leaves each, the last of which may have fewer. Never empty.
    levels: Vec<Vec<Digest>>,
}

impl MerkleTree {
    /// Builds the tree over leaf hashes in their order.
    pub fn from_leaves(leaves: Vec<Digest>) -> Self {
        let mut level = leaves;
        let mut levels = vec![];
        while level.len() > 1 {
            let next = level.chunks(2).map(parent).collect();
            levels.push(core::mem::replace(&mut level, next));
        }
        levels.push(level);
        Self { levels }
    }

    /// The root. A tree without leaves has the SHA-256 of nothing.
    pub fn root(&self) -> Digest {
        let top = self.levels.last().and_then(|level| level.first());
        top.copied().unwrap_or_else(|| sha256(&[]))
    }

    /// How many leaves it has.
    pub fn size(&self) -> usize {
        self.levels.first().map_or(0, Vec::len)
    }

    /// The nodes that prove `len` leaves from index `start` on: hashes of the largest subtrees outside, left to right.
    pub fn run(&self, start: usize, len: usize) -> Result<Vec<Digest>, RunError> {
        let end = start.checked_add(len).ok_or(RunError::Bounds)?;
        if len == 0 || end > self.size() {
            return Err(RunError::Bounds);
        }
        let mut nodes = vec![];
        self.outside(
            self.levels.len().saturating_sub(1),
            0,
            start..end,
            &mut nodes,
        );
        Ok(nodes)
    }

    /// Walks the subtree at `level` and `index` from left to right. Recursion is as deep as the tree has levels, at most 64.
    fn outside(
        &self,
        level: usize,
        index: usize,
        run: core::ops::Range<usize>,
        nodes: &mut Vec<Digest>,
    ) {
        let Some(hash) = self.levels.get(level).and_then(|hashes| hashes.get(index)) else {
            return;
        };
        let low = index << level;
        let last = low | ((1usize << level) - 1);
        if last < run.start || run.end <= low {
            nodes.push(*hash);
        } else if level > 0 {
            self.outside(level - 1, 2 * index, run.clone(), nodes);
            self.outside(level - 1, 2 * index + 1, run, nodes);
        }
    }
}

/// The subtree over a pair, or a lone last one as it is: this gives the shape of RFC 9162.
fn parent(pair: &[Digest]) -> Digest {
    match pair {
        [left, right] => node(left, right),
        [lone, ..] => *lone,
        [] => Digest::ZERO,
    }
}

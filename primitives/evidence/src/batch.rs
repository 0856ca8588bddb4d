//! A batch: leaves in the order of their keys, and their tree.

use crate::{BatchHeader, Leaf, MerkleTree};
use alloc::vec::Vec;
use core::fmt;
use limpid_primitives::{Digest, GatewayId};

/// Sorted leaves under one root. It has at least one leaf, and no key twice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Batch {
    leaves: Vec<Leaf>,
    tree: MerkleTree,
    observed_from_ms: u64,
    observed_until_ms: u64,
    records: u32,
}

/// Why leaves make no batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BatchError {
    /// There is no leaf.
    Empty,
    /// There are more than a header can count.
    TooMany,
    /// Two leaves have the same key: the arrival number was given twice.
    SameKey,
}

impl Batch {
    /// Sorts leaves and builds their tree.
    pub fn new(mut leaves: Vec<Leaf>) -> Result<Self, BatchError> {
        if !ascends(&leaves) {
            leaves.sort_unstable_by_key(|leaf| leaf.key);
            if !ascends(&leaves) {
                return Err(BatchError::SameKey);
            }
        }
        let observed = || leaves.iter().map(|leaf| leaf.key.observed_ms);
        Ok(Self {
            observed_from_ms: observed().min().ok_or(BatchError::Empty)?,
            observed_until_ms: observed().max().ok_or(BatchError::Empty)?,
            records: leaves.len().try_into().map_err(|_| BatchError::TooMany)?,
            tree: MerkleTree::from_leaves(leaves.iter().map(Leaf::hash).collect()),
            leaves,
        })
    }

    /// The leaves in the order of their keys.
    pub fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    /// The tree over the leaves.
    pub fn tree(&self) -> &MerkleTree {
        &self.tree
    }

    /// The header, still to be signed.
    pub fn header(
        &self,
        gateway: GatewayId,
        sequence: u64,
        previous: Digest,
        closed_at_ms: u64,
    ) -> BatchHeader {
        BatchHeader {
            gateway,
            sequence,
            previous,
            observed_from_ms: self.observed_from_ms,
            observed_until_ms: self.observed_until_ms,
            records: self.records,
            root: self.tree.root(),
            closed_at_ms,
        }
    }
}

/// Whether the keys are sorted and distinct.
fn ascends(leaves: &[Leaf]) -> bool {
    leaves.is_sorted_by(|one, next| one.key < next.key)
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "a batch has at least one record",
            Self::TooMany => "a batch has fewer than 2^32 records",
            Self::SameKey => "two records have the same key: an arrival number was given twice",
        })
    }
}

impl core::error::Error for BatchError {}

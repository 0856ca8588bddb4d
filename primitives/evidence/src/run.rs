//! The run proof: that leaves stand next to each other in a batch. Algorithm: `docs/spec/batch.md`.

use crate::tree::node;
use core::fmt;
use limpid_primitives::Digest;

/// Why a run has no root.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RunError {
    /// The run has no leaf or ends outside the batch.
    Bounds,
    /// There are too few nodes.
    MissingNode,
    /// There are too many nodes.
    UnusedNode,
}

/// The root of the batch of `size` leaves in which `leaves` stand from index `start` on, if `nodes` are those around them.
pub fn run_root(
    size: u32,
    start: u32,
    leaves: &[Digest],
    nodes: &[Digest],
) -> Result<Digest, RunError> {
    let count = u64::try_from(leaves.len()).map_err(|_| RunError::Bounds)?;
    let end = u64::from(start)
        .checked_add(count)
        .ok_or(RunError::Bounds)?;
    if leaves.is_empty() || end > u64::from(size) {
        return Err(RunError::Bounds);
    }
    let mut walk = Walk {
        start: start.into(),
        end,
        leaves: leaves.iter(),
        nodes: nodes.iter(),
    };
    let root = walk.subtree(0, size.into())?;
    match walk.nodes.next() {
        None => Ok(root),
        Some(_) => Err(RunError::UnusedNode),
    }
}

/// The walk over the tree from left to right; leaves and nodes are consumed in the order they are met.
struct Walk<'a> {
    start: u64,
    end: u64,
    leaves: core::slice::Iter<'a, Digest>,
    nodes: core::slice::Iter<'a, Digest>,
}

impl Walk<'_> {
    /// Hash of the subtree over `low..high`, which is not empty. At most 33 deep, as `high` has 32 bits.
    fn subtree(&mut self, low: u64, high: u64) -> Result<Digest, RunError> {
        if high <= self.start || self.end <= low {
            return self.nodes.next().copied().ok_or(RunError::MissingNode);
        }
        let size = high.saturating_sub(low);
        if size <= 1 {
            return self.leaves.next().copied().ok_or(RunError::Bounds);
        }
        let middle = low.saturating_add(size.div_ceil(2).next_power_of_two());
        let left = self.subtree(low, middle)?;
        let right = self.subtree(middle, high)?;
        Ok(node(&left, &right))
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bounds => "the run is empty or ends outside the batch",
            Self::MissingNode => "the run has too few nodes",
            Self::UnusedNode => "the run has too many nodes",
        })
    }
}

impl core::error::Error for RunError {}

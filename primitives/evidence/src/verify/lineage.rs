//! From the trust root's authority set to the one in force, change by change: `docs/spec/bundle.md`, "lineage".

use super::{
    authorities::AuthoritySet,
    block::{BlockHeader, BlockId, HeaderError},
    bundle::Finality,
    finality::{FinalityError, Justification},
    trust_root::TrustRoot,
};
use core::fmt;

/// An authority set and from which block on it finalises.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct InForce {
    pub(super) block: BlockId,
    pub(super) set_id: u64,
    pub(super) set: AuthoritySet,
}

/// Why a handover does not follow. `handover` is its index in the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LineageError {
    /// Index of the handover, from 0.
    pub handover: usize,
    /// What is wrong with it.
    pub fault: HandoverFault,
}

/// What is wrong with a handover.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HandoverFault {
    /// Its header is refused.
    Header(HeaderError),
    /// Its block is not after the handover before it.
    Order,
    /// It has the number of the trust root's block and another hash.
    OtherBlock,
    /// Its header changes nothing.
    NoChange,
    /// Its votes do not finalise it.
    Finality(FinalityError),
    /// The set id has no successor.
    SetId,
}

/// Walks all handovers from the trust root on.
pub(super) fn walk(root: &TrustRoot, handovers: &[Finality]) -> Result<InForce, LineageError> {
    let mut in_force = InForce {
        block: root.block,
        set_id: root.set_id,
        set: root.authorities.clone(),
    };
    let mut previous = None;
    for (index, handover) in handovers.iter().enumerate() {
        let next = step(&in_force, root.block, &mut previous, handover);
        let next = next.map_err(|fault| LineageError {
            handover: index,
            fault,
        })?;
        in_force = next.unwrap_or(in_force);
    }
    Ok(in_force)
}

/// One handover: the set that follows, or `None` if the trust root already knows it.
fn step(
    in_force: &InForce,
    trusted: BlockId,
    previous: &mut Option<u32>,
    handover: &Finality,
) -> Result<Option<InForce>, HandoverFault> {
    let bytes = handover.header.0.as_slice();
    let header = BlockHeader::from_bytes(bytes).map_err(HandoverFault::Header)?;
    let change = header.scheduled_change().map_err(HandoverFault::Header)?;
    let block = header.id(bytes);
    if previous
        .replace(block.number)
        .is_some_and(|number| block.number <= number)
    {
        return Err(HandoverFault::Order);
    }
    if block.number <= trusted.number {
        return match block.number == trusted.number && block.hash != trusted.hash {
            true => Err(HandoverFault::OtherBlock),
            false => Ok(None),
        };
    }
    let set = change.ok_or(HandoverFault::NoChange)?;
    Justification::from_bytes(&handover.justification.0)
        .and_then(|votes| votes.verify(block, &in_force.set, in_force.set_id))
        .map_err(HandoverFault::Finality)?;
    let set_id = in_force.set_id.checked_add(1).ok_or(HandoverFault::SetId)?;
    Ok(Some(InForce { block, set_id, set }))
}

impl LineageError {
    /// A word for programs.
    pub const fn code(&self) -> &'static str {
        match self.fault {
            HandoverFault::Header(_) => "handover-header",
            HandoverFault::Order => "handover-order",
            HandoverFault::OtherBlock => "other-trusted-block",
            HandoverFault::NoChange => "handover-changes-nothing",
            HandoverFault::Finality(_) => "handover-votes",
            HandoverFault::SetId => "set-id-overflow",
        }
    }
}

impl fmt::Display for LineageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "handover {}: ", self.handover)?;
        match &self.fault {
            HandoverFault::Header(error) => error.fmt(f),
            HandoverFault::Order => f.write_str("its block is not after the one before it"),
            HandoverFault::OtherBlock => {
                f.write_str("it is another block than the trust root's of that number")
            }
            HandoverFault::NoChange => f.write_str("its header does not change the authority set"),
            HandoverFault::Finality(error) => error.fmt(f),
            HandoverFault::SetId => f.write_str("the set id has no successor"),
        }
    }
}

impl core::error::Error for LineageError {}

//! The links `header`, `finality` and `lineage`: the block whose state is shown, up to the trust root.

use super::{
    block::{BlockHeader, BlockId, HeaderError},
    bundle::Finality,
    finality::Justification,
    lineage::{self, InForce},
    report::{Checked, Fault, Link, OK},
    trust_root::TrustRoot,
};
use alloc::string::ToString;
use limpid_primitives::Digest;

/// The finality block of a file, and who finalises it.
pub(super) struct FinalBlock<'a> {
    finality: &'a Finality,
    block: Result<(BlockHeader, BlockId), HeaderError>,
    in_force: Result<InForce, Fault>,
}

impl<'a> FinalBlock<'a> {
    /// Decodes the header and walks the handovers.
    pub(super) fn read(finality: &'a Finality, handovers: &[Finality], root: &TrustRoot) -> Self {
        let bytes = finality.header.0.as_slice();
        let block = BlockHeader::from_bytes(bytes).map(|header| {
            let id = header.id(bytes);
            (header, id)
        });
        let id = block.as_ref().ok().map(|(_, id)| *id);
        Self {
            finality,
            in_force: find_in_force(handovers, root, id),
            block,
        }
    }

    /// The block's hash and number, if its header decodes.
    pub(super) fn id(&self) -> Option<BlockId> {
        self.block.as_ref().ok().map(|(_, id)| *id)
    }

    /// The root of its state, if its header decodes.
    pub(super) fn state_root(&self) -> Option<&Digest> {
        self.block
            .as_ref()
            .ok()
            .map(|(header, _)| &header.state_root)
    }

    /// The link `header`.
    pub(super) fn check_header(&self) -> Checked {
        let refused = |error: HeaderError| Fault::failed("header-refused", error.to_string());
        match &self.block {
            Ok((header, _)) => header.scheduled_change().map(|_| OK).map_err(refused),
            Err(error) => Err(refused(*error)),
        }
    }

    /// The link `lineage`.
    pub(super) fn check_lineage(&self) -> Checked {
        self.in_force.clone().map(|_| OK)
    }

    /// The link `finality`.
    pub(super) fn check_finality(&self) -> Checked {
        let (Some(block), Ok(_)) = (self.id(), self.check_header()) else {
            return Err(Fault::not_reached(Link::Header));
        };
        let Ok(in_force) = &self.in_force else {
            return Err(Fault::not_reached(Link::Lineage));
        };
        Justification::from_bytes(&self.finality.justification.0)
            .and_then(|votes| votes.verify(block, &in_force.set, in_force.set_id))
            .map(|()| OK)
            .map_err(|error| Fault::failed(error.code(), error.to_string()))
    }
}

/// The authority set that finalises a file's block.
fn find_in_force(
    handovers: &[Finality],
    root: &TrustRoot,
    block: Option<BlockId>,
) -> Result<InForce, Fault> {
    let in_force = lineage::walk(root, handovers)
        .map_err(|error| Fault::failed(error.code(), error.to_string()))?;
    match block {
        Some(block) if block.number <= root.block.number => Err(Fault::undecided(
            "older-than-trust-root",
            "the trust root is newer than the evidence: use an older one",
        )),
        Some(block) if block.number <= in_force.block.number => Err(Fault::failed(
            "before-handover",
            "the block is not after the last handover",
        )),
        _ => Ok(in_force),
    }
}

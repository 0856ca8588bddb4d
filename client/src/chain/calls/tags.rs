//! Tags: why data of a period are not valid.

use super::Call;
use limpid_primitives::{Digest, Outlet, TagCode, TagId, TagRule};

const PALLET: &str = "Tags";

/// Says what a code means, or says it anew. For the council.
pub fn set_tag_rule(code: TagCode, rule: &TagRule) -> Call {
    Call::new(PALLET, "set_tag_rule", (code, rule))
}

/// Takes a code out of use. For the council.
pub fn remove_tag_rule(code: TagCode) -> Call {
    Call::new(PALLET, "remove_tag_rule", code)
}

/// What a tag says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, codec::Encode)]
pub struct TagText {
    /// The outlet.
    pub outlet: Outlet,
    /// What it says, by its rule's code.
    pub code: TagCode,
    /// First observed time it speaks of, milliseconds since 1970 UTC.
    pub from_ms: u64,
    /// End of the observed time it speaks of, exclusive.
    pub until_ms: u64,
    /// SHA-256 of the document with the reason.
    pub reason: Digest,
    /// SHA-256 of the proof.
    pub proof: Digest,
}

/// Files a tag. For the permit's holder.
pub fn file_tag(tag: &TagText) -> Call {
    Call::new(PALLET, "file_tag", tag)
}

/// Finds that the data a tag speaks of are not valid. For an agency.
pub fn accept_tag(outlet: Outlet, tag: TagId) -> Call {
    Call::new(PALLET, "accept_tag", (outlet, tag))
}

/// Finds that the data a tag speaks of stand; the digest is that of the document saying why. For an agency.
pub fn reject_tag(outlet: Outlet, tag: TagId, reason: Digest) -> Call {
    Call::new(PALLET, "reject_tag", (outlet, tag, reason))
}

//! Titles of quota: a lot, and the lots it came from, back to the allocations: `docs/spec/title.md`.
//!
//! The file names a lot and nothing else of quota. All that is said of it is read from the state that is proven, so that there
//! is nothing in the file that could say otherwise.

mod facts;
mod file;
mod graph;
mod links;

pub use facts::{AllocationFacts, ClassFacts, InstitutionFacts, LotFacts, TitleClaim, TitleFacts};
pub use file::{is_title, Title, TitleError, TitleFormat, TitleVersion};
pub use graph::TITLE_LOTS_MAX;

use super::{
    check_chain,
    final_block::FinalBlock,
    report::{Checked, Fault, Findings, Link, Report, OK},
    state::check_state,
    trust_root::TrustRoot,
};
use alloc::string::ToString;
use graph::Graph;

/// Verifies a title against a trust root.
pub fn verify_title(title: &[u8], root: &TrustRoot) -> Report<TitleFacts> {
    verify_within(title, root, TITLE_LOTS_MAX)
}

/// Reads no more than so many lots.
fn verify_within(title: &[u8], root: &TrustRoot, lots_max: usize) -> Report<TitleFacts> {
    match read(title, root) {
        Ok(title) => verify_read(&title, root, lots_max),
        Err(fault) => Report::new(
            Findings::unread(&Link::TITLE, &fault),
            TitleFacts::default(),
        ),
    }
}

/// The link `format`.
fn read(title: &[u8], root: &TrustRoot) -> Result<Title, Fault> {
    let title = Title::from_json(title)
        .map_err(|error| Fault::undecided("unreadable", error.to_string()))?;
    check_chain(&title.chain, &title.genesis, root)?;
    Ok(title)
}

fn verify_read(title: &Title, root: &TrustRoot, lots_max: usize) -> Report<TitleFacts> {
    let block = FinalBlock::read(&title.finality, &title.handovers, root);
    let graph = block
        .state_root()
        .map(|state_root| Graph::read(title, state_root, lots_max));

    let of_graph = |check: fn(&Graph) -> Checked| match &graph {
        Some(graph) => check(graph),
        None => Err(Fault::not_reached(Link::Header)),
    };
    let findings = Findings::of(&Link::TITLE, |link| match link {
        Link::Format => Ok(OK),
        Link::Lot => of_graph(links::check_lots),
        Link::Parts => of_graph(links::check_parts),
        Link::Allocation => of_graph(links::check_allocations),
        Link::Class => of_graph(links::check_class),
        Link::Holding => of_graph(links::check_holding),
        Link::Holder => of_graph(links::check_holders),
        Link::State => of_graph(|graph| check_state(&graph.proof, &graph.now_ms)),
        Link::Header => block.check_header(),
        Link::Finality => block.check_finality(),
        Link::Lineage => block.check_lineage(),
        // An evidence bundle's, and a share bundle's.
        Link::Frame
        | Link::Leaf
        | Link::Range
        | Link::Sequence
        | Link::Signature
        | Link::Anchor
        | Link::Gateway
        | Link::Binding
        | Link::Permit
        | Link::Clock
        | Link::Request
        | Link::DataSet
        | Link::Version
        | Link::Grant
        | Link::Receipt
        | Link::Party => Err(Fault::not_reached(Link::Format)),
    });
    let mut facts = TitleFacts::of_file(title);
    if let (Some(block), Some(graph)) = (block.id(), &graph) {
        facts.add_state(block, graph);
    }
    Report::new(findings, facts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::{Outcome, Verdict};
    use alloc::vec::Vec;
    use std::path::PathBuf;

    fn vector(name: &str) -> Vec<u8> {
        let folder = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
            .join("../../tests/vectors/title");
        std::fs::read(folder.join(name)).expect("a vector")
    }

    fn within(name: &str, lots_max: usize) -> Report<TitleFacts> {
        let root = TrustRoot::from_json(&vector("one-validator.trust.json")).expect("a root");
        verify_within(&vector(name), &root, lots_max)
    }

    #[test]
    fn a_title_of_more_lots_than_are_read_is_not_decided() {
        // It has seven.
        let name = "good-current.title.json";
        assert_eq!(within(name, 7).verdict, Verdict::Verified);
        for lots_max in 1..7 {
            let report = within(name, lots_max);
            assert_eq!(report.verdict, Verdict::Undecided, "{lots_max}");
            assert_eq!(report.first_failed, Some(Link::Lot));
            let outcome = |link| report.link(link).map(|found| (found.outcome, found.code));
            assert_eq!(
                outcome(Link::Lot),
                Some((Outcome::Undecided, "too-many-lots"))
            );
            assert_eq!(outcome(Link::State), Some((Outcome::Passed, "ok")));
        }
    }

    #[test]
    fn what_is_wrong_before_the_bound_is_refuted() {
        for name in ["state-node-twice.title.json", "class-none.title.json"] {
            assert_eq!(within(name, 1).verdict, Verdict::Refuted, "{name}");
        }
    }
}

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
    match read(title, root) {
        Ok(title) => verify_read(&title, root),
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

fn verify_read(title: &Title, root: &TrustRoot) -> Report<TitleFacts> {
    let block = FinalBlock::read(&title.finality, &title.handovers, root);
    let graph = block
        .state_root()
        .map(|state_root| Graph::read(title, state_root));

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

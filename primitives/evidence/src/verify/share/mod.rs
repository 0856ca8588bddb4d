//! Share bundles: a request for data, and what became of it: `docs/spec/share-bundle.md`.
//!
//! The file names a request and nothing else. All that is said of it is read from the state that is proven, so that there is
//! nothing in the file that could say otherwise.

mod facts;
mod file;
mod links;
mod shown;

pub use facts::{GrantFacts, ShareClaim, ShareFacts};
pub use file::{is_share, Share, ShareError, ShareFormat, ShareVersion};

use super::{
    check_chain,
    final_block::FinalBlock,
    report::{Checked, Fault, Findings, Link, Report, OK},
    state::check_state,
    trust_root::TrustRoot,
};
use alloc::string::ToString;
use shown::Shown;

/// Verifies a share bundle against a trust root.
pub fn verify_share(share: &[u8], root: &TrustRoot) -> Report<ShareFacts> {
    match read(share, root) {
        Ok(share) => verify_read(&share, root),
        Err(fault) => Report::new(
            Findings::unread(&Link::SHARE, &fault),
            ShareFacts::default(),
        ),
    }
}

/// The link `format`.
fn read(share: &[u8], root: &TrustRoot) -> Result<Share, Fault> {
    let share = Share::from_json(share)
        .map_err(|error| Fault::undecided("unreadable", error.to_string()))?;
    check_chain(&share.chain, &share.genesis, root)?;
    Ok(share)
}

fn verify_read(share: &Share, root: &TrustRoot) -> Report<ShareFacts> {
    let block = FinalBlock::read(&share.finality, &share.handovers, root);
    let shown = block
        .state_root()
        .map(|state_root| Shown::read(share, state_root));

    let of_shown = |check: fn(&Shown) -> Checked| match &shown {
        Some(shown) => check(shown),
        None => Err(Fault::not_reached(Link::Header)),
    };
    let findings = Findings::of(&Link::SHARE, |link| match link {
        Link::Format => Ok(OK),
        Link::Request => of_shown(links::check_request),
        Link::DataSet => of_shown(links::check_data_set),
        Link::Version => of_shown(links::check_version),
        Link::Grant => of_shown(links::check_grant),
        Link::Receipt => of_shown(links::check_receipts),
        Link::Party => of_shown(links::check_parties),
        Link::State => of_shown(|shown| check_state(&shown.proof, &shown.now_ms)),
        Link::Header => block.check_header(),
        Link::Finality => block.check_finality(),
        Link::Lineage => block.check_lineage(),
        // Of other files.
        _ => Err(Fault::not_reached(Link::Format)),
    });
    let mut facts = ShareFacts::of_file(share);
    if let (Some(block), Some(shown)) = (block.id(), &shown) {
        facts.add_state(block, shown);
    }
    Report::new(findings, facts)
}

//! The offline verifier: a file's bytes and a trust root in, a report out.
//!
//! It opens no socket, reads no clock and trusts nothing but the trust root. Any bytes get a report: nothing here panics,
//! recurses without a bound or believes a length. What each link demands is specified in `docs/spec/bundle.md` for evidence, and in
//! `docs/spec/title.md` for titles of quota, in `docs/spec/share-bundle.md` for shared data.
//!
//! Use it through [`verify`], [`verify_title`] and [`verify_share`]. [`Bundle`], [`Title`] and [`Share`] are also how the files are
//! written.

mod authorities;
mod block;
mod bundle;
mod facts;
mod final_block;
mod finality;
mod frame;
mod headers;
mod lineage;
mod permit;
mod registration;
mod report;
mod runs;
mod share;
mod signature;
mod state;
pub mod storage_keys;
mod strict;
mod title;
mod trie;
mod trust_root;
pub(crate) mod wire;

pub use authorities::{AuthoritySet, AuthoritySetError};
pub use block::{BlockHeader, BlockId, DigestItem, HeaderError};
pub use bundle::{
    BatchProof, Bundle, BundleError, BundleFormat, BundleVersion, Claim, Finality, PeriodClaim,
    RecordClaim, Run, ShownLeaf, BUNDLE_BYTES_MAX,
};
pub use facts::{
    AsOf, BatchFacts, BundleFacts, Facts, GatewayFacts, KeyFacts, OperatorFacts, PayloadFacts,
    RecordFacts,
};
pub use finality::{FinalityError, Justification, Precommit};
pub use lineage::{HandoverFault, LineageError};
pub use permit::{PermitFacts, PermitForce, PermitShown, PermitSpan, PermitThen};
pub use report::{Link, LinkReport, Outcome, Report, Verdict};
pub use share::{
    is_share, verify_share, GrantFacts, Share, ShareClaim, ShareError, ShareFacts, ShareFormat,
    ShareVersion,
};
pub use strict::{Base64, ChainName, ChainNameError, Hex};
pub use title::{
    is_title, verify_title, AllocationFacts, ClassFacts, InstitutionFacts, LotFacts, Title,
    TitleClaim, TitleError, TitleFacts, TitleFormat, TitleVersion, TITLE_LOTS_MAX,
};
pub use trust_root::{update_trust, TrustRoot, TrustRootError, TrustRootFormat, TrustRootVersion};

use alloc::string::{String, ToString};
use final_block::FinalBlock;
use limpid_primitives::Digest;
use report::{Checked, Fault, Findings, OK};
use state::State;

/// Verifies a bundle against a trust root.
pub fn verify(bundle: &[u8], root: &TrustRoot) -> Report {
    match read(bundle, root) {
        Ok(bundle) => verify_read(&bundle, root),
        Err(fault) => Report::new(Findings::unread(&Link::EVIDENCE, &fault), Facts::default()),
    }
}

/// The link `format`.
fn read(bundle: &[u8], root: &TrustRoot) -> Result<Bundle, Fault> {
    let bundle = Bundle::from_json(bundle)
        .map_err(|error| Fault::undecided("unreadable", error.to_string()))?;
    check_chain(&bundle.chain, &bundle.genesis, root)?;
    Ok(bundle)
}

/// Whether a file is of the trust root's chain.
fn check_chain(chain: &ChainName, genesis: &Digest, root: &TrustRoot) -> Result<(), Fault> {
    if *chain != root.chain || *genesis != root.genesis {
        return Err(Fault::undecided(
            "other-chain",
            "the trust root is of another chain",
        ));
    }
    Ok(())
}

fn verify_read(bundle: &Bundle, root: &TrustRoot) -> Report {
    let block = FinalBlock::read(&bundle.finality, &bundle.handovers, root);
    let state = block
        .state_root()
        .map(|state_root| State::read(bundle, state_root));

    let of_state = |check: fn(&Bundle, &State) -> Checked| match &state {
        Some(state) => check(bundle, state),
        None => Err(Fault::not_reached(Link::Header)),
    };
    let findings = Findings::of(&Link::EVIDENCE, |link| match link {
        Link::Frame => frame::check(bundle),
        Link::Leaf => runs::check_leaves(bundle),
        Link::Range => runs::check_ranges(bundle),
        Link::Sequence => headers::check_sequence(bundle),
        Link::Signature => of_state(headers::check_signatures),
        Link::Anchor => of_state(headers::check_anchors),
        Link::State => of_state(|_, state| state.check()),
        Link::Header => block.check_header(),
        Link::Finality => block.check_finality(),
        Link::Lineage => block.check_lineage(),
        Link::Gateway => of_state(|_, state| registration::check_gateway(state)),
        Link::Binding => of_state(registration::check_bindings),
        Link::Permit => of_state(permit::check),
        Link::Clock => of_state(check_clock),
        Link::Format => Ok(OK),
        // A title's, and a share bundle's.
        Link::Lot
        | Link::Parts
        | Link::Allocation
        | Link::Class
        | Link::Holding
        | Link::Holder
        | Link::Request
        | Link::DataSet
        | Link::Version
        | Link::Grant
        | Link::Receipt
        | Link::Party => Err(Fault::not_reached(Link::Format)),
    });
    let mut facts = Facts::of_bundle(bundle);
    if let (Some(block), Some(state)) = (block.id(), &state) {
        facts.add_state(bundle, block, state);
    }
    Report::new(findings, facts)
}

/// The link `clock`: the differences stand in the facts.
fn check_clock(_: &Bundle, state: &State) -> Checked {
    let anchors = || state.batches.iter().map(|batch| batch.anchor.value());
    if anchors().any(|anchor| anchor.is_none()) {
        return Err(Fault::not_reached(Link::Anchor));
    }
    let late = anchors()
        .flatten()
        .any(|anchor| anchor.timing != crate::chain::Timing::OnTime);
    Ok(if late {
        (
            "not-on-time",
            String::from("a batch was anchored late or ahead of the chain's time"),
        )
    } else {
        OK
    })
}

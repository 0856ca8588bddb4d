//! The offline verifier: bundle bytes and a trust root in, a report out.
//!
//! It opens no socket, reads no clock and trusts nothing but the trust root. Any bytes get a report: nothing here panics,
//! recurses without a bound or believes a length. What each link demands is specified in `docs/spec/bundle.md`.
//!
//! Use it through [`verify`]. [`Bundle`] is also how bundles are written.

mod authorities;
mod block;
mod bundle;
mod facts;
mod finality;
mod frame;
mod headers;
mod lineage;
mod permit;
mod registration;
mod report;
mod runs;
mod signature;
mod state;
pub mod storage_keys;
mod strict;
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
pub use strict::{Base64, ChainName, ChainNameError, Hex};
pub use trust_root::{update_trust, TrustRoot, TrustRootError, TrustRootFormat, TrustRootVersion};

use alloc::string::{String, ToString};
use lineage::InForce;
use report::{Checked, Fault, Findings, OK};
use state::State;

/// Verifies a bundle against a trust root.
pub fn verify(bundle: &[u8], root: &TrustRoot) -> Report {
    match read(bundle, root) {
        Ok(bundle) => verify_read(&bundle, root),
        Err(fault) => {
            let findings = Findings::of(|link| match link {
                Link::Format => Err(fault.clone()),
                _ => Err(Fault::not_reached(Link::Format)),
            });
            Report::new(findings, Facts::default())
        }
    }
}

/// The link `format`.
fn read(bundle: &[u8], root: &TrustRoot) -> Result<Bundle, Fault> {
    let bundle = Bundle::from_json(bundle)
        .map_err(|error| Fault::undecided("unreadable", error.to_string()))?;
    if bundle.chain != root.chain || bundle.genesis != root.genesis {
        return Err(Fault::undecided(
            "other-chain",
            "the trust root is of another chain",
        ));
    }
    Ok(bundle)
}

/// The finality block, once its header is decoded.
struct Block {
    header: BlockHeader,
    id: BlockId,
}

fn verify_read(bundle: &Bundle, root: &TrustRoot) -> Report {
    let bytes = bundle.finality.header.0.as_slice();
    let block = BlockHeader::from_bytes(bytes).map(|header| Block {
        id: header.id(bytes),
        header,
    });
    let state = block
        .as_ref()
        .ok()
        .map(|block| State::read(bundle, &block.header.state_root));
    let header = check_header(&block);
    let in_force = check_lineage(bundle, root, block.as_ref().ok());

    let of_state = |check: fn(&Bundle, &State) -> Checked| match &state {
        Some(state) => check(bundle, state),
        None => Err(Fault::not_reached(Link::Header)),
    };
    let findings = Findings::of(|link| match link {
        Link::Format => Ok(OK),
        Link::Frame => frame::check(bundle),
        Link::Leaf => runs::check_leaves(bundle),
        Link::Range => runs::check_ranges(bundle),
        Link::Sequence => headers::check_sequence(bundle),
        Link::Signature => of_state(headers::check_signatures),
        Link::Anchor => of_state(headers::check_anchors),
        Link::State => of_state(|_, state| state.check()),
        Link::Header => header.clone(),
        Link::Finality => check_finality(bundle, &block, &header, &in_force),
        Link::Lineage => in_force.clone().map(|_| OK),
        Link::Gateway => of_state(|_, state| registration::check_gateway(state)),
        Link::Binding => of_state(registration::check_bindings),
        Link::Permit => of_state(permit::check),
        Link::Clock => of_state(check_clock),
    });
    let mut facts = Facts::of_bundle(bundle);
    if let (Ok(block), Some(state)) = (&block, &state) {
        facts.add_state(bundle, block.id, state);
    }
    Report::new(findings, facts)
}

/// The link `header`.
fn check_header(block: &Result<Block, HeaderError>) -> Checked {
    let refused = |error: HeaderError| Fault::failed("header-refused", error.to_string());
    match block {
        Ok(block) => block.header.scheduled_change().map(|_| OK).map_err(refused),
        Err(error) => Err(refused(*error)),
    }
}

/// The link `lineage`: the authority set that finalises the bundle's block.
fn check_lineage(
    bundle: &Bundle,
    root: &TrustRoot,
    block: Option<&Block>,
) -> Result<InForce, Fault> {
    let in_force = lineage::walk(root, &bundle.handovers)
        .map_err(|error| Fault::failed(error.code(), error.to_string()))?;
    match block {
        Some(block) if block.id.number <= root.block.number => Err(Fault::undecided(
            "older-than-trust-root",
            "the trust root is newer than the evidence: use an older one",
        )),
        Some(block) if block.id.number <= in_force.block.number => Err(Fault::failed(
            "before-handover",
            "the block is not after the last handover",
        )),
        _ => Ok(in_force),
    }
}

/// The link `finality`.
fn check_finality(
    bundle: &Bundle,
    block: &Result<Block, HeaderError>,
    header: &Checked,
    in_force: &Result<InForce, Fault>,
) -> Checked {
    let (Ok(block), Ok(_)) = (block, header) else {
        return Err(Fault::not_reached(Link::Header));
    };
    let Ok(in_force) = in_force else {
        return Err(Fault::not_reached(Link::Lineage));
    };
    Justification::from_bytes(&bundle.finality.justification.0)
        .and_then(|votes| votes.verify(block.id, &in_force.set, in_force.set_id))
        .map(|()| OK)
        .map_err(|error| Fault::failed(error.code(), error.to_string()))
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

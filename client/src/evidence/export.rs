//! Makes an evidence file from a gateway's store and the chain.
//!
//! All of the chain's part is of one finalised block, the newest: a bundle says what holds now, besides what was anchored.

use super::{
    gather::Gathered,
    newest::newest,
    select::{select, Selection},
    trust::{self, TrustError},
};
use crate::{
    chain::{At, Chain, ChainError},
    gateway::store::{Store, StoreError},
};
use limpid_evidence::{
    chain::{Anchor, Gateway},
    verify::{
        storage_keys, verify, Base64, BatchProof, Bundle, BundleFormat, BundleVersion, Claim, Link,
        PeriodClaim, RecordClaim, Report, Verdict,
    },
    Period,
};
use limpid_primitives::{Digest, GatewayId, Outlet};

/// Batches in one bundle, as the format allows.
const BATCHES_MAX: u64 = 100_000;

/// What to make evidence of.
#[derive(Clone, Debug)]
pub enum What {
    /// All records of an outlet in a period.
    Period {
        /// The outlet and the period.
        period: Period,
        /// Up to this batch, instead of the one [`select`] chooses.
        through: Option<u64>,
    },
    /// One record, by its arrival number.
    Record {
        /// The arrival number.
        arrival: u64,
    },
}

/// Told how an export goes on.
pub trait Progress {
    /// So many batches of so many are gathered.
    fn batches(&self, gathered: u64, of: u64);
    /// What is done now.
    fn step(&self, step: Step);
}

/// A step of an export that may take a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Finding the newest finalised block and the hand-overs before it.
    Finality,
    /// Reading records.
    Records,
    /// Proving the chain's state.
    State,
    /// Checking the file.
    Check,
}

/// A finished bundle.
#[derive(Clone, Debug)]
pub struct Exported {
    /// The file's content.
    pub json: String,
    /// The batches it goes through.
    pub selection: Selection,
    /// Records it shows in full.
    pub records: u64,
    /// The finalised block whose state it proves.
    pub block: u32,
    /// What it says of the outlet's permit, as the verifier's link `permit` puts it.
    pub permit: String,
}

/// Why there is no bundle.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The gateway's store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The chain.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// The trust root it is checked against.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// The store belongs to another chain.
    #[error("the store was filled for the chain with genesis {store}, the node serves {node}: choose the right node (--node URL)")]
    OtherChain {
        /// Genesis in the store.
        store: Digest,
        /// Genesis of the node.
        node: Digest,
    },
    /// The gateway is not registered.
    #[error("gateway {0} is not registered on this chain: choose the right node (--node URL)")]
    GatewayUnknown(GatewayId),
    /// The batch is not in a finalised block yet.
    #[error("batch {sequence} is not anchored yet: the newest one in a finalised block is {anchored}. Wait for the gateway to submit it, and export again")]
    NotAnchored {
        /// The batch.
        sequence: u64,
        /// The newest anchored one.
        anchored: u64,
    },
    /// There is nothing to show for the period.
    #[error("no anchored batch was closed since the period began: the first one that can hold its records would be {first}, the newest anchored one is {anchored}. Wait, and export again")]
    NothingClosed {
        /// The first batch that could hold records of the period.
        first: u64,
        /// The newest anchored one.
        anchored: u64,
    },
    /// The record waits for its batch.
    #[error("record {0} is in no batch yet: wait until the gateway closes one, and export again")]
    Waiting(u64),
    /// The store does not have the record.
    #[error("the store has no record with arrival number {0}: `limpid evidence find` lists them")]
    RecordUnknown(u64),
    /// The period spans too many batches.
    #[error("the period goes through {0} batches, a bundle through {BATCHES_MAX} at most: export it in parts")]
    TooManyBatches(u64),
    /// Chain and store disagree.
    #[error(
        "batch {0} on chain is not the one in the store: run `limpid gateway fsck` and keep both"
    )]
    Differs(u64),
    /// No block is finalised after the last change of validators.
    #[error("no block is finalised yet: check that the validators run (`limpid chain status`), and export again")]
    NotFinalised,
    /// The bundle would not be accepted.
    #[error("the bundle does not verify and is not handed out: {link}: {detail}. Run `limpid gateway fsck`")]
    NotVerified {
        /// The first link that failed.
        link: &'static str,
        /// Why.
        detail: String,
    },
}

/// Makes a bundle, and verifies it as a stranger would before returning it.
pub async fn export(
    chain: &Chain,
    store: &Store,
    what: &What,
    progress: &impl Progress,
) -> Result<Exported, ExportError> {
    ensure_same_chain(chain, store)?;
    progress.step(Step::Finality);
    let (handovers, newest) = newest(chain).await?.ok_or(ExportError::NotFinalised)?;
    let at = At::Block(newest.hash);
    let head = chain.head(store.gateway(), at).await?;
    let anchored = head.map_or(0, |head| head.next_sequence.saturating_sub(1));
    progress.step(Step::Records);
    let (claim, selection) = claim(store, what, anchored)?;
    let batches = gather(store, what, &selection, progress)?;
    progress.step(Step::State);
    let state = state(
        chain,
        store.gateway(),
        claim.outlet(),
        &batches,
        newest.hash,
    )
    .await?;
    let block = newest.number;
    let bundle = Bundle {
        format: BundleFormat,
        version: BundleVersion,
        chain: trust::name(chain)?,
        genesis: chain.genesis(),
        gateway: store.gateway(),
        claim,
        batches,
        state,
        finality: newest.into(),
        handovers,
    };
    let json = bundle.to_json();
    progress.step(Step::Check);
    let report = check(chain, json.as_bytes()).await?;
    let permit = report.link(Link::Permit);
    Ok(Exported {
        json,
        selection,
        records: report.facts.records.len() as u64,
        block,
        permit: permit.map_or_else(String::new, |permit| permit.detail.clone()),
    })
}

fn ensure_same_chain(chain: &Chain, store: &Store) -> Result<(), ExportError> {
    match store.genesis()? {
        Some(genesis) if genesis != chain.genesis() => Err(ExportError::OtherChain {
            store: genesis,
            node: chain.genesis(),
        }),
        _ => Ok(()),
    }
}

fn claim(store: &Store, what: &What, anchored: u64) -> Result<(Claim, Selection), ExportError> {
    match what {
        What::Period { period, through } => {
            let selection = select(store, period, *through, anchored)?;
            let count = selection
                .last
                .saturating_sub(selection.first)
                .saturating_add(1);
            if count > BATCHES_MAX {
                return Err(ExportError::TooManyBatches(count));
            }
            let claim = PeriodClaim {
                outlet: period.outlet,
                from_ms: period.from_ms,
                until_ms: period.until_ms,
                first_sequence: selection.first,
                last_sequence: selection.last,
            };
            Ok((Claim::Period(claim), selection))
        }
        What::Record { arrival } => {
            let record = store
                .record(*arrival)?
                .ok_or(ExportError::RecordUnknown(*arrival))?;
            let sequence = store
                .sequence_of(*arrival)?
                .ok_or(ExportError::Waiting(*arrival))?;
            if sequence > anchored {
                return Err(ExportError::NotAnchored { sequence, anchored });
            }
            let selection = Selection {
                first: sequence,
                last: sequence,
                later: Vec::new(),
                waiting: 0,
            };
            let outlet = record.key.outlet;
            Ok((Claim::Record(RecordClaim { outlet, sequence }), selection))
        }
    }
}

fn gather(
    store: &Store,
    what: &What,
    selection: &Selection,
    progress: &impl Progress,
) -> Result<Vec<BatchProof>, ExportError> {
    let of = selection
        .last
        .saturating_sub(selection.first)
        .saturating_add(1);
    let mut parts = Vec::new();
    for sequence in selection.first..=selection.last {
        let gathered = Gathered::read(store, sequence)?;
        parts.push(match what {
            What::Period { period, .. } => gathered.period(period)?,
            What::Record { arrival } => gathered.record(*arrival)?,
        });
        progress.batches(parts.len() as u64, of);
    }
    Ok(parts)
}

/// The nodes that prove everything a verifier reads, in the state of block `at`.
async fn state(
    chain: &Chain,
    gateway: GatewayId,
    outlet: Outlet,
    batches: &[BatchProof],
    at: Digest,
) -> Result<Vec<Base64>, ExportError> {
    let Gateway::V1(registration) = chain
        .gateway(gateway, At::Block(at))
        .await?
        .ok_or(ExportError::GatewayUnknown(gateway))?;
    let mut keys = vec![
        storage_keys::now(),
        storage_keys::gateway(gateway),
        storage_keys::institution(registration.operator),
        storage_keys::bindings(gateway, outlet),
    ];
    let sequences: Vec<u64> = batches.iter().map(|batch| batch.header.sequence).collect();
    let anchors = chain.anchors(gateway, &sequences, At::Block(at)).await?;
    let mut key_indices = Vec::new();
    for (BatchProof { header, .. }, anchor) in batches.iter().zip(anchors) {
        match anchor {
            Some(Anchor::V1(anchor)) if anchor.header == *header => {
                key_indices.push(anchor.key_index)
            }
            _ => return Err(ExportError::Differs(header.sequence)),
        }
        keys.push(storage_keys::anchor(gateway, header.sequence));
    }
    key_indices.sort_unstable();
    key_indices.dedup();
    keys.extend(
        key_indices
            .into_iter()
            .map(|index| storage_keys::gateway_key(gateway, index)),
    );
    if chain.keeps_permits(At::Block(at)).await? {
        keys.push(storage_keys::permit(outlet.permit));
    }
    let nodes = chain.read_proof(&keys, at).await?;
    Ok(nodes.into_iter().map(Base64).collect())
}

/// Verifies the bundle from the chain's genesis.
async fn check(chain: &Chain, json: &[u8]) -> Result<Report, ExportError> {
    let root = trust::genesis_root(chain).await?;
    let report = verify(json, &root);
    if report.verdict == Verdict::Verified {
        return Ok(report);
    }
    let failed = report.first_failed.and_then(|link| report.link(link));
    Err(ExportError::NotVerified {
        link: failed.map_or("format", |failed| failed.link.word()),
        detail: failed
            .map(|failed| failed.detail.clone())
            .unwrap_or_default(),
    })
}

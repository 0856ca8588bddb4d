//! Does the chain agree with the store? Asked before the first header is signed, and before every submission.
//!
//! A gateway whose store was lost, restored from an old copy, or whose key runs on two machines would sign a second header
//! for a number. That is proof of fraud over its own signature, so it rather stops.

use super::{
    clock::now_ms,
    ledger::{Ledger, LedgerError},
    store::{Receipt, Store, StoreError},
};
use limpid_evidence::chain::{Anchor, AnchorV1, Gateway, GatewayKey, Head};
use limpid_primitives::{Digest, GatewayId};

/// Anchors read at a time.
const PAGE_MAX: u64 = 256;

/// Why a gateway cannot go on, or cannot yet.
#[derive(Debug, thiserror::Error)]
pub enum Disagreement {
    /// The nodes serve another chain than the one the store was signed for.
    #[error("the nodes serve the chain {found}, this store belongs to {stored}: correct `nodes`, or give this chain a store of its own")]
    OtherChain {
        /// Genesis the store has.
        stored: Digest,
        /// Genesis the nodes have.
        found: Digest,
    },
    /// The chain has batches of this gateway that the store has not.
    #[error("the chain has batches of gateway {gateway} up to {anchored}, this store only up to {stored}: the store was lost or is an old copy, or the gateway's key is used on another machine too. Restore the newest copy of the store; if there is none, register a new gateway with a new key")]
    ChainAhead {
        /// The gateway.
        gateway: GatewayId,
        /// The last batch anchored.
        anchored: u64,
        /// The last batch stored.
        stored: u64,
    },
    /// The chain has another batch under a number.
    #[error("batch {sequence} on chain is not the one in this store ({anchored} there, {stored} here): the gateway's key is used on another machine too, or the store was changed. Stop both and run `limpid gateway fsck`")]
    OtherBatch {
        /// The number.
        sequence: u64,
        /// Header hash on chain.
        anchored: Digest,
        /// Header hash in the store.
        stored: Digest,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The chain could not be asked, or is not ready for this gateway.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl Disagreement {
    /// Whether time, or somebody acting on chain, can resolve it.
    pub fn can_pass(&self) -> bool {
        matches!(self, Self::Ledger(_))
    }
}

/// The nodes serve the store's chain; a new store is bound to the first chain it meets. Returns the genesis hash.
pub async fn check_chain(store: &Store, ledger: &dyn Ledger) -> Result<Digest, Disagreement> {
    let found = ledger.genesis().await?;
    match store.genesis()? {
        Some(stored) if stored != found => Err(Disagreement::OtherChain { stored, found }),
        Some(_) => Ok(found),
        None => {
            store.put_genesis(&found)?;
            Ok(found)
        }
    }
}

/// The chain knows the gateway, and takes what `key` signs.
pub async fn check_registration(
    store: &Store,
    ledger: &dyn Ledger,
    key: &[u8; 32],
) -> Result<(), Disagreement> {
    let id = store.gateway();
    let Some(Gateway::V1(gateway)) = ledger.gateway(id).await? else {
        let unknown =
            format!("gateway {id} is not registered: have its operator's agency register it");
        return Err(LedgerError::Refused(unknown).into());
    };
    let keys = ledger.gateway_keys(id).await?;
    let current = keys.iter().find(|(index, _)| *index == gateway.key_index);
    match current {
        Some((_, GatewayKey::V1(current))) if current.public == *key => Ok(()),
        _ => {
            let other = format!(
                "the chain's key of gateway {id} is not the one in `gateway_key` ({}): use the registered key, or rotate to this one",
                hex::encode(key)
            );
            Err(LedgerError::Refused(other).into())
        }
    }
}

/// Compares the end of the chain's headers with the store's, and writes the receipts that are due. Returns the first
/// sequence that is not anchored.
pub async fn settle(
    store: &Store,
    ledger: &dyn Ledger,
    genesis: &Digest,
) -> Result<u64, Disagreement> {
    let head = ledger.head(store.gateway()).await?;
    let receipts = store.last_receipt()?;
    let anchored = head.next_sequence.saturating_sub(1);
    if anchored < receipts {
        let behind = format!("the node's finalised state has {anchored} batches, this gateway saw {receipts} final: the node is behind");
        return Err(LedgerError::Later(behind).into());
    }
    check_head(store, &head, genesis)?;
    let mut next = receipts.saturating_add(1);
    while next <= anchored {
        let last = anchored.min(next.saturating_add(PAGE_MAX - 1));
        let receipts = receipts_of(store, ledger, genesis, (next..=last).collect()).await?;
        store.put_receipts(&receipts)?;
        next = last.saturating_add(1);
    }
    Ok(next)
}

/// The last header on chain is the one the store has. As each commits to the one before, so are all before it.
fn check_head(store: &Store, head: &Head, genesis: &Digest) -> Result<(), Disagreement> {
    let sequence = head.next_sequence.saturating_sub(1);
    if sequence == 0 {
        return Ok(());
    }
    let stored = store.batch(sequence)?.ok_or(Disagreement::ChainAhead {
        gateway: store.gateway(),
        anchored: sequence,
        stored: store.last_sequence()?,
    })?;
    let stored = stored.signed_header.header.hash(genesis);
    match stored == head.last_hash {
        true => Ok(()),
        false => Err(Disagreement::OtherBatch {
            sequence,
            anchored: head.last_hash,
            stored,
        }),
    }
}

async fn receipts_of(
    store: &Store,
    ledger: &dyn Ledger,
    genesis: &Digest,
    sequences: Vec<u64>,
) -> Result<Vec<Receipt>, Disagreement> {
    let anchors = ledger.anchors(store.gateway(), sequences.clone()).await?;
    let mut block = None;
    let mut receipts = Vec::with_capacity(sequences.len());
    for (sequence, anchor) in sequences.into_iter().zip(anchors) {
        let Some(Anchor::V1(anchor)) = anchor else {
            let missing = format!("anchor {sequence} is not in the node's finalised state");
            return Err(LedgerError::Later(missing).into());
        };
        check_anchor(store, &anchor, sequence, genesis)?;
        let number = anchor.at.block;
        let hash = match block {
            Some((known, hash)) if known == number => hash,
            _ => {
                let gone = || LedgerError::Later(format!("the node does not know block {number}"));
                ledger.block_hash(number).await?.ok_or_else(gone)?
            }
        };
        block = Some((number, hash));
        receipts.push(Receipt {
            sequence,
            block_number: number,
            block_hash: hash,
            finalised_at_ms: now_ms(),
        });
    }
    Ok(receipts)
}

fn check_anchor(
    store: &Store,
    anchor: &AnchorV1,
    sequence: u64,
    genesis: &Digest,
) -> Result<(), Disagreement> {
    let stored = store.batch(sequence)?.ok_or(Disagreement::ChainAhead {
        gateway: store.gateway(),
        anchored: sequence,
        stored: store.last_sequence()?,
    })?;
    let header = stored.signed_header.header;
    match header == anchor.header {
        true => Ok(()),
        false => Err(Disagreement::OtherBatch {
            sequence,
            anchored: anchor.header.hash(genesis),
            stored: header.hash(genesis),
        }),
    }
}

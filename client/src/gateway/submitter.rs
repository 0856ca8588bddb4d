//! Bringing batches on chain, in order, until finality says that they are there.
//!
//! An accepted transaction is nothing yet: each round begins by reading what is final, writes the receipts that are due, and
//! sends what is still missing. The pair (gateway, sequence) makes a repetition harmless, so a crash anywhere only means
//! another round.

use super::{
    commit::gauge,
    config::AnchoringSettings,
    ledger::Ledger,
    metrics::Metrics,
    reconcile::{settle, Disagreement},
    store::Store,
};
use limpid_evidence::SignedHeader;
use limpid_primitives::Digest;
use std::sync::Arc;
use tokio::{sync::watch, time::sleep};

/// Headers of one transaction.
pub const HEADERS_MAX: u64 = 64;

/// The task that anchors.
pub struct Submitter {
    /// The store.
    pub store: Arc<Store>,
    /// The chain.
    pub ledger: Arc<dyn Ledger>,
    /// Its genesis.
    pub genesis: Digest,
    /// Pauses.
    pub settings: AnchoringSettings,
    /// The counters.
    pub metrics: Metrics,
    /// The last batch closed; ends when no more will be.
    pub closed: watch::Receiver<u64>,
}

impl Submitter {
    /// Anchors batches as they are closed. Returns once no more will be closed and all are anchored.
    pub async fn run(mut self) -> Result<(), Disagreement> {
        let pauses = self.settings.pauses();
        let mut failures = 0u32;
        loop {
            match self.round().await {
                Ok(Round::AllAnchored) => {
                    failures = 0;
                    if self.closed.changed().await.is_err() {
                        return Ok(());
                    }
                }
                Ok(Round::Submitted) => failures = 0,
                Err(error) if error.can_pass() => {
                    self.metrics.ledger_failures.inc();
                    let pause = pauses.after(failures);
                    tracing::warn!(%error, pause_ms = pause.as_millis() as u64, "batches wait to be anchored");
                    failures = failures.saturating_add(1);
                    sleep(pause).await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    async fn round(&mut self) -> Result<Round, Disagreement> {
        // Before reading the store, so that a batch closed meanwhile is seen by the next wait.
        self.closed.borrow_and_update();
        if self.store.last_sequence()? == self.store.last_receipt()? {
            return Ok(Round::AllAnchored);
        }
        let before = self.store.last_receipt()?;
        let next = settle(&self.store, &*self.ledger, &self.genesis).await?;
        let anchored = next.saturating_sub(1);
        self.metrics.last_anchored_sequence.set(gauge(anchored));
        if anchored > before {
            tracing::info!(
                from = before.saturating_add(1),
                to = anchored,
                "batches are anchored"
            );
        }
        let headers = self.headers(next)?;
        if headers.is_empty() {
            return Ok(Round::AllAnchored);
        }
        tracing::debug!(from = next, count = headers.len(), "submitting batches");
        self.ledger.anchor_batches(headers).await?;
        Ok(Round::Submitted)
    }

    fn headers(&self, next: u64) -> Result<Vec<SignedHeader>, Disagreement> {
        let batches = self.store.batches(next)?.take(HEADERS_MAX as usize);
        let headers = batches.map(|batch| Ok(batch?.1.signed_header));
        headers.collect()
    }
}

enum Round {
    AllAnchored,
    Submitted,
}

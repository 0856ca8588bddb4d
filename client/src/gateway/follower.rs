//! Following the chain's bindings, so that a logger is known as soon as its outlet is bound.

use super::{
    bindings::{Outlets, Registry},
    clock::now_ms,
    commit::gauge,
    ledger::Ledger,
    metrics::Metrics,
    reconcile::{check_chain, Disagreement},
    store::Store,
};
use std::{sync::Arc, time::Duration};
use tokio::{sync::watch, time::sleep};
use tokio_util::sync::CancellationToken;

/// The task that reads the bindings.
pub struct Follower {
    /// The store, which keeps them for a start without nodes.
    pub store: Arc<Store>,
    /// The chain.
    pub ledger: Arc<dyn Ledger>,
    /// Where the bindings are told.
    pub bindings: watch::Sender<Arc<Registry>>,
    /// Pause between two readings.
    pub refresh: Duration,
    /// The counters.
    pub metrics: Metrics,
    /// Set when the gateway stops.
    pub stop: CancellationToken,
}

impl Follower {
    /// Reads the bindings again and again until the gateway stops, also while a node is slow to answer.
    pub async fn run(self) -> Result<(), Disagreement> {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => Ok(()),
            ended = self.follow() => ended,
        }
    }

    async fn follow(&self) -> Result<(), Disagreement> {
        let mut known = self.store.known_bindings()?.unwrap_or_default();
        let mut silent = false;
        loop {
            match self.refresh(&mut known).await {
                Ok(()) => {
                    self.metrics.node_reachable.set(1);
                    silent = false;
                }
                Err(error) if error.can_pass() => {
                    self.metrics.node_reachable.set(0);
                    self.metrics.ledger_failures.inc();
                    // Once for each silence of the nodes, not for each attempt.
                    if !silent {
                        tracing::warn!(%error, "the bindings cannot be read; the last known ones are used");
                    }
                    silent = true;
                }
                Err(error) => return Err(error),
            }
            sleep(self.refresh).await;
        }
    }

    async fn refresh(&self, known: &mut Outlets) -> Result<(), Disagreement> {
        check_chain(&self.store, &*self.ledger).await?;
        let head = self.ledger.finalised().await?;
        let bindings = self.ledger.bindings(self.store.gateway()).await?;
        let seconds = gauge(now_ms() / 1_000);
        self.metrics.node_seen_seconds.set(seconds);
        if i64::from(head.number) > self.metrics.finalised_block.get() {
            self.metrics.finalised_block.set(head.number.into());
            self.metrics.finalised_seen_seconds.set(seconds);
        }
        if bindings != *known {
            self.store.put_known_bindings(&bindings)?;
            let registry = Registry::new(&bindings);
            let outlets = registry.outlets();
            tracing::info!(outlets, block = head.number, "the bindings have changed");
            self.metrics.outlets.set(gauge(outlets as u64));
            self.bindings.send_replace(Arc::new(registry));
            *known = bindings;
        }
        Ok(())
    }
}

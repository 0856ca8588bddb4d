//! From records to anchors: nothing is signed before chain and store were seen to agree; then the batcher and the submitter run.

use super::{
    batcher::{Batcher, Sealer},
    commit::gauge,
    config::Config,
    ledger::Ledger,
    metrics::Metrics,
    reconcile::{check_chain, check_registration, settle, Disagreement},
    store::Store,
    submitter::Submitter,
};
use crate::keys::GatewayKey;
use limpid_primitives::Digest;
use std::{sync::Arc, time::Duration};
use tokio::{sync::watch, time::sleep};

/// The task that brings records on chain.
pub struct Anchoring {
    /// The store.
    pub store: Arc<Store>,
    /// The chain.
    pub ledger: Arc<dyn Ledger>,
    /// The key that signs headers.
    pub key: GatewayKey,
    /// The last arrival that is durable; ends with the writer.
    pub committed: watch::Receiver<u64>,
    /// The configuration.
    pub config: Config,
    /// The counters.
    pub metrics: Metrics,
}

impl Anchoring {
    /// Returns once the writer has ended and everything it wrote is anchored.
    pub async fn run(self) -> Result<(), Disagreement> {
        let (genesis, next) = self.agree().await?;
        let sealer = Sealer {
            store: self.store.clone(),
            key: self.key,
            genesis,
            records_max: self.config.batch.records_max,
        };
        let count = sealer.sign_again(next)?;
        if count > 0 {
            tracing::info!(count, "batches are signed again with the new key");
        }
        let (closed, closings) = watch::channel(self.store.last_sequence()?);
        let batcher = Batcher {
            sealer: Arc::new(sealer),
            interval: Duration::from_millis(self.config.batch.interval_ms),
            committed: self.committed,
            closed,
            metrics: self.metrics.clone(),
        };
        let submitter = Submitter {
            store: self.store,
            ledger: self.ledger,
            genesis,
            settings: self.config.anchoring,
            metrics: self.metrics,
            closed: closings,
        };
        let batching = async { batcher.run().await.map_err(Disagreement::from) };
        tokio::try_join!(batching, submitter.run()).map(|_| ())
    }

    /// Asks until chain and store agree. Returns the genesis hash and the first batch that is not anchored.
    async fn agree(&self) -> Result<(Digest, u64), Disagreement> {
        let pause = Duration::from_millis(self.config.anchoring.bindings_refresh_ms);
        let mut last_told = String::new();
        loop {
            match self.try_agree().await {
                Ok(agreed) => return Ok(agreed),
                Err(error) if error.can_pass() => {
                    let text = error.to_string();
                    if text != last_told {
                        tracing::warn!(
                            error = text,
                            "no batch is closed yet; frames are stored and acknowledged"
                        );
                    }
                    last_told = text;
                    sleep(pause).await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    async fn try_agree(&self) -> Result<(Digest, u64), Disagreement> {
        let (store, ledger) = (&self.store, &*self.ledger);
        let genesis = check_chain(store, ledger).await?;
        // First of all: a store that lags behind the chain is of no use, whatever else is wrong.
        settle(store, ledger, &genesis).await?;
        check_registration(store, ledger, &self.key.public()).await?;
        // Once more, now that the key is known to be the chain's: what is not anchored now needs its signature.
        let next = settle(store, ledger, &genesis).await?;
        let last_sequence = store.last_sequence()?;
        self.metrics.last_sequence.set(gauge(last_sequence));
        let anchored = next.saturating_sub(1);
        self.metrics.last_anchored_sequence.set(gauge(anchored));
        tracing::info!(%genesis, last_sequence, anchored, "chain and store agree");
        Ok((genesis, next))
    }
}

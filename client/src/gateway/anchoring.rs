//! From records to anchors: nothing is signed before chain and store were seen to agree; then the batcher and the submitter run.

use super::{
    batcher::{Batcher, Sealer},
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
        let genesis = self.agree().await?;
        let last = self.store.last_sequence()?;
        let (closed, closings) = watch::channel(last);
        let batcher = Batcher {
            sealer: Arc::new(Sealer {
                store: self.store.clone(),
                key: self.key,
                genesis,
                records_max: self.config.batch.records_max,
            }),
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

    /// Asks until chain and store agree.
    async fn agree(&self) -> Result<Digest, Disagreement> {
        let pause = Duration::from_millis(self.config.anchoring.bindings_refresh_ms);
        let mut last_told = String::new();
        loop {
            match self.try_agree().await {
                Ok(genesis) => return Ok(genesis),
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

    async fn try_agree(&self) -> Result<Digest, Disagreement> {
        let genesis = check_chain(&self.store, &*self.ledger).await?;
        // A store that lags behind the chain must not be written to, whatever else is wrong.
        settle(&self.store, &*self.ledger, &genesis).await?;
        check_registration(&self.store, &*self.ledger, &self.key.public()).await?;
        tracing::info!(%genesis, last_sequence = self.store.last_sequence()?, "chain and store agree");
        Ok(genesis)
    }
}

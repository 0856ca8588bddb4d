//! Closing batches: by time and by count, and nothing while there is nothing.

use super::{
    clock::now_ms,
    commit::gauge,
    metrics::Metrics,
    store::{read_record, Store, StoreError, StoredBatch},
};
use crate::keys::GatewayKey;
use limpid_evidence::{sha256, Batch, Leaf, SignedHeader};
use limpid_primitives::Digest;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::watch,
    task::spawn_blocking,
    time::{sleep_until, Instant},
};

/// What signing a batch takes.
pub struct Sealer {
    /// The store.
    pub store: Arc<Store>,
    /// The key that signs.
    pub key: GatewayKey,
    /// Genesis of the chain that is signed for.
    pub genesis: Digest,
    /// Records of a batch at most.
    pub records_max: u32,
}

impl Sealer {
    /// Closes one batch of the oldest records that are in none; `None` if every record is in one.
    pub fn close(&self) -> Result<Option<StoredBatch>, StoreError> {
        let first = self.store.last_batched_arrival()?.saturating_add(1);
        let leaves = self.read(first)?;
        if leaves.is_empty() {
            return Ok(None);
        }
        let batch = self.seal(self.store.last_sequence()?, leaves)?;
        // The header leaves this process only after this line: were it lost, its number would be signed twice.
        self.store.put_batch(&batch)?;
        Ok(Some(batch))
    }

    /// Signs the batches from `next` on again, if another key signed them: the chain takes only the gateway's current one.
    /// The header, and with it its hash, stays what it was, so there are never two headers of one number. `next` is the
    /// first batch that was not anchored when the chain was already seen to have this key, so none of them can still be
    /// anchored under the old signature.
    pub fn sign_again(&self, next: u64) -> Result<u64, StoreError> {
        let mut count: u64 = 0;
        for item in self.store.batches(next)? {
            let (_, mut batch) = item?;
            if batch.signer == self.key.public() {
                continue;
            }
            let header = batch.signed_header.header;
            batch.signer = self.key.public();
            batch.signed_header.signature = self.key.sign(&header.signing_bytes(&self.genesis));
            self.store.put_batch(&batch)?;
            count = count.saturating_add(1);
        }
        Ok(count)
    }

    fn read(&self, first: u64) -> Result<Vec<Leaf>, StoreError> {
        // What can be read here is durable: the database syncs its log before it shows a write.
        let records = self.store.records_from(first)?;
        let records = records.take(self.records_max as usize);
        (first..)
            .zip(records)
            .map(|(expected, item)| {
                let (arrival, bytes) = item?;
                if arrival != expected {
                    return Err(StoreError::Damaged(format!("record {expected} is missing")));
                }
                Ok(Leaf {
                    key: read_record(arrival, &bytes)?.key,
                    digest: sha256(&bytes),
                })
            })
            .collect()
    }

    fn seal(&self, last_sequence: u64, leaves: Vec<Leaf>) -> Result<StoredBatch, StoreError> {
        let last = self
            .store
            .batch(last_sequence)?
            .map(|last| last.signed_header.header);
        let previous = last.map_or(Digest::ZERO, |last| last.hash(&self.genesis));
        // Batches are looked up by when they were closed, so a clock that was set back does not set them back.
        let closed_at_ms = now_ms().max(last.map_or(0, |last| last.closed_at_ms));
        let batch = Batch::new(leaves).map_err(|error| StoreError::Damaged(error.to_string()))?;
        let sequence = last_sequence.saturating_add(1);
        let header = batch.header(self.store.gateway(), sequence, previous, closed_at_ms);
        Ok(StoredBatch {
            signed_header: SignedHeader {
                header,
                signature: self.key.sign(&header.signing_bytes(&self.genesis)),
            },
            signer: self.key.public(),
            arrivals: batch.leaves().iter().map(|leaf| leaf.key.arrival).collect(),
        })
    }
}

/// The task that closes batches.
pub struct Batcher {
    /// What signing takes.
    pub sealer: Arc<Sealer>,
    /// After the oldest record has waited this long, its batch is closed.
    pub interval: Duration,
    /// The last arrival that is durable; ends with the writer.
    pub committed: watch::Receiver<u64>,
    /// Where the last batch closed is told.
    pub closed: watch::Sender<u64>,
    /// The counters.
    pub metrics: Metrics,
}

impl Batcher {
    /// Closes batches as they become due. When the writer has ended, closes one for everything that is left and returns.
    pub async fn run(mut self) -> Result<(), StoreError> {
        let mut batched = self.sealer.store.last_batched_arrival()?;
        loop {
            match self.wait(batched).await {
                Wake::Due => batched = self.close().await?.unwrap_or(batched),
                Wake::WriterEnded => {
                    while self.close().await?.is_some() {}
                    return Ok(());
                }
            }
        }
    }

    /// Waits until a batch is full, or its oldest record has waited long enough.
    async fn wait(&mut self, batched: u64) -> Wake {
        let full = u64::from(self.sealer.records_max);
        let mut deadline = None;
        loop {
            let waiting = self.committed.borrow_and_update().saturating_sub(batched);
            if waiting >= full {
                return Wake::Due;
            }
            if waiting > 0 && deadline.is_none() {
                deadline = Some(Instant::now() + self.interval);
            }
            let timer = async {
                match deadline {
                    Some(deadline) => sleep_until(deadline).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = timer => return Wake::Due,
                changed = self.committed.changed() => if changed.is_err() {
                    return Wake::WriterEnded;
                },
            }
        }
    }

    /// Closes one batch and returns its last arrival.
    async fn close(&self) -> Result<Option<u64>, StoreError> {
        let sealer = self.sealer.clone();
        let sealed = spawn_blocking(move || sealer.close()).await;
        let sealed = sealed.map_err(|_| StoreError::Damaged("closing a batch panicked".into()))?;
        let Some(batch) = sealed? else {
            return Ok(None);
        };
        let sequence = batch.sequence();
        let last = batch.span().map_or(0, |(_, last)| last);
        let records = batch.arrivals.len();
        tracing::info!(sequence, records, last_arrival = last, "a batch is closed");
        self.metrics.last_sequence.set(gauge(sequence));
        self.metrics.last_batched_arrival.set(gauge(last));
        self.closed.send_replace(sequence);
        Ok(Some(last))
    }
}

enum Wake {
    Due,
    WriterEnded,
}

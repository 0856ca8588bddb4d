//! The writer: one thread that takes what all connections received and commits it in groups.
//!
//! While one group is being synced, the next gathers in the channel. So the slower the disk, the larger the groups: the cost
//! of a sync is shared by all frames that waited for it, and no frame waits for a timer.

use super::{
    metrics::Metrics,
    store::{NewRecord, Numbers, Outcome, Refusal, Store, StoreError},
};
use limpid_evidence::Payload;
use std::{sync::Arc, time::Instant};
use tokio::sync::{mpsc, oneshot, watch};

/// Submissions that wait for the writer; a connection has at most one.
const QUEUE_MAX: usize = 1_024;
/// Bytes of one group, after which it is committed even if more wait.
const GROUP_BYTES_MAX: usize = 4 << 20;
/// What a record or a refusal takes besides its bytes, about.
const ITEM_BYTES: usize = 256;

/// What one connection received in one go, or one deposit.
struct Submission {
    records: Vec<NewRecord>,
    refusals: Vec<Refusal>,
    done: oneshot::Sender<Vec<Outcome>>,
}

/// Hands submissions to the writer. When all clones are dropped, the writer commits what it has and ends.
#[derive(Clone)]
pub struct Committer {
    queue: mpsc::Sender<Submission>,
}

/// A [`Committer`] that does not keep the writer waiting: whoever holds one may never end, as a stalled HTTP request does.
#[derive(Clone)]
pub struct WeakCommitter {
    queue: mpsc::WeakSender<Submission>,
}

impl WeakCommitter {
    /// As [`Committer::commit`], as long as the gateway takes frames.
    pub async fn commit(
        &self,
        records: Vec<NewRecord>,
        refusals: Vec<Refusal>,
    ) -> Result<Vec<Outcome>, Closed> {
        let queue = self.queue.upgrade().ok_or(Closed)?;
        Committer { queue }.commit(records, refusals).await
    }
}

/// The writer is gone: it failed, or the gateway is stopping. Nothing of the submission may be acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the store takes nothing more")]
pub struct Closed;

impl Committer {
    /// One that does not keep the writer waiting.
    pub fn weak(&self) -> WeakCommitter {
        WeakCommitter {
            queue: self.queue.downgrade(),
        }
    }

    /// Returns once all of it is durable, with what became of each record.
    pub async fn commit(
        &self,
        records: Vec<NewRecord>,
        refusals: Vec<Refusal>,
    ) -> Result<Vec<Outcome>, Closed> {
        let (done, outcomes) = oneshot::channel();
        let submission = Submission {
            records,
            refusals,
            done,
        };
        self.queue.send(submission).await.map_err(|_| Closed)?;
        outcomes.await.map_err(|_| Closed)
    }
}

/// The writing end. Runs on a thread of its own, because it blocks on the disk.
pub struct Writer {
    store: Arc<Store>,
    queue: mpsc::Receiver<Submission>,
    numbers: Numbers,
    rejected_bytes_max: u64,
    /// The last arrival that is durable, for the batcher.
    committed: watch::Sender<u64>,
    metrics: Metrics,
}

impl Writer {
    /// A writer that continues where the store ends, and what the others need to reach it.
    pub fn new(
        store: Arc<Store>,
        rejected_bytes_max: u64,
        metrics: Metrics,
    ) -> Result<(Self, Committer, watch::Receiver<u64>), StoreError> {
        let numbers = store.numbers()?;
        let (queue, receiver) = mpsc::channel(QUEUE_MAX);
        let (committed, watcher) = watch::channel(numbers.arrival);
        metrics.last_arrival.set(gauge(numbers.arrival));
        let writer = Self {
            store,
            queue: receiver,
            numbers,
            rejected_bytes_max,
            committed,
            metrics,
        };
        Ok((writer, Committer { queue }, watcher))
    }

    /// Writes until every [`Committer`] is gone. An error means that the disk failed: the group it met was not
    /// acknowledged, and nothing after it will be.
    pub fn run(mut self) -> Result<(), StoreError> {
        while let Some(first) = self.queue.blocking_recv() {
            let mut bytes = size(&first);
            let mut submissions = vec![first];
            while bytes < GROUP_BYTES_MAX {
                let Ok(next) = self.queue.try_recv() else {
                    break;
                };
                bytes = bytes.saturating_add(size(&next));
                submissions.push(next);
            }
            self.write(submissions)?;
        }
        Ok(())
    }

    fn write(&mut self, submissions: Vec<Submission>) -> Result<(), StoreError> {
        let started = Instant::now();
        let mut group = self.store.group(self.numbers, self.rejected_bytes_max);
        let mut waiting = Vec::with_capacity(submissions.len());
        let mut refused = Vec::new();
        for submission in submissions {
            let outcomes = submission
                .records
                .into_iter()
                .map(|record| group.add(record))
                .collect::<Result<Vec<_>, _>>()?;
            for refusal in submission.refusals {
                refused.push(refusal.reason.clone());
                group.refuse(refusal)?;
            }
            waiting.push((submission.done, outcomes));
        }
        let stored = group.records();
        self.numbers = group.commit()?;
        // From here on each of them is durable.
        self.committed.send_replace(self.numbers.arrival);
        self.count(stored, &refused, &waiting, started);
        for (done, outcomes) in waiting {
            // A connection that is gone needs no acknowledgement: its logger sends again, and is told then.
            let _ = done.send(outcomes);
        }
        Ok(())
    }

    fn count(
        &self,
        stored: usize,
        refused: &[String],
        waiting: &[(oneshot::Sender<Vec<Outcome>>, Vec<Outcome>)],
        started: Instant,
    ) {
        let records: usize = waiting.iter().map(|(_, outcomes)| outcomes.len()).sum();
        let received = records.saturating_add(refused.len());
        self.metrics.received.inc_by(received as u64);
        self.metrics.stored.inc_by(stored as u64);
        let duplicates = records.saturating_sub(stored);
        self.metrics.duplicates.inc_by(duplicates as u64);
        for reason in refused {
            self.metrics.refused.with_label_values(&[reason]).inc();
        }
        self.metrics.last_arrival.set(gauge(self.numbers.arrival));
        self.metrics.commit_records.observe(stored as f64);
        let seconds = started.elapsed().as_secs_f64();
        self.metrics.commit_seconds.observe(seconds);
    }
}

/// A running number as a gauge shows it.
pub fn gauge(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn size(submission: &Submission) -> usize {
    let records = submission
        .records
        .iter()
        .map(|record| match &record.payload {
            Payload::Frame { bytes, .. } => bytes.len(),
            Payload::File(_) => 0,
        });
    let refusals = submission
        .refusals
        .iter()
        .map(|refusal| refusal.bytes.len());
    let items = records.chain(refusals);
    items.map(|bytes| bytes.saturating_add(ITEM_BYTES)).sum()
}

//! One attempt to prove some tasks: what the chain has already is passed over, the rest is shown to it.

mod absences;
mod days;
mod exceedances;
mod make;
mod substitutions;

use super::{
    ledger::{EmissionsLedger, Now, PartRefusal, Refusal},
    task::Task,
    verdict::verdict,
};
use crate::gateway::{
    clock::now_ms,
    ledger::LedgerError,
    store::{OpenTask, Settled, Store, StoreError},
};
use std::sync::Arc;
use tokio::task::spawn_blocking;

pub use days::CALLS_MAX;

/// Proofs of one call, as many as the chain takes.
pub const PROOFS_MAX: usize = 64;
/// Bytes of the proofs of one call: a tenth of a block.
const CALL_BYTES_MAX: usize = 384 * 1024;

/// What proves.
#[derive(Clone)]
pub struct Attempts {
    /// The store with the records.
    pub store: Arc<Store>,
    /// The chain.
    pub ledger: Arc<dyn EmissionsLedger>,
}

/// What an attempt came to.
#[derive(Debug, Default)]
pub struct Attempted {
    /// What became of tasks; those that are not here wait as before.
    pub settled: Vec<(OpenTask, Settled)>,
    /// How many calls the chain took.
    pub calls: usize,
    /// Why it ended early.
    pub stopped: Option<Stopped>,
}

/// Why an attempt ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// It may work later without anybody doing anything.
    Later(String),
    /// The chain takes no call of so many proofs; a smaller one it may.
    TooLarge(String),
    /// The chain does not take the member's calls: somebody has to do something.
    Blocked(String),
}

/// Why nothing could be attempted.
#[derive(Debug, thiserror::Error)]
pub enum AttemptError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The chain could not be asked.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Does something that waits for the disk, on a thread for such things.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, StoreError> {
    let done = spawn_blocking(work).await;
    done.map_err(|_| StoreError::Damaged("reading it for a proof panicked".into()))
}

impl Attempted {
    /// Whether anything is other than it was.
    pub fn is_progress(&self) -> bool {
        self.calls > 0 || !self.settled.is_empty()
    }

    fn settle(&mut self, open: OpenTask, settled: Settled) {
        self.settled.push((open, settled));
    }

    /// Takes what became of a call that was about one task.
    fn conclude(&mut self, open: OpenTask, outcome: Result<(), Refusal>) {
        match outcome.map_err(|refusal| part_of(refusal, 1)) {
            Ok(()) => {
                self.settle(open, Settled::Done);
                self.calls = self.calls.saturating_add(1);
            }
            Err(Ok((_, part))) => self.settle(open, verdict(&part, open.attempts, now_ms())),
            Err(Err(stopped)) => self.stopped = Some(stopped),
        }
    }

    /// Passes on the tasks whose period is over, and postpones the others.
    fn over<T>(
        &mut self,
        tasks: Vec<(OpenTask, T)>,
        now: Now,
    ) -> impl Iterator<Item = (OpenTask, T)> {
        let end_ms = |task: &Task| task.end_ms();
        let is_over = |(open, _): &(OpenTask, T)| end_ms(&open.task) <= now.time_ms;
        let (over, early): (Vec<_>, _) = tasks.into_iter().partition(is_over);
        for (open, _) in early {
            self.settle(open, not_before(end_ms(&open.task)));
        }
        over.into_iter()
    }
}

impl Stopped {
    /// The reason in words.
    pub fn why(&self) -> &str {
        match self {
            Self::Later(why) | Self::TooLarge(why) | Self::Blocked(why) => why,
        }
    }
}

/// Postponed to a time of the chain, which this clock may reach a little earlier.
fn not_before(chain_ms: u64) -> Settled {
    const MARGIN_MS: u64 = 5_000;
    Settled::Postponed {
        until_ms: chain_ms.max(now_ms()).saturating_add(MARGIN_MS),
        why: "its period is not over, or its frame is still waited for".into(),
    }
}

fn refused(reason: &str, error: &impl ToString) -> Settled {
    Settled::Refused {
        reason: reason.into(),
        detail: error.to_string(),
    }
}

/// Which part of a call of so many is refused; otherwise what stops the attempt.
fn part_of(refusal: Refusal, parts: usize) -> Result<(usize, PartRefusal), Stopped> {
    match refusal {
        Refusal::Later(text) => Err(Stopped::Later(text)),
        Refusal::Part(part) => match (part.index, parts) {
            (_, 1) => Ok((0, part)),
            (Some(index), _) if index < parts => Ok((index, part)),
            _ => Err(Stopped::TooLarge(part.text)),
        },
        Refusal::Call(text) if parts > 1 => Err(Stopped::TooLarge(text)),
        Refusal::Call(text) => Err(Stopped::Blocked(text)),
    }
}

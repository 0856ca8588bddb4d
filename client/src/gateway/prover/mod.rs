//! Proving days and exceedances on chain, as batches become final.
//!
//! ```text
//! anchored records --look--> tasks --attempt--> chain --settle--> done, postponed or refused
//!                  durable           final              durable
//! ```
//!
//! | Module | Part |
//! |---|---|
//! | [`task`] | what there is to prove |
//! | [`find`], [`means`], [`limits`] | finding it among the records |
//! | [`absences`] | finding the days of which there is no frame, or none with valid data |
//! | [`attempt`], [`shown`] | one attempt to prove some of it, and what its calls carry |
//! | [`verdict`] | what a refusal means |
//! | [`once`] | all of it once, from a store that is only read |
//! | [`ledger`] | the chain as a prover needs it |
//! | [`status`] | where it stands |
//!
//! A gateway is there to take and to anchor frames; proving follows behind and never ends it. It can be done by anybody and at
//! any time, so that nothing is lost by a proof that comes late, and nothing is changed by one that comes twice.
//!
//! **What never happens**
//! 1. What may be proven is forgotten: tasks and cursor are written together, and a task goes only after a finalised block
//!    has it, or the chain refused it for good.
//! 2. The institution's allowance is used up by proofs while batches wait for theirs.

pub mod absences;
pub mod attempt;
pub mod find;
pub mod ledger;
pub mod limits;
pub mod means;
mod node;
pub mod once;
pub mod shown;
pub mod status;
pub mod task;
pub mod verdict;

pub use ledger::EmissionsLedger;
pub use status::{EmissionsStatus, RefusedProof};
pub use task::{DayTask, ExceedanceTask, Kind, OutletDay, Task};

use super::{
    clock::now_ms,
    config::EmissionsSettings,
    ledger::LedgerError,
    metrics::Metrics,
    pause::Pauses,
    reconcile::{check_chain, Disagreement},
    store::{OpenTask, Store, StoreError},
};
use absences::Absences;
use attempt::{blocking, AttemptError, Attempted, Attempts, Stopped, CALLS_MAX, PROOFS_MAX};
use find::Candidates;
use futures::FutureExt;
use ledger::Now;
use limits::Limits;
use status::Board;
use std::{convert::Infallible, panic::AssertUnwindSafe, sync::Arc, time::Duration};
use tokio::{sync::watch, time::sleep};
use tokio_util::sync::CancellationToken;

/// Records looked through at a time.
const RECORDS_MAX: usize = 4_096;
/// While more tasks than this could be proven now, no more records are looked through. Those that wait for a later time do not
/// count: a logger whose clock is years ahead must not keep the others' days from being found.
const DUE_WAITING_MAX: u64 = 10_000;
/// Tasks of a kind that are taken up at a time; more than the calls of one attempt carry, because some are done already.
const DUE_MAX: usize = 2 * CALLS_MAX * PROOFS_MAX;

/// The task that proves.
pub struct Prover {
    /// The store.
    pub store: Arc<Store>,
    /// The chain.
    pub ledger: Arc<dyn EmissionsLedger>,
    /// The configuration.
    pub settings: EmissionsSettings,
    /// Pauses after failures.
    pub pauses: Pauses,
    /// The counters.
    pub metrics: Metrics,
    /// Where it is told how things stand.
    pub status: watch::Sender<EmissionsStatus>,
    /// Set when the gateway stops.
    pub stop: CancellationToken,
}

impl Prover {
    /// Proves until the gateway stops. Returns early only if the store failed, or if the nodes serve another chain.
    pub async fn run(self) {
        let (stop, metrics, status) =
            (self.stop.clone(), self.metrics.clone(), self.status.clone());
        metrics.proving.set(1);
        let ended = tokio::select! {
            biased;
            () = stop.cancelled() => None,
            ended = AssertUnwindSafe(Work::begin(self)).catch_unwind() => {
                Some(ended.unwrap_or(End::Panic))
            }
        };
        metrics.proving.set(0);
        if let Some(error) = ended {
            tracing::error!(%error, "nothing more is proven until the gateway is started again; frames are taken and anchored");
            status.send_modify(|status| status.waits_for = Some(error.to_string()));
        }
    }
}

/// Why proving ended.
#[derive(Debug, thiserror::Error)]
enum End {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Chain(#[from] Disagreement),
    #[error("proving ended by a panic, see the log above: this is a fault of the program, please report it")]
    Panic,
}

/// What a round came to.
enum Round {
    /// Something was done, and more may be to do.
    Progress,
    /// There is nothing to do now.
    Idle,
    /// The institution's allowance of this window is left to others.
    Spared,
    /// Something has to pass first.
    Stopped(Stopped),
}

struct Work {
    attempts: Attempts,
    limits: Limits,
    absences: Option<Absences>,
    settings: EmissionsSettings,
    pauses: Pauses,
    board: Board,
    /// Proofs of the next call: fewer after the chain found one too large.
    proofs_max: usize,
}

impl Work {
    /// Returns only with what makes it impossible to go on.
    async fn begin(prover: Prover) -> End {
        let Prover {
            store,
            ledger,
            settings,
            pauses,
            metrics,
            status,
            ..
        } = prover;
        let attempts = Attempts {
            store,
            ledger: ledger.clone(),
        };
        let work = Self {
            absences: settings
                .prove_absences
                .then(|| Absences::new(attempts.clone())),
            attempts,
            limits: Limits::new(ledger),
            settings,
            pauses,
            board: Board::new(metrics, status),
            proofs_max: PROOFS_MAX,
        };
        match work.run().await {
            Ok(never) => match never {},
            Err(end) => end,
        }
    }

    async fn run(mut self) -> Result<Infallible, End> {
        let interval = Duration::from_millis(self.settings.interval_ms);
        let mut failures = 0u32;
        loop {
            let round = match self.round().await {
                Ok(round) => round,
                Err(End::Chain(Disagreement::Ledger(error))) => Round::Stopped(Stopped::of(error)),
                Err(end) => return Err(end),
            };
            self.board.show(&self.attempts.store)?;
            failures = match &round {
                Round::Stopped(_) => failures.saturating_add(1),
                Round::Progress | Round::Idle | Round::Spared => 0,
            };
            match round {
                Round::Progress => self.board.goes_on(),
                Round::Idle => {
                    self.board.goes_on();
                    sleep(interval).await;
                }
                Round::Spared => {
                    self.board.waits_for("the institution's allowance: so much of this window's is used that the rest is left to anchoring; the next window brings a new one");
                    sleep(interval).await;
                }
                Round::Stopped(stopped) => {
                    if matches!(stopped, Stopped::TooLarge(_)) {
                        self.proofs_max = (self.proofs_max / 2).max(1);
                    }
                    self.board.waits_for(stopped.why());
                    sleep(self.pauses.after(failures.saturating_sub(1))).await;
                }
            }
        }
    }

    /// Looks through some more records, then tries to prove some of what is due.
    async fn round(&mut self) -> Result<Round, End> {
        let attempts = self.attempts.clone();
        check_chain(&attempts.store, &*attempts.ledger).await?;
        let mut progress = self.look().await?;
        let due = Due::read(&attempts.store)?;
        self.board.counted(due.open, due.due);
        if due.due == 0 {
            return Ok(if progress {
                Round::Progress
            } else {
                Round::Idle
            });
        }
        for kind in Kind::ALL {
            let tasks = due.of(kind);
            if tasks.is_empty() {
                continue;
            }
            let now = attempts.ledger.now().await.map_err(Disagreement::from)?;
            if !self.may_submit(now).await? {
                return Ok(Round::Spared);
            }
            let attempted = self.attempt(kind, tasks, now).await?;
            attempts.store.settle_tasks(&attempted.settled, now_ms())?;
            progress |= attempted.is_progress();
            self.board.settled(&attempted.settled);
            if let Some(stopped) = attempted.stopped {
                return Ok(Round::Stopped(stopped));
            }
        }
        Ok(if progress {
            Round::Progress
        } else {
            Round::Idle
        })
    }

    /// Returns whether there was anything new.
    async fn look(&mut self) -> Result<bool, End> {
        let store = self.attempts.store.clone();
        if self.board.due() >= DUE_WAITING_MAX {
            return Ok(false);
        }
        let after = store.looked_through()?;
        let read = store.clone();
        let read = move || Candidates::behind(&read, after, RECORDS_MAX);
        let (candidates, through) = blocking(read).await??;
        if through > after {
            let judged = candidates.judge(&mut self.limits).await;
            let tasks = judged.map_err(Disagreement::from)?;
            // After this line these records are never looked at again, and what is to be proven of them is kept.
            store.put_found(&tasks, through)?;
        }
        let absences = match &mut self.absences {
            Some(absences) => absences.look().await.map_err(End::of)?,
            None => false,
        };
        Ok(through > after || absences)
    }

    /// Anchoring comes first: proofs use up no more than a part of the institution's allowance.
    async fn may_submit(&self, now: Now) -> Result<bool, End> {
        let left = self.attempts.ledger.allowance_left(now).await;
        let left = left.map_err(Disagreement::from)?;
        let spared =
            1_000u64.saturating_sub(self.settings.allowance_percent_max.saturating_mul(10));
        Ok(left > spared)
    }

    async fn attempt(
        &mut self,
        kind: Kind,
        tasks: &[OpenTask],
        now: Now,
    ) -> Result<Attempted, End> {
        let attempts = &self.attempts;
        let attempted = match kind {
            Kind::Exceedance => {
                let tasks = of_kind(tasks, Task::exceedance);
                attempts.exceedances(tasks, now).await
            }
            Kind::Day => {
                let tasks = of_kind(tasks, Task::day);
                attempts.days(tasks, self.proofs_max, now).await
            }
            Kind::Substitution => {
                let tasks = of_kind(tasks, Task::substitution);
                attempts.substitutions(tasks).await
            }
            Kind::Absence => {
                let tasks = of_kind(tasks, Task::absence);
                attempts.absences(tasks, now).await
            }
        };
        let is_taken = |attempted: &Attempted| attempted.calls > 0;
        if kind == Kind::Day && attempted.as_ref().is_ok_and(is_taken) {
            self.proofs_max = self.proofs_max.saturating_mul(2).min(PROOFS_MAX);
        }
        attempted.map_err(End::of)
    }
}

fn of_kind<T>(tasks: &[OpenTask], of: fn(Task) -> Option<T>) -> Vec<(OpenTask, T)> {
    tasks
        .iter()
        .filter_map(|open| Some((*open, of(open.task)?)))
        .collect()
}

/// The tasks that wait, and those that are due.
struct Due {
    open: u64,
    due: u64,
    tasks: Vec<OpenTask>,
}

impl Due {
    fn read(store: &Store) -> Result<Self, StoreError> {
        let now_ms = now_ms();
        let (mut open, mut due, mut tasks) = (0u64, 0u64, Vec::new());
        for kind in Kind::ALL {
            let mut taken = 0;
            for task in store.open_tasks(kind)? {
                let task = task?;
                open = open.saturating_add(1);
                if task.not_before_ms > now_ms {
                    continue;
                }
                due = due.saturating_add(1);
                if taken < DUE_MAX {
                    tasks.push(task);
                    taken += 1;
                }
            }
        }
        Ok(Self { open, due, tasks })
    }

    /// Those of one kind, which stand together.
    fn of(&self, kind: Kind) -> &[OpenTask] {
        let is = |open: &&OpenTask| open.task.kind() == kind;
        let before = self.tasks.iter().take_while(|open| !is(open)).count();
        let count = self.tasks.iter().filter(is).count();
        self.tasks
            .get(before..before.saturating_add(count))
            .unwrap_or_default()
    }
}

impl End {
    fn of(error: AttemptError) -> Self {
        match error {
            AttemptError::Store(error) => error.into(),
            AttemptError::Ledger(error) => Disagreement::from(error).into(),
        }
    }
}

impl Stopped {
    fn of(error: LedgerError) -> Self {
        match error {
            LedgerError::Later(text) => Self::Later(text),
            LedgerError::Refused(text) => Self::Blocked(text),
        }
    }
}

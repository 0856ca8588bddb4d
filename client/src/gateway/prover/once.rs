//! Proving once what a store has of some outlets and a period: by somebody who has a copy of it, or before proving was turned on.

use super::{
    absences::{self, Bound},
    attempt::{AttemptError, Attempted, Attempts, Stopped, PROOFS_MAX},
    find::Candidates,
    ledger::EmissionsLedger,
    limits::Limits,
    of_kind,
    task::Task,
    Kind, DUE_MAX,
};
use crate::gateway::{
    ledger::LedgerError,
    store::{OpenTask, Settled, Store, StoreError},
};
use limpid_primitives::{Day, Digest, Outlet};
use std::{collections::VecDeque, sync::Arc};

/// What is to be proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Of these outlets.
    pub outlets: Vec<Outlet>,
    /// Observed in days from this one on.
    pub from: Day,
    /// Up to this one, exclusive.
    pub until: Day,
    /// Whether it is also proven of the days without a frame that they have none, and substitutes are let count.
    pub absences: Absences,
}

/// Whether days without a frame are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absences {
    /// They are not.
    LeftOut,
    /// They are.
    Proven,
}

/// What became of it.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Days that are proven now, whether or not they were before.
    pub days: u64,
    /// Exceedances, likewise.
    pub exceedances: u64,
    /// Days without a frame, likewise.
    pub absences: u64,
    /// Days for which substitutes count now that did not before.
    pub substitutions: u64,
    /// What is not to be proven any more, and why.
    pub void: Vec<(Task, String)>,
    /// What can be proven later only, and why.
    pub later: Vec<(Task, String)>,
    /// What the chain refuses: the error's name, and what it says.
    pub refused: Vec<(Task, String, String)>,
}

impl Outcome {
    fn count(&mut self, kind: Kind) {
        let count = match kind {
            Kind::Day => &mut self.days,
            Kind::Exceedance => &mut self.exceedances,
            Kind::Absence => &mut self.absences,
            Kind::Substitution => &mut self.substitutions,
        };
        *count = count.saturating_add(1);
    }
}

/// Why not all of it was tried.
#[derive(Debug, thiserror::Error)]
pub enum OnceError {
    /// The store failed, or the chain could not be asked.
    #[error(transparent)]
    Attempt(#[from] AttemptError),
    /// The store belongs to another chain.
    #[error("the store was filled for the chain with genesis {store}, the node serves {node}: choose the right node (--node URL)")]
    OtherChain {
        /// Genesis in the store.
        store: Digest,
        /// Genesis of the node.
        node: Digest,
    },
    /// It may work later without anybody doing anything.
    #[error("not all is proven yet: {0}. Try again later: what is proven stays")]
    Later(String),
    /// The chain does not take the member's calls.
    #[error("the chain takes no proof of this member: {0}")]
    Blocked(String),
}

impl From<StoreError> for OnceError {
    fn from(error: StoreError) -> Self {
        Self::Attempt(error.into())
    }
}

impl From<LedgerError> for OnceError {
    fn from(error: LedgerError) -> Self {
        Self::Attempt(error.into())
    }
}

/// Proves what is wanted, as far as it is anchored, and tells `progress` how many of how many are done.
pub async fn prove(
    store: Arc<Store>,
    ledger: Arc<dyn EmissionsLedger>,
    wanted: &Wanted,
    progress: &dyn Fn(u64, u64),
) -> Result<Outcome, OnceError> {
    let node = ledger.genesis().await?;
    if let Some(store) = store.genesis()?.filter(|store| *store != node) {
        return Err(OnceError::OtherChain { store, node });
    }
    let attempts = Attempts { store, ledger };
    let mut once = Once {
        all: 0,
        left: 0,
        more: Vec::new(),
        outcome: Outcome::default(),
        attempts,
        progress,
    };
    let tasks = once.find(wanted).await?;
    once.all = tasks.len() as u64;
    once.left = once.all;
    // Absences lead to substitutions, which come last here.
    for kind in [
        Kind::Exceedance,
        Kind::Day,
        Kind::Absence,
        Kind::Substitution,
    ] {
        let of_kind = tasks.iter().filter(|open| open.task.kind() == kind);
        let more = std::mem::take(&mut once.more);
        let (now, later) = more.into_iter().partition(|open| open.task.kind() == kind);
        let now: Vec<OpenTask> = now;
        once.more = later;
        once.prove(kind, of_kind.copied().chain(now).collect())
            .await?;
    }
    Ok(once.outcome)
}

struct Once<'a> {
    attempts: Attempts,
    progress: &'a dyn Fn(u64, u64),
    all: u64,
    left: u64,
    /// What others led to.
    more: Vec<OpenTask>,
    outcome: Outcome,
}

impl Once<'_> {
    async fn find(&self, wanted: &Wanted) -> Result<Vec<OpenTask>, OnceError> {
        let Attempts { store, ledger, .. } = &self.attempts;
        let head = ledger.head(store.gateway()).await?;
        let anchored = head.next_sequence.saturating_sub(1);
        let mut limits = Limits::new(ledger.clone());
        let mut tasks = Vec::new();
        for outlet in &wanted.outlets {
            let period = (wanted.from.start_ms(), wanted.until.start_ms());
            let candidates = Candidates::of_period(store, outlet, period, anchored)?;
            tasks.extend(candidates.judge(&mut limits).await?);
        }
        if wanted.absences == Absences::Proven {
            tasks.extend(self.absences(wanted).await?);
        }
        // By batch, so that each is read once.
        tasks.sort_by_key(Task::key);
        Ok(tasks.into_iter().map(OpenTask::new).collect())
    }

    /// The days without a frame, and those without valid data as far as they are proven already.
    async fn absences(&self, wanted: &Wanted) -> Result<Vec<Task>, OnceError> {
        let now = self.attempts.ledger.now().await?;
        let mut tasks = Vec::new();
        let mut next = Some(wanted.from);
        while let Some(day) = next.filter(|day| *day < wanted.until) {
            let mut bound = Bound::read(&self.attempts.store, day)?;
            let is_wanted = |outlet: &Outlet| wanted.outlets.contains(outlet);
            bound.with_frame.retain(is_wanted);
            bound.without_frame.retain(is_wanted);
            tasks.extend(absences::tasks(&self.attempts, bound, day, now).await?);
            next = day.next();
        }
        Ok(tasks)
    }

    async fn prove(&mut self, kind: Kind, tasks: VecDeque<OpenTask>) -> Result<(), OnceError> {
        let mut tasks = tasks;
        let mut proofs_max = PROOFS_MAX;
        while !tasks.is_empty() {
            let some: Vec<_> = tasks.iter().take(DUE_MAX).copied().collect();
            let attempted = self.attempt(kind, &some, proofs_max).await?;
            let is_progress = attempted.is_progress();
            for (open, settled) in attempted.settled {
                tasks.retain(|other| other.task != open.task);
                self.note(open.task, settled);
            }
            match attempted.stopped {
                None if is_progress => {}
                None => return Err(OnceError::Later("the chain does not go on".into())),
                Some(Stopped::TooLarge(_)) if proofs_max > 1 => proofs_max /= 2,
                Some(Stopped::TooLarge(why) | Stopped::Blocked(why)) => {
                    return Err(OnceError::Blocked(why))
                }
                Some(Stopped::Later(why)) => return Err(OnceError::Later(why)),
            }
        }
        Ok(())
    }

    async fn attempt(
        &self,
        kind: Kind,
        tasks: &[OpenTask],
        proofs_max: usize,
    ) -> Result<Attempted, OnceError> {
        let now = self.attempts.ledger.now().await?;
        Ok(match kind {
            Kind::Exceedance => {
                let tasks = of_kind(tasks, Task::exceedance);
                self.attempts.exceedances(tasks, now).await?
            }
            Kind::Day => {
                let tasks = of_kind(tasks, Task::day);
                self.attempts.days(tasks, proofs_max, now).await?
            }
            Kind::Substitution => {
                let tasks = of_kind(tasks, Task::substitution);
                self.attempts.substitutions(tasks).await?
            }
            Kind::Absence => {
                let tasks = of_kind(tasks, Task::absence);
                self.attempts.absences(tasks, now).await?
            }
        })
    }

    fn note(&mut self, task: Task, settled: Settled) {
        match settled {
            Settled::Done => self.outcome.count(task.kind()),
            Settled::LeadsTo(next) => {
                self.outcome.count(task.kind());
                self.more.push(OpenTask::new(next));
                self.all = self.all.saturating_add(1);
                self.left = self.left.saturating_add(1);
            }
            Settled::Void(why) => self.outcome.void.push((task, why)),
            Settled::Postponed { why, .. } => self.outcome.later.push((task, why)),
            Settled::Refused { reason, detail } => {
                self.outcome.refused.push((task, reason, detail));
            }
        }
        self.left = self.left.saturating_sub(1);
        (self.progress)(self.all.saturating_sub(self.left), self.all);
    }
}

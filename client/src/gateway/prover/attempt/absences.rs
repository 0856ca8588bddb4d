//! Proving that days have no frame: every batch that was anchored while one was waited for is shown.

use super::{
    blocking, not_before, part_of, refused, AttemptError, Attempted, Attempts, CALL_BYTES_MAX,
};
use crate::gateway::{
    clock::now_ms,
    ledger::LedgerError,
    prover::{
        ledger::{AbsencePart, Now, Refusal},
        shown::{self, AbsenceBounds, ShowError},
        task::{OutletDay, Task},
        verdict::verdict,
    },
    store::{OpenTask, Settled},
};
use limpid_evidence::chain::Anchor;
use limpid_primitives::emissions::EmissionRulesV1;
use std::collections::BTreeMap;

/// Calls of one attempt.
const CALLS_MAX: usize = 16;
/// Batches of one call, as many as the chain takes.
const BATCHES_MAX: usize = 64;

/// What an attempt reads once.
struct Read {
    now: Now,
    rules: EmissionRulesV1,
    /// The last batch that was anchored before a time.
    anchored_before: BTreeMap<u64, u64>,
}

impl Attempts {
    /// Shows batches without a frame, in as many calls as one attempt makes. Until the chain says that it is proven, a task waits.
    pub async fn absences(
        &self,
        tasks: Vec<(OpenTask, OutletDay)>,
        now: Now,
    ) -> Result<Attempted, AttemptError> {
        let mut attempted = Attempted::default();
        let mut read = Read {
            now,
            rules: self.ledger.rules(now.hash).await?,
            anchored_before: BTreeMap::new(),
        };
        let (mut parts, mut owners) = (Vec::new(), Vec::new());
        for (open, task) in tasks {
            let room = CALLS_MAX.saturating_sub(parts.len());
            if room == 0 {
                break;
            }
            match self.parts_of(task, &mut read, room).await? {
                Ok(more) => {
                    owners.push((open, more.len()));
                    parts.extend(more);
                }
                Err(settled) => attempted.settle(open, settled),
            }
        }
        if parts.is_empty() {
            return Ok(attempted);
        }
        let outcomes = self.ledger.prove_absences(self.store.gateway(), parts);
        let mut outcomes = outcomes.await.into_iter();
        for (open, calls) in owners {
            attempted.conclude_absence(open, outcomes.by_ref().take(calls).collect());
        }
        Ok(attempted)
    }

    /// The next calls for a day; otherwise what becomes of the task without.
    async fn parts_of(
        &self,
        task: OutletDay,
        read: &mut Read,
        calls_max: usize,
    ) -> Result<Result<Vec<AbsencePart>, Settled>, AttemptError> {
        match self.span(task, read).await? {
            Ok((next, last)) => self.parts(task, (next, last), calls_max).await,
            Err(settled) => Ok(Err(settled)),
        }
    }

    /// The first and the last batch that are still to be shown.
    async fn span(
        &self,
        task: OutletDay,
        read: &mut Read,
    ) -> Result<Result<(u64, u64), Settled>, AttemptError> {
        let (gateway, now) = (self.store.gateway(), read.now);
        let progress = self.ledger.absence(task.outlet, task.day, now.hash).await?;
        let progress = progress.filter(|progress| progress.gateway == gateway);
        if progress.is_some_and(|progress| progress.proven.is_some()) {
            return Ok(Err(Settled::LeadsTo(Task::Substitution(task))));
        }
        let day = vec![(task.outlet, task.day)];
        let known = self.ledger.days(day, now.hash).await?;
        if known.into_iter().flatten().any(|day| day.frame.is_some()) {
            let why = "a frame of the day is proven";
            return Ok(Err(Settled::Void(why.into())));
        }
        let deadline_ms = task
            .day
            .end_ms()
            .saturating_add(read.rules.data_deadline_ms);
        if now.time_ms < deadline_ms {
            return Ok(Err(not_before(deadline_ms)));
        }
        let next = match progress {
            Some(progress) => progress.next_sequence,
            None => {
                let before = self.anchored_before(task.day.end_ms(), read).await?;
                before.saturating_add(1)
            }
        };
        Ok(Ok((next, self.anchored_before(deadline_ms, read).await?)))
    }

    /// The calls that show batches from `next` to `last`; one without a batch if there is none.
    async fn parts(
        &self,
        task: OutletDay,
        (next, last): (u64, u64),
        calls_max: usize,
    ) -> Result<Result<Vec<AbsencePart>, Settled>, AttemptError> {
        let bounds = AbsenceBounds {
            batches_max: BATCHES_MAX,
            bytes_max: CALL_BYTES_MAX,
        };
        let store = self.store.clone();
        let parts = blocking(move || {
            let (mut parts, mut next) = (Vec::new(), next);
            while parts.len() < calls_max {
                let part = shown::absence(&store, task, (next, last), bounds)?;
                next = next.saturating_add(part.batches.len() as u64);
                parts.push(part);
                if next > last {
                    break;
                }
            }
            Ok(parts)
        });
        Ok(match parts.await? {
            Ok(parts) => Ok(parts),
            Err(ShowError::Store(error)) => return Err(error.into()),
            // The frame was found as well, and proves the day.
            Err(error @ ShowError::FrameThere(_)) => Err(Settled::Void(error.to_string())),
            Err(error @ ShowError::Unfit(_)) => Err(refused("DoesNotFit", &error)),
        })
    }

    /// The last batch that was anchored before a time, by the chain's clock; 0 if none was.
    async fn anchored_before(&self, time_ms: u64, read: &mut Read) -> Result<u64, AttemptError> {
        if let Some(sequence) = read.anchored_before.get(&time_ms) {
            return Ok(*sequence);
        }
        let gateway = self.store.gateway();
        let (mut low, mut high) = (0, self.store.last_receipt()?);
        while low < high {
            let middle = low.midpoint(high).saturating_add(1).min(high);
            let anchors = self.ledger.anchors(gateway, vec![middle]).await?;
            let Some(Some(Anchor::V1(anchor))) = anchors.into_iter().next() else {
                let behind = format!("anchor {middle} is not in the node's finalised state");
                return Err(LedgerError::Later(behind).into());
            };
            match anchor.at.time_ms < time_ms {
                true => low = middle,
                false => high = middle.saturating_sub(1),
            }
        }
        read.anchored_before.insert(time_ms, low);
        Ok(low)
    }
}

impl Attempted {
    /// Calls behind a refused one do not count: they were to follow it. Whether it is all, the next attempt reads on chain.
    fn conclude_absence(&mut self, open: OpenTask, outcomes: Vec<Result<(), Refusal>>) {
        let taken = outcomes.iter().take_while(|outcome| outcome.is_ok());
        self.calls = self.calls.saturating_add(taken.count());
        let refused = outcomes.into_iter().find_map(Result::err);
        match refused.map(|refusal| part_of(refusal, 1)) {
            None => {}
            Some(Ok((_, part))) => self.settle(open, verdict(&part, open.attempts, now_ms())),
            Some(Err(stopped)) => self.stopped = Some(stopped),
        }
    }
}

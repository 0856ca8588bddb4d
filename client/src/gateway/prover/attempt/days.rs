//! Proving days: many in one call, and several calls at once.

use super::{make::Made, part_of, AttemptError, Attempted, Attempts, CALL_BYTES_MAX};
use crate::gateway::{
    clock::now_ms,
    prover::{
        ledger::{Now, Refusal},
        task::DayTask,
        verdict::verdict,
    },
    store::{OpenTask, Settled},
};
use codec::Encode;
use limpid_evidence::DayProof;
use limpid_primitives::{emissions::DayTotalV1, GatewayId};

/// Calls of one attempt: what they weigh is a third of a block, and leaves the rest to others.
pub const CALLS_MAX: usize = 8;

impl Attempts {
    /// Proves days in calls of at most `proofs_max`. Of the tasks given, those that do not fit are left for another attempt.
    pub async fn days(
        &self,
        tasks: Vec<(OpenTask, DayTask)>,
        proofs_max: usize,
        now: Now,
    ) -> Result<Attempted, AttemptError> {
        let mut attempted = Attempted::default();
        let tasks: Vec<_> = attempted.over(tasks, now).collect();
        let days = tasks.iter().map(|(_, task)| (task.outlet, task.day));
        let known = self.ledger.days(days.collect(), now.hash).await?;
        let gateway = self.store.gateway();
        let mut unknown = Vec::new();
        for ((open, task), known) in tasks.into_iter().zip(known) {
            match known.is_some_and(|known| has_frame_of(&known, gateway, task.sequence)) {
                true => attempted.settle(open, Settled::Done),
                false => unknown.push((open, task)),
            }
        }
        unknown.truncate(proofs_max.saturating_mul(CALLS_MAX));
        let made = self
            .make(unknown, &mut attempted, |shown, task| shown.day(task))
            .await?;
        let calls = calls(made, proofs_max);
        if calls.is_empty() {
            return Ok(attempted);
        }
        let proofs = calls.iter().map(|call| {
            let proofs = call.iter().map(|made| made.proof.clone());
            proofs.collect()
        });
        let outcomes = self.ledger.prove_days(proofs.collect()).await;
        for (call, outcome) in calls.into_iter().zip(outcomes) {
            attempted.conclude_days(call, outcome);
        }
        Ok(attempted)
    }
}

impl Attempted {
    fn conclude_days(&mut self, call: Vec<Made<DayProof>>, outcome: Result<(), Refusal>) {
        let Err(refusal) = outcome else {
            // The chain has all of them, finally.
            for Made { open, .. } in call {
                self.settle(open, Settled::Done);
            }
            self.calls = self.calls.saturating_add(1);
            return;
        };
        match part_of(refusal, call.len()) {
            // One bad proof refuses the whole call: without it the others are sent again, by the next attempt.
            Ok((index, part)) => {
                if let Some(Made { open, .. }) = call.into_iter().nth(index) {
                    self.settle(open, verdict(&part, open.attempts, now_ms()));
                }
            }
            Err(stopped) => self.stopped = Some(stopped),
        }
    }
}

/// As many calls as one attempt makes, each with as many proofs as it may carry.
fn calls(made: Vec<Made<DayProof>>, proofs_max: usize) -> Vec<Vec<Made<DayProof>>> {
    let mut calls: Vec<Vec<Made<DayProof>>> = Vec::new();
    let mut left = 0;
    for made in made {
        let bytes = made.proof.encoded_size();
        let is_last = calls.len() == CALLS_MAX;
        match calls.last_mut() {
            Some(call) if call.len() < proofs_max && bytes <= left => call.push(made),
            _ if is_last => break,
            _ => {
                left = CALL_BYTES_MAX;
                calls.push(vec![made]);
            }
        }
        left = left.saturating_sub(bytes);
    }
    calls
}

/// Whether a frame of this batch was taken into account.
fn has_frame_of(known: &DayTotalV1, gateway: GatewayId, sequence: u64) -> bool {
    let entries = known.entries.iter();
    let places = entries.filter_map(|entry| entry.computed.map(|computed| computed.place));
    known
        .frame
        .into_iter()
        .chain(places)
        .any(|place| (place.gateway, place.sequence) == (gateway, sequence))
}

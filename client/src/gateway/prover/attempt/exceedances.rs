//! Proving exceedances: a call each, several at once.

use super::{make::Made, AttemptError, Attempted, Attempts};
use crate::{
    chain::Mean,
    gateway::{
        prover::{ledger::Now, task::ExceedanceTask},
        store::{OpenTask, Settled},
    },
};

/// Exceedances of one attempt.
const EXCEEDANCES_MAX: usize = 16;

impl Attempts {
    /// Proves exceedances. Of the tasks given, those that do not fit are left for another attempt.
    pub async fn exceedances(
        &self,
        tasks: Vec<(OpenTask, ExceedanceTask)>,
        now: Now,
    ) -> Result<Attempted, AttemptError> {
        let mut attempted = Attempted::default();
        let tasks: Vec<_> = attempted.over(tasks, now).collect();
        let means = tasks.iter().map(|(_, task)| Mean {
            outlet: task.outlet,
            pollutant: task.pollutant,
            averaging: task.averaging,
            observed_ms: task.observed_ms,
        });
        let found = self.ledger.found(means.collect(), now.hash).await?;
        let mut unknown = Vec::new();
        for ((open, task), found) in tasks.into_iter().zip(found) {
            match found {
                true => attempted.settle(open, Settled::Done),
                false => unknown.push((open, task)),
            }
        }
        unknown.truncate(EXCEEDANCES_MAX);
        let made = self
            .make(unknown, &mut attempted, |shown, task| {
                shown.exceedance(task)
            })
            .await?;
        if made.is_empty() {
            return Ok(attempted);
        }
        let proofs = made.iter().map(|made| made.proof.clone()).collect();
        let outcomes = self.ledger.prove_exceedances(proofs).await;
        for (Made { open, .. }, outcome) in made.into_iter().zip(outcomes) {
            attempted.conclude(open, outcome);
        }
        Ok(attempted)
    }
}

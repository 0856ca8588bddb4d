//! Letting substitutes count for days without valid data: a call each, several at once.

use super::{AttemptError, Attempted, Attempts};
use crate::gateway::{prover::task::OutletDay, store::OpenTask};

/// Calls of one attempt.
const CALLS_MAX: usize = 16;

impl Attempts {
    /// Lets substitutes count. Of the tasks given, those that do not fit are left for another attempt.
    pub async fn substitutions(
        &self,
        tasks: Vec<(OpenTask, OutletDay)>,
    ) -> Result<Attempted, AttemptError> {
        let mut attempted = Attempted::default();
        let some = tasks.into_iter().take(CALLS_MAX);
        let (open, days): (Vec<_>, Vec<_>) = some
            .map(|(open, task)| (open, (task.outlet, task.day)))
            .unzip();
        if days.is_empty() {
            return Ok(attempted);
        }
        let outcomes = self.ledger.substitute_days(days).await;
        for (open, outcome) in open.into_iter().zip(outcomes) {
            attempted.conclude(open, outcome);
        }
        Ok(attempted)
    }
}

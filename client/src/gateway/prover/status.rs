//! Where a prover stands: for `/status`, for Prometheus, and in the log.

use crate::gateway::{
    commit::gauge,
    metrics::Metrics,
    prover::Kind,
    store::{OpenTask, RefusedTask, Settled, Store, StoreError},
};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

/// Refusals shown, the newest.
const REFUSED_SHOWN_MAX: usize = 20;

/// Where a prover stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmissionsStatus {
    /// The last record that was looked through for something to prove.
    pub looked_through: u64,
    /// Proofs that wait.
    pub open: u64,
    /// Those among them that could be made now.
    pub due: u64,
    /// Days proven since the start, or found to be.
    pub days: u64,
    /// Exceedances, likewise.
    pub exceedances: u64,
    /// Days without a frame, likewise.
    pub absences: u64,
    /// Days for which substitutes were let count since the start.
    pub substitutions: u64,
    /// Proofs refused for good, so far.
    pub refused: u64,
    /// The newest of these.
    pub refused_newest: Vec<RefusedProof>,
    /// Why nothing is proven just now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<String>,
}

/// Something that was refused for good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedProof {
    /// What was to be proven.
    pub what: String,
    /// The error's name.
    pub reason: String,
    /// What it says.
    pub detail: String,
    /// The gateway's clock then.
    pub at_ms: u64,
}

impl From<RefusedTask> for RefusedProof {
    fn from(refused: RefusedTask) -> Self {
        Self {
            what: refused.task.to_string(),
            reason: refused.reason,
            detail: refused.detail,
            at_ms: refused.at_ms,
        }
    }
}

/// Where it is written down.
pub(super) struct Board {
    metrics: Metrics,
    told: watch::Sender<EmissionsStatus>,
    now: EmissionsStatus,
}

impl Board {
    pub(super) fn new(metrics: Metrics, told: watch::Sender<EmissionsStatus>) -> Self {
        Self {
            metrics,
            told,
            now: EmissionsStatus::default(),
        }
    }

    pub(super) fn due(&self) -> u64 {
        self.now.due
    }

    pub(super) fn counted(&mut self, open: u64, due: u64) {
        (self.now.open, self.now.due) = (open, due);
    }

    pub(super) fn goes_on(&mut self) {
        if self.now.waits_for.take().is_some() {
            tracing::info!("proving goes on");
            self.told.send_replace(self.now.clone());
        }
    }

    /// Said once, until it changes.
    pub(super) fn waits_for(&mut self, why: &str) {
        if self.now.waits_for.as_deref() != Some(why) {
            tracing::warn!(reason = why, "proofs wait");
            self.now.waits_for = Some(why.into());
            self.told.send_replace(self.now.clone());
        }
    }

    /// Takes note of what became of tasks, each once.
    pub(super) fn settled(&mut self, settled: &[(OpenTask, Settled)]) {
        for (open, settled) in settled {
            match settled {
                Settled::Done | Settled::LeadsTo(_) => {
                    let (count, counter) = match open.task.kind() {
                        Kind::Day => (&mut self.now.days, &self.metrics.days_proven),
                        Kind::Exceedance => {
                            tracing::info!(what = %open.task, "an exceedance is proven");
                            (&mut self.now.exceedances, &self.metrics.exceedances_proven)
                        }
                        Kind::Absence => {
                            tracing::info!(what = %open.task, "an absence is proven");
                            (&mut self.now.absences, &self.metrics.absences_proven)
                        }
                        Kind::Substitution => {
                            tracing::info!(what = %open.task, "substitutes count");
                            (&mut self.now.substitutions, &self.metrics.substitutions)
                        }
                    };
                    *count = count.saturating_add(1);
                    counter.inc();
                }
                Settled::Void(why) => tracing::info!(what = %open.task, why, "not to be proven"),
                Settled::Postponed { until_ms, why } => {
                    tracing::debug!(what = %open.task, until_ms, why, "a proof is postponed");
                }
                Settled::Refused { reason, detail } => {
                    tracing::warn!(what = %open.task, reason, detail, "a proof is refused for good");
                    self.metrics.proofs_refused.inc();
                }
            }
            let is_open = matches!(settled, Settled::Postponed { .. } | Settled::LeadsTo(_));
            self.now.due = self.now.due.saturating_sub(1);
            self.now.open = self.now.open.saturating_sub(u64::from(!is_open));
        }
    }

    /// Shows how things stand, with what the store has.
    pub(super) fn show(&mut self, store: &Store) -> Result<(), StoreError> {
        self.now.looked_through = store.looked_through()?;
        let refused = store.refused_tasks_count()?;
        if refused != self.now.refused {
            let mut newest = Vec::new();
            for item in store.refused_tasks()? {
                newest.push(RefusedProof::from(item?.1));
            }
            let old = newest.len().saturating_sub(REFUSED_SHOWN_MAX);
            newest.drain(..old);
            newest.reverse();
            (self.now.refused, self.now.refused_newest) = (refused, newest);
        }
        self.metrics
            .proofs_looked_through
            .set(gauge(self.now.looked_through));
        self.metrics.proofs_open.set(gauge(self.now.open));
        self.metrics.proofs_due.set(gauge(self.now.due));
        self.told.send_replace(self.now.clone());
        Ok(())
    }
}

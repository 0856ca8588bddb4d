//! Data loggers that do not exist: frames as real ones send them, over real TCP, the same ones for the same seed.
//!
//! A [`Plan`] says which loggers there are, when their day begins and how fast it passes. [`run`] opens a connection for each
//! logger and sends, in the order of the simulated clock, real-time (2011), ten-minute (2051), hour (2061) and day (2031)
//! frames. Each frame asks for its 9014. One that is not acknowledged in time is sent again, byte for byte, also over a new
//! connection after the gateway was away, and counts once however often it was sent.
//!
//! What a frame says depends on seed, logger and simulated time alone. Amounts (Cou) are exact decimals: an hour's is the sum of its
//! six ten-minute amounts, a day's the sum of its hours'. [`totals()`] adds up the days' masses, so that another's sum of the same
//! frames can be compared with it.

mod connection;
mod fault;
mod flight;
mod journal;
mod kind;
mod line;
mod logger;
mod period;
mod plan;
mod profile;
mod schedule;
mod totals;

#[cfg(test)]
mod tests;

pub use fault::{Fault, FaultError};
pub use journal::{Journal, JournalLine};
pub use kind::{FrameKind, FrameKindError};
pub use logger::{derive_loggers, read_loggers, ListError, Logger};
pub use plan::{Plan, PlanError, Speed};
pub use totals::{totals, Mass, OutletTotals, PollutantTotals, Totals};

use connection::Connection;
use serde::Serialize;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Where a run stands, to be looked at from outside while it goes on.
#[derive(Debug, Default)]
pub struct Progress {
    sent: AtomicU64,
    acknowledged: AtomicU64,
    resent: AtomicU64,
}

impl Progress {
    /// Frames sent, each counted once.
    pub fn sent(&self) -> u64 {
        self.sent.load(Relaxed)
    }

    /// Frames acknowledged, each counted once.
    pub fn acknowledged(&self) -> u64 {
        self.acknowledged.load(Relaxed)
    }

    /// How often a frame was sent again.
    pub fn resent(&self) -> u64 {
        self.resent.load(Relaxed)
    }
}

/// What a run came to.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Summary {
    /// Frames sent, each counted once.
    pub sent: u64,
    /// Frames acknowledged, each counted once.
    pub acknowledged: u64,
    /// How often a frame was sent again.
    pub resent: u64,
    /// How long it took.
    pub seconds: f64,
}

/// Why a run ended before every frame was acknowledged.
#[derive(Debug, thiserror::Error)]
pub enum SimulateError {
    /// The plan cannot be carried out.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The gateway is not there, or does not acknowledge.
    #[error(
        "logger {mn}: nothing acknowledged for {} s with {waiting} frames sent ({last}): is the gateway at {gateway} running, and \
         the logger's outlet bound to it?", patience.as_secs()
    )]
    Patience {
        /// Which logger gave up.
        mn: limpid_primitives::Mn,
        /// How long it waited.
        patience: Duration,
        /// Frames sent and not acknowledged.
        waiting: usize,
        /// The gateway's address.
        gateway: String,
        /// What happened last on the connection.
        last: String,
    },
    /// A frame cannot be written.
    #[error("a frame cannot be written: {0}")]
    Frame(#[from] limpid_hj212::FrameError),
    /// The journal cannot be written.
    #[error("the journal cannot be written: {0}")]
    Journal(#[from] std::io::Error),
    /// A task ended where it should not.
    #[error("a logger's task broke off: {0}")]
    Task(#[from] tokio::task::JoinError),
}

/// Carries out a plan against its gateway and returns when every frame is acknowledged.
///
/// # Errors
/// The first logger's that gives up. The others are then stopped; the journal holds what was acknowledged.
pub async fn run(
    plan: Plan,
    journal: Option<Journal>,
    progress: Arc<Progress>,
) -> Result<Summary, SimulateError> {
    plan.check()?;
    let begin = Instant::now();
    let plan = Arc::new(plan);
    let mut connections = JoinSet::new();
    for logger in &plan.loggers {
        let sender = journal.as_ref().map(Journal::sender);
        let connection = Connection::new(Arc::clone(&plan), *logger, sender, Arc::clone(&progress));
        connections.spawn(connection.run());
    }
    let mut outcome = Ok(());
    while let Some(ended) = connections.join_next().await {
        outcome = ended.map_err(SimulateError::from).and_then(|ended| ended);
        if outcome.is_err() {
            connections.shutdown().await;
        }
    }
    if let Some(journal) = journal {
        tokio::task::spawn_blocking(|| journal.close()).await??;
    }
    outcome.map(|()| Summary {
        sent: progress.sent(),
        acknowledged: progress.acknowledged(),
        resent: progress.resent(),
        seconds: begin.elapsed().as_secs_f64(),
    })
}

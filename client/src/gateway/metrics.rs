//! What the gateway counts, for Prometheus and for `/status`.

use super::{clock::now_ms, commit::gauge};
use prometheus::{
    exponential_buckets, Encoder, Histogram, HistogramOpts, IntCounter, IntCounterVec, IntGauge,
    Opts, Registry, TextEncoder,
};

/// The counters. Cloning shares them.
#[derive(Clone)]
pub struct Metrics {
    registry: Registry,
    /// When they were made, seconds since 1970.
    started_seconds: u64,
    /// Open connections.
    pub connections: IntGauge,
    /// Connections accepted since the start.
    pub connections_total: IntCounter,
    /// Frames, files and pieces of noise received since the start.
    pub received: IntCounter,
    /// Records stored since the start.
    pub stored: IntCounter,
    /// Frames and files that were records already.
    pub duplicates: IntCounter,
    /// Refused bytes, by reason.
    pub refused: IntCounterVec,
    /// Replies 9014 sent.
    pub acknowledged: IntCounter,
    /// Seconds from building a group of writes to its sync.
    pub commit_seconds: Histogram,
    /// Records of a group.
    pub commit_records: Histogram,
    /// Last arrival stored.
    pub last_arrival: IntGauge,
    /// Last arrival in a batch.
    pub last_batched_arrival: IntGauge,
    /// Last batch closed.
    pub last_sequence: IntGauge,
    /// Last batch with a receipt.
    pub last_anchored_sequence: IntGauge,
    /// Records that are in no batch yet, when last asked.
    pub unbatched: IntGauge,
    /// Batches that are not anchored yet, when last asked.
    pub unanchored: IntGauge,
    /// Seconds since a batch was last seen anchored, when last asked.
    pub anchored_age: IntGauge,
    /// Number of the newest finalised block seen.
    pub finalised_block: IntGauge,
    /// Unix time in seconds when that block was first seen.
    pub finalised_seen_seconds: IntGauge,
    /// Seconds since then, when last asked.
    pub finalised_age: IntGauge,
    /// 1 if a node answered when it was last asked, otherwise 0.
    pub node_reachable: IntGauge,
    /// Unix time in seconds when a node last answered.
    pub node_seen_seconds: IntGauge,
    /// Failed attempts to reach a node or to anchor.
    pub ledger_failures: IntCounter,
    /// Outlets that have or had a device.
    pub outlets: IntGauge,
    /// 1 while days and exceedances are proven, 0 if they are not to be, or cannot be any more.
    pub proving: IntGauge,
    /// Last record looked through for something to prove.
    pub proofs_looked_through: IntGauge,
    /// Proofs that wait.
    pub proofs_open: IntGauge,
    /// Those that could be made now.
    pub proofs_due: IntGauge,
    /// Days proven, or found to be, since the start.
    pub days_proven: IntCounter,
    /// Exceedances proven, or found to be, since the start.
    pub exceedances_proven: IntCounter,
    /// Days without a frame proven, or found to be, since the start.
    pub absences_proven: IntCounter,
    /// Days for which substitutes were let count since the start.
    pub substitutions: IntCounter,
    /// Proofs refused for good since the start.
    pub proofs_refused: IntCounter,
}

impl Metrics {
    /// Counters at zero.
    pub fn new() -> Result<Self, prometheus::Error> {
        let registry = Registry::new_custom(Some("limpid_gateway".into()), None)?;
        let counter = |name: &str, help: &str| register(&registry, IntCounter::new(name, help)?);
        let gauge = |name: &str, help: &str| register(&registry, IntGauge::new(name, help)?);
        let histogram = |name: &str, help: &str, least: f64, count: usize| {
            let options = HistogramOpts::new(name, help);
            let buckets = exponential_buckets(least, 2.0, count)?;
            register(&registry, Histogram::with_opts(options.buckets(buckets))?)
        };
        Ok(Self {
            connections: gauge("connections", "Open connections")?,
            connections_total: counter("connections_total", "Connections accepted")?,
            received: counter(
                "records_received_total",
                "Frames, files and pieces of noise received: stored, known already, or refused",
            )?,
            stored: counter("records_stored_total", "Records stored")?,
            duplicates: counter(
                "duplicates_total",
                "Frames and files that were records already",
            )?,
            refused: register(&registry, refused()?)?,
            acknowledged: counter("acknowledged_total", "Replies 9014 sent")?,
            commit_seconds: histogram("commit_seconds", "Seconds to sync a group", 0.000_25, 14)?,
            commit_records: histogram("commit_records", "Records of a group", 1.0, 13)?,
            last_arrival: gauge("last_arrival", "Last arrival stored")?,
            last_batched_arrival: gauge("last_batched_arrival", "Last arrival in a batch")?,
            last_sequence: gauge("last_sequence", "Last batch closed")?,
            last_anchored_sequence: gauge(
                "last_anchored_sequence",
                "Last batch anchored in a finalised block",
            )?,
            unbatched: gauge("unbatched_records", "Records that are in no batch yet")?,
            unanchored: gauge("unanchored_batches", "Batches that are not anchored yet")?,
            anchored_age: gauge(
                "last_anchored_age_seconds",
                "Seconds since a batch was last seen anchored; since the start if none ever was",
            )?,
            finalised_block: gauge("finalised_block", "Newest finalised block seen")?,
            finalised_seen_seconds: gauge(
                "finalised_seen_seconds",
                "Unix time the newest finalised block was first seen",
            )?,
            finalised_age: gauge(
                "last_finalised_age_seconds",
                "Seconds since a newer finalised block was last seen; since the start if none ever was",
            )?,
            node_reachable: gauge("node_reachable", "1 if a node answered when last asked")?,
            node_seen_seconds: gauge("node_seen_seconds", "Unix time a node last answered")?,
            ledger_failures: counter("ledger_failures_total", "Failures to reach or anchor")?,
            outlets: gauge("outlets", "Outlets that have or had a device")?,
            proving: gauge("proving", "1 while days and exceedances are proven")?,
            proofs_looked_through: gauge(
                "proofs_looked_through_arrival",
                "Last record looked through for something to prove",
            )?,
            proofs_open: gauge("proofs_open", "Proofs that wait")?,
            proofs_due: gauge("proofs_due", "Proofs that wait and could be made now")?,
            days_proven: counter("days_proven_total", "Days proven, or found to be")?,
            exceedances_proven: counter(
                "exceedances_proven_total",
                "Exceedances proven, or found to be",
            )?,
            absences_proven: counter(
                "absences_proven_total",
                "Days without a frame proven, or found to be",
            )?,
            substitutions: counter(
                "substitutions_total",
                "Days for which substitutes were let count",
            )?,
            proofs_refused: counter("proofs_refused_total", "Proofs refused for good")?,
            started_seconds: now_ms() / 1_000,
            registry,
        })
    }

    /// Seconds since `unix_seconds`, or since the start if it never happened.
    pub fn age_seconds(&self, unix_seconds: Option<u64>) -> i64 {
        let since = unix_seconds.unwrap_or(self.started_seconds);
        gauge((now_ms() / 1_000).saturating_sub(since))
    }

    /// All counters in Prometheus' text format.
    pub fn text(&self) -> Result<String, prometheus::Error> {
        let mut text = Vec::new();
        TextEncoder::new().encode(&self.registry.gather(), &mut text)?;
        String::from_utf8(text).map_err(|error| prometheus::Error::Msg(error.to_string()))
    }
}

fn refused() -> Result<IntCounterVec, prometheus::Error> {
    let options = Opts::new("refused_total", "Frames refused, by reason");
    IntCounterVec::new(options, &["reason"])
}

fn register<C>(registry: &Registry, collector: C) -> Result<C, prometheus::Error>
where
    C: prometheus::core::Collector + Clone + 'static,
{
    registry.register(Box::new(collector.clone()))?;
    Ok(collector)
}

//! What the gateway counts, for Prometheus and for `/status`.

use prometheus::{
    exponential_buckets, Encoder, Histogram, HistogramOpts, IntCounter, IntCounterVec, IntGauge,
    Opts, Registry, TextEncoder,
};

/// The counters. Cloning shares them.
#[derive(Clone)]
pub struct Metrics {
    registry: Registry,
    /// Open connections.
    pub connections: IntGauge,
    /// Connections accepted since the start.
    pub connections_total: IntCounter,
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
    /// Number of the newest finalised block seen.
    pub finalised_block: IntGauge,
    /// Unix time in seconds when a node last answered.
    pub node_seen_seconds: IntGauge,
    /// Failed attempts to reach a node or to anchor.
    pub ledger_failures: IntCounter,
    /// Outlets that have or had a device.
    pub outlets: IntGauge,
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
            finalised_block: gauge("finalised_block", "Newest finalised block seen")?,
            node_seen_seconds: gauge("node_seen_seconds", "Unix time a node last answered")?,
            ledger_failures: counter("ledger_failures_total", "Failures to reach or anchor")?,
            outlets: gauge("outlets", "Outlets that have or had a device")?,
            registry,
        })
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

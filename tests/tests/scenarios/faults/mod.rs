//! What goes wrong in a consortium, and that evidence survives it: a file a subject. `scripts/test --faults` runs these; the
//! short ones stand also in `end_to_end::consortium`, on one network together.

pub mod admission;
mod clock;
mod cut;
mod disk;
mod equivocation;
pub mod keys;
pub mod killed;
pub mod rotation;
pub mod upgrade;
mod wiped;

use limpid_tests::{output_within, Lags, Network, NetworkPlan, Site};
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    time::Instant,
};

/// How many outlets send.
const OUTLETS: u32 = 2;
/// How long the frames of one hour may take until they are anchored in final blocks.
const ANCHOR_SECONDS_MAX: u64 = 180;

/// A network with a gateway on it. Fields are dropped in order: the gateway stops before the nodes.
pub struct Consortium {
    /// The gateway and its outlets.
    pub site: Site,
    /// The nodes.
    pub network: Network,
    /// Which nodes validate now.
    pub validators: Vec<usize>,
    hours_sent: u32,
}

impl Consortium {
    /// Founds a chain and registers a gateway on it that speaks to the nodes 0 and 1.
    pub fn begin(plan: NetworkPlan) -> Self {
        let mut network = Network::found(plan);
        network.wait_until_finalised(&[0, 1], 1, 120);
        let place = network.place();
        let mut site = network.site(place, 0, &[0, 1], OUTLETS);
        site.start_gateway();
        Self {
            site,
            network,
            validators: (0..plan.validators).collect(),
            hours_sent: 0,
        }
    }

    /// As [`Consortium::begin`], where faults of the network can be had; elsewhere the scenario is left out, and says so.
    pub fn with_lan(plan: NetworkPlan) -> Option<Self> {
        let consortium = Self::begin(plan);
        if consortium.network.has_lan() {
            return Some(consortium);
        }
        eprintln!("SKIPPED: this scenario cuts a network and needs root for network namespaces");
        None
    }

    /// Sends another hour of frames, waits until all are anchored, and verifies the evidence of an outlet. Gives its file.
    pub fn prove_an_hour(&mut self) -> PathBuf {
        let hour = self.hours_sent;
        self.hours_sent += 1;
        let from = format!("2026-03-01T{hour:02}:00:00+08:00");
        let until = format!("2026-03-01T{:02}:00:00+08:00", hour + 1);
        let send = ["--start", &from, "--hours", "1", "--real-time", "600"];
        let output = output_within(&mut self.site.loggers(&send), 120);
        let sent: Value = serde_json::from_slice(&output.stdout).expect("the loggers' summary");
        assert_eq!(sent["sent"], sent["acknowledged"], "{sent}");
        self.wait_until_anchored();
        let outlet = &self.site.outlets[0].name;
        let bundle = self
            .site
            .export(&format!("hour-{hour}.json"), outlet, &from, &until);
        self.assert_proves(&bundle);
        bundle
    }

    /// Waits until everything the gateway stored is anchored in final blocks.
    pub fn wait_until_anchored(&self) {
        let gateway = self.site.gateway.as_ref().expect("it runs");
        gateway.wait_until("finality of all batches", ANCHOR_SECONDS_MAX, |status| {
            status.all_anchored()
        });
    }

    /// Checks that the bundle proves records with the first trust root.
    pub fn assert_proves(&self, bundle: &Path) {
        let (code, report) = self.site.verify(bundle);
        let records = report["facts"]["records"].as_array().map_or(0, Vec::len);
        assert!(code == 0 && records > 0, "{}: {report}", bundle.display());
    }

    /// The highest best block of these nodes.
    pub fn highest(&self, nodes: &[usize]) -> u32 {
        let heights = nodes.iter().map(|n| self.network.nodes[*n].height());
        heights.max().expect("a node")
    }
}

/// Does a part of a scenario, and says how long it took.
pub fn step<T>(what: &str, part: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let result = part();
    println!("{:6.1} s  {what}", began.elapsed().as_secs_f64());
    result
}

/// Prints what finality took.
pub fn print_lags(lags: &Lags) {
    let ms = |percent| lags.percentile_ms(percent).expect("blocks were measured");
    println!(
        "finality lag over {} blocks: p50 {} ms, p99 {} ms",
        lags.count(),
        ms(50),
        ms(99)
    );
}

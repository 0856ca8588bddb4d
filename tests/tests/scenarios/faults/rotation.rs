//! Validators that change, and the trust roots that lead over the changes.

use super::{step, Consortium};
use crate::journal::{acknowledged, frames};
use limpid_tests::{wait_for, NetworkPlan, Process};
use serde_json::Value;
use std::{collections::HashSet, fs, path::Path};

/// The day whose frames are sent during the exchange, and where the loggers note what was acknowledged.
const DAY: &str = "2026-04-01";
const JOURNAL: &str = "journal.jsonl";

/// Two sessions until a change is in force, and what the machine may need more.
const CHANGE_SECONDS_MAX: u64 = 180;

/// Has the node of a founder validate from its next start on, with keys it makes itself.
pub fn prepare(consortium: &mut Consortium, node: usize) {
    let network = &mut consortium.network;
    assert!(
        network.nodes[node].terminate().success(),
        "it stops when told"
    );
    network.nodes[node].add_options(&["--validator"]);
    network.nodes[node].restart();
    let key = network.key(node).to_owned();
    network
        .limpid(node)
        .run(["validator", "set-keys", "--key", &key]);
}

/// Has the council exchange validators, and waits until the new set is in force.
pub fn exchange(consortium: &mut Consortium, leaving: &[usize], coming: &[usize]) {
    let network = &consortium.network;
    let accounts = |nodes: &[usize]| {
        let accounts = nodes.iter().map(|n| network.founders[*n].account.as_str());
        accounts.collect::<Vec<_>>().join(",")
    };
    let (add, remove) = (accounts(coming), accounts(leaving));
    let change = ["validator", "change", "--add", &add, "--remove", &remove];
    network.decide(&change);
    let rpc = network.nodes[coming[0]].rpc();
    let old: Vec<_> = leaving
        .iter()
        .filter_map(|n| network.founders[*n].session.as_ref())
        .map(|keys| keys.aura.clone())
        .collect();
    wait_for("the new validators", CHANGE_SECONDS_MAX, || {
        let authors = rpc
            .finalised()
            .and_then(|height| rpc.authors(&rpc.hash(height)?));
        authors.is_some_and(|authors| old.iter().all(|key| !authors.contains(key)))
    });
    consortium.validators.retain(|n| !leaving.contains(n));
    consortium.validators.extend(coming);
}

/// Puts the node `coming` into the place of the validator `leaving`.
pub fn replace(consortium: &mut Consortium, leaving: usize, coming: usize) {
    prepare(consortium, coming);
    exchange(consortium, &[leaving], &[coming]);
    let validators = consortium.validators.clone();
    consortium.network.wait_for_progress(&validators, 2, 90);
}

#[test]
fn all_validators_exchanged_two_at_a_time_under_load() {
    let plan = NetworkPlan {
        observers: 4,
        ..NetworkPlan::default()
    };
    let mut consortium = Consortium::begin(plan);
    let before = step("an hour before", || consortium.prove_an_hour());
    let mut loggers = play_a_day(&consortium);
    step("keys of the new validators", || {
        (4..8).for_each(|node| prepare(&mut consortium, node));
    });
    step("two exchanged", || {
        exchange(&mut consortium, &[0, 1], &[4, 5])
    });
    step("two more exchanged", || {
        exchange(&mut consortium, &[2, 3], &[6, 7])
    });
    for old in 2..4 {
        consortium.network.nodes[old].kill();
    }
    step("the new set alone makes blocks final", || {
        consortium.network.wait_for_progress(&[4, 5, 6, 7], 5, 120);
    });
    assert!(loggers.runs(), "the load ended before the exchange");
    loggers.kill();
    step("all anchored", || consortium.wait_until_anchored());
    consortium.site.fsck();
    assert_nothing_lost(&consortium);
    consortium.network.assert_agreement();
    prove_with_both_roots(&mut consortium, &before);
}

/// Loggers that send for longer than the exchange takes.
fn play_a_day(consortium: &Consortium) -> Process {
    let begins = format!("{DAY}T00:00:00+08:00");
    let arguments = ["--start", &begins, "--hours", "24", "--speed", "100"];
    let mut command = consortium.site.loggers(&arguments);
    command.arg("--journal").arg(consortium.site.path(JOURNAL));
    Process::start(
        "loggers",
        &mut command,
        &consortium.site.path("loggers.log"),
    )
}

/// Every frame that was acknowledged during the exchange stands in a bundle that verifies.
fn assert_nothing_lost(consortium: &Consortium) {
    let acknowledged = acknowledged(&consortium.site.path(JOURNAL));
    let (from, until) = (
        format!("{DAY}T00:00:00+08:00"),
        format!("{DAY}T23:59:59+08:00"),
    );
    let mut proven = HashSet::new();
    for (number, outlet) in consortium.site.outlets.iter().enumerate() {
        let name = format!("day-{number}.json");
        let bundle = consortium.site.export(&name, &outlet.name, &from, &until);
        consortium.assert_proves(&bundle);
        proven.extend(frames(&bundle));
    }
    println!(
        "          {} frames acknowledged during the exchange",
        acknowledged.len()
    );
    assert!(acknowledged.len() > 100, "there was a load");
    for (frame, of) in &acknowledged {
        assert!(
            proven.contains(frame),
            "{of} was acknowledged and is not proven"
        );
    }
}

/// See `docs/spec/trust-root.md`: a root that was carried forward verifies what became final after its block, and only that.
fn prove_with_both_roots(consortium: &mut Consortium, before: &Path) {
    consortium.assert_proves(before);
    let after = consortium.prove_an_hour();
    let site = &consortium.site;
    let (first, updated) = (site.trust_root(), site.path("updated-root.json"));
    site.limpid.run([
        "trust",
        "update",
        "--trust",
        first.to_str().expect("a path"),
        "--out",
        updated.to_str().expect("a path"),
    ]);
    for root in [&first, &updated] {
        let (code, report) = site.verify_with(&after, root);
        assert_eq!(code, 0, "with {}: {report}", root.display());
    }
    let (code, report) = site.verify_with(before, &updated);
    assert_eq!(code, 2, "older than the root, so undecided: {report}");
    let bundle: Value = serde_json::from_slice(&fs::read(&after).expect("it")).expect("JSON");
    let handovers = bundle["handovers"].as_array().expect("handovers");
    assert!(
        handovers.len() >= 2,
        "two exchanges, two handovers at least"
    );
    let bytes = handovers
        .iter()
        .map(|one| one.to_string().len())
        .sum::<usize>();
    println!(
        "{} handovers, {bytes} B in the bundle, {} B each",
        handovers.len(),
        bytes / handovers.len()
    );
}

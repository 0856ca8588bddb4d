//! What a bundle proves, and that a changed one proves nothing.

use super::independent;
use limpid_tests::World;
use serde_json::Value;
use std::{fs, path::Path};

const DAY: &str = "2026-03-01";

fn records(report: &Value) -> usize {
    report["facts"]["records"]
        .as_array()
        .expect("records")
        .len()
}

/// Both verifiers say `code` of the bundle.
fn both_say(world: &World, bundle: &Path, code: i32) -> Value {
    let (first, report) = world.verify(bundle);
    assert_eq!(first, code, "{}: {report}", bundle.display());
    assert_eq!(
        independent::exit_code(bundle, &world.trust_root()),
        code,
        "the second verifier on {}",
        bundle.display()
    );
    report
}

#[test]
fn a_period_an_absence_a_record_and_a_file_verify_and_forgeries_do_not() {
    let mut world = World::begin(2, 11);
    let address = world.start_gateway().address();
    world.limpid.run([
        "simulate",
        "--gateway",
        &address,
        "--outlets",
        "2",
        "--seed",
        "11",
        "--hours",
        "4",
        "--real-time",
        "600",
        "--fault",
        "silence:0:2",
        "--fault",
        "duplicate",
        "--fault",
        "bad-crc",
        "--fault",
        "garbage",
    ]);
    let photo = world.path("photo.jpg");
    fs::write(&photo, b"what a camera would write").expect("a photo");
    let outlet = world.outlets[0].name.clone();
    let http = world.gateway.as_ref().expect("it runs").http_url();
    let observed = format!("{DAY}T01:30:00+08:00");
    world.limpid.run([
        "evidence",
        "deposit",
        photo.to_str().expect("a path"),
        "--gateway-url",
        &http,
        "--outlet",
        &outlet,
        "--observed",
        &observed,
    ]);
    let gateway = world.gateway.as_ref().expect("it runs");
    gateway.wait_until("finality", 120, |status| status.all_anchored());

    let day = world.export(
        "day.json",
        &outlet,
        &format!("{DAY}T00:00:00+08:00"),
        &format!("{DAY}T04:00:00+08:00"),
    );
    let report = both_say(&world, &day, 0);
    // Three hours of real-time and ten-minute frames, the hours' own frames, and the photo; the fourth hour was silent.
    assert!(records(&report) > 30, "{report}");
    let silent = world.export(
        "silence.json",
        &outlet,
        &format!("{DAY}T02:00:00+08:00"),
        &format!("{DAY}T03:00:00+08:00"),
    );
    assert_eq!(
        records(&both_say(&world, &silent, 0)),
        0,
        "the silenced hour is proven empty"
    );

    let photo_bundle = world.path("photo.json");
    let store = world.store();
    world.limpid.run([
        "evidence",
        "export",
        "--store",
        store.to_str().expect("a path"),
        "--outlet",
        &outlet,
        "--at",
        &observed,
        "--kind",
        "0",
        "--out",
        photo_bundle.to_str().expect("a path"),
    ]);
    both_say(&world, &photo_bundle, 0);

    forge(&world, &day);

    let config = world.gateway.as_ref().expect("it runs").config().to_owned();
    world.limpid.run([
        "gateway",
        "fsck",
        "--config",
        config.to_str().expect("a path"),
    ]);
    assert!(
        world
            .gateway
            .as_mut()
            .expect("it runs")
            .terminate()
            .success(),
        "SIGTERM drains and ends well"
    );
    assert!(world.node.terminate().success(), "the node stops when told");
}

/// What is changed, and how.
type Forgery = (&'static str, fn(&mut Value));

/// Changes the bundle in ways a party would like, and sees each refuted.
fn forge(world: &World, bundle: &Path) {
    let genuine: Value =
        serde_json::from_slice(&fs::read(bundle).expect("a bundle")).expect("JSON");
    let forgeries: [Forgery; 4] = [
        ("a record left out", |b| {
            let batch = b["batches"]
                .as_array_mut()
                .expect("batches")
                .iter_mut()
                .find(|b| {
                    b["run"]["leaves"]
                        .as_array()
                        .is_some_and(|l| l.iter().any(|leaf| leaf.get("record").is_some()))
                });
            let leaves = batch.expect("a batch with records")["run"]["leaves"]
                .as_array_mut()
                .expect("leaves");
            let place = leaves
                .iter()
                .position(|leaf| leaf.get("record").is_some())
                .expect("a record");
            leaves.remove(place);
        }),
        ("a batch left out", |b| {
            let last = b["claim"]["period"]["last_sequence"]
                .as_u64()
                .expect("a number");
            b["claim"]["period"]["last_sequence"] = (last + 1).into();
        }),
        ("a root changed", |b| {
            let root = b["batches"][0]["header"]["root"]
                .as_str()
                .expect("a root")
                .to_owned();
            let first = if root.starts_with('0') { "1" } else { "0" };
            b["batches"][0]["header"]["root"] = format!("{first}{}", &root[1..]).into();
        }),
        ("a shorter period claimed to hold the same", |b| {
            let until = b["claim"]["period"]["until_ms"].as_u64().expect("a time");
            b["claim"]["period"]["until_ms"] = (until - 3_600_000 * 3).into();
        }),
    ];
    for (number, (what, change)) in forgeries.into_iter().enumerate() {
        let mut forged = genuine.clone();
        change(&mut forged);
        let file = world.path(&format!("forged-{number}.json"));
        fs::write(&file, serde_json::to_vec(&forged).expect("JSON")).expect("a forged bundle");
        let report = both_say(world, &file, 1);
        assert!(report["first_failed"].is_string(), "{what}: {report}");
    }
}

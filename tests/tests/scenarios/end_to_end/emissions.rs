//! What the chain computes from anchored frames alone: a year of days, an exceedance, and what a permit has to do with both.

use super::independent;
use limpid_tests::World;
use serde_json::Value;
use std::{collections::BTreeMap, fs};

const YEAR: &str = "2025";
const OUTLETS: u32 = 20;
const DAYS: u64 = 365;
const SEED: u64 = 31;
/// Any digest: that of a decision's document.
const DOCUMENT: &str = "3333333333333333333333333333333333333333333333333333333333333333";

/// Micrograms by outlet and pollutant.
type Masses = BTreeMap<(String, String), u128>;

#[test]
fn a_year_of_twenty_outlets_is_the_independent_sum_and_an_exceedance_is_found() {
    let mut world = World::begin(OUTLETS, SEED);
    world.start_proving_gateway();
    let expected = send_year(&world);
    let began = std::time::Instant::now();
    wait_until_proven(&world, 900);
    println!(
        "{} days of {OUTLETS} outlets proven within {} s of the last frame",
        DAYS * u64::from(OUTLETS),
        began.elapsed().as_secs()
    );
    let shown = show_year(&world);
    assert_eq!(
        masses_on_chain(&shown),
        expected,
        "the chain's totals are the simulator's own sums, to the microgram"
    );
    replay(&mut world, &shown);
    exceed(&world);
    suspended_permit_is_said(&world);
}

/// Plays a year of day frames, and gives their sums as the simulator made them.
fn send_year(world: &World) -> Masses {
    let totals = world.path("totals.json");
    let arguments = [
        "--start",
        &format!("{YEAR}-01-01T00:00:00+08:00"),
        "--hours",
        &(DAYS * 24).to_string(),
        "--only",
        "2031",
        "--totals",
        totals.to_str().expect("a path"),
    ];
    let output = limpid_tests::output_within(&mut world.loggers(&arguments), 600);
    assert!(output.status.success(), "all day frames are acknowledged");
    let totals: Value = serde_json::from_slice(&fs::read(&totals).expect("totals")).expect("JSON");
    let mut masses = Masses::new();
    for outlet in array(&totals["outlets"]) {
        let pollutants = outlet["pollutants"].as_object().expect("pollutants");
        for (pollutant, sums) in pollutants {
            let grams = sums["years"][YEAR].as_str().expect("grams as text");
            let code = outlet["outlet_code"].as_str().expect("a code").to_owned();
            masses.insert((code, pollutant.clone()), micrograms(grams));
        }
    }
    masses
}

/// `12.5` grams in micrograms, by nothing that the product uses.
fn micrograms(grams: &str) -> u128 {
    let (whole, decimals) = grams.split_once('.').unwrap_or((grams, ""));
    let decimals = format!("{decimals:0<6}");
    assert_eq!(decimals.len(), 6, "whole micrograms");
    format!("{whole}{decimals}").parse().expect("digits")
}

fn wait_until_proven(world: &World, seconds_max: u64) {
    let gateway = world.gateway.as_ref().expect("it runs");
    gateway.wait_until(
        "all to be anchored, final and proven",
        seconds_max,
        |status| status.all_proven(),
    );
}

fn show_year(world: &World) -> Value {
    world.limpid.run([
        "emissions",
        "show",
        "--permit",
        &world.permit,
        "--year",
        YEAR,
    ])
}

fn masses_on_chain(shown: &Value) -> Masses {
    let mut masses = Masses::new();
    for outlet in array(&shown["outlets"]) {
        let code = outlet["outlet"].as_str().expect("a code");
        for line in array(&outlet["pollutants"]) {
            let pollutant = line["pollutant"].as_str().expect("a code");
            assert_eq!(line["days_computed"], DAYS, "{code} {pollutant}");
            assert_eq!(line["days_without"], 0, "{code} {pollutant}");
            let mass = line["mass_ug"].as_str().expect("micrograms as text");
            let mass = mass.parse().expect("a number");
            masses.insert((code.to_owned(), pollutant.to_owned()), mass);
        }
    }
    masses
}

/// Everything is proven a second time, by another command and from the store alone: nothing changes.
fn replay(world: &mut World, before: &Value) {
    let store = world.store();
    let key = world.path("operator.key");
    world.limpid.run([
        "emissions",
        "prove",
        "--store",
        store.to_str().expect("a path"),
        "--key",
        key.to_str().expect("a path"),
    ]);
    let after = show_year(world);
    assert_eq!(
        after["outlets"], before["outlets"],
        "a proof that comes again changes nothing"
    );
    let conflicts = world.limpid.run(["emissions", "conflicts"]);
    assert_eq!(array(&conflicts).len(), 0, "{conflicts}");
}

/// A day of hour frames whose hour 14 has five times the usual NOx: one finding, and its frame's evidence verifies.
fn exceed(world: &World) {
    let arguments = [
        "--start",
        "2025-03-01T00:00:00+08:00",
        "--hours",
        "24",
        "--only",
        "2061",
        "--fault",
        "exceed:0:14:a21002",
    ];
    let output = limpid_tests::output_within(&mut world.loggers(&arguments), 120);
    assert!(output.status.success(), "all hour frames are acknowledged");
    wait_until_proven(world, 180);
    let findings = world.limpid.run(["finding", "list"]);
    let [finding] = &array(&findings)[..] else {
        panic!("one finding: {findings}");
    };
    assert_eq!(finding["pollutant"], "a21002");
    assert_eq!(finding["outlet"], world.outlets[0].name.as_str());
    // 2025-03-01T14:00:00+08:00
    assert_eq!(finding["observed_ms"], 1_740_808_800_000u64);
    let (bundle, store) = (world.path("finding.json"), world.store());
    world.limpid.run([
        "finding",
        "bundle",
        &finding["finding"].to_string(),
        "--store",
        store.to_str().expect("a path"),
        "--out",
        bundle.to_str().expect("a path"),
    ]);
    let (code, report) = world.verify(&bundle);
    assert_eq!(code, 0, "{report}");
    assert_eq!(independent::exit_code(&bundle, &world.trust_root()), 0);
    assert_eq!(
        report["facts"]["records"][0]["digest"], finding["place"]["record"],
        "the bundle has the finding's very frame"
    );
}

/// Once the permit is suspended, new evidence says that it is not in force now, and was when the frame was made.
fn suspended_permit_is_said(world: &World) {
    let city = world.city.to_str().expect("a path");
    let mut suspend = vec!["permit", "suspend", &world.permit, "--key", city];
    suspend.extend(["--document-digest", DOCUMENT]);
    world.limpid.run(suspend);
    let outlet = world.outlets[0].name.clone();
    let bundle = world.export(
        "suspended.json",
        &outlet,
        "2025-03-01T14:00:00+08:00",
        "2025-03-01T15:00:00+08:00",
    );
    let (code, report) = world.verify(&bundle);
    assert_eq!(code, 0, "evidence stays evidence: {report}");
    assert_eq!(independent::exit_code(&bundle, &world.trust_root()), 0);
    let now = &report["facts"]["permit"]["shown"]["now"]["in_force"];
    assert_eq!(now["no"], "suspended", "{report}");
    let then = &report["facts"]["records"][0]["permit"]["in_force"];
    assert_eq!(then, "yes", "{report}");
}

fn array(value: &Value) -> &Vec<Value> {
    value
        .as_array()
        .unwrap_or_else(|| panic!("a list: {value}"))
}

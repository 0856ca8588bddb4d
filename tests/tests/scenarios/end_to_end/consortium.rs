//! Four institutions and their chain: what of the faults is short enough for every run, on one network.

use crate::faults::{admission, keys, killed, print_lags, rotation, step, upgrade, Consortium};
use limpid_tests::{FinalityLag, NetworkPlan};
use serde_json::Value;
use std::{fs, time::Instant};

/// Over how many blocks finality is measured at least.
const BLOCKS_MIN: usize = 60;
/// A bundle of four validators' votes and one record, without the record's own bytes.
const BUNDLE_BYTES_MAX: usize = 8_192;

#[test]
fn four_institutions_change_their_chain_and_survive_two_deaths() {
    let began = Instant::now();
    let mut consortium = step("founded, a gateway registered", || {
        Consortium::begin(NetworkPlan::default())
    });
    let lag = FinalityLag::measure(consortium.network.nodes[0].rpc());
    let mut stranger = step("a stranger knocks", || {
        admission::Stranger::knock(&mut consortium.network)
    });
    step("a validator's keys changed", || {
        keys::rotate(&mut consortium, 1)
    });
    step("a validator replaced", || {
        rotation::replace(&mut consortium, 3, 4)
    });
    step("the runtime upgraded", || {
        upgrade::rehearse(&mut consortium)
    });
    step("the stranger got nothing", || {
        stranger.assert_refused(&consortium.network)
    });
    drop(stranger);
    step("a node unlisted and listed", || {
        admission::unlist_and_list(&mut consortium, 3)
    });
    print_bundle_size(&consortium);
    let lags = lag.finish_after(BLOCKS_MIN, 120);
    print_lags(&lags);
    step("one of four killed", || killed::one(&mut consortium));
    step("two of four killed", || killed::two(&mut consortium));
    consortium.site.fsck();
    step("stopped", || drop(consortium));
    println!("{:6.1} s  altogether", began.elapsed().as_secs_f64());
}

fn print_bundle_size(consortium: &Consortium) {
    let site = &consortium.site;
    let bundle = site.export_by(&site.limpid, "one-record.json", &["--arrival", "1"]);
    let bytes = fs::read(&bundle).expect("a bundle");
    let json: Value = serde_json::from_slice(&bytes).expect("JSON");
    let payload: usize = json["batches"]
        .as_array()
        .expect("batches")
        .iter()
        .flat_map(|batch| batch["run"]["leaves"].as_array().expect("leaves"))
        .filter_map(|leaf| leaf["record"]["payload"]["frame"].as_str())
        .map(str::len)
        .sum();
    let handovers = json["handovers"].as_array().expect("handovers");
    let handover_bytes: usize = handovers.iter().map(|one| one.to_string().len()).sum();
    let rest = bytes.len() - payload - handover_bytes;
    println!(
        "bundle of one record, four validators: {} B; without payload {} B; {} handovers of {handover_bytes} B in it; without them {rest} B",
        bytes.len(),
        bytes.len() - payload,
        handovers.len(),
    );
    assert!(rest <= BUNDLE_BYTES_MAX, "{rest} B");
}

//! A runtime upgrade, rehearsed on a chain that holds anchors.

use super::{step, Consortium};
use limpid_tests::{binary_folder, wait_for, NetworkPlan};

/// The runtime built for rehearsals: the next version, with a migration of storage.
const REHEARSAL: &str = "limpid-runtime-rehearsal.wasm";

/// The council authorises the next runtime, a member applies it; evidence from before and after verifies.
pub fn rehearse(consortium: &mut Consortium) {
    let before = consortium.prove_an_hour();
    let code = binary_folder().join(REHEARSAL);
    assert!(code.exists(), "{} is not built", code.display());
    let code = code.to_str().expect("a plain path");
    let network = &consortium.network;
    let rpc = network.nodes[0].rpc();
    let version = rpc.spec_version().expect("an answer");
    network.decide(&["runtime", "authorize", code]);
    let (limpid, key) = (network.limpid(0), network.key(0));
    limpid.run(["runtime", "apply", code, "--key", key]);
    wait_for("the next runtime", 60, || {
        rpc.spec_version() == Some(version + 1)
    });
    network.wait_for_progress(&consortium.validators, 3, 90);
    network.assert_agreement();
    consortium.assert_proves(&before);
    // The old records once more, proven from the state as migrated.
    let again = consortium.site.export_by(
        &consortium.site.limpid,
        "after-the-upgrade.json",
        &["--arrival", "1"],
    );
    consortium.assert_proves(&again);
    consortium.prove_an_hour();
}

#[test]
fn a_runtime_upgrade_keeps_old_and_new_evidence_valid() {
    let mut consortium = Consortium::begin(NetworkPlan::default());
    step("upgrade", || rehearse(&mut consortium));
}

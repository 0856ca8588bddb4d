//! A node that lost its data.

use super::{rotation, step, Consortium};
use limpid_tests::NetworkPlan;
use std::fs;

#[test]
fn a_wiped_node_warps_to_the_newest_block_and_serves_proofs() {
    let plan = NetworkPlan {
        observers: 2,
        ..NetworkPlan::default()
    };
    let mut consortium = Consortium::begin(plan);
    // A change of validators, which the node has to check on its way.
    step("a validator replaced", || {
        rotation::replace(&mut consortium, 3, 4)
    });
    consortium.prove_an_hour();
    let now = consortium.network.nodes[0].finalised();
    let node = &mut consortium.network.nodes[5];
    assert!(node.terminate().success(), "it stops when told");
    node.wipe();
    // A node that keeps every state cannot warp over them: this one keeps those of the last blocks.
    node.add_options(&["--sync", "warp", "--state-pruning", "1000"]);
    node.restart();
    step("it has the newest final block again", || {
        consortium.network.wait_until_finalised(&[5], now + 2, 180);
    });
    let log = fs::read_to_string(consortium.network.nodes[5].log()).expect("its log");
    assert!(
        log.contains("State sync is complete"),
        "it fetched all blocks instead"
    );
    let limpid = consortium.network.limpid(5);
    let bundle = consortium
        .site
        .export_by(&limpid, "by-the-wiped-node.json", &["--arrival", "1"]);
    consortium.assert_proves(&bundle);
}

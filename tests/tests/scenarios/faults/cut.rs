//! A network that falls into halves.

use super::{step, Consortium};
use limpid_tests::{wait_for, NetworkPlan};

#[test]
fn two_and_two_cut_off_and_healed() {
    let Some(mut consortium) = Consortium::with_lan(NetworkPlan::default()) else {
        return;
    };
    consortium.prove_an_hour();
    let network = &mut consortium.network;
    network.cut(&[2, 3], &[]);
    let in_flight = consortium.highest(&[0, 1, 2, 3]);
    step("blocks on both sides", || {
        for side in [[0, 1], [2, 3]] {
            wait_for("blocks of a half", 120, || {
                consortium.highest(&side) >= in_flight + 4
            });
        }
    });
    let network = &mut consortium.network;
    let fork = in_flight + 3;
    assert_ne!(
        network.nodes[0].rpc().hash(fork),
        network.nodes[2].rpc().hash(fork),
        "the halves saw each other's blocks"
    );
    for node in &network.nodes[..4] {
        assert!(node.finalised() <= in_flight, "a half made a block final");
    }
    network.heal();
    step("one chain again, and final", || {
        network.wait_until_finalised(&[0, 1, 2, 3], fork + 2, 180);
    });
    network.assert_agreement();
    step("an hour after", || consortium.prove_an_hour());
}

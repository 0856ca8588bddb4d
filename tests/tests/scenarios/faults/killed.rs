//! Validators that die.

use super::{step, Consortium};
use limpid_tests::{wait_for, NetworkPlan};
/// By how many blocks the chain may have grown between a validator's return and the next final block.
const RESUME_BLOCKS_MAX: u32 = 3;

/// One of four is gone: blocks, finality and evidence go on.
pub fn one(consortium: &mut Consortium) {
    let (last, others) = consortium.validators.split_last().expect("validators");
    let (last, others) = (*last, others.to_vec());
    consortium.network.nodes[last].kill();
    consortium.network.wait_for_progress(&others, 3, 90);
    consortium.prove_an_hour();
    consortium.network.nodes[last].restart();
    let now = consortium.network.nodes[others[0]].finalised();
    consortium.network.wait_until_finalised(&[last], now, 90);
    consortium.network.assert_agreement();
}

/// Two of four are gone: nothing becomes final, nothing conflicts, and one's return is enough.
pub fn two(consortium: &mut Consortium) {
    let [first, second, third, fourth] = consortium.validators[..] else {
        panic!("this is about four validators");
    };
    let living = [first, second];
    for dead in [third, fourth] {
        consortium.network.nodes[dead].kill();
    }
    // What the dead voted for is no newer than this.
    let in_flight = consortium.highest(&living);
    let stopped = consortium.network.wait_until_still(&living);
    assert!(
        stopped <= in_flight,
        "{stopped} became final without two thirds"
    );
    wait_for("blocks without finality", 60, || {
        consortium.highest(&living) >= in_flight + 2
    });
    for node in living {
        assert_eq!(consortium.network.nodes[node].finalised(), stopped);
    }
    consortium.network.nodes[fourth].restart();
    let returned = wait_for_return(consortium, fourth, &living);
    let mut resumed = 0;
    wait_for("finality after the return", 60, || {
        resumed = consortium.highest(&living);
        consortium.network.nodes[first].finalised() > stopped
    });
    println!("          returned at block {returned}, final again at block {resumed}");
    assert!(resumed <= returned + RESUME_BLOCKS_MAX);
    consortium.network.nodes[third].restart();
    let now = consortium.network.nodes[first].finalised();
    consortium
        .network
        .wait_until_finalised(&[third, fourth], now, 90);
    consortium.network.assert_agreement();
    consortium.wait_until_anchored();
}

/// Waits until the node has the others' blocks again, and gives the height then.
fn wait_for_return(consortium: &Consortium, node: usize, others: &[usize]) -> u32 {
    let mut height = 0;
    wait_for("the return", 60, || {
        height = consortium.highest(others);
        let node = &consortium.network.nodes[node];
        node.peers() > 0 && node.height() >= height
    });
    height
}

#[test]
fn one_of_four_killed() {
    one(&mut Consortium::begin(NetworkPlan::default()));
}

#[test]
fn two_of_four_killed() {
    two(&mut Consortium::begin(NetworkPlan::default()));
}

#[test]
fn all_four_killed_and_restarted() {
    let mut consortium = Consortium::begin(NetworkPlan::default());
    let before = step("an hour before", || consortium.prove_an_hour());
    let all = consortium.validators.clone();
    let finalised = consortium.network.nodes[0].finalised();
    for node in &all {
        consortium.network.nodes[*node].kill();
    }
    for node in &all {
        consortium.network.nodes[*node].launch();
    }
    for node in &all {
        consortium.network.nodes[*node].wait_for_answer();
    }
    step("final blocks again on all", || {
        consortium
            .network
            .wait_until_finalised(&all, finalised + 4, 120);
    });
    consortium.network.assert_agreement();
    step("an hour after", || consortium.prove_an_hour());
    consortium.assert_proves(&before);
}

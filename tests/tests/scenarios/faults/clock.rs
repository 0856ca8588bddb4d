//! A validator whose clock is wrong.

use super::{step, Consortium};
use limpid_tests::NetworkPlan;

fn one_clock_wrong(seconds: i32) {
    let mut consortium = Consortium::begin(NetworkPlan::default());
    let wrong = &mut consortium.network.nodes[3];
    wrong.kill();
    wrong.set_clock_offset(seconds);
    wrong.restart();
    step("the others go on", || {
        consortium.network.wait_for_progress(&[0, 1, 2], 8, 180);
    });
    step("an hour", || consortium.prove_an_hour());
    let wrong = &mut consortium.network.nodes[3];
    wrong.kill();
    wrong.set_clock_offset(0);
    wrong.restart();
    step("all go on with the clock set right", || {
        consortium.network.wait_for_progress(&[0, 1, 2, 3], 4, 120);
    });
    consortium.network.assert_agreement();
}

#[test]
fn two_seconds_fast() {
    one_clock_wrong(2);
}

#[test]
fn a_minute_fast() {
    one_clock_wrong(60);
}

//! loss-of-a-third.md, section 2: keys of half of the validators are lost for good, and the council forces a change.

use super::{
    loss::Loss,
    vote::{Motion, Rest},
};
use crate::faults::step;
use limpid_tests::wait_for;
use std::fs;

pub const BLOCKS: &[&str] = &[
    "loss-set-keys",
    "loss-change",
    "loss-vote",
    "loss-force",
    "loss-queued",
    "loss-check",
    "loss-trust-root",
];

/// Blocks between the session's end and the new set's votes: of tests, all on one machine.
const DELAY: u32 = 4;
/// Two sessions of eight blocks each, with half of the turns empty, and what the machine may need more.
const SESSIONS_SECONDS_MAX: u64 = 300;

/// The validators `lost` are gone with their keys; `coming` take their place.
pub fn recover(loss: &mut Loss, lost: [usize; 2], coming: [usize; 2]) {
    let before = loss.network.path("trust-root-1.json");
    let root = before.to_str().expect("a plain path");
    loss.network
        .limpid(0)
        .run(["trust", "export", "--out", root]);
    let last_final = step("two lost for good", || {
        lost.into_iter()
            .for_each(|number| loss.network.nodes[number].kill());
        loss.network.wait_until_still(&[0, 1, 5, 6])
    });
    step("keys of the new validators", || {
        for number in coming {
            let keys = loss.desks[number].run("loss-set-keys");
            keys.says("they wait until the council makes the account a validator");
            loss.restart_as_validator(number);
        }
    });
    step("both decisions", || {
        decide_twice(loss, lost, coming, last_final)
    });
    step("finality by the new set", || {
        wait_for_new_set(loss, coming, last_final)
    });
    step("a new trust root", || publish_root(loss, root, last_final));
    step("a lost validator follows", || {
        loss.network.nodes[lost[0]].restart();
        let now = loss.network.nodes[0].finalised();
        loss.network.wait_until_finalised(&[lost[0]], now, 120);
    });
    loss.network.assert_agreement();
}

/// Steps 3 to 5: the second decision takes effect only between the two ends of a session.
fn decide_twice(loss: &Loss, lost: [usize; 2], coming: [usize; 2], last_final: u32) {
    let accounts = |numbers: [usize; 2]| numbers.map(|number| loss.account(number)).join(",");
    let desk = loss.desks[0].with("NEW_ACCOUNTS", accounts(coming));
    let desk = desk.with("LOST_ACCOUNTS", accounts(lost));
    let desk = desk.with("LAST_FINAL", last_final.to_string());
    let desk = desk.with("DELAY", DELAY.to_string());
    let voters = loss.voters();
    let (last, others) = voters.split_last().expect("voters");
    let change = Motion::proposed(&desk.run("loss-change"), Rest::Best);
    let force = Motion::proposed(&desk.run("loss-force"), Rest::Best);
    change.vote(others);
    force.vote(others);
    change.vote_and_close(last);
    let queued = coming.map(|number| format!("queued    {}", loss.account(number)));
    wait_for(
        "the new validators to be queued",
        SESSIONS_SECONDS_MAX,
        || {
            let list = desk.run("loss-queued").out;
            queued.iter().all(|line| list.contains(line))
        },
    );
    force.vote_and_close(last);
}

/// Step 6.
fn wait_for_new_set(loss: &Loss, coming: [usize; 2], last_final: u32) {
    let left = [0, 1, coming[0], coming[1]];
    loss.network
        .wait_until_finalised(&left, last_final + 1, SESSIONS_SECONDS_MAX);
    loss.network.wait_for_progress(&left, 3, 120);
    let checked = loss.desks[0].run("loss-check");
    for number in left {
        checked.says(&format!("active    {}", loss.account(number)));
        let log = fs::read_to_string(loss.network.nodes[number].log()).expect("its log");
        let applied = "Applying authority set change forced at block";
        assert!(log.contains(applied), "{number}: {applied}");
    }
}

/// Step 7, and that the root from before leads nowhere.
fn publish_root(loss: &Loss, before: &str, last_final: u32) {
    let after = loss.network.nodes[0].finalised();
    assert!(after > last_final);
    for number in [0, 1] {
        let desk = loss.desks[number].with("FIRST_FINAL_AFTER", after.to_string());
        loss.network.wait_until_finalised(&[number], after, 60);
        desk.run("loss-trust-root");
    }
    let root =
        |number: usize| fs::read(loss.desks[number].path("trust-root-2.json")).expect("a root");
    assert_eq!(root(0), root(1));
    let carried = loss.network.path("carried.json");
    let out = carried.to_str().expect("a plain path");
    let limpid = loss.network.limpid(0);
    let refused = limpid.try_run(["trust", "update", "--trust", before, "--out", out]);
    assert_eq!(refused.status.code(), Some(2), "{refused:?}");
    assert!(!carried.exists(), "nothing is written");
}

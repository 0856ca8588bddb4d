//! A validator's keys that change.

use super::{step, Consortium};
use limpid_tests::{wait_for, NetworkPlan, Rpc};

/// Milliseconds of a slot.
const SLOT_MS: u64 = 3_000;
/// Two sessions until new keys are in force, and what the machine may need more.
const CHANGE_SECONDS_MAX: u64 = 180;

/// Gives a validator new keys; it misses none of its turns meanwhile.
pub fn rotate(consortium: &mut Consortium, node: usize) {
    let network = &consortium.network;
    let keys = network.founders[node].session.as_ref();
    let old = keys.expect("a validator from the beginning").aura.clone();
    let rpc = network.nodes[node].rpc();
    let began = network.nodes[node].finalised();
    let limpid = network.limpid(node);
    limpid.run(["validator", "set-keys", "--key", network.key(node)]);
    let mut changed = 0;
    wait_for("the new keys", CHANGE_SECONDS_MAX, || {
        changed = rpc.finalised().unwrap_or(0);
        let authors = rpc.hash(changed).and_then(|hash| rpc.authors(&hash));
        authors.is_some_and(|authors| !authors.contains(&old))
    });
    // Every validator has its turn twice more.
    network.wait_until_finalised(&[node], changed + 8, 90);
    let (missed, others) = missed_turns(&rpc, began, changed + 8, &old);
    println!(
        "          blocks {began} to {}: {others} turns missed by others",
        changed + 8
    );
    assert_eq!(
        missed, 0,
        "turns missed by the validator whose keys changed"
    );
}

/// How many slots between two blocks have no block: of the validator whose key was this in the first of them, and of others.
fn missed_turns(rpc: &Rpc, first: u32, last: u32, key: &str) -> (u64, u64) {
    let slot = |height| {
        let time_ms = rpc.hash(height).and_then(|hash| rpc.time_ms(&hash));
        time_ms.expect("an archive") / SLOT_MS
    };
    let authors = rpc.hash(first).and_then(|hash| rpc.authors(&hash));
    let authors = authors.expect("an archive");
    let turn = authors.iter().position(|author| author == key);
    let turn = turn.expect("it was a validator") as u64;
    let mut missed = (0, 0);
    for height in first..last {
        for empty in slot(height) + 1..slot(height + 1) {
            if empty % authors.len() as u64 == turn {
                missed.0 += 1;
            } else {
                missed.1 += 1;
            }
        }
    }
    missed
}

#[test]
fn one_validators_keys_change_without_a_missed_block() {
    let mut consortium = Consortium::begin(NetworkPlan::default());
    step("new keys in force", || rotate(&mut consortium, 1));
    consortium.prove_an_hour();
}

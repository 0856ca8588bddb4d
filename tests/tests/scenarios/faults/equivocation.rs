//! A validator that votes twice.

use super::{step, Consortium};
use limpid_tests::{wait_for, NetworkPlan, Node};
use std::time::{Duration, Instant};

/// How often the network is cut so that the validator and its twin vote for different blocks.
const CUTS_MAX: u32 = 6;
/// How long the report of an offence may take after a cut is healed.
const REPORT: Duration = Duration::from_secs(40);
/// The validator with a twin.
const OFFENDER: usize = 4;

#[test]
fn a_validator_that_votes_for_two_chains_is_removed() {
    let plan = NetworkPlan {
        validators: 5,
        observers: 0,
        ..NetworkPlan::default()
    };
    let Some(mut consortium) = Consortium::with_lan(plan) else {
        return;
    };
    let twin = step("a twin with the same keys", || start_twin(&mut consortium));
    let caught = (0..CUTS_MAX).any(|_| cut_and_heal(&mut consortium, &twin));
    assert!(caught, "the offence was not reported");
    let offender = consortium.network.founders[OFFENDER].session.as_ref();
    let key = offender.expect("a validator").aura.clone();
    let rpc = consortium.network.nodes[0].rpc();
    step("out of the set", || {
        wait_for("a set without the offender", 180, || {
            let authors = rpc
                .finalised()
                .and_then(|height| rpc.authors(&rpc.hash(height)?));
            authors.is_some_and(|authors| authors.len() == 4 && !authors.contains(&key))
        });
    });
    consortium.network.nodes[OFFENDER].kill();
    drop(twin);
    consortium.network.wait_for_progress(&[0, 1, 2, 3], 3, 120);
    consortium.network.assert_agreement();
    step("an hour after", || consortium.prove_an_hour());
}

/// A second process with the validator's keys, on a node that its institution lists.
fn start_twin(consortium: &mut Consortium) -> Node {
    let network = &mut consortium.network;
    let (mut twin, key) = network.stranger("twin");
    let session = network.founders[OFFENDER].session.as_ref();
    session
        .expect("a validator")
        .insert(twin.folder(), network.chain());
    let (limpid, address) = (network.limpid(0), twin.multiaddress());
    let mut list = vec!["node", "set", "--node-key-or-peer", &key.peer];
    list.extend(["--address", &address, "--key", network.key(OFFENDER)]);
    limpid.run(list);
    twin.add_options(&["--validator"]);
    twin.restart();
    let now = network.nodes[0].finalised();
    wait_for("the twin to follow", 120, || twin.finalised() >= now);
    twin
}

/// Lets the two vote on different sides of a cut, and tells whether that was reported and acted on afterwards.
fn cut_and_heal(consortium: &mut Consortium, twin: &Node) -> bool {
    consortium.network.cut(&[2, 3], &[twin]);
    let height = consortium.highest(&[0, 1, 2, 3]);
    for side in [[0, 1], [2, 3]] {
        wait_for("blocks of a half", 120, || {
            consortium.highest(&side) >= height + 3
        });
    }
    consortium.network.heal();
    let healed = Instant::now();
    while healed.elapsed() < REPORT {
        if is_offender(consortium) {
            return true;
        }
        std::thread::sleep(Duration::from_secs(1));
    }
    false
}

/// Whether the chain names the validator among those removed for an offence.
fn is_offender(consortium: &Consortium) -> bool {
    let account = &consortium.network.founders[OFFENDER].account;
    let list = consortium.network.limpid(0).run(["validator", "list"]);
    let offenders = list["offenders"].as_array();
    offenders.is_some_and(|all| {
        all.iter()
            .any(|one| one.to_string().contains(account.as_str()))
    })
}

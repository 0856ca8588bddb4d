//! loss-of-a-third.md: two of four validators are gone. One comes back, the other is exchanged (replace-a-dead-validator.md, C);
//! then two are lost for good.

use super::{
    loss_for_good,
    replace::is_offender,
    vote::{self, decide, Voter},
    wait_until_validating,
};
use crate::faults::step;
use limpid_tests::{report_two_votes, wait_for, Desk, Handbook, Network, NetworkPlan};
use std::{fs, sync::Arc, time::Instant};

pub const BLOCKS: &[&str] = &[
    "loss-see",
    "loss-check",
    "loss-pardon",
    "replace-change",
    "replace-check-set",
    "replace-remove-node",
];

/// Blocks of a session. A vote and the end of its motion must fit into one, while half of the turns are empty.
const SESSION_BLOCKS: u32 = 8;
/// By how many blocks the chain may have grown between a validator's return and the next final block, as the page promises.
const RESUME_BLOCKS_MAX: u32 = 3;

/// A network, and a desk for each of its institutions.
pub struct Loss {
    pub network: Network,
    pub desks: Vec<Desk>,
    handbook: Arc<Handbook>,
}

#[test]
fn finality_comes_back_with_validators_or_by_a_forced_change() {
    let began = Instant::now();
    let mut loss = step("founded", Loss::begin);
    step("two of four lost", || lose_two(&mut loss));
    step("one returned", || bring_back(&mut loss, 2));
    step("replace C: the other exchanged", || {
        exchange(&mut loss, 3, 4)
    });
    step("an offender pardoned", || pardon(&loss, 2));
    loss_for_good::recover(&mut loss, [2, 4], [5, 6]);
    let promised = [
        BLOCKS,
        loss_for_good::BLOCKS,
        vote::BLOCKS,
        &["join-set-keys"],
    ];
    loss.handbook.assert_ran(promised.concat());
    step("stopped", || drop(loss));
    println!("{:6.1} s  altogether", began.elapsed().as_secs_f64());
}

impl Loss {
    fn begin() -> Self {
        let network = Network::found(NetworkPlan {
            validators: 4,
            observers: 3,
            session_blocks: SESSION_BLOCKS,
        });
        network.wait_until_finalised(&[0, 1, 2, 3, 4, 5, 6], 1, 120);
        let handbook = Handbook::open();
        let document = network.path("decision.txt");
        fs::write(&document, "why, and what").expect("a document");
        let desk = |number: usize| {
            let founder = &network.founders[number];
            let mut desk = Desk::new(&handbook, &network.path(&format!("{}.desk", founder.name)));
            desk.set("NODE", network.nodes[number].url());
            desk.set("KEY", &founder.administrator);
            desk.set("DOCUMENT", &document);
            desk
        };
        let desks = (0..network.founders.len()).map(desk).collect();
        Self {
            network,
            desks,
            handbook,
        }
    }

    /// Who votes; the one whose node is gone by the node of the first.
    pub fn voters(&self) -> Vec<Voter> {
        let voter = |number: usize| {
            let node = &self.network.nodes[number];
            let node = if node.is_started() {
                node
            } else {
                &self.network.nodes[0]
            };
            Voter {
                desk: self.desks[number].with("NODE", node.url()),
                rpc: node.rpc(),
            }
        };
        [0, 1, 2].map(voter).into()
    }

    /// An institution's account.
    pub fn account(&self, number: usize) -> &str {
        &self.network.founders[number].account
    }

    /// Has the node validate from now on.
    pub fn restart_as_validator(&mut self, number: usize) {
        let node = &mut self.network.nodes[number];
        assert!(node.terminate().success(), "it stops when told");
        node.add_options(&["--validator"]);
        node.restart();
    }
}

/// "What stops and what goes on": `finalised` stands still while `best` rises.
fn lose_two(loss: &mut Loss) {
    for dead in [2, 3] {
        loss.network.nodes[dead].kill();
    }
    let stopped = loss.network.wait_until_still(&[0, 1]);
    let height = loss.network.nodes[0].height();
    wait_for("blocks without finality", 60, || {
        loss.network.nodes[0].height() >= height + 2
    });
    let seen = loss.desks[0].run("loss-see");
    seen.says(&format!("finalised     block {stopped} "));
}

/// Section 1: three of four are enough.
fn bring_back(loss: &mut Loss, number: usize) {
    let stopped = loss.network.nodes[0].finalised();
    loss.network.nodes[number].restart();
    let node = &loss.network.nodes[number];
    let mut returned = 0;
    wait_for("the return", 60, || {
        returned = loss.network.nodes[0].height();
        node.peers() > 0 && node.height() >= returned
    });
    let mut resumed = 0;
    wait_for("finality after the return", 60, || {
        resumed = loss.network.nodes[0].height();
        loss.network.nodes[0].finalised() > stopped
    });
    assert!(
        resumed <= returned + RESUME_BLOCKS_MAX,
        "{returned}, {resumed}"
    );
    let checked = loss.desks[number].run("loss-check");
    checked.does_not_say(&format!("finalised     block {stopped} "));
    loss.network.assert_agreement();
}

/// The one that stays away is exchanged, and its node taken off the list.
fn exchange(loss: &mut Loss, dead: usize, coming: usize) {
    let keys = loss.desks[coming].run("join-set-keys");
    loss.restart_as_validator(coming);
    let desk = loss.desks[0].with("NEW_ACCOUNT", loss.account(coming));
    let desk = desk.with("DEAD_ACCOUNT", loss.account(dead));
    decide(&desk.run("replace-change"), &loss.voters());
    let node = &loss.network.nodes[coming];
    wait_until_validating(node, loss.account(coming), keys.word_after("aura"));
    let list = loss.desks[coming].run("replace-check-set");
    list.says(&format!("active    {}", loss.account(coming)));
    list.does_not_say(loss.account(dead));
    let desk = loss.desks[0].with("DEAD_PEER", &loss.network.founders[dead].node_key.peer);
    decide(&desk.run("replace-remove-node"), &loss.voters());
}

/// A keystore without its database may have voted twice. Of four, the chain keeps it: the council pardons it.
fn pardon(loss: &Loss, number: usize) {
    let founder = &loss.network.founders[number];
    let keys = founder.session.as_ref().expect("a validator");
    report_two_votes(
        &loss.network.nodes[0],
        keys.phrase(),
        &loss.network.founders[0].administrator,
    );
    let limpid = loss.network.limpid(0);
    assert!(is_offender(&limpid, &founder.account), "the report counts");
    let proposed = loss.desks[0]
        .with("ACCOUNT", &founder.account)
        .run("loss-pardon");
    proposed.says("offender");
    decide(&proposed, &loss.voters());
    assert!(!is_offender(&limpid, &founder.account), "it is pardoned");
}

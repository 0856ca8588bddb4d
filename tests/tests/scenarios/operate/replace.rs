//! replace-a-dead-validator.md, B: the same validator with new keys; and the pardon of one that voted twice. A is in `restore`,
//! C in `loss`.

use super::{
    institution::{peer, Consortium},
    join,
    vote::decide,
    wait_until_validating,
};
use limpid_tests::{report_two_votes, Limpid};
use serde_json::Value;
use std::path::Path;

pub const BLOCKS: &[&str] = &["replace-node-key", "replace-set-keys", "replace-pardon"];

/// A validator on a new machine, with new keys that are not in force yet.
pub struct Renewed {
    old_peer: String,
    aura: String,
}

/// B: its machine is gone, and only the account's key is left. Up to the restart in step 3.
pub fn renew(consortium: &mut Consortium, number: usize, known: [usize; 2]) -> Renewed {
    let institution = &mut consortium.institutions[number];
    let old_peer = institution.peer.clone();
    institution.take_new_machine();
    institution.peer = peer(&institution.desk.run("replace-node-key"));
    let institution = &consortium.institutions[number];
    institution.take_specification(&consortium.institutions[known[0]]);
    join::list_node(consortium, number, known[0]);
    join::observe(consortium, number, known);
    let institution = &mut consortium.institutions[number];
    let keys = institution.desk.run("replace-set-keys");
    keys.says("they validate from block");
    institution.restart_as_validator();
    Renewed {
        old_peer,
        aura: keys.word_after("aura").into(),
    }
}

/// B: it validates with the new keys, and the old node goes off the list.
pub fn see_it_renewed(consortium: &Consortium, number: usize, renewed: &Renewed) {
    let institution = &consortium.institutions[number];
    wait_until_validating(&institution.node, &institution.account, &renewed.aura);
    let list = institution
        .desk
        .with("OLD_PEER", &renewed.old_peer)
        .run("rotate-node-unlist");
    list.says(&institution.peer);
}

/// A validator whose session keys are those of `phrase` is removed for two votes, and pardoned.
pub fn pardon(consortium: &Consortium, number: usize, phrase: &Path, voters: &[usize]) {
    let institution = &consortium.institutions[number];
    let reporter = &consortium.institutions[voters[0]];
    report_two_votes(
        &reporter.node,
        phrase,
        Path::new(reporter.desk.variable("KEY")),
    );
    let limpid = reporter.node.limpid();
    assert!(
        is_offender(&limpid, &institution.account),
        "the report counts"
    );
    let desk = reporter.desk.with("ACCOUNT", &institution.account);
    decide(&desk.run("replace-pardon"), &consortium.voters(voters));
    assert!(
        !is_offender(&limpid, &institution.account),
        "it is pardoned"
    );
}

/// Whether the chain has a record of the account's two votes.
pub fn is_offender(limpid: &Limpid, account: &str) -> bool {
    let list = limpid.run(["validator", "list"]);
    let offenders: &Vec<Value> = list["offenders"].as_array().expect("offenders");
    offenders.iter().any(|one| one["account"] == account)
}

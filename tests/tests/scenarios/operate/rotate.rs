//! rotate-keys.md: each kind of key, while the chain goes on.

use super::{
    institution::{peer, Consortium, Institution},
    validator,
    vote::decide,
    wait_until_validating,
};
use limpid_tests::{generate_account, Desk, Printed};
use std::{fs, path::PathBuf};

pub const BLOCKS: &[&str] = &[
    "rotate-session-keys",
    "rotate-check",
    "rotate-delete-old",
    "rotate-member-key",
    "rotate-member-add",
    "rotate-seat",
    "rotate-member-remove",
    "rotate-validator-keys",
    "rotate-validator-account",
    "rotate-forget-keys",
    "rotate-validator-member-remove",
    "rotate-node-key",
    "rotate-node-list",
    "rotate-node-key-use",
    "rotate-node-unlist",
];

/// Session keys that were replaced by new ones.
pub struct Replaced {
    old: (String, String),
    set: Printed,
}

/// Session keys, steps 1: new ones, in force after one to two sessions.
pub fn set_session_keys(institution: &Institution) -> Replaced {
    let before = validator(&institution.node, &institution.account).expect("a validator");
    let key = |kind: &str| before["keys"][kind].as_str().expect("a key").to_owned();
    let set = institution.desk.run("rotate-session-keys");
    set.says("they validate from block");
    Replaced {
        old: (key("aura"), key("grandpa")),
        set,
    }
}

/// Session keys, steps 2 to 4: once they are in force the old ones are deleted, and the validator goes on with the new ones.
pub fn delete_old_session_keys(institution: &Institution, replaced: &Replaced) {
    let aura = replaced.set.word_after("aura");
    wait_until_validating(&institution.node, &institution.account, aura);
    let list = institution.desk.run("rotate-check");
    list.says(&format!("keys aura    {aura}"));
    let before = key_files(institution);
    let (old_aura, old_grandpa) = &replaced.old;
    let desk = institution.desk.with("OLD_AURA", old_aura);
    desk.with("OLD_GRANDPA", old_grandpa)
        .run("rotate-delete-old");
    let gone: Vec<_> = before.into_iter().filter(|file| !file.exists()).collect();
    assert_eq!(gone.len(), 2, "{gone:?}");
}

fn key_files(institution: &Institution) -> Vec<PathBuf> {
    let chains = fs::read_dir(institution.node.folder().join("chains")).expect("chains");
    let keystores = chains.map(|chain| chain.expect("a chain").path().join("keystore"));
    keystores
        .flat_map(|keystore| fs::read_dir(keystore).expect("a keystore"))
        .map(|file| file.expect("a file").path())
        .collect()
}

/// A member's key: another one does its duties, then the old one goes. This member has no seat and no validator.
pub fn change_member(institution: &Institution) {
    let old = generate_account(&institution.desk.path("first-submitter.key"));
    let desk = institution.desk.with("DUTIES", "submitter");
    desk.with("NEW_ACCOUNT", &old).run("rotate-member-add");
    let (desk, new) = new_key(&desk, "second-submitter.key");
    desk.run("rotate-member-add");
    let list = desk.with("OLD_ACCOUNT", &old).run("rotate-member-remove");
    list.says(&new);
    let members = list
        .out
        .lines()
        .filter(|line| line.contains(&old) && !line.contains("removed"));
    assert_eq!(members.count(), 0, "{}", list.out);
}

/// A desk with a new key, as the page makes it.
fn new_key(desk: &Desk, name: &str) -> (Desk, String) {
    let desk = desk.with("NEW_KEY", desk.path(name));
    let account = desk
        .run("rotate-member-key")
        .word_after("public key, account")
        .to_owned();
    (desk.with("NEW_ACCOUNT", &account), account)
}

/// An account that is administrator, has a seat and validates, on its way to another one.
pub struct Exchange {
    old_account: String,
    old_key: PathBuf,
    aura: String,
}

/// The validator's account, steps 1 to 3, and its seat.
pub fn exchange_account(consortium: &mut Consortium, number: usize, others: &[usize]) -> Exchange {
    let institution = &consortium.institutions[number];
    let (old_account, old_key) = (
        institution.account.clone(),
        institution.desk.variable("KEY"),
    );
    let old_key = PathBuf::from(old_key);
    let desk = institution.desk.with("DUTIES", "administrator,submitter");
    let (desk, account) = new_key(&desk, "new-administrator.key");
    let desk = desk.with("OLD_ACCOUNT", &old_account);
    desk.run("rotate-member-add");
    let voters = consortium.voters(others);
    decide(&desk.run("rotate-seat"), &voters);
    let keys = desk.run("rotate-validator-keys");
    // The council's member who proposes is another one: the old key has no seat any more.
    let member = &consortium.institutions[others[0]].desk;
    let member = member
        .with("NEW_ACCOUNT", &account)
        .with("OLD_ACCOUNT", &old_account);
    decide(&member.run("rotate-validator-account"), &voters);
    let institution = &mut consortium.institutions[number];
    institution.desk.set("KEY", desk.variable("NEW_KEY"));
    institution.account = account;
    Exchange {
        old_account,
        old_key,
        aura: keys.word_after("aura").into(),
    }
}

/// The validator's account, steps 4 and 5.
pub fn retire_account(institution: &Institution, exchange: &Exchange) {
    let old = &exchange.old_account;
    wait_until_validating(&institution.node, &institution.account, &exchange.aura);
    assert!(
        validator(&institution.node, old).is_none(),
        "the old account's duty has ended"
    );
    let desk = institution
        .desk
        .with("OLD_KEY", &exchange.old_key)
        .with("OLD_ACCOUNT", old);
    desk.run("rotate-forget-keys")
        .says("has no session keys any more");
    desk.run("rotate-validator-member-remove");
}

/// The network key.
pub fn change_node_key(consortium: &mut Consortium, number: usize) {
    let institution = &mut consortium.institutions[number];
    let new = peer(&institution.desk.run("rotate-node-key"));
    let desk = institution.listing().with("NEW_PEER", &new);
    let desk = desk.with("OLD_PEER", &institution.peer);
    desk.run("rotate-node-list").says("is on the list");
    desk.run("rotate-node-key-use");
    assert!(institution.node.terminate().success(), "it stops when told");
    institution.node.restart();
    institution.peer = new;
    consortium.wait_until_in_step(&[(number + 1) % 4, number], 120);
    let list = desk.run("rotate-node-unlist");
    list.says("is off the list")
        .says(&consortium.institutions[number].peer);
    consortium.wait_until_in_step(&[(number + 1) % 4, number], 60);
}

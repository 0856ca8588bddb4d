//! The pages of `docs/operate`, carried out as they stand: the marked blocks in `sh`, by an operator for each institution, on
//! real nodes. What the pages leave to systemd is done here: nodes are started and stopped.
//!
//! Two networks: `life`, from the founding to an upgrade, and `loss`, of a third and more of the validators.

mod found;
mod institution;
mod join;
mod life;
mod loss;
mod loss_for_good;
mod monitoring;
mod network;
mod replace;
mod restore;
mod rotate;
mod upgrade;
mod vote;

use limpid_tests::{wait_for, Node};
use serde_json::Value;

/// Two sessions until a change of validators is in force, and what the machine may need more.
const CHANGE_SECONDS_MAX: u64 = 180;

/// The blocks that each scenario promises to run.
pub const ALL_BLOCKS: &[&[&str]] = &[
    found::BLOCKS,
    join::BLOCKS,
    loss::BLOCKS,
    loss_for_good::BLOCKS,
    monitoring::BLOCKS,
    network::BLOCKS,
    replace::BLOCKS,
    restore::BLOCKS,
    rotate::BLOCKS,
    upgrade::BLOCKS,
    vote::BLOCKS,
];

/// What the chain says of a validator, at the newest final block of this node.
fn validator(node: &Node, account: &str) -> Option<Value> {
    let list = node.limpid().run(["validator", "list"]);
    let all = list["validators"].as_array().expect("validators");
    all.iter().find(|one| one["account"] == account).cloned()
}

/// Waits until the account validates with this Aura key, and has authored a block with it after that was seen.
fn wait_until_validating(node: &Node, account: &str, aura: &str) {
    let rpc = node.rpc();
    let mut turns = 0;
    wait_for("a validator's keys in force", CHANGE_SECONDS_MAX, || {
        let authors = rpc
            .finalised()
            .and_then(|height| rpc.authors(&rpc.hash(height)?));
        let authors = authors.unwrap_or_default();
        turns = authors.len() as u32;
        authors.iter().any(|author| author == aura)
    });
    let now = validator(node, account).expect("a validator");
    assert_eq!(now["keys"]["aura"], aura, "the account's key: {now}");
    wait_for_turn(node, account, turns);
}

/// Waits until the account has authored a block from now on, one of `turns` validators.
fn wait_for_turn(node: &Node, account: &str, turns: u32) {
    let now = node.finalised();
    wait_for("everybody's turn", 120, || node.finalised() > now + turns);
    wait_for("a validator's block", 60, || {
        let last = validator(node, account).and_then(|now| now["last_authored"].as_u64());
        last > Some(now.into())
    });
}

//! The life of a network, as its pages tell it: founded by four, joined by a fifth, its keys changed, machines lost and replaced,
//! its runtime upgraded.

use super::{
    found, institution::Consortium, join, network, replace, restore, rotate, upgrade, vote,
    wait_for_turn,
};
use crate::faults::step;
use std::time::Instant;

/// The founders and their provinces; who joins.
const FOUNDERS: [(&str, &str); 4] = [
    ("jiangsu", "320000"),
    ("zhejiang", "330000"),
    ("shanghai", "310000"),
    ("anhui", "340000"),
];
const FIFTH: (&str, &str) = ("fujian", "350000");

#[test]
fn a_network_is_founded_joined_kept_and_upgraded_by_the_pages() {
    let began = Instant::now();
    let mut consortium = Consortium::begin();
    for (name, division) in FOUNDERS {
        consortium.add(name, division);
    }
    step("found-a-network", || found::found(&mut consortium));
    step("network: listed", || network::list(&consortium));
    step("network: enforced", || {
        network::enforce(&consortium, &[0, 1, 2])
    });
    consortium.add(FIFTH.0, FIFTH.1);
    join_and_rotate(&mut consortium);
    step("back-up-and-restore, replace A", || {
        restore::move_validator(&mut consortium, 3, 0)
    });
    renew_and_pardon(&mut consortium);
    step("upgrade: the program", || {
        upgrade::restart_program(&mut consortium, 1)
    });
    step("upgrade: the runtime", || {
        upgrade::upgrade(&mut consortium, &[0, 1, 2, 4])
    });
    let promised = [
        found::BLOCKS,
        join::BLOCKS,
        network::BLOCKS,
        replace::BLOCKS,
        restore::BLOCKS,
        rotate::BLOCKS,
        upgrade::BLOCKS,
        vote::BLOCKS,
    ];
    consortium.handbook.assert_ran(promised.concat());
    step("stopped", || drop(consortium));
    println!("{:6.1} s  altogether", began.elapsed().as_secs_f64());
}

/// What takes two sessions goes on while the rest is done.
fn join_and_rotate(consortium: &mut Consortium) {
    step("join: admitted", || join::admit(consortium, 4));
    step("join: listed", || join::list_node(consortium, 4, 0));
    step("join: an observer", || join::observe(consortium, 4, [0, 1]));
    let joined = step("join: approved, with a seat", || {
        join::take_part(consortium, 4)
    });
    let replaced = step("rotate-keys: session keys set", || {
        rotate::set_session_keys(&consortium.institutions[0])
    });
    let exchange = step("rotate-keys: a seat and a validator's account", || {
        rotate::exchange_account(consortium, 1, &[0, 2, 3, 4])
    });
    step("rotate-keys: a member", || {
        rotate::change_member(&consortium.institutions[2])
    });
    step("rotate-keys: a network key", || {
        rotate::change_node_key(consortium, 3)
    });
    step("join: a validator", || {
        join::see_it_validate(consortium, 4, &joined)
    });
    step("rotate-keys: old session keys deleted", || {
        rotate::delete_old_session_keys(&consortium.institutions[0], &replaced)
    });
    step("rotate-keys: the old account retired", || {
        rotate::retire_account(&consortium.institutions[1], &exchange)
    });
    // It goes on with the new keys alone.
    let first = &consortium.institutions[0];
    wait_for_turn(&first.node, &first.account, 5);
}

fn renew_and_pardon(consortium: &mut Consortium) {
    let renewed = step("replace B: new keys", || {
        replace::renew(consortium, 2, [0, 1])
    });
    let phrase = consortium.institutions[3]
        .desk
        .path("machine-1/etc/session.phrase");
    step("replace: an offender pardoned", || {
        replace::pardon(consortium, 3, &phrase, &[0, 1, 2, 4])
    });
    step("replace B: in force", || {
        replace::see_it_renewed(consortium, 2, &renewed)
    });
}

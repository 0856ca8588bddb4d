//! join.md: a fifth institution, as an observer, as a validator, with a seat.

use super::{institution::Consortium, vote::decide, wait_until_validating};
use limpid_tests::wait_for;

pub const BLOCKS: &[&str] = &[
    "join-keys",
    "join-admit",
    "join-list-node",
    "join-check",
    "join-set-keys",
    "join-add-validator",
    "join-check-validator",
    "join-seat",
];

/// Steps 1 and 2: the institution `joining` makes keys, and those before it admit it.
pub fn admit(consortium: &mut Consortium, joining: usize) {
    consortium.institutions[joining].make_keys("join-keys");
    let joining = &consortium.institutions[joining];
    let member = &consortium.institutions[0];
    let desk = member
        .desk
        .with("USCC", joining.uscc())
        .with("NAME", joining.name);
    let desk = desk
        .with("DIVISION", joining.division)
        .with("ACCOUNT", &joining.account);
    decide(&desk.run("join-admit"), &consortium.voters(&[0, 1, 2]));
    joining.take_specification(member);
}

/// Step 3, through the node of `through`.
pub fn list_node(consortium: &Consortium, joining: usize, through: usize) {
    let desk = consortium.institutions[joining].listing();
    let other = consortium.institutions[through].node.url();
    desk.with("OTHER", other)
        .run("join-list-node")
        .says("is on the list");
}

/// Step 4: the node follows the chain, as an observer.
pub fn observe(consortium: &mut Consortium, joining: usize, known: [usize; 2]) {
    for known in known {
        let address = consortium.institutions[known].multiaddress();
        consortium.institutions[joining]
            .node
            .add_options(&["--reserved-nodes", &address]);
    }
    consortium.institutions[joining].node.restart();
    consortium.wait_until_in_step(&[known[0], joining], 120);
    let desk = &consortium.institutions[joining].desk;
    wait_for("a node in step", 60, || {
        let said = desk.run("join-check").out;
        !said.contains("fetching blocks") && !said.contains("peers         0")
    });
}

/// Steps 5 and 6, but for the end: the decision on the seat does not wait for the validator to be in force. Gives its Aura key.
pub fn take_part(consortium: &mut Consortium, joining: usize) -> String {
    let institution = &mut consortium.institutions[joining];
    let printed = institution.desk.run("join-set-keys");
    printed.says("they wait until the council makes the account a validator");
    institution.restart_as_validator();
    let institution = &consortium.institutions[joining];
    let member = consortium.institutions[0]
        .desk
        .with("ACCOUNT", &institution.account);
    let voters = consortium.voters(&[0, 1, 2]);
    decide(&member.run("join-add-validator"), &voters);
    decide(&member.run("join-seat"), &voters);
    printed.word_after("aura").into()
}

/// The end of step 5: it validates.
pub fn see_it_validate(consortium: &Consortium, joining: usize, aura: &str) {
    let institution = &consortium.institutions[joining];
    wait_until_validating(&institution.node, &institution.account, aura);
    let list = institution.desk.run("join-check-validator");
    let line = format!("active    {}", institution.account);
    let line = list
        .says(&line)
        .out
        .lines()
        .find(|one| one.starts_with(&line));
    assert!(
        line.is_some_and(|line| line.contains("last authored block")),
        "{}",
        list.out
    );
}

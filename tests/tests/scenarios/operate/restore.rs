//! back-up-and-restore.md, and replace-a-dead-validator.md, A: a validator's keys and database on another machine.

use super::{institution::Consortium, join, wait_for_turn};
use limpid_tests::{output_within, wait_for};
use std::{fs, path::PathBuf, process::Command};

pub const BLOCKS: &[&str] = &[
    "backup-keys",
    "backup-database",
    "restore",
    "restore-check-block",
    "restore-check-root",
    "replace-check",
];

/// Backs up the validator's machine, loses it, and restores another one, which is compared with the node of `other`.
pub fn move_validator(consortium: &mut Consortium, number: usize, other: usize) {
    let backup = consortium.institutions[number].desk.path("backup");
    let _agent = Agent(consortium.institutions[number].desk.path(".gnupg"));
    back_up(consortium, number, backup);
    consortium.institutions[number].take_new_machine();
    restore(consortium, number);
    join::list_node(consortium, number, other);
    let institution = &mut consortium.institutions[number];
    institution.node.restart();
    consortium.wait_until_in_step(&[other, number], 120);
    let institution = &consortium.institutions[number];
    let desk = institution
        .desk
        .with("OTHER", consortium.institutions[other].node.url());
    wait_for("the same state root", 60, || {
        // The other may not have the block yet: the page says to run it again.
        desk.try_run("restore-check-root").status.success()
    });
    consortium.institutions[number].restart_as_validator();
    let institution = &consortium.institutions[number];
    wait_for_turn(&institution.node, &institution.account, 5);
    let list = institution.desk.run("replace-check");
    list.says(&institution.account)
        .does_not_say("authored nothing yet");
}

fn back_up(consortium: &mut Consortium, number: usize, backup: PathBuf) {
    let institution = &mut consortium.institutions[number];
    fs::create_dir(&backup).expect("a new folder");
    let passphrase = institution.desk.path("passphrase");
    fs::write(&passphrase, "as long as a sentence, and kept elsewhere\n").expect("a passphrase");
    institution.desk.set("BACKUP", backup);
    institution.desk.set("PASSPHRASE", passphrase);
    let listed = institution.desk.run("backup-keys");
    listed
        .says("/keystore/61757261")
        .says("/keystore/6772616e")
        .does_not_say("/db/");
    assert!(institution.node.terminate().success(), "it stops when told");
    institution.desk.run("backup-database");
}

fn restore(consortium: &Consortium, number: usize) {
    let desk = &consortium.institutions[number].desk;
    desk.run("restore");
    let checked = desk.run("restore-check-block");
    assert!(checked.err.contains("Imported 1 blocks"), "{}", checked.err);
}

/// gpg starts a process that outlives it; it belongs to this folder alone.
struct Agent(PathBuf);

impl Drop for Agent {
    fn drop(&mut self) {
        let mut kill = Command::new("gpgconf");
        kill.arg("--homedir")
            .arg(&self.0)
            .args(["--kill", "gpg-agent"]);
        let _ = output_within(&mut kill, 30);
    }
}

//! A disk that is full.

use super::{step, Consortium};
use limpid_tests::{NetworkPlan, SmallDisk};
use std::{fs, process::Command};

/// Room for the database of a young chain, and soon for nothing else.
const DISK_MIB: u32 = 256;

#[test]
fn a_validator_without_space_harms_only_itself_and_recovers() {
    let mut consortium = Consortium::begin(NetworkPlan::default());
    if !consortium.network.has_lan() {
        eprintln!("SKIPPED: this scenario mounts a small disk and needs root");
        return;
    }
    let disk = move_to_a_small_disk(&mut consortium);
    consortium.network.wait_for_progress(&[0, 3], 2, 90);
    disk.fill();
    step("the others go on", || {
        consortium.network.wait_for_progress(&[0, 1, 2], 8, 180);
    });
    step("an hour", || consortium.prove_an_hour());
    disk.free();
    let node = &mut consortium.network.nodes[3];
    let stands = node.runs() && node.peers() > 0;
    println!(
        "          without space the node {}",
        if stands { "still ran" } else { "had ended" }
    );
    // What an operator, or systemd, does once there is space.
    node.kill();
    node.restart();
    step("it has caught up", || {
        let now = consortium.network.nodes[0].finalised();
        consortium.network.wait_until_finalised(&[3], now + 2, 180);
    });
    consortium.network.assert_agreement();
    // Before the disk goes.
    consortium.network.nodes[3].kill();
}

fn move_to_a_small_disk(consortium: &mut Consortium) -> SmallDisk {
    let node = &mut consortium.network.nodes[3];
    assert!(node.terminate().success(), "it stops when told");
    let folder = node.folder().to_owned();
    let moved = folder.with_extension("moved");
    fs::rename(&folder, &moved).expect("the base path moves");
    let disk = SmallDisk::mount(&folder, DISK_MIB);
    let copied = Command::new("cp")
        .arg("-a")
        .arg(moved.join("."))
        .arg(&folder)
        .status();
    assert!(copied.expect("cp runs").success());
    node.restart();
    disk
}

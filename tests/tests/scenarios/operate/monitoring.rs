//! monitoring.md: the example's configuration, the alert rules and their tests.

use limpid_tests::{pages, Desk, Handbook};
use std::{env, process::Command};

pub const BLOCKS: &[&str] = &["monitoring-check"];

/// Whoever sets this to 1 wants a failure and not a gap where promtool is missing.
const REQUIRE: &str = "LIMPID_REQUIRE_PROMTOOL";

#[test]
fn the_rules_load_and_their_tests_pass() {
    if let Err(error) = Command::new("promtool").arg("--version").output() {
        assert!(
            env::var(REQUIRE).as_deref() != Ok("1"),
            "{REQUIRE}=1, and promtool does not start: {error}"
        );
        eprintln!("SKIPPED: no promtool, of Debian's package prometheus");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let handbook = Handbook::open();
    let mut desk = Desk::new(&handbook, folder.path());
    desk.set("MONITORING", pages().join("monitoring"));
    let checked = desk.run("monitoring-check");
    checked.says("SUCCESS");
    handbook.assert_ran(BLOCKS.iter().copied());
}

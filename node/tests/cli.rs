//! The node's command line, as a person or a script meets it. (These tests also make Cargo build the binary beside all others.)

use std::process::{Command, Output};

fn node(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_limpid-node"))
        .args(args)
        .output()
        .expect("limpid-node starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn help_shows_the_defaults_that_fit_a_chain_of_evidence() {
    let help = text(&node(&["--help"]).stdout);
    for default in ["single-state", "archive-canonical", "rocksdb"] {
        assert!(
            help.contains(&format!("[default: {default}]")),
            "no default {default} in:\n{help}"
        );
    }
}

#[test]
fn an_unknown_chain_is_named_with_what_there_is() {
    let output = node(&["export-chain-spec", "--chain", "nowhere"]);
    assert!(!output.status.success());
    let message = text(&output.stderr);
    assert!(
        message.contains("nowhere") && message.contains("development"),
        "{message}"
    );
}

#[test]
fn the_local_chain_has_four_validators_and_no_sudo() {
    let output = node(&["export-chain-spec", "--chain", "local"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let spec: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("a chain specification is JSON");
    let patch = &spec["genesis"]["runtimeGenesis"]["patch"];
    assert_eq!(patch["session"]["keys"].as_array().map(Vec::len), Some(4));
    assert_eq!(patch["validators"]["minimum"], 4);
    assert!(!text(&output.stdout).contains("sudo"));
}

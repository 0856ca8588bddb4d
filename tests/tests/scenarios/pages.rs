//! The pages of `docs/operate` against the scenarios that run them. Nothing is started here.

use crate::operate;
use limpid_tests::{pages, Blocks};
use std::{collections::BTreeSet, fs};

#[test]
fn every_marked_block_is_run_by_a_scenario() {
    let blocks = Blocks::read();
    let run: BTreeSet<_> = operate::ALL_BLOCKS
        .iter()
        .flat_map(|of| of.iter())
        .copied()
        .collect();
    assert_eq!(
        blocks.names(),
        run,
        "blocks of the pages, and blocks that scenarios run"
    );
}

#[test]
fn every_variable_of_a_block_is_explained() {
    let text = fs::read_to_string(pages().join("README.md")).expect("the page");
    let table = text.lines().filter(|line| line.starts_with("| `"));
    let names = table
        .filter_map(|line| line.split('|').nth(1))
        .flat_map(|cell| cell.split('`'));
    let explained: BTreeSet<_> = names
        .filter(|name| !name.trim_matches([',', ' ']).is_empty())
        .collect();
    for (name, block) in Blocks::read().all() {
        for variable in block.variables() {
            assert!(
                explained.contains(variable),
                "{variable}, in the block {name} of {}",
                block.page
            );
        }
    }
}

//! What loggers were told is safe, and what bundles hold of it.

use base64::{engine::general_purpose::STANDARD, Engine};
use serde_json::Value;
use std::{collections::HashMap, fs, path::Path};

/// Digest of each frame that was acknowledged, by the loggers' journal, and which it is.
pub fn acknowledged(journal: &Path) -> HashMap<String, String> {
    let journal = fs::read_to_string(journal).expect("the journal");
    // Loggers that were killed may have left part of a line.
    let (whole, _) = journal.rsplit_once('\n').expect("a line");
    whole
        .lines()
        .map(|line| {
            let entry: Value = serde_json::from_str(line).expect("a line of the journal");
            (
                entry["sha256"].as_str().expect("a digest").to_owned(),
                line.to_owned(),
            )
        })
        .collect()
}

/// Digest of each frame in a bundle, without its line end.
pub fn frames(bundle: &Path) -> Vec<String> {
    let bundle: Value = serde_json::from_slice(&fs::read(bundle).expect("a bundle")).expect("JSON");
    let batches = bundle["batches"].as_array().expect("batches");
    let leaves = batches
        .iter()
        .flat_map(|batch| batch["run"]["leaves"].as_array().expect("leaves"));
    leaves
        .filter_map(|leaf| leaf["record"]["payload"]["frame"].as_str())
        .map(|frame| {
            let mut bytes = STANDARD.decode(frame).expect("base64");
            while bytes.last().is_some_and(u8::is_ascii_whitespace) {
                bytes.pop();
            }
            limpid_evidence::sha256(&bytes).to_string()
        })
        .collect()
}

//! Which loggers there are.

use limpid_primitives::{Medium, Mn, OutletCode};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::Path;

/// A simulated data logger at an outlet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Logger {
    /// Its place in the list, from 0.
    pub index: u32,
    /// Its device number.
    pub mn: Mn,
    /// What the outlet discharges into; it decides which factors are measured.
    pub medium: Medium,
    /// The outlet's code in its permit.
    pub outlet_code: OutletCode,
}

/// The most loggers that can be derived: DA001 to DA999 and DW001 to DW999 of one permit.
const DERIVED_MAX: u32 = 2 * 999;

/// Why there is no list of loggers.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// Too many for one permit.
    #[error(
        "{0} loggers: at most {DERIVED_MAX} outlets fit into one permit; give a list file instead"
    )]
    TooMany(u32),
    /// The file cannot be read.
    #[error("cannot read the list: {0}")]
    Read(#[from] std::io::Error),
    /// The file is not as it should be.
    #[error("the list of loggers: {0}")]
    Form(String),
}

/// Loggers made up from a seed: device numbers of 24 hex digits, outlets by turns a stack (DA001, …) and a drain (DW001, …).
///
/// The same seed and index give the same logger whatever the count, so that scripts can bind on chain what is played later.
///
/// # Errors
/// [`ListError::TooMany`].
pub fn derive_loggers(seed: u64, count: u32) -> Result<Vec<Logger>, ListError> {
    if count > DERIVED_MAX {
        return Err(ListError::TooMany(count));
    }
    (0..count).map(|index| derive_logger(seed, index)).collect()
}

fn derive_logger(seed: u64, index: u32) -> Result<Logger, ListError> {
    let digest = Sha256::new()
        .chain_update(b"limpid simulated logger")
        .chain_update(seed.to_be_bytes())
        .chain_update(index.to_be_bytes())
        .finalize();
    let mn: String = digest
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02X}"))
        .collect();
    let letter = if index.is_multiple_of(2) { 'A' } else { 'W' };
    let form = |error: &dyn std::fmt::Display| ListError::Form(error.to_string());
    let outlet_code: OutletCode = format!("D{letter}{:03}", index / 2 + 1)
        .parse()
        .map_err(|error| form(&error))?;
    let mn = mn.parse().map_err(|error| form(&error))?;
    Ok(Logger {
        index,
        mn,
        medium: outlet_code.medium(),
        outlet_code,
    })
}

/// One logger of a list file. Index and medium follow from place and outlet.
#[derive(Deserialize)]
struct Entry {
    mn: Mn,
    outlet_code: OutletCode,
}

#[derive(Deserialize)]
struct Table {
    outlets: Vec<Entry>,
}

/// Reads a list: `.toml` with a table `[[outlets]]` of `mn` and `outlet_code`; else JSON, an array or one object after the other,
/// as `limpid simulate --list` prints them.
///
/// # Errors
/// If the file cannot be read, or does not name at least one logger, each by another device number.
pub fn read_loggers(path: &Path) -> Result<Vec<Logger>, ListError> {
    let text = std::fs::read_to_string(path)?;
    let entries = if path
        .extension()
        .is_some_and(|extension| extension == "toml")
    {
        toml::from_str::<Table>(&text)
            .map(|table| table.outlets)
            .map_err(|error| ListError::Form(error.to_string()))
    } else if text.trim_start().starts_with('[') {
        serde_json::from_str(&text).map_err(|error| ListError::Form(error.to_string()))
    } else {
        let entries: Result<Vec<Entry>, _> = serde_json::Deserializer::from_str(&text)
            .into_iter()
            .collect();
        entries.map_err(|error| ListError::Form(error.to_string()))
    }?;
    let mut seen = std::collections::BTreeSet::new();
    if let Some(entry) = entries.iter().find(|entry| !seen.insert(entry.mn)) {
        return Err(ListError::Form(format!("{} stands there twice", entry.mn)));
    }
    if entries.is_empty() {
        return Err(ListError::Form("there is no logger in it".into()));
    }
    let loggers = entries
        .into_iter()
        .zip(0..)
        .map(|(Entry { mn, outlet_code }, index)| Logger {
            index,
            mn,
            medium: outlet_code.medium(),
            outlet_code,
        });
    Ok(loggers.collect())
}

//! `limpid-node found-chain`: the specification of a new chain, from its founders' file.

use crate::chain_spec::ChainSpec;
use limpid_runtime::{genesis::Founders, WASM_BINARY};
use sc_service::ChainType;
use std::path::{Path, PathBuf};

/// Write the specification of a new chain from its founders' file.
///
/// The file is JSON: `session_blocks`, `validators_min` and `institutions`, each with `uscc`, `name`, `division`,
/// `administrator`, `council_seat`, and, if it runs them, a `validator` and `nodes`; see docs/operate/found-a-network.md. All
/// founders compare the specification's SHA-256 before any of them starts a node.
#[derive(Debug, clap::Args)]
pub struct FoundChain {
    /// The founders' file.
    #[arg(long, value_name = "FILE")]
    founders: PathBuf,
    /// The chain's name, as nodes show it.
    #[arg(long)]
    name: String,
    /// The chain's identifier: folders and the network protocol are named after it.
    #[arg(long)]
    id: String,
    /// Take the runtime from this file (as scripts/build-runtime makes it) instead of the one built into this node.
    #[arg(long, value_name = "FILE")]
    runtime: Option<PathBuf>,
    /// Where to write the specification, raw.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

impl FoundChain {
    /// Reads, checks and writes.
    pub fn run(&self) -> Result<(), String> {
        if !is_identifier(&self.id) {
            return Err(format!(
                "--id {:?}: lower-case letters, digits and hyphens, at most 64 of them",
                self.id
            ));
        }
        let founders = Founders::from_json(&read(&self.founders)?)
            .and_then(|founders| founders.genesis())
            .map_err(|error| format!("{}: {error}", self.founders.display()))?;
        let code = match &self.runtime {
            Some(file) => read(file)?,
            None => WASM_BINARY
                .ok_or(
                    "this limpid-node was built without the Wasm runtime: name one with --runtime",
                )?
                .to_vec(),
        };
        let spec = ChainSpec::builder(&code, None)
            .with_name(&self.name)
            .with_id(&self.id)
            .with_protocol_id(&self.id)
            .with_chain_type(ChainType::Live)
            .with_genesis_config_patch(founders)
            .build();
        let json = sc_service::ChainSpec::as_json(&spec, true)?;
        std::fs::write(&self.output, json)
            .map_err(|error| format!("{} cannot be written: {error}", self.output.display()))?;
        println!("written to {}", self.output.display());
        Ok(())
    }
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(file).map_err(|error| format!("{} cannot be read: {error}", file.display()))
}

fn is_identifier(id: &str) -> bool {
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !id.is_empty() && id.len() <= 64 && id.chars().all(known)
}

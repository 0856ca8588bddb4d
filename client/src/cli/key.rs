//! `limpid key`: makes and shows keys.

use super::Globals;
use crate::{
    chain::Account,
    keys::{MemberKey, Seed},
};
use serde_json::json;
use std::{path::PathBuf, process::ExitCode};

/// Make and show keys. A file holds one Ed25519 seed in hex and is readable by its owner only.
#[derive(Debug, clap::Subcommand)]
pub enum KeyCommand {
    /// Write a new key to a new file.
    Generate {
        /// The file, which must not exist yet.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Write the development key of this name instead of a secret one: everybody knows it.
        #[arg(long, value_name = "NAME")]
        development: Option<String>,
    },
    /// Show the public part of a key.
    Show {
        /// The key's file.
        #[arg(
            value_name = "FILE",
            required_unless_present = "development",
            conflicts_with = "development"
        )]
        file: Option<PathBuf>,
        /// Show a development key instead.
        #[arg(long, value_name = "NAME")]
        development: Option<String>,
    },
}

/// Carries out `limpid key`.
pub fn run(command: KeyCommand, globals: &Globals) -> anyhow::Result<ExitCode> {
    let (seed, written) = match command {
        KeyCommand::Generate { file, development } => {
            let seed = development
                .as_deref()
                .map_or_else(Seed::generate, Seed::development);
            seed.write_new(&file)?;
            (seed, Some(file))
        }
        KeyCommand::Show { file, development } => match (file, development) {
            (Some(file), _) => (Seed::read(&file)?, None),
            (None, Some(name)) => (Seed::development(&name), None),
            (None, None) => anyhow::bail!("which key? Name its file, or --development NAME"),
        },
    };
    let account = Account(MemberKey::from(seed).account());
    let json = json!({ "public": account.to_string(), "ss58": account.ss58(), "file": written });
    globals.print(&json, || {
        let file = written
            .map(|file| format!("key written to {}\n", file.display()))
            .unwrap_or_default();
        format!(
            "{file}public key, account  {account}\nSS58 address         {}",
            account.ss58()
        )
    });
    Ok(ExitCode::SUCCESS)
}

//! `limpid evidence`.

use super::Globals;
use std::process::ExitCode;

/// (to be written)
#[derive(Debug, clap::Subcommand)]
pub enum EvidenceCommand {}

/// (to be written)
pub async fn run(_command: EvidenceCommand, _globals: &Globals) -> anyhow::Result<ExitCode> {
    anyhow::bail!("not built in yet")
}

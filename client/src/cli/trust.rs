//! `limpid trust`.

use super::Globals;
use std::process::ExitCode;

/// (to be written)
#[derive(Debug, clap::Subcommand)]
pub enum TrustCommand {}

/// (to be written)
pub async fn run(_command: TrustCommand, _globals: &Globals) -> anyhow::Result<ExitCode> {
    anyhow::bail!("not built in yet")
}

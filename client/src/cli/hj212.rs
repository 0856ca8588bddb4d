//! (to be written)

use std::process::ExitCode;

/// (to be written)
#[derive(Debug, clap::Args)]
pub struct Hj212Args {}

/// (to be written)
pub async fn run(_args: Hj212Args) -> anyhow::Result<ExitCode> {
    anyhow::bail!("not built in yet")
}

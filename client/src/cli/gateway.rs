//! (to be written)

use std::process::ExitCode;

/// (to be written)
#[derive(Debug, clap::Args)]
pub struct GatewayArgs {}

/// (to be written)
pub async fn run(_args: GatewayArgs) -> anyhow::Result<ExitCode> {
    anyhow::bail!("not built in yet")
}

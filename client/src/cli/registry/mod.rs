//! `limpid registry`: which gateways there are, and which outlets are bound to them.

mod gateway;
mod outlet;

use super::Globals;
use std::process::ExitCode;

/// Register gateways and bind outlets to them.
#[derive(Debug, clap::Subcommand)]
pub enum RegistryCommand {
    /// Gateways and their keys.
    #[command(subcommand)]
    Gateway(gateway::GatewayCommand),
    /// Outlets and the devices at them.
    #[command(subcommand)]
    Outlet(outlet::OutletCommand),
}

/// Carries out `limpid registry`.
pub async fn run(command: RegistryCommand, globals: &Globals) -> anyhow::Result<ExitCode> {
    match command {
        RegistryCommand::Gateway(command) => gateway::run(command, globals).await?,
        RegistryCommand::Outlet(command) => return outlet::run(command, globals).await,
    }
    Ok(ExitCode::SUCCESS)
}

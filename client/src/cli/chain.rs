//! `limpid chain`: looks at the chain.

use super::Globals;
use crate::{chain::At, when::beijing};
use serde_json::json;
use std::process::ExitCode;

/// Look at the chain.
#[derive(Debug, clap::Subcommand)]
pub enum ChainCommand {
    /// Which chain the node serves and how far it is finalised.
    Status,
}

/// Carries out `limpid chain`.
pub async fn run(command: ChainCommand, globals: &Globals) -> anyhow::Result<ExitCode> {
    let ChainCommand::Status = command;
    let chain = globals.connect().await?;
    let head = chain.finalised().await?;
    let at = At::Block(head.hash);
    let time_ms = chain.time_ms(at).await.unwrap_or_default();
    let (institutions, gateways) = (chain.institutions(at).await?, chain.gateways(at).await?);
    let json = json!({
        "chain": chain.name(), "genesis": chain.genesis(),
        "finalised": { "number": head.number, "hash": head.hash, "time_ms": time_ms },
        "institutions": institutions.len(), "gateways": gateways.len(),
    });
    globals.print(&json, || {
        format!(
            "chain         {}\ngenesis       {}\nfinalised     block {} {}, {}\ninstitutions  {}\ngateways      {}",
            chain.name(),
            chain.genesis(),
            head.number,
            head.hash,
            beijing(time_ms),
            institutions.len(),
            gateways.len()
        )
    });
    Ok(ExitCode::SUCCESS)
}

//! `limpid chain`: looks at the chain.

use super::Globals;
use crate::{
    chain::{At, Chain, Finalised, Header, Health, RuntimeVersion},
    when::beijing,
};
use limpid_primitives::Digest;
use serde_json::{json, Value as Json};
use std::process::ExitCode;

/// Look at the chain.
#[derive(Debug, clap::Subcommand)]
pub enum ChainCommand {
    /// Which chain the node serves, how far it is finalised, and who keeps it.
    Status,
}

/// What a node says of its chain.
struct Status {
    name: String,
    genesis: Digest,
    best: Header,
    finalised: Finalised,
    time_ms: u64,
    health: Health,
    version: RuntimeVersion,
    set_id: u64,
    validators: usize,
    institutions: usize,
    gateways: usize,
}

/// Carries out `limpid chain`.
pub async fn run(command: ChainCommand, globals: &Globals) -> anyhow::Result<ExitCode> {
    let ChainCommand::Status = command;
    let status = Status::read(&globals.connect().await?).await?;
    globals.print(&status.json(), || status.text());
    Ok(ExitCode::SUCCESS)
}

impl Status {
    async fn read(chain: &Chain) -> anyhow::Result<Status> {
        // Before the best block, which is never behind it then.
        let finalised = chain.finalised().await?;
        let best = chain.best().await?;
        let at = At::Block(finalised.hash);
        let (set_id, voters) = chain.authorities(at).await?;
        Ok(Status {
            name: chain.name().to_owned(),
            genesis: chain.genesis(),
            best,
            time_ms: chain.time_ms(at).await.unwrap_or_default(),
            health: chain.health().await?,
            version: chain.runtime_version(at).await?,
            set_id,
            validators: voters.len(),
            institutions: chain.institutions(at).await?.len(),
            gateways: chain.gateways(at).await?.len(),
            finalised,
        })
    }

    /// Blocks that are not final yet.
    fn lag(&self) -> u32 {
        self.best.number.saturating_sub(self.finalised.number)
    }

    fn json(&self) -> Json {
        json!({
            "chain": self.name, "genesis": self.genesis,
            "best": { "number": self.best.number, "hash": self.best.hash() },
            "finalised": {
                "number": self.finalised.number, "hash": self.finalised.hash, "time_ms": self.time_ms,
            },
            "lag_blocks": self.lag(),
            "peers": self.health.peers, "is_syncing": self.health.is_syncing,
            "spec_version": self.version.spec_version,
            "set_id": self.set_id, "validators": self.validators,
            "institutions": self.institutions, "gateways": self.gateways,
        })
    }

    fn text(&self) -> String {
        let syncing = match self.health.is_syncing {
            true => ", fetching blocks that others have",
            false => "",
        };
        format!(
            "chain         {}\ngenesis       {}\nbest          block {} {}\nfinalised     block {} {}, {}; {} behind the best\npeers         {}{syncing}\nruntime       {} version {}\nvalidators    {}, set id {}\ninstitutions  {}\ngateways      {}",
            self.name,
            self.genesis,
            self.best.number,
            self.best.hash(),
            self.finalised.number,
            self.finalised.hash,
            beijing(self.time_ms),
            self.lag(),
            self.health.peers,
            self.version.spec_name,
            self.version.spec_version,
            self.validators,
            self.set_id,
            self.institutions,
            self.gateways
        )
    }
}

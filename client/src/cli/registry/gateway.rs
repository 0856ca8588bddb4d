//! `limpid registry gateway`: registers gateways and keeps their keys.

use crate::{
    chain::{calls, At, Call, Chain},
    cli::{
        decision::{Authority, Document},
        finality::{number, submit_by, tell},
        signer::Signer,
        Globals,
    },
    keys::GatewayKey,
    when::beijing,
};
use anyhow::Context;
use limpid_evidence::chain::{Binding, Gateway, GatewayKey as StoredKey, GatewayStatus, GatewayV1};
use limpid_primitives::{DivisionCode, GatewayId, InstitutionId};
use serde_json::json;
use std::path::PathBuf;

/// Gateways and their keys.
#[derive(Debug, clap::Subcommand)]
pub enum GatewayCommand {
    /// Register a gateway with its first key.
    Register {
        /// Number of the institution that runs it.
        #[arg(long)]
        operator: InstitutionId,
        /// The division it serves.
        #[arg(long)]
        division: DivisionCode,
        #[command(flatten)]
        gateway_key: KeySource,
        #[command(flatten)]
        signer: Signer,
    },
    /// Replace a gateway's key. What the old key signed stays valid.
    RotateKey {
        /// The gateway's number.
        id: GatewayId,
        #[command(flatten)]
        gateway_key: KeySource,
        #[command(flatten)]
        signer: Signer,
    },
    /// Suspend a gateway: its batches are not taken until it is reinstated.
    Suspend {
        /// The gateway's number.
        id: GatewayId,
        #[command(flatten)]
        document: Document,
        #[command(flatten)]
        signer: Signer,
    },
    /// Take a suspended gateway's batches again.
    Reinstate {
        /// The gateway's number.
        id: GatewayId,
        #[command(flatten)]
        document: Document,
        #[command(flatten)]
        signer: Signer,
    },
    /// Show a gateway, its keys and how far it has anchored.
    Show {
        /// The gateway's number.
        id: GatewayId,
    },
    /// List all gateways.
    List,
}

/// The gateway's key, which signs a proof that it is held; it does not leave this computer.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub struct KeySource {
    /// The gateway's key file.
    #[arg(long, value_name = "FILE")]
    gateway_key: Option<PathBuf>,
    /// A development key for the gateway, which everybody knows.
    #[arg(long, value_name = "NAME")]
    gateway_development: Option<String>,
}

impl KeySource {
    fn read(&self) -> anyhow::Result<GatewayKey> {
        match (&self.gateway_key, &self.gateway_development) {
            (Some(path), _) => Ok(GatewayKey::read(path)?),
            (None, Some(name)) => Ok(GatewayKey::development(name)),
            (None, None) => None.context("give the gateway's key: --gateway-key FILE"),
        }
    }
}

/// Carries out `limpid registry gateway`.
pub async fn run(command: GatewayCommand, globals: &Globals) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    match command {
        GatewayCommand::Show { id } => show(globals, &chain, id).await,
        GatewayCommand::List => list(globals, &chain).await,
        command => {
            let (call, signer, verb) = decide(&chain, command).await?;
            let key = signer.member_key()?;
            let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
            tell(globals, &inclusion, |events| {
                let mut of_anchors = events.iter().filter(|event| event.pallet == "Anchors");
                let id = of_anchors.find_map(|event| number(event, "gateway"));
                let name = id.map(|id| format!("gateway {id} ")).unwrap_or_default();
                (json!({ "gateway": id }), format!("{name}{verb}"))
            });
            Ok(())
        }
    }
}

async fn decide(
    chain: &Chain,
    command: GatewayCommand,
) -> anyhow::Result<(Call, Signer, &'static str)> {
    use GatewayCommand as C;
    Ok(match command {
        C::Register {
            operator,
            division,
            gateway_key,
            signer,
        } => {
            let key = gateway_key.read()?;
            (
                calls::register_gateway(&chain.genesis(), operator, division, &key),
                signer,
                "registered",
            )
        }
        C::RotateKey {
            id,
            gateway_key,
            signer,
        } => {
            let key = gateway_key.read()?;
            let operator = known(chain, id).await?.operator;
            (
                calls::rotate_key(&chain.genesis(), id, operator, &key),
                signer,
                "given a new key",
            )
        }
        C::Suspend {
            id,
            document,
            signer,
        } => (
            calls::suspend_gateway(id, document.reason()?),
            signer,
            "suspended",
        ),
        C::Reinstate {
            id,
            document,
            signer,
        } => (
            calls::reinstate_gateway(id, document.reason()?),
            signer,
            "reinstated",
        ),
        C::Show { .. } | C::List => anyhow::bail!("this changes nothing"),
    })
}

async fn known(chain: &Chain, id: GatewayId) -> anyhow::Result<GatewayV1> {
    let Gateway::V1(gateway) = chain.gateway(id, At::Finalised).await?.with_context(|| {
        format!("there is no gateway {id}; `limpid registry gateway list` shows all")
    })?;
    Ok(gateway)
}

async fn show(globals: &Globals, chain: &Chain, id: GatewayId) -> anyhow::Result<()> {
    let gateway = known(chain, id).await?;
    let keys = chain.gateway_keys(id, At::Finalised).await?;
    let anchored = chain
        .head(id, At::Finalised)
        .await?
        .map_or(0, |h| h.next_sequence.saturating_sub(1));
    let bindings = chain.bindings(id, At::Finalised).await?;
    let open = |binding: &&Binding| {
        let Binding::V1(binding) = binding;
        binding.until_ms.is_none()
    };
    let bound = bindings
        .iter()
        .flat_map(|(_, periods)| periods)
        .filter(open)
        .count();
    let keys_json: Vec<_> = keys
        .iter()
        .map(|(index, StoredKey::V1(key))| {
            json!({ "index": index, "public": hex::encode(key.public), "since": key.since, "until": key.until })
        })
        .collect();
    let json = json!({
        "gateway": id, "operator": gateway.operator, "division": gateway.division, "status": gateway.status,
        "registered": gateway.registered, "keys": keys_json, "anchored": anchored, "outlets": bound,
    });
    globals.print(&json, || {
        let mut text = line(id, &gateway);
        for (index, StoredKey::V1(key)) in &keys {
            let until = key.until.map_or_else(
                || "in use".to_owned(),
                |at| format!("until {}", beijing(at.time_ms)),
            );
            text.push_str(&format!(
                "\n  key {index}  {}  since {}, {until}",
                hex::encode(key.public),
                beijing(key.since.time_ms)
            ));
        }
        text + &format!("\n  batches anchored  {anchored}\n  outlets bound     {bound}")
    });
    Ok(())
}

async fn list(globals: &Globals, chain: &Chain) -> anyhow::Result<()> {
    let all = chain.gateways(At::Finalised).await?;
    let json: Vec<_> = all
        .iter()
        .map(|(id, Gateway::V1(gateway))| {
            json!({ "gateway": id, "operator": gateway.operator, "division": gateway.division, "status": gateway.status })
        })
        .collect();
    globals.print(&json.into(), || {
        all.iter()
            .map(|(id, Gateway::V1(gateway))| line(*id, gateway))
            .collect::<Vec<_>>()
            .join("\n")
    });
    Ok(())
}

fn line(id: GatewayId, gateway: &GatewayV1) -> String {
    let status = match gateway.status {
        GatewayStatus::Active => "active".to_owned(),
        GatewayStatus::Suspended { since } => format!("suspended since {}", beijing(since.time_ms)),
    };
    format!(
        "gateway {id}  operator {}  division {}  registered {}  {status}",
        gateway.operator,
        gateway.division,
        beijing(gateway.registered.time_ms)
    )
}

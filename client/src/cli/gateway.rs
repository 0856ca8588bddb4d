//! `limpid gateway`: runs the gateway, or checks its store.

use crate::{
    gateway::{
        config::{Config, LogFormat, LogSettings},
        fsck::{Fsck, FsckError, Report},
        ledger::Ledger,
        node::Nodes,
        store::Store,
        Gateway,
    },
    keys::{GatewayKey, MemberKey},
};
use anyhow::{bail, Context};
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use limpid_evidence::chain::Head;
use limpid_primitives::GatewayId;
use std::{path::PathBuf, process::ExitCode, sync::Arc};
use tokio::signal::unix::{signal, SignalKind};
use tokio_util::sync::CancellationToken;

/// Run the gateway, or check its store.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct GatewayArgs {
    /// The gateway's configuration (TOML).
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<GatewayCommand>,
}

#[derive(Debug, Subcommand)]
enum GatewayCommand {
    /// Derive everything stored again and compare it with the chain. May run while the gateway does.
    ///
    /// Exit code 0: nothing differs. 1: something differs. 2: the check could not be made.
    Fsck(FsckArgs),
}

#[derive(Debug, Args)]
struct FsckArgs {
    /// The gateway's configuration (TOML).
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
    /// Check the store by itself, without asking a node.
    #[arg(long)]
    offline: bool,
}

/// Carries out `limpid gateway`.
pub async fn run(args: GatewayArgs) -> anyhow::Result<ExitCode> {
    match (args.command, args.config) {
        (Some(GatewayCommand::Fsck(args)), _) => fsck(args).await,
        (None, Some(config)) => serve(Config::read(&config)?).await,
        (None, None) => {
            bail!("which gateway? Give its configuration: limpid gateway --config FILE")
        }
    }
}

async fn serve(config: Config) -> anyhow::Result<ExitCode> {
    start_log(&config.log)?;
    let key = GatewayKey::read(&config.gateway_key).context("`gateway_key`")?;
    let member = MemberKey::read(&config.member_key).context("`member_key`")?;
    let prover = config.emissions.member_key.as_deref();
    let prover = prover.map(MemberKey::read).transpose();
    let prover = prover.context("`emissions.member_key`")?;
    warn_of_few_descriptors(config.limits.connections_max);
    let nodes = Nodes::new(config.nodes.clone(), Some(member)).with_prover_key(prover);
    let nodes = Arc::new(nodes);
    let emissions = config.emissions.prove.then(|| nodes.clone() as _);
    let gateway = Gateway::start(config, key, nodes, emissions).await?;
    let signals = stop_on_signal(gateway.stop_token())?;
    let ended = gateway.ended().await;
    signals.abort();
    ended?;
    Ok(ExitCode::SUCCESS)
}

/// The first signal drains; a second one ends the process where it stands, which loses nothing that was acknowledged.
fn stop_on_signal(stop: CancellationToken) -> anyhow::Result<tokio::task::JoinHandle<()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            if stop.is_cancelled() {
                tracing::warn!("told to stop again: ending at once");
                std::process::exit(1);
            }
            stop.cancel();
        }
    }))
}

/// Files of the store, sockets to nodes and of HTTP: what is open besides the loggers' connections.
const DESCRIPTORS_BESIDES: u32 = 600;

/// Each connection takes a file descriptor, and so does each file of the store.
fn warn_of_few_descriptors(connections_max: u32) {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let open_files = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"));
    let soft = open_files.and_then(|limits| limits.split_whitespace().next()?.parse::<u32>().ok());
    let needed = connections_max.saturating_add(DESCRIPTORS_BESIDES);
    if let Some(allowed) = soft.filter(|soft| *soft < needed) {
        tracing::warn!(allowed, needed, "too few file descriptors for `limits.connections_max`: raise them (ulimit -n, LimitNOFILE)");
    }
}

fn start_log(settings: &LogSettings) -> anyhow::Result<()> {
    use tracing_subscriber::{fmt, EnvFilter};
    // Of the libraries only what went wrong: their lines are not written for an operator.
    let filter = EnvFilter::try_new(format!("warn,limpid_client={}", settings.level.word()))?;
    let log = fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false);
    let started = match settings.format {
        LogFormat::Text => log.with_ansi(false).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("the log cannot be started: {error}"))
}

async fn head(nodes: &Nodes, gateway: GatewayId) -> Result<Head, FsckError> {
    Ok(nodes.head(gateway).await?)
}

async fn fsck(args: FsckArgs) -> anyhow::Result<ExitCode> {
    let config = Config::read(&args.config)?;
    let nodes = Nodes::new(config.nodes, None);
    // Before the store is opened: see `Fsck::anchored`.
    let head = match args.offline {
        true => None,
        false => Some(head(&nodes, config.gateway).await?),
    };
    let store = Store::open_read_only(&config.store)?;
    if store.gateway() != config.gateway {
        bail!(
            "the store is that of gateway {}, the configuration names gateway {}",
            store.gateway(),
            config.gateway
        );
    }
    let bar = ProgressBar::new(store.last_arrival()?);
    bar.set_style(ProgressStyle::with_template(
        "{wide_bar} {human_pos}/{human_len} records, {eta} left",
    )?);
    let progress = |records| bar.set_position(records);
    let mut fsck = Fsck::new(&store, &progress)?;
    fsck.stored()?;
    if let Some(head) = head {
        bar.set_message("asking the chain");
        fsck.anchored(&nodes, head).await?;
    }
    bar.finish_and_clear();
    let report = fsck.report();
    match args.json {
        true => super::say(&serde_json::to_string(&report)?),
        false => super::say(&text(&report)),
    }
    Ok(match report.differences_count {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::from(1),
    })
}

fn text(report: &Report) -> String {
    let mut lines = Vec::new();
    for difference in &report.differences {
        let place = match (difference.sequence, difference.arrival) {
            (Some(sequence), Some(arrival)) => format!("batch {sequence}, record {arrival}"),
            (Some(sequence), None) => format!("batch {sequence}"),
            (None, Some(arrival)) => format!("record {arrival}"),
            (None, None) => "store".into(),
        };
        lines.push(format!(
            "{place}: {}: {}",
            difference.what, difference.detail
        ));
    }
    let anchors = match report.anchors {
        Some(anchors) => format!("{anchors} compared with the chain"),
        None => "not compared with the chain".into(),
    };
    lines.push(format!(
        "gateway {}: {} batches ({anchors}), {} records ({} wait for a batch), {} receipts, {} refusals, {} proofs wait, {} were refused",
        report.gateway, report.batches, report.records, report.unbatched, report.receipts, report.refusals, report.proofs,
        report.proofs_refused
    ));
    lines.push(match report.differences_count {
        0 => "nothing differs".into(),
        1 => "1 difference: keep the store as it is, and find out what changed it".into(),
        count => {
            format!("{count} differences: keep the store as it is, and find out what changed it")
        }
    });
    lines.join("\n")
}

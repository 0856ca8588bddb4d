//! `limpid share serve`: the provider's server.

use crate::{
    cli::Globals,
    share::{
        refusals::{Deposits, Refusals},
        server::Server,
        store::Store,
    },
    when::parse_length_ms,
};
use anyhow::{bail, Context};
use axum_server::tls_rustls::RustlsConfig;
use limpid_primitives::{Digest, InstitutionId, Outlet};
use serde_json::json;
use std::{
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};
use tokio::signal::unix::{signal, SignalKind};
use tokio_util::sync::CancellationToken;

/// What is served, where, and where refusals go.
#[derive(Debug, clap::Args)]
pub struct ServeArgs {
    /// The store with the sealed files.
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
    /// Where to listen.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8443")]
    listen: SocketAddr,
    /// The server's certificate and those between it and the authority, PEM. Without it: HTTP without TLS, for a private network.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The certificate's private key, PEM.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Nothing is served by a finalised block that is older than this.
    #[arg(long, value_name = "LENGTH", default_value = "2min", value_parser = parse_length_ms)]
    head_age_max: u64,
    /// HTTP address of your gateway: refusals are deposited there, and so anchored.
    #[arg(long, value_name = "URL", requires = "refusals_outlet")]
    gateway_url: Option<String>,
    /// The outlet under which refusals are filed: one bound to that gateway, as PERMIT/DA001.
    #[arg(long, value_name = "OUTLET", requires = "gateway_url")]
    refusals_outlet: Option<Outlet>,
}

/// Serves until a signal.
pub async fn serve(globals: &Globals, args: ServeArgs) -> anyhow::Result<()> {
    start_log()?;
    let store = Store::open(&args.store)?;
    let refusals = Arc::new(Refusals::open(store.folder())?);
    let tls = match (&args.tls_cert, &args.tls_key) {
        (Some(certificate), Some(key)) => Some(read_tls(certificate.clone(), key.clone()).await?),
        _ => None,
    };
    let listener = TcpListener::bind(args.listen);
    let listener = listener.with_context(|| format!("cannot listen on {}", args.listen))?;
    let address = listener.local_addr()?;
    let chain = globals.connect().await?;
    let provider = owner(&store, chain.genesis())?;
    if tls.is_none() && !address.ip().is_loopback() {
        tracing::warn!(%address, "served without TLS: who is between sees what is asked and sent");
    }
    let stop = CancellationToken::new();
    stop_on_signal(stop.clone())?;
    let depositing = match (args.gateway_url, args.refusals_outlet) {
        (Some(gateway_url), Some(outlet)) => {
            let deposits = Deposits {
                gateway_url,
                outlet,
            };
            let (refusals, stop) = (refusals.clone(), stop.clone());
            Some(tokio::spawn(async move {
                refusals.deposit_all(deposits, stop).await;
            }))
        }
        _ => None,
    };
    let head_age_max = Duration::from_millis(args.head_age_max);
    let server = Server::new(store, provider, Arc::new(chain), refusals, head_age_max);
    let scheme = if tls.is_some() { "https" } else { "http" };
    let json = json!({ "listening": format!("{scheme}://{address}") });
    globals.print(&json, || {
        format!(
            "serving {} of institution {provider} on {scheme}://{address}",
            args.store.display()
        )
    });
    server.serve(listener, tls, stop.clone()).await?;
    stop.cancel();
    if let Some(depositing) = depositing {
        depositing.await.context("depositing ended in the middle")?;
    }
    Ok(())
}

/// The provider whose store it is, on this chain.
fn owner(store: &Store, genesis: Digest) -> anyhow::Result<InstitutionId> {
    let folder = store.folder().display();
    let Some(owner) = store.owner()? else {
        bail!("nothing was published from the store {folder}: publish first (limpid share publish --store {folder})");
    };
    if owner.genesis != genesis {
        bail!(
            "the store {folder} is of the chain {}, the node is of {genesis}",
            owner.genesis
        );
    }
    Ok(owner.institution)
}

async fn read_tls(certificate: PathBuf, key: PathBuf) -> anyhow::Result<RustlsConfig> {
    // One provider for all of the process; another one set before does as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let files = format!("{} and {}", certificate.display(), key.display());
    let tls = RustlsConfig::from_pem_file(certificate, key).await;
    tls.with_context(|| format!("{files} are no certificate and its key in PEM"))
}

fn stop_on_signal(stop: CancellationToken) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        stop.cancel();
    });
    Ok(())
}

fn start_log() -> anyhow::Result<()> {
    use tracing_subscriber::{fmt, EnvFilter};
    let log = fmt()
        .with_env_filter(EnvFilter::try_new("warn,limpid_client=info")?)
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_ansi(false);
    log.try_init()
        .map_err(|error| anyhow::anyhow!("the log cannot be started: {error}"))
}

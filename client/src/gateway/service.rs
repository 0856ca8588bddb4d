//! Starting the parts of a gateway, and ending them in the right order.

use super::{
    anchoring::Anchoring,
    bindings::Registry,
    commit::{gauge, Writer},
    config::Config,
    connection::Shared,
    follower::Follower,
    http::{self, Http},
    ledger::Ledger,
    listener::listen,
    metrics::Metrics,
    prover::{EmissionsLedger, EmissionsStatus, Prover},
    reconcile::Disagreement,
    store::{Store, StoreError},
};
use crate::keys::GatewayKey;
use std::{future::Future, io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::TcpListener,
    sync::{mpsc, watch},
    task::{spawn_blocking, JoinHandle},
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;

/// How long a stopping gateway waits for HTTP requests that are under way.
const STOP_PATIENCE: Duration = Duration::from_secs(5);

/// Why a gateway did not start, or ended.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Chain and store do not agree.
    #[error(transparent)]
    Disagreement(#[from] Disagreement),
    /// An address cannot be listened on.
    #[error(
        "cannot listen on {address}: {cause}. Is another gateway running, or the port below 1024?"
    )]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system answered.
        cause: io::Error,
    },
    /// The counters could not be made.
    #[error(transparent)]
    Metrics(#[from] prometheus::Error),
    /// A part ended by a panic.
    #[error(
        "{0} ended by a panic, see the log above: this is a fault of the program, please report it"
    )]
    Panic(&'static str),
}

/// A running gateway.
pub struct Gateway {
    frames: SocketAddr,
    http: SocketAddr,
    stop: CancellationToken,
    task: JoinHandle<Result<(), GatewayError>>,
}

impl Gateway {
    /// Opens the store and starts every part. Returns once frames are taken. With `emissions`, days and exceedances are proven
    /// there.
    pub async fn start(
        config: Config,
        key: GatewayKey,
        ledger: Arc<dyn Ledger>,
        emissions: Option<Arc<dyn EmissionsLedger>>,
    ) -> Result<Self, GatewayError> {
        let listeners = (bind(config.listen).await?, bind(config.http_listen).await?);
        let addresses = (
            address(&listeners.0, config.listen)?,
            address(&listeners.1, config.http_listen)?,
        );
        let store = Arc::new(Store::open(&config.store, config.gateway)?);
        let parts = Parts::spawn(config, key, (ledger, emissions), store, listeners)?;
        tracing::info!(frames = %addresses.0, http = %addresses.1, "the gateway takes frames");
        Ok(Self {
            frames: addresses.0,
            http: addresses.1,
            stop: parts.stop.clone(),
            task: tokio::spawn(parts.supervise()),
        })
    }

    /// Where loggers connect.
    pub fn frames_address(&self) -> SocketAddr {
        self.frames
    }

    /// Where status and deposits are served.
    pub fn http_address(&self) -> SocketAddr {
        self.http
    }

    /// Set by whoever wants the gateway to stop: it drains and ends.
    pub fn stop_token(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Waits for the gateway's end.
    pub async fn ended(self) -> Result<(), GatewayError> {
        self.task
            .await
            .unwrap_or(Err(GatewayError::Panic("the gateway")))
    }
}

/// The running parts, in the order in which they end.
struct Parts {
    stop: CancellationToken,
    failures: mpsc::UnboundedReceiver<GatewayError>,
    listener: JoinHandle<()>,
    http: JoinHandle<()>,
    follower: JoinHandle<()>,
    prover: Option<JoinHandle<()>>,
    writer: JoinHandle<()>,
    anchoring: JoinHandle<()>,
    drain: Duration,
    store: Arc<Store>,
}

impl Parts {
    fn spawn(
        config: Config,
        key: GatewayKey,
        (ledger, emissions): (Arc<dyn Ledger>, Option<Arc<dyn EmissionsLedger>>),
        store: Arc<Store>,
        (frames, http): (TcpListener, TcpListener),
    ) -> Result<Self, GatewayError> {
        let metrics = Metrics::new()?;
        let guard = Guard::new();
        let prover = emissions.map(|ledger| prover(&config, &store, ledger, &metrics, &guard));
        let (prover, proving) = prover.unzip();
        let (follower, bindings) = follower(&config, &store, &ledger, &metrics, &guard)?;
        let (writer, committer, committed) = Writer::new(
            store.clone(),
            config.limits.rejected_bytes_max,
            metrics.clone(),
        )?;
        let shared = Arc::new(Shared {
            committer: committer.clone(),
            bindings: bindings.clone(),
            limits: config.limits.clone(),
            metrics: metrics.clone(),
            stop: guard.stop.clone(),
        });
        let served = Http {
            store: store.clone(),
            committer: committer.weak(),
            bindings,
            metrics: metrics.clone(),
            emissions: proving,
        };
        let drain = Duration::from_millis(config.anchoring.drain_ms);
        let anchoring = Anchoring {
            store: store.clone(),
            ledger,
            key,
            committed,
            config,
            metrics,
        };
        Ok(Self {
            listener: guard.watch("the listener", async {
                listen(frames, shared).await;
                Ok(())
            }),
            http: guard.watch(
                "the HTTP server",
                serve_http(http, served, guard.stop.clone()),
            ),
            follower: guard.watch("following the bindings", async {
                Ok(follower.run().await?)
            }),
            // Not watched: whatever happens to it, frames are taken and anchored.
            prover: prover.map(|prover| tokio::spawn(prover.run())),
            writer: guard.watch("the writer", async {
                let ended = spawn_blocking(|| writer.run()).await;
                Ok(ended.map_err(|_| GatewayError::Panic("the writer"))??)
            }),
            anchoring: guard.watch("anchoring", async { Ok(anchoring.run().await?) }),
            stop: guard.stop,
            failures: guard.failures,
            drain,
            store,
        })
    }

    /// Waits for the stop, or for the first failure, and ends the parts: those that take before those that keep.
    async fn supervise(mut self) -> Result<(), GatewayError> {
        self.stop.cancelled().await;
        tracing::info!("the gateway stops: open connections end, what was received is stored");
        let _ = self.listener.await;
        for part in [self.http, self.follower].into_iter().chain(self.prover) {
            end(part, STOP_PATIENCE).await;
        }
        // The last committer is gone: the writer commits what it has and ends, and the batcher closes a last batch.
        let _ = self.writer.await;
        // Where nothing is left to do, nobody waits for a node that may not answer.
        let drain = match left(&self.store)? {
            Left::Nothing => Duration::ZERO,
            Left::Some { .. } => self.drain,
        };
        end(self.anchoring, drain).await;
        match left(&self.store)? {
            Left::Nothing => tracing::info!("the gateway has stopped; everything is anchored"),
            Left::Some { records, batches } => tracing::warn!(
                records_in_no_batch = records,
                batches_not_anchored = batches,
                "the gateway has stopped; what is left is anchored after the next start"
            ),
        }
        closed(&self.store).await;
        match self.failures.try_recv() {
            Ok(failure) => Err(failure),
            Err(_) => Ok(()),
        }
    }
}

/// Waits for a part's end, but not for ever.
async fn end(mut part: JoinHandle<()>, patience: Duration) {
    if timeout(patience, &mut part).await.is_err() {
        part.abort();
        let _ = part.await;
    }
}

/// A part that was ended may hold the store for a moment longer, as a thread does that closes a batch. Whoever starts a gateway
/// on it next finds it closed.
async fn closed(store: &Arc<Store>) {
    const LOOK: Duration = Duration::from_millis(1);
    let released = async {
        while Arc::strong_count(store) > 1 {
            sleep(LOOK).await;
        }
    };
    let _ = timeout(STOP_PATIENCE, released).await;
}

/// The follower, and the bindings as it sees them; until it has asked a node, as the store remembers them.
fn follower(
    config: &Config,
    store: &Arc<Store>,
    ledger: &Arc<dyn Ledger>,
    metrics: &Metrics,
    guard: &Guard,
) -> Result<(Follower, watch::Receiver<Arc<Registry>>), GatewayError> {
    let known = Registry::new(&store.known_bindings()?.unwrap_or_default());
    metrics.outlets.set(gauge(known.outlets() as u64));
    let (bindings, seen) = watch::channel(Arc::new(known));
    let follower = Follower {
        store: store.clone(),
        ledger: ledger.clone(),
        bindings,
        refresh: Duration::from_millis(config.anchoring.bindings_refresh_ms),
        metrics: metrics.clone(),
        stop: guard.stop.clone(),
    };
    Ok((follower, seen))
}

/// The prover, and where it tells how it stands.
fn prover(
    config: &Config,
    store: &Arc<Store>,
    ledger: Arc<dyn EmissionsLedger>,
    metrics: &Metrics,
    guard: &Guard,
) -> (Prover, watch::Receiver<EmissionsStatus>) {
    let (status, seen) = watch::channel(EmissionsStatus::default());
    let prover = Prover {
        store: store.clone(),
        ledger,
        settings: config.emissions.clone(),
        pauses: config.anchoring.pauses(),
        metrics: metrics.clone(),
        status,
        stop: guard.stop.clone(),
    };
    (prover, seen)
}

/// Frames are taken whether or not anybody can ask how many.
async fn serve_http(
    listener: TcpListener,
    served: Http,
    stop: CancellationToken,
) -> Result<(), GatewayError> {
    if let Err(error) = http::serve(listener, served, stop).await {
        tracing::warn!(%error, "the HTTP server failed");
    }
    Ok(())
}

/// What is not anchored yet.
enum Left {
    Nothing,
    Some { records: u64, batches: u64 },
}

fn left(store: &Store) -> Result<Left, StoreError> {
    let batched = store.last_batched_arrival()?;
    let records = store.last_arrival()?.saturating_sub(batched);
    let receipts = store.last_receipt()?;
    let batches = store.last_sequence()?.saturating_sub(receipts);
    Ok(match (records, batches) {
        (0, 0) => Left::Nothing,
        _ => Left::Some { records, batches },
    })
}

/// Stops everything when one part fails.
struct Guard {
    stop: CancellationToken,
    failed: mpsc::UnboundedSender<GatewayError>,
    failures: mpsc::UnboundedReceiver<GatewayError>,
}

impl Guard {
    fn new() -> Self {
        let (failed, failures) = mpsc::unbounded_channel();
        Self {
            stop: CancellationToken::new(),
            failed,
            failures,
        }
    }

    fn watch(
        &self,
        name: &'static str,
        part: impl Future<Output = Result<(), GatewayError>> + Send + 'static,
    ) -> JoinHandle<()> {
        let (stop, failed) = (self.stop.clone(), self.failed.clone());
        let part = tokio::spawn(part);
        tokio::spawn(async move {
            // Dropping this task ends the part with it.
            let mut part = AbortOnDrop(part);
            let ended = (&mut part.0)
                .await
                .unwrap_or(Err(GatewayError::Panic(name)));
            if let Err(error) = ended {
                tracing::error!(%error, part = name, "the gateway has to stop");
                let _ = failed.send(error);
                stop.cancel();
            }
        })
    }
}

struct AbortOnDrop(JoinHandle<Result<(), GatewayError>>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn bind(address: SocketAddr) -> Result<TcpListener, GatewayError> {
    let bound = TcpListener::bind(address).await;
    bound.map_err(|cause| GatewayError::Listen { address, cause })
}

fn address(listener: &TcpListener, wanted: SocketAddr) -> Result<SocketAddr, GatewayError> {
    let address = listener.local_addr();
    address.map_err(|cause| GatewayError::Listen {
        address: wanted,
        cause,
    })
}

//! HTTP on a loopback address: metrics, health, status, and deposits of files.
//!
//! | Path | Answers |
//! |---|---|
//! | `GET /metrics` | the counters, for Prometheus |
//! | `GET /health` | 200 while frames are taken |
//! | `GET /status` | where the gateway stands, JSON |
//! | `POST /deposits` | takes a file's digest as a record; answers once it is durable |

use super::{
    bindings::Registry,
    clock::now_ms,
    commit::{gauge, WeakCommitter},
    judge::file_identity,
    metrics::Metrics,
    prover::EmissionsStatus,
    store::{NewRecord, Outcome, Store, StoreError},
};
use axum::{
    extract::{DefaultBodyLimit, State},
    http::{header, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post},
    Json, Router,
};
use limpid_evidence::{sha256, FileDigest, Payload};
use limpid_primitives::{Digest, GatewayId, Outlet};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tokio::{net::TcpListener, sync::watch};
use tokio_util::sync::CancellationToken;

/// A deposit is shorter than this.
const BODY_BYTES_MAX: usize = 4_096;

/// What requests are answered from.
#[derive(Clone)]
pub struct Http {
    /// The store.
    pub store: Arc<Store>,
    /// To the writer.
    pub committer: WeakCommitter,
    /// The bindings as last seen.
    pub bindings: watch::Receiver<Arc<Registry>>,
    /// The counters.
    pub metrics: Metrics,
    /// Where proving stands; `None` if nothing is to be proven.
    pub emissions: Option<watch::Receiver<EmissionsStatus>>,
}

/// A file to be made a record of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deposit {
    /// The outlet it speaks of.
    pub outlet: Outlet,
    /// The time it speaks of.
    pub observed_ms: u64,
    /// SHA-256 of the file.
    pub sha256: Digest,
    /// Its length in bytes.
    pub length: u64,
    /// Its media type, as `image/jpeg`.
    pub media_type: String,
}

/// What a depositor is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deposited {
    /// The record's arrival.
    pub arrival: u64,
    /// The record's digest.
    pub digest: Digest,
}

/// Where the gateway stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The gateway.
    pub gateway: GatewayId,
    /// The last batch closed.
    pub last_sequence: u64,
    /// The last batch anchored in a finalised block.
    pub last_anchored_sequence: u64,
    /// The last record stored.
    pub last_arrival: u64,
    /// Records that are in no batch yet.
    pub unbatched: u64,
    /// Batches that are not anchored yet.
    pub unanchored: u64,
    /// Refused frames and noise kept.
    pub rejected: u64,
    /// Open connections.
    pub connections: i64,
    /// Outlets that have or had a device.
    pub outlets: usize,
    /// The newest finalised block seen; 0 before the first.
    pub finalised_block: i64,
    /// When a node last answered, seconds since 1970; 0 if none did yet.
    pub node_seen_seconds: i64,
    /// Where proving stands; not there if nothing is to be proven.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emissions: Option<EmissionsStatus>,
}

/// Why a request is not served.
#[derive(Debug, Serialize)]
struct Fault {
    error: &'static str,
    detail: String,
}

type Answer<T> = Result<T, (StatusCode, Json<Fault>)>;

/// Serves until the gateway stops.
pub async fn serve(
    listener: TcpListener,
    http: Http,
    stop: CancellationToken,
) -> std::io::Result<()> {
    let router = Router::new()
        .route("/metrics", get(metrics))
        .route(
            "/health",
            get(|| async { Json(serde_json::json!({"ok": true})) }),
        )
        .route("/status", get(status))
        .route("/deposits", post(deposit))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .with_state(http);
    axum::serve(listener, router)
        .with_graceful_shutdown(stop.cancelled_owned())
        .await
}

async fn metrics(State(http): State<Http>) -> Answer<Response> {
    http.measure().map_err(internal)?;
    let text = http.metrics.text().map_err(internal)?;
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4")];
    Ok((kind, text).into_response())
}

/// How far the store has come.
struct Progress {
    last_sequence: u64,
    last_anchored_sequence: u64,
    last_arrival: u64,
    unbatched: u64,
    unanchored: u64,
}

impl Progress {
    fn read(store: &Store) -> Result<Self, StoreError> {
        let last_sequence = store.last_sequence()?;
        let last_anchored_sequence = store.last_receipt()?;
        let last_arrival = store.last_arrival()?;
        Ok(Self {
            last_sequence,
            last_anchored_sequence,
            last_arrival,
            unbatched: last_arrival.saturating_sub(store.last_batched_arrival()?),
            unanchored: last_sequence.saturating_sub(last_anchored_sequence),
        })
    }
}

async fn status(State(http): State<Http>) -> Answer<Json<Status>> {
    let store = &http.store;
    let progress = Progress::read(store).map_err(internal)?;
    let outlets = http.bindings.borrow().outlets();
    Ok(Json(Status {
        gateway: store.gateway(),
        last_sequence: progress.last_sequence,
        last_anchored_sequence: progress.last_anchored_sequence,
        last_arrival: progress.last_arrival,
        unbatched: progress.unbatched,
        unanchored: progress.unanchored,
        rejected: store.rejected_use().map_err(internal)?.last,
        connections: http.metrics.connections.get(),
        outlets,
        finalised_block: http.metrics.finalised_block.get(),
        node_seen_seconds: http.metrics.node_seen_seconds.get(),
        emissions: http
            .emissions
            .as_ref()
            .map(|status| status.borrow().clone()),
    }))
}

async fn deposit(
    State(http): State<Http>,
    Json(deposit): Json<Deposit>,
) -> Answer<(StatusCode, Json<Deposited>)> {
    let record = http.judge(deposit)?;
    let outcomes = http.committer.commit(vec![record], Vec::new()).await;
    // From here on the deposit is durable.
    let outcomes = outcomes.map_err(|error| {
        fault(
            StatusCode::SERVICE_UNAVAILABLE,
            "stopping",
            error.to_string(),
        )
    })?;
    let outcome = outcomes
        .first()
        .copied()
        .ok_or_else(|| internal("no outcome"))?;
    let arrival = outcome.arrival();
    let bytes = http.store.record_bytes(arrival).map_err(internal)?;
    let bytes = bytes.ok_or_else(|| internal("the record cannot be read back"))?;
    let status = match outcome {
        Outcome::Stored { .. } => StatusCode::CREATED,
        Outcome::Known { .. } => StatusCode::OK,
    };
    let digest = sha256(&bytes);
    Ok((status, Json(Deposited { arrival, digest })))
}

impl Http {
    /// Sets the gauges that are read from the store, and those that grow with time alone.
    fn measure(&self) -> Result<(), StoreError> {
        let (metrics, progress) = (&self.metrics, Progress::read(&self.store)?);
        metrics.unbatched.set(gauge(progress.unbatched));
        metrics.unanchored.set(gauge(progress.unanchored));
        let receipt = self.store.receipt(progress.last_anchored_sequence)?;
        let anchored = receipt.map(|receipt| receipt.finalised_at_ms / 1_000);
        metrics.anchored_age.set(metrics.age_seconds(anchored));
        let finalised = u64::try_from(metrics.finalised_seen_seconds.get()).ok();
        let finalised = finalised.filter(|seconds| *seconds > 0);
        metrics.finalised_age.set(metrics.age_seconds(finalised));
        Ok(())
    }

    fn judge(&self, deposit: Deposit) -> Answer<NewRecord> {
        let unprocessable = |error, detail| fault(StatusCode::UNPROCESSABLE_ENTITY, error, detail);
        let media_type = deposit.media_type.parse();
        let media_type = media_type.map_err(|error: limpid_evidence::MediaTypeError| {
            unprocessable("bad-media-type", error.to_string())
        })?;
        let Deposit {
            outlet,
            observed_ms,
            ..
        } = deposit;
        if !self.bindings.borrow().covers(&outlet, observed_ms) {
            let detail = format!("no device is bound to {outlet} at {observed_ms} ms: such a record would prove nothing");
            return Err(unprocessable("unbound-outlet", detail));
        }
        let file = FileDigest {
            sha256: deposit.sha256,
            length: deposit.length,
            media_type,
        };
        Ok(NewRecord {
            identity: file_identity(&outlet, observed_ms, &file),
            outlet,
            observed_ms,
            kind: 0,
            received_ms: now_ms(),
            payload: Payload::File(file),
        })
    }
}

fn fault(status: StatusCode, error: &'static str, detail: String) -> (StatusCode, Json<Fault>) {
    (status, Json(Fault { error, detail }))
}

fn internal(error: impl ToString) -> (StatusCode, Json<Fault>) {
    fault(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal",
        error.to_string(),
    )
}

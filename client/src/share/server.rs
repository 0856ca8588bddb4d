//! HTTP: `GET /grants/N/sealed` with a range, signed by a member, answered with a part of the sealed file or not at all.
//!
//! One answer has at most [`BYTES_A_REQUEST_MAX`] bytes, and each request is judged anew: a revoked grant stops a transfer within
//! that many bytes.

use super::{
    gate::{judge, Admitted, Barred},
    refusals::{Decided, Noted, Refusal, Refusals},
    signing::{Nonces, Question, Signed, SigningError},
    standing::{Head, Ledger, Standing},
    store::Store,
};
use crate::gateway::clock::now_ms;
use axum::{
    body::Body,
    extract::{Path, State},
    http::{header, HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse, Response},
    routing::get,
    Json, Router,
};
use axum_server::{tls_rustls::RustlsConfig, Handle};
use futures::StreamExt;
use limpid_primitives::sharing::GrantId;
use serde_json::json;
use std::{
    io::SeekFrom,
    net::{SocketAddr, TcpListener},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    fs::File,
    io::{AsyncReadExt, AsyncSeekExt},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_util::{io::ReaderStream, sync::CancellationToken};

/// The most bytes of one answer.
pub const BYTES_A_REQUEST_MAX: u64 = 64 * 1024 * 1024;
/// Answers under way at a time.
const TRANSFERS_MAX: usize = 64;
/// The chain is asked for this long.
const CHAIN_TIMEOUT: Duration = Duration::from_secs(20);
/// How much of a file is in memory for one answer.
const BUFFER_BYTES: usize = 128 * 1024;
/// How long transfers may go on after the server was told to stop.
const DRAIN: Duration = Duration::from_secs(10);

/// What requests are answered from.
#[derive(Clone)]
pub struct Server {
    /// The sealed files.
    pub store: Store,
    /// The chain.
    pub ledger: Arc<dyn Ledger>,
    /// Where refusals go.
    pub refusals: Arc<Refusals>,
    /// How old the chain's finalised head may be.
    pub head_age_max: Duration,
    nonces: Arc<Mutex<Nonces>>,
    transfers: Arc<Semaphore>,
}

/// Why a request is not answered with a part of the file.
struct Fault {
    status: StatusCode,
    error: &'static str,
    detail: String,
}

impl Fault {
    fn new(status: StatusCode, error: &'static str, detail: impl ToString) -> Fault {
        let detail = detail.to_string();
        Fault {
            status,
            error,
            detail,
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let body = json!({ "error": self.error, "detail": self.detail });
        (self.status, Json(body)).into_response()
    }
}

impl Server {
    /// A server over this store.
    pub fn new(
        store: Store,
        ledger: Arc<dyn Ledger>,
        refusals: Arc<Refusals>,
        head_age_max: Duration,
    ) -> Server {
        Server {
            store,
            ledger,
            refusals,
            head_age_max,
            nonces: Arc::default(),
            transfers: Arc::new(Semaphore::new(TRANSFERS_MAX)),
        }
    }

    /// Serves until it is told to stop, by TLS if there is a configuration for it.
    pub async fn serve(
        self,
        listener: TcpListener,
        tls: Option<RustlsConfig>,
        stop: CancellationToken,
    ) -> std::io::Result<()> {
        let handle: Handle<SocketAddr> = Handle::new();
        let stopped = handle.clone();
        tokio::spawn(async move {
            stop.cancelled().await;
            stopped.graceful_shutdown(Some(DRAIN));
        });
        listener.set_nonblocking(true)?;
        let service = self.router().into_make_service();
        match tls {
            Some(tls) => {
                let server = axum_server::from_tcp_rustls(listener, tls)?;
                server.handle(handle).serve(service).await
            }
            None => {
                let server = axum_server::from_tcp(listener)?;
                server.handle(handle).serve(service).await
            }
        }
    }

    fn router(self) -> Router {
        let health = || async { Json(json!({ "ok": true })) };
        Router::new()
            .route("/health", get(health))
            .route("/grants/{grant}/sealed", get(sealed))
            .with_state(self)
    }

    /// Who asks, and what the chain says of it. Nothing is remembered of those who are no members.
    async fn known(
        &self,
        question: &Question<'_>,
        headers: &HeaderMap,
        grant: GrantId,
    ) -> Result<(Signed, Standing), Fault> {
        let unknown =
            |error: SigningError| Fault::new(StatusCode::UNAUTHORIZED, "not-signed", error);
        let signed = Signed::read(|name| headers.get(name)?.to_str().ok()).map_err(unknown)?;
        signed.verify(question, now_ms()).map_err(unknown)?;
        let asked = self.ledger.standing(signed.account, grant);
        let standing = tokio::time::timeout(CHAIN_TIMEOUT, asked).await;
        let unavailable = |detail: String| {
            tracing::warn!(%detail, "the chain cannot be asked: nothing is served");
            let detail = "the chain cannot be asked now, so nothing is served: try again later";
            Fault::new(StatusCode::SERVICE_UNAVAILABLE, "chain-unavailable", detail)
        };
        let standing = standing
            .map_err(|_| unavailable("it does not answer".to_owned()))?
            .map_err(|error| unavailable(error.to_string()))?;
        if standing.acts_for.is_some() {
            let mut nonces = self.nonces.lock().unwrap_or_else(PoisonError::into_inner);
            nonces
                .note(&signed, now_ms())
                .map_err(|error| match error {
                    SigningError::TooMany => {
                        Fault::new(StatusCode::TOO_MANY_REQUESTS, "too-many", error)
                    }
                    error => unknown(error),
                })?;
        }
        Ok((signed, standing))
    }

    /// Why a request is not answered, once that is on record if a member was refused.
    async fn refuse(
        &self,
        barred: Barred,
        question: &Question<'_>,
        (grant, signed, head): (GrantId, &Signed, Head),
    ) -> Fault {
        let (institution, reason) = match barred {
            Barred::Unknown => {
                let detail = "the account is no member's on this chain";
                return Fault::new(StatusCode::UNAUTHORIZED, "no-member", detail);
            }
            Barred::Stale { age_s } => {
                tracing::warn!(age_s, "the finalised head is too old: nothing is served");
                let detail = format!("the newest final block that this server sees is {age_s} s old, so nothing is served: try again later");
                return Fault::new(StatusCode::SERVICE_UNAVAILABLE, "chain-stale", detail);
            }
            Barred::Refused {
                institution,
                reason,
            } => (institution, reason),
        };
        let decided = Decided {
            grant,
            institution,
            reason,
            head,
            refused_ms: now_ms(),
        };
        let refusal = Refusal::new(question, signed, decided);
        let refusals = self.refusals.clone();
        let noted = tokio::task::spawn_blocking(move || refusals.note(&refusal)).await;
        match noted {
            Ok(Ok(Noted::Kept(number))) => {
                tracing::info!(number, %grant, %institution, ?reason, "refused");
                Fault::new(StatusCode::FORBIDDEN, "refused", reason.text())
            }
            Ok(Ok(Noted::TooOften)) => {
                let detail = format!(
                    "{}; you were told so often enough: wait a minute",
                    reason.text()
                );
                Fault::new(StatusCode::TOO_MANY_REQUESTS, "refused", detail)
            }
            Ok(Err(error)) => internal(error),
            Err(error) => internal(error),
        }
    }

    /// A part of a sealed file.
    async fn part(&self, admitted: Admitted, range: &str) -> Result<Response, Fault> {
        let (sealed, total) = (admitted.sealed, admitted.sealed_bytes);
        let part = Part::parse(range, total)?;
        let permit = self.transfers.clone().try_acquire_owned().map_err(|_| {
            let detail = "too many transfers are under way: try again later";
            Fault::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail)
        })?;
        let missing = |error: std::io::Error| {
            internal(format!("the sealed file {sealed} cannot be read: {error}"))
        };
        let mut file = File::open(self.store.sealed_path(&sealed))
            .await
            .map_err(missing)?;
        let length = file.metadata().await.map_err(missing)?.len();
        if length != total {
            return Err(internal(format!(
                "the sealed file {sealed} has {length} bytes, on chain it has {total}"
            )));
        }
        file.seek(SeekFrom::Start(part.start))
            .await
            .map_err(missing)?;
        let stream = ReaderStream::with_capacity(file.take(part.length), BUFFER_BYTES);
        let body = Body::from_stream(stream.map(move |piece| {
            // Given back with the last piece.
            let _held: &OwnedSemaphorePermit = &permit;
            piece
        }));
        let headers = [
            (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
            (header::CONTENT_LENGTH, part.length.to_string()),
            (header::CONTENT_RANGE, part.content_range(total)),
            (header::ETAG, format!("\"{sealed}\"")),
        ];
        Ok((StatusCode::PARTIAL_CONTENT, headers, body).into_response())
    }
}

async fn sealed(
    State(server): State<Server>,
    Path(grant): Path<u32>,
    uri: Uri,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let (grant, genesis) = (GrantId(grant), server.ledger.genesis());
    let range = headers.get(header::RANGE).map(|range| range.to_str());
    let range = range
        .transpose()
        .map_err(|_| Part::wanted())?
        .unwrap_or_default();
    let question = Question {
        genesis: &genesis,
        method: method.as_str(),
        path: uri.path(),
        range,
    };
    let (signed, standing) = server.known(&question, &headers, grant).await?;
    let head = standing.head;
    match judge(standing, now_ms(), server.head_age_max) {
        Ok(admitted) => server.part(admitted, range).await,
        Err(barred) => {
            let asked = (grant, &signed, head);
            Err(server.refuse(barred, &question, asked).await)
        }
    }
}

/// The provider's own fault: it reads more of it in the log than the member is told.
fn internal(error: impl ToString) -> Fault {
    tracing::error!(error = error.to_string(), "a request was not served");
    let detail = "the provider's server cannot serve this now";
    Fault::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail)
}

/// A part of a file, as it is sent.
struct Part {
    start: u64,
    length: u64,
}

impl Part {
    /// Reads `bytes=START-END` or `bytes=START-`. What is sent may be less, never more.
    fn parse(range: &str, total: u64) -> Result<Part, Fault> {
        let bounds = range
            .strip_prefix("bytes=")
            .and_then(|range| range.split_once('-'));
        let (start, end) = bounds.ok_or_else(Part::wanted)?;
        let start: u64 = start.parse().map_err(|_| Part::wanted())?;
        let last = total.saturating_sub(1);
        let end = match end {
            "" => last,
            end => end.parse::<u64>().map_err(|_| Part::wanted())?.min(last),
        };
        if start >= total || start > end {
            let detail = format!("the sealed file has {total} bytes");
            return Err(Fault::new(
                StatusCode::RANGE_NOT_SATISFIABLE,
                "range",
                detail,
            ));
        }
        let length = end.saturating_sub(start).saturating_add(1);
        Ok(Part {
            start,
            length: length.min(BYTES_A_REQUEST_MAX),
        })
    }

    fn wanted() -> Fault {
        let detail = "ask for a part of the file: Range: bytes=START-END";
        Fault::new(StatusCode::BAD_REQUEST, "range-wanted", detail)
    }

    fn content_range(&self, total: u64) -> String {
        let end = self.start.saturating_add(self.length).saturating_sub(1);
        format!("bytes {}-{end}/{total}", self.start)
    }
}

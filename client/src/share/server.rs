//! HTTP: `GET /grants/N/sealed` with a range, signed by a member, answered with a part of the sealed file or not at all.
//!
//! One answer has at most [`BYTES_A_REQUEST_MAX`] bytes, is read from the disk for no longer than [`ANSWER_TIMEOUT`], and an account has
//! at most [`ACCOUNT_MAX`] under way; each request is judged anew. So much is sent after a grant was revoked, and no more.

use super::{
    gate::{judge, Admitted, Barred},
    refusals::{Decided, Noted, Refusal, Refusals},
    signing::{exact, Nonces, Question, Signed, SigningError},
    slots::{Slot, Slots},
    standing::{Head, Ledger, Standing},
    store::Store,
};
use crate::gateway::clock::now_ms;
use axum::{
    body::{Body, Bytes},
    extract::{Path, State},
    http::{header, HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse, Response},
    routing::get,
    Json, Router,
};
use axum_server::{tls_rustls::RustlsConfig, Handle};
use futures::{channel::mpsc, SinkExt, StreamExt};
use hyper_util::rt::TokioTimer;
use limpid_primitives::{sharing::GrantId, InstitutionId};
use serde_json::json;
use std::{
    io::SeekFrom,
    net::{SocketAddr, TcpListener},
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    fs::File,
    io::{AsyncRead, AsyncReadExt, AsyncSeekExt},
    sync::Semaphore,
};
use tokio_util::{io::ReaderStream, sync::CancellationToken};

/// The most bytes of one answer.
pub const BYTES_A_REQUEST_MAX: u64 = 64 * 1024 * 1024;
/// Requests under way at a time, up to the last byte of the answer.
const REQUESTS_MAX: usize = 64;
/// Requests of one account under way at a time.
pub const ACCOUNT_MAX: usize = 4;
/// Requests for which the chain is asked at a time.
const ASKING_MAX: usize = 16;
/// How long an answer may be under way. What is missing then, is asked for anew.
pub const ANSWER_TIMEOUT: Duration = Duration::from_secs(300);
/// How long a request's head may take to come.
const HEAD_TIMEOUT: Duration = Duration::from_secs(20);
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
    /// Whose they are: other institutions' grants are not served.
    pub provider: InstitutionId,
    /// The chain.
    pub ledger: Arc<dyn Ledger>,
    /// Where refusals go.
    pub refusals: Arc<Refusals>,
    /// How old the chain's finalised head may be.
    pub head_age_max: Duration,
    /// How long an answer may be under way.
    pub answer_timeout: Duration,
    /// How long a request's head may take to come.
    pub head_timeout: Duration,
    nonces: Arc<Mutex<Nonces>>,
    slots: Slots,
    asking: Arc<Semaphore>,
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
    /// A server over this store of a provider.
    pub fn new(
        store: Store,
        provider: InstitutionId,
        ledger: Arc<dyn Ledger>,
        refusals: Arc<Refusals>,
        head_age_max: Duration,
    ) -> Server {
        Server {
            store,
            provider,
            ledger,
            refusals,
            head_age_max,
            answer_timeout: ANSWER_TIMEOUT,
            head_timeout: HEAD_TIMEOUT,
            nonces: Arc::new(Mutex::new(Nonces::since(now_ms()))),
            slots: Slots::new(REQUESTS_MAX, ACCOUNT_MAX),
            asking: Arc::new(Semaphore::new(ASKING_MAX)),
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
        let head_timeout = self.head_timeout;
        let service = self.router().into_make_service();
        match tls {
            Some(tls) => {
                let server = axum_server::from_tcp_rustls(listener, http1_of(tls))?;
                let server = with_timeout(server.handle(handle), head_timeout);
                server.serve(service).await
            }
            None => {
                let server = axum_server::from_tcp(listener)?;
                let server = with_timeout(server.handle(handle), head_timeout);
                server.serve(service).await
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

    /// Who asks, and what the chain says of it, with a place among those under way. Nothing is remembered of those who are no
    /// members.
    async fn known(
        &self,
        question: &Question<'_>,
        headers: &HeaderMap,
        grant: GrantId,
    ) -> Result<(Signed, Standing, Slot), Fault> {
        let unknown =
            |error: SigningError| Fault::new(StatusCode::UNAUTHORIZED, "not-signed", error);
        let signed = Signed::read(|name| headers.get(name)?.to_str().ok()).map_err(unknown)?;
        // One time for the signature and the nonce: asking the chain lies between them.
        let verified_ms = now_ms();
        signed.verify(question, verified_ms).map_err(unknown)?;
        let slot = self.slots.take(signed.account).ok_or_else(|| {
            let detail = "too many requests are under way: try again later";
            Fault::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail)
        })?;
        let asked = async {
            // Never closed; and if it were, this would only be one more question.
            let _asking = self.asking.acquire().await;
            self.ledger.standing(signed.account, grant).await
        };
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
                .note(&signed, verified_ms)
                .map_err(|error| match error {
                    SigningError::TooMany => {
                        Fault::new(StatusCode::TOO_MANY_REQUESTS, "too-many", error)
                    }
                    SigningError::BeforeStart => {
                        Fault::new(StatusCode::SERVICE_UNAVAILABLE, "just-started", error)
                    }
                    error => unknown(error),
                })?;
        }
        Ok((signed, standing, slot))
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
            Barred::Ahead { ahead_s } => {
                tracing::warn!(
                    ahead_s,
                    "this machine's clock is behind the chain: nothing is served"
                );
                let detail = "this server's clock is behind the chain's, so nothing is served: try again later";
                return Fault::new(StatusCode::SERVICE_UNAVAILABLE, "clock-behind", detail);
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
    async fn part(
        &self,
        admitted: Admitted,
        range: AskedRange,
        slot: Slot,
    ) -> Result<Response, Fault> {
        let (sealed, total) = (admitted.sealed, admitted.sealed_bytes);
        let part = range.of(total)?;
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
        let body = Body::from_stream(self.pieces(file.take(part.length), slot));
        let headers = [
            (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
            (header::CONTENT_LENGTH, part.length.to_string()),
            (header::CONTENT_RANGE, part.content_range(total)),
            (header::ETAG, format!("\"{sealed}\"")),
        ];
        Ok((StatusCode::PARTIAL_CONTENT, headers, body).into_response())
    }

    /// What is read, piece by piece, and the place that is given back after the last one. They end early, and the connection with
    /// them, when the answer is under way for too long, whether the other side reads or not.
    fn pieces(
        &self,
        reader: impl AsyncRead + Send + 'static,
        slot: Slot,
    ) -> mpsc::Receiver<std::io::Result<Bytes>> {
        let (mut sender, receiver) = mpsc::channel(0);
        let timeout = self.answer_timeout;
        tokio::spawn(async move {
            let reading = async {
                let mut pieces = pin!(ReaderStream::with_capacity(reader, BUFFER_BYTES));
                while let Some(piece) = pieces.next().await {
                    if sender.send(piece).await.is_err() {
                        // The other side is gone.
                        return;
                    }
                }
            };
            if tokio::time::timeout(timeout, reading).await.is_err() {
                tracing::info!("an answer was under way for too long and is broken off");
            }
            drop(slot);
        });
        receiver
    }
}

/// Only what the specification has: then a connection that says nothing is closed, which else is waited for to say its version.
fn http1_of(tls: RustlsConfig) -> RustlsConfig {
    let mut config = rustls::ServerConfig::clone(&tls.get_inner());
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    tls.reload_from_config(Arc::new(config));
    tls
}

/// Closes a connection whose next request does not come.
fn with_timeout<A>(
    server: axum_server::Server<SocketAddr, A>,
    head_timeout: Duration,
) -> axum_server::Server<SocketAddr, A> {
    let mut server = server.http1_only();
    server
        .http_builder()
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(head_timeout);
    server
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
        .map_err(|_| AskedRange::wanted())?
        .unwrap_or_default();
    // Before anything is asked or written of it: what is kept of a refusal has both.
    let asked_range = AskedRange::parse(range).ok_or_else(AskedRange::wanted)?;
    let is_canonical = uri.path() == format!("/grants/{grant}/sealed") && uri.query().is_none();
    if !is_canonical {
        let detail = format!("ask for /grants/{grant}/sealed, without a query");
        return Err(Fault::new(StatusCode::BAD_REQUEST, "path", detail));
    }
    let question = Question {
        genesis: &genesis,
        method: method.as_str(),
        path: uri.path(),
        range,
    };
    let (signed, standing, slot) = server.known(&question, &headers, grant).await?;
    let head = standing.head;
    match judge(standing, server.provider, now_ms(), server.head_age_max) {
        Ok(admitted) => server.part(admitted, asked_range, slot).await,
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

/// What was asked: `bytes=START-END` or `bytes=START-`.
#[derive(Clone, Copy)]
struct AskedRange {
    start: u64,
    end: Option<u64>,
}

/// A part of a file, as it is sent.
struct Part {
    start: u64,
    length: u64,
}

impl AskedRange {
    /// Reads it. A number has one spelling, so a range is short.
    fn parse(range: &str) -> Option<AskedRange> {
        let (start, end) = range.strip_prefix("bytes=")?.split_once('-')?;
        let start = exact(start)?;
        let end = match end {
            "" => None,
            end => Some(exact(end)?),
        };
        Some(AskedRange { start, end })
    }

    /// What is sent of a file: it may be less than was asked, never more.
    fn of(self, total: u64) -> Result<Part, Fault> {
        let last = total.saturating_sub(1);
        let (start, end) = (self.start, self.end.unwrap_or(last).min(last));
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
}

impl Part {
    fn content_range(&self, total: u64) -> String {
        let end = self.start.saturating_add(self.length).saturating_sub(1);
        format!("bytes {}-{end}/{total}", self.start)
    }
}

//! Fetching a sealed file part by part: what came stays, and a torn download goes on where it ended.

use super::{server::BYTES_A_REQUEST_MAX, signing::Question};
use crate::{gateway::clock::now_ms, keys::MemberKey};
use limpid_primitives::{
    sharing::{GrantId, Location},
    Digest,
};
use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};
use ureq::{
    http::{header, Response, StatusCode},
    tls::{parse_pem, PemItem, RootCerts, TlsConfig},
    Body,
};

/// Tries without a byte more, after which it is given up.
const TRIES_MAX: u32 = 8;
const PAUSE_MIN: Duration = Duration::from_millis(250);
const PAUSE_MAX: Duration = Duration::from_secs(10);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
/// The server asks the chain before it answers.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(60);
/// One part takes no longer; what came of it stays.
const PART_TIMEOUT: Duration = Duration::from_secs(300);
const BUFFER_BYTES: usize = 128 * 1024;
/// Certificates of the authorities that this system trusts, where Debian and its relatives keep them.
const SYSTEM_AUTHORITIES: &str = "/etc/ssl/certs/ca-certificates.crt";

/// Why a sealed file was not fetched.
#[derive(Debug, thiserror::Error)]
pub enum DownloadError {
    /// The server does not give it.
    #[error("the server refuses: {detail} ({error}, HTTP {status})")]
    Refused {
        /// HTTP status.
        status: u16,
        /// The server's word for it.
        error: String,
        /// In the server's words.
        detail: String,
    },
    /// It could not be fetched now.
    #[error("{have} of {total} bytes are here, and no more comes ({last}). What is here is kept: run the same command again")]
    Torn {
        /// What is here.
        have: u64,
        /// What there should be.
        total: u64,
        /// What went wrong last.
        last: String,
    },
    /// The server answers something else than was asked.
    #[error("the server's answer is not what was asked for: {0}")]
    Unexpected(String),
    /// The file system refused.
    #[error("{path}: {source}", path = .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
}

impl DownloadError {
    /// Whether the same download may succeed later, without anybody changing anything.
    pub fn is_retryable(&self) -> bool {
        matches!(self, DownloadError::Torn { .. })
    }
}

/// Which certificates a server may show.
#[derive(Clone, Debug, Default)]
pub struct Authorities {
    /// A file with certificates of authorities in PEM; those of this system, if there is none.
    pub file: Option<PathBuf>,
}

/// What is fetched.
#[derive(Clone, Debug)]
pub struct Source {
    /// Genesis hash of the chain.
    pub genesis: Digest,
    /// The provider's server.
    pub location: Location,
    /// The grant.
    pub grant: GrantId,
    /// Length of the sealed file.
    pub sealed_bytes: u64,
}

/// One try: it ended well, or something was in the way.
enum Trouble {
    /// It may be gone the next time.
    Passing(String),
    /// It will not.
    Lasting(DownloadError),
}

impl From<DownloadError> for Trouble {
    fn from(error: DownloadError) -> Trouble {
        Trouble::Lasting(error)
    }
}

/// Fetches what is missing of the sealed file at `part`. When this returns, all of it is on the disk; whether it is the right one,
/// its digest says. `progress` is told how much is here.
pub fn download(
    source: &Source,
    key: &MemberKey,
    authorities: &Authorities,
    part: &Path,
    progress: &dyn Fn(u64),
) -> Result<(), DownloadError> {
    let io = |error| DownloadError::Io {
        path: part.into(),
        source: error,
    };
    let mut options = OpenOptions::new();
    let file = options.append(true).create(true).mode(0o600).open(part);
    let mut file = file.map_err(io)?;
    let agent = agent(&source.location, authorities)?;
    let total = source.sealed_bytes;
    let mut have = file.metadata().map_err(io)?.len();
    if have > total {
        file.set_len(0).map_err(io)?;
        have = 0;
    }
    let (mut tries, mut pause) = (0, PAUSE_MIN);
    while have < total {
        progress(have);
        let trouble = fetch_part(source, key, &agent, have, &mut file, progress);
        let now = file.metadata().map_err(io)?.len();
        match trouble {
            Ok(()) => {}
            Err(Trouble::Lasting(error)) => return Err(error),
            Err(Trouble::Passing(last)) => {
                tracing::debug!(%last, have = now, "a part did not come");
                if now > have {
                    (tries, pause) = (0, PAUSE_MIN);
                }
                tries += 1;
                if tries > TRIES_MAX {
                    let have = now;
                    return Err(DownloadError::Torn { have, total, last });
                }
                thread::sleep(pause);
                pause = pause.saturating_mul(2).min(PAUSE_MAX);
            }
        }
        have = now;
    }
    progress(have);
    file.sync_all().map_err(io)
}

/// Asks for one part and appends what comes of it.
fn fetch_part(
    source: &Source,
    key: &MemberKey,
    agent: &ureq::Agent,
    start: u64,
    file: &mut File,
    progress: &dyn Fn(u64),
) -> Result<(), Trouble> {
    let last = source.sealed_bytes.saturating_sub(1);
    let end = start.saturating_add(BYTES_A_REQUEST_MAX - 1).min(last);
    let mut response = ask(source, key, agent, &format!("bytes={start}-{end}"))?;
    let length = length_of(&response, start, end)?;
    let mut body = response.body_mut().as_reader().take(length);
    let (mut buffer, mut have) = (vec![0; BUFFER_BYTES], start);
    loop {
        let passing = |error: io::Error| Trouble::Passing(error.to_string());
        let read = body.read(&mut buffer).map_err(passing)?;
        let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else {
            break;
        };
        let wrote = file.write_all(piece);
        wrote.map_err(|error| {
            Trouble::Lasting(DownloadError::Unexpected(format!(
                "it cannot be kept: {error}"
            )))
        })?;
        have = have.saturating_add(u64::try_from(read).unwrap_or_default());
        progress(have);
    }
    match have.saturating_sub(start) == length {
        true => Ok(()),
        false => Err(Trouble::Passing(
            "the connection ended in the middle".to_owned(),
        )),
    }
}

/// One signed request, answered with a part.
fn ask(
    source: &Source,
    key: &MemberKey,
    agent: &ureq::Agent,
    range: &str,
) -> Result<Response<Body>, Trouble> {
    let base = source.location.as_str().trim_end_matches('/');
    let url = format!("{base}/grants/{}/sealed", source.grant);
    // What is signed is the path as the server sees it.
    let path = url
        .split_once("://")
        .and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    let question = Question {
        genesis: &source.genesis,
        method: "GET",
        path: path.unwrap_or("/"),
        range,
    };
    let signed = question.sign(key, now_ms());
    let mut request = agent.get(&url).header(header::RANGE, range);
    for (name, value) in signed.headers() {
        request = request.header(name, value);
    }
    let mut response = request
        .call()
        .map_err(|error| Trouble::Passing(format!("{url}: {error}")))?;
    match response.status() {
        StatusCode::PARTIAL_CONTENT => Ok(response),
        status => {
            let said = response
                .body_mut()
                .with_config()
                .limit(4_096)
                .read_to_string();
            let said = said.unwrap_or_default();
            let said: serde_json::Value = serde_json::from_str(&said).unwrap_or_default();
            let word = |field: &str| said.get(field)?.as_str().map(printable);
            let detail = word("detail").unwrap_or_else(|| "it does not say why".to_owned());
            let error = word("error").unwrap_or_else(|| "unknown".to_owned());
            let is_passing = status == StatusCode::TOO_MANY_REQUESTS && error == "too-many";
            Err(match status.is_server_error() || is_passing {
                true => Trouble::Passing(detail),
                false => Trouble::Lasting(DownloadError::Refused {
                    status: status.as_u16(),
                    error,
                    detail,
                }),
            })
        }
    }
}

/// Another institution's words, without what would steer a terminal.
fn printable(text: &str) -> String {
    text.chars().filter(|char| !char.is_control()).collect()
}

/// How long the part is that comes: from where it was asked, and no more than was asked.
fn length_of(response: &Response<Body>, start: u64, end: u64) -> Result<u64, DownloadError> {
    let range = response.headers().get(header::CONTENT_RANGE);
    let range = range
        .and_then(|range| range.to_str().ok())
        .unwrap_or_default();
    let bounds = || -> Option<(u64, u64)> {
        let (bounds, _) = range.strip_prefix("bytes ")?.split_once('/')?;
        let (from, to) = bounds.split_once('-')?;
        Some((from.parse().ok()?, to.parse().ok()?))
    };
    match bounds() {
        Some((from, to)) if from == start && (from..=end).contains(&to) => {
            Ok(to.saturating_sub(from).saturating_add(1))
        }
        _ => {
            let detail = format!("asked for bytes {start} to {end}, it sends {range:?}");
            Err(DownloadError::Unexpected(detail))
        }
    }
}

fn agent(location: &Location, authorities: &Authorities) -> Result<ureq::Agent, DownloadError> {
    let mut config = ureq::Agent::config_builder()
        .timeout_connect(Some(CONNECT_TIMEOUT))
        .timeout_recv_response(Some(ANSWER_TIMEOUT))
        .timeout_recv_body(Some(PART_TIMEOUT))
        .max_redirects(0)
        .http_status_as_error(false);
    if location.as_str().starts_with("https://") {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = TlsConfig::builder()
            .root_certs(authorities.read()?)
            .unversioned_rustls_crypto_provider(provider);
        config = config.tls_config(tls.build());
    }
    Ok(config.build().into())
}

impl Authorities {
    fn read(&self) -> Result<RootCerts, DownloadError> {
        let path = self
            .file
            .as_deref()
            .unwrap_or(Path::new(SYSTEM_AUTHORITIES));
        let io = |source| DownloadError::Io {
            path: path.into(),
            source,
        };
        let pem = std::fs::read(path).map_err(io)?;
        let certificates: Vec<_> = parse_pem(&pem)
            .filter_map(|item| match item {
                Ok(PemItem::Certificate(certificate)) => Some(certificate),
                _ => None,
            })
            .collect();
        match certificates.is_empty() {
            true => Err(io(io::Error::other("there is no certificate in it"))),
            false => Ok(RootCerts::from(certificates)),
        }
    }
}

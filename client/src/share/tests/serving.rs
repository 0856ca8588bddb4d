//! A sealed file served and fetched over TCP: whole, torn, changed, refused.

use super::{
    super::{
        arrival::{self, ArrivalError},
        download::{download, Authorities, DownloadError, Source},
        gate::Reason,
        refusals::Refusal,
        server::ACCOUNT_MAX,
        signing::Question,
    },
    content, member, Provider, GENESIS, GRANT,
};
use crate::{gateway::clock::now_ms, keys::MemberKey};
use limpid_primitives::{
    sharing::{GrantId, Revocation},
    Digest, InstitutionId, Moment,
};
use std::{
    fs,
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    path::PathBuf,
    sync::{
        atomic::{AtomicU64, Ordering},
        Arc,
    },
    thread,
    time::{Duration, Instant},
};

impl Provider {
    fn part(&self) -> PathBuf {
        self.folder.path().join("fetched.part")
    }

    fn source(&self, port: u16) -> Source {
        Source {
            genesis: GENESIS,
            location: format!("http://127.0.0.1:{port}").parse().unwrap(),
            grant: GRANT,
            sealed_bytes: self.sealed.sealed_bytes,
        }
    }

    async fn fetch_as(&self, source: Source, key: MemberKey) -> Result<(), DownloadError> {
        let part = self.part();
        let authorities = Authorities::default();
        let fetching = move || download(&source, &key, &authorities, &part, &|_| ());
        tokio::task::spawn_blocking(fetching).await.unwrap()
    }

    async fn fetch(&self) -> Result<(), DownloadError> {
        self.fetch_as(self.source(self.port), member()).await
    }

    fn open(&self) -> Result<Vec<u8>, ArrivalError> {
        let out = self.folder.path().join("fetched");
        let whole = |file| Box::new(file) as _;
        arrival::open(&self.part(), &self.key, &self.version(), &out, whole)?;
        Ok(fs::read(out).unwrap())
    }

    fn kept_refusal(&self, number: u64) -> Option<Refusal> {
        let file = fs::read(self.refusals.path(number)).ok()?;
        Some(serde_json::from_slice(&file).unwrap())
    }

    /// Fetches and is refused: the reason stands on record as the newest refusal.
    async fn is_refused(&self, number: u64, reason: Reason) {
        let error = self.fetch().await.unwrap_err();
        let DownloadError::Refused { status, .. } = &error else {
            panic!("{error}");
        };
        assert_eq!(*status, 403, "{error}");
        assert!(error.to_string().contains(reason.text()), "{error}");
        assert_eq!(self.kept_refusal(number).unwrap().reason, reason);
        assert!(self.kept_refusal(number + 1).is_none());
    }
}

const BYTES: usize = 3_000_000;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_fetched_is_what_was_sealed() {
    let provider = Provider::begin(BYTES).await;
    provider.fetch().await.unwrap();
    assert_eq!(provider.open().unwrap(), content(BYTES));
    assert!(!provider.part().exists());
    assert!(provider.kept_refusal(1).is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn members_without_a_live_grant_are_refused_on_record() {
    let provider = Provider::begin(1_000).await;
    let grant = provider.ledger.0.lock().unwrap().clone().unwrap().grant;
    provider.ledger.change(|s| {
        s.grant.as_mut().unwrap().0.revoked = Some(Revocation {
            at: Moment::default(),
            by: InstitutionId(2),
            reason: Digest([1; 32]),
        });
    });
    provider.is_refused(1, Reason::Revoked).await;
    provider.ledger.change(|s| s.grant = grant.clone());
    provider
        .ledger
        .change(|s| s.grant.as_mut().unwrap().0.expires_ms = s.head.time_ms);
    provider.is_refused(2, Reason::Expired).await;
    provider
        .ledger
        .change(|s| s.grant.as_mut().unwrap().0.requester = InstitutionId(8));
    provider.is_refused(3, Reason::NotYours).await;
    provider
        .ledger
        .change(|s| s.acts_for.as_mut().unwrap().is_active = false);
    provider.is_refused(4, Reason::Suspended).await;
    provider
        .ledger
        .change(|s| s.acts_for.as_mut().unwrap().is_active = true);
    provider.ledger.change(|s| s.grant = None);
    provider.is_refused(5, Reason::NoGrant).await;
    provider.ledger.change(|s| s.grant = grant);
    provider.fetch().await.unwrap();
    assert!(!fs::read(provider.part()).unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_leave_no_trace() {
    let provider = Provider::begin(1_000).await;
    let stranger = MemberKey::development("stranger");
    let error = provider
        .fetch_as(provider.source(provider.port), stranger)
        .await;
    assert!(error.unwrap_err().to_string().contains("no member"));
    let mut elsewhere = provider.source(provider.port);
    elsewhere.genesis = Digest([9; 32]);
    let error = provider.fetch_as(elsewhere, member()).await.unwrap_err();
    assert!(error.to_string().contains("HTTP 401"), "{error}");
    assert!(provider.kept_refusal(1).is_none());
}

/// One request with these headers; the status line and the body.
fn ask(port: u16, path: &str, headers: &[(&str, String)]) -> (u16, String) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let mut text = format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n");
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{text}\r\n").as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    (status, answer)
}

fn signed_headers(path: &str, range: &str) -> Vec<(&'static str, String)> {
    let question = Question {
        genesis: &GENESIS,
        method: "GET",
        path,
        range,
    };
    let mut headers: Vec<_> = question.sign(&member(), now_ms()).headers().into();
    headers.push(("range", range.to_owned()));
    headers
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_was_overheard_is_not_answered_again() {
    let provider = Provider::begin(1_000).await;
    let path = "/grants/7/sealed";
    let headers = signed_headers(path, "bytes=0-9");
    let (status, answer) = ask(provider.port, path, &headers);
    assert_eq!(status, 206, "{answer}");
    assert!(answer.contains("content-range: bytes 0-9/"), "{answer}");
    let (status, answer) = ask(provider.port, path, &headers);
    assert_eq!(status, 401, "{answer}");
    assert!(answer.contains("was made before"), "{answer}");
    // Nor for another part, or another grant.
    let mut headers = signed_headers(path, "bytes=0-9");
    headers.last_mut().unwrap().1 = "bytes=0-99".to_owned();
    assert_eq!(ask(provider.port, path, &headers).0, 401);
    assert_eq!(
        ask(
            provider.port,
            "/grants/8/sealed",
            &signed_headers(path, "bytes=0-9")
        )
        .0,
        401
    );
    let unsigned = [("range", "bytes=0-9".to_owned())];
    assert_eq!(ask(provider.port, path, &unsigned).0, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_parts_that_are_there_are_sent() {
    let provider = Provider::begin(1_000).await;
    let (total, path) = (provider.sealed.sealed_bytes, "/grants/7/sealed");
    let status = |range: &str| ask(provider.port, path, &signed_headers(path, range)).0;
    for (range, expected) in [
        ("bytes=0-", 206),
        (&*format!("bytes={}-{}", total - 1, u64::MAX), 206),
        (&*format!("bytes={total}-"), 416),
        ("bytes=9-8", 416),
        ("bytes=-5", 400),
        ("bytes=0-1,4-5", 400),
        ("lines=0-1", 400),
        ("bytes=00-1", 400),
        ("bytes=+0-1", 400),
        ("bytes=0--1", 400),
        (&*format!("bytes={}", "x".repeat(100_000)), 400),
        ("", 400),
    ] {
        assert_eq!(status(range), expected, "{range}");
    }
    assert_eq!(ask(provider.port, "/grants/x/sealed", &[]).0, 400);
    assert_eq!(ask(provider.port, "/grants/7/plain", &[]).0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_served_without_a_new_head() {
    let provider = Provider::begin(1_000).await;
    let path = "/grants/7/sealed";
    let answer = || ask(provider.port, path, &signed_headers(path, "bytes=0-9"));
    provider.ledger.change(|s| s.head.time_ms -= 121_000);
    let (status, text) = answer();
    assert_eq!(status, 503, "{text}");
    assert!(text.contains("chain-stale"), "{text}");
    let told = provider.ledger.0.lock().unwrap().take();
    let (status, text) = answer();
    assert_eq!(status, 503, "{text}");
    assert!(text.contains("chain-unavailable"), "{text}");
    *provider.ledger.0.lock().unwrap() = told;
    provider.ledger.change(|s| s.head.time_ms += 121_000);
    assert_eq!(answer().0, 206);
    assert!(provider.kept_refusal(1).is_none());
}

/// Stands between both and cuts the first connections after so many bytes of answer.
fn cutting_proxy(to: u16, cuts: u64, after: u64) -> (u16, Arc<AtomicU64>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let connections = Arc::new(AtomicU64::new(0));
    let counted = connections.clone();
    thread::spawn(move || {
        for incoming in listener.incoming() {
            let (mut client, mut server) = (
                incoming.unwrap(),
                TcpStream::connect(("127.0.0.1", to)).unwrap(),
            );
            let limit = match counted.fetch_add(1, Ordering::SeqCst) < cuts {
                true => after,
                false => u64::MAX,
            };
            let (mut from_client, mut to_server) =
                (client.try_clone().unwrap(), server.try_clone().unwrap());
            thread::spawn(move || std::io::copy(&mut from_client, &mut to_server));
            thread::spawn(move || {
                let _ = std::io::copy(&mut (&mut server).take(limit), &mut client);
                let _ = client.shutdown(Shutdown::Both);
                let _ = server.shutdown(Shutdown::Both);
            });
        }
    });
    (port, connections)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_torn_download_goes_on_where_it_ended() {
    let provider = Provider::begin(BYTES).await;
    let (port, connections) = cutting_proxy(provider.port, 3, 700_000);
    provider
        .fetch_as(provider.source(port), member())
        .await
        .unwrap();
    assert_eq!(connections.load(Ordering::SeqCst), 4);
    assert_eq!(provider.open().unwrap(), content(BYTES));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_was_down_is_tried_again() {
    let mut provider = Provider::begin(BYTES).await;
    provider.stop().await;
    let (source, part) = (provider.source(provider.port), provider.part());
    let fetching = tokio::task::spawn_blocking(move || {
        download(&source, &member(), &Authorities::default(), &part, &|_| ())
    });
    provider.serve();
    fetching.await.unwrap().unwrap();
    assert_eq!(provider.open().unwrap(), content(BYTES));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_that_ends_in_the_middle_ends_the_download() {
    let provider = Provider::begin(BYTES).await;
    let (port, _) = cutting_proxy(provider.port, 1, 700_000);
    let source = provider.source(port);
    let (part, ledger) = (provider.part(), provider.ledger.clone());
    let ended = tokio::task::spawn_blocking(move || {
        let progress = |have: u64| {
            if have > 500_000 {
                ledger.change(|s| s.grant.as_mut().unwrap().0.expires_ms = s.head.time_ms);
            }
        };
        download(
            &source,
            &member(),
            &Authorities::default(),
            &part,
            &progress,
        )
    });
    let error = ended.await.unwrap().unwrap_err();
    assert!(
        error.to_string().contains(Reason::Expired.text()),
        "{error}"
    );
    assert!(!error.is_retryable());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_is_kept_and_not_opened() {
    let provider = Provider::begin(BYTES).await;
    let path = provider.store.sealed_path(&provider.sealed.sealed);
    let mut sealed = fs::read(&path).unwrap();
    sealed[2_000_000] ^= 1;
    fs::write(&path, &sealed).unwrap();
    provider.fetch().await.unwrap();
    let error = provider.open().unwrap_err();
    let ArrivalError::Sealed { expected, kept, .. } = &error else {
        panic!("{error}");
    };
    assert_eq!(*expected, provider.sealed.sealed);
    assert_eq!(fs::read(kept).unwrap(), sealed);
    assert!(!provider.folder.path().join("fetched").exists());
    assert!(!provider.part().exists(), "the next fetch begins anew");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_catalogue_that_lies_of_its_content_is_told() {
    let provider = Provider::begin(1_000).await;
    provider.fetch().await.unwrap();
    let mut version = provider.version();
    version.plain = Digest([5; 32]);
    let out = provider.folder.path().join("fetched");
    let whole = |file| Box::new(file) as _;
    let error = arrival::open(&provider.part(), &provider.key, &version, &out, whole);
    let Err(ArrivalError::Plain { arrived, kept, .. }) = error else {
        panic!("{error:?}");
    };
    assert_eq!(arrived, provider.sealed.plain);
    assert_eq!(fs::read(kept).unwrap(), content(1_000));
    assert!(!out.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_there_should_be_is_fetched_anew() {
    let provider = Provider::begin(1_000).await;
    fs::write(provider.part(), vec![0; 5_000]).unwrap();
    provider.fetch().await.unwrap();
    assert_eq!(provider.open().unwrap(), content(1_000));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_that_is_not_there_is_refused() {
    let provider = Provider::begin(1_000).await;
    let mut source = provider.source(provider.port);
    source.grant = GrantId(70);
    let error = provider.fetch_as(source, member()).await.unwrap_err();
    assert!(
        error.to_string().contains(Reason::NoGrant.text()),
        "{error}"
    );
    assert_eq!(provider.kept_refusal(1).unwrap().grant, GrantId(70));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_short_goes_on_record() {
    let provider = Provider::begin(1_000).await;
    provider.ledger.change(|s| s.grant = None);
    for path in [
        "/grants/007/sealed".to_owned(),
        "/grants/+7/sealed".to_owned(),
        "/grants/7/sealed?x".to_owned(),
        format!("/grants/{}7/sealed", "0".repeat(10_000)),
    ] {
        let signed = signed_headers(path.trim_end_matches("?x"), "bytes=0-9");
        let (status, answer) = ask(provider.port, &path, &signed);
        assert_eq!(status, 400, "{answer}");
    }
    let path = "/grants/7/sealed";
    let long = format!("bytes=0-{}", "9".repeat(100_000));
    let signed = signed_headers(path, &long);
    assert_eq!(ask(provider.port, path, &signed).0, 400);
    assert!(provider.kept_refusal(1).is_none());
    let signed = signed_headers(path, "bytes=0-9");
    assert_eq!(ask(provider.port, path, &signed).0, 403);
    assert!(provider.kept_refusal(1).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn another_providers_grant_is_refused_on_record() {
    let provider = Provider::begin(1_000).await;
    provider
        .ledger
        .change(|s| s.grant.as_mut().unwrap().0.provider = InstitutionId(9));
    provider.is_refused(1, Reason::NotOurs).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_forgets_no_request() {
    let mut provider = Provider::begin(1_000).await;
    let path = "/grants/7/sealed";
    let headers = signed_headers(path, "bytes=0-9");
    assert_eq!(ask(provider.port, path, &headers).0, 206);
    provider.stop().await;
    let stopped_ms = now_ms();
    until("the clock goes on", || now_ms() > stopped_ms);
    provider.serve();
    let (status, answer) = ask(provider.port, path, &headers);
    assert_eq!(status, 503, "{answer}");
    assert!(answer.contains("sign it anew"), "{answer}");
    let headers = signed_headers(path, "bytes=0-9");
    assert_eq!(ask(provider.port, path, &headers).0, 206);
}

fn until(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(30), "{what}");
        thread::yield_now();
    }
}

/// Asks for all of the file and reads only the answer's status.
fn ask_and_wait(port: u16) -> (u16, TcpStream) {
    let path = "/grants/7/sealed";
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let mut text = format!("GET {path} HTTP/1.1\r\nHost: a\r\n");
    for (name, value) in signed_headers(path, "bytes=0-") {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{text}\r\n").as_bytes()).unwrap();
    let mut status = [0; 12];
    stream.read_exact(&mut status).unwrap();
    let status = std::str::from_utf8(&status[9..]).unwrap();
    (status.parse().unwrap(), stream)
}

/// More than the buffers between two sockets of one machine hold.
const UNREAD_BYTES: u64 = 40_000_000;

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_read_holds_few_places_and_not_for_long() {
    let mut provider = Provider::prepared(1_000);
    // What is in it does not matter here.
    let path = provider.store.sealed_path(&provider.sealed.sealed);
    let file = fs::OpenOptions::new().write(true).open(path).unwrap();
    file.set_len(UNREAD_BYTES).unwrap();
    provider
        .ledger
        .change(|s| s.grant.as_mut().unwrap().1.new.sealed_bytes = UNREAD_BYTES);
    provider.answer_timeout = Duration::from_secs(3);
    provider.serve();
    let mut unread: Vec<_> = (0..ACCOUNT_MAX)
        .map(|_| ask_and_wait(provider.port))
        .collect();
    assert!(unread.iter().all(|(status, _)| *status == 206));
    assert_eq!(ask_and_wait(provider.port).0, 503);
    // The answers are broken off, and the places are free again.
    until("a place", || ask_and_wait(provider.port).0 == 206);
    let (_, mut stream) = unread.remove(0);
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    assert!((rest.len() as u64) < UNREAD_BYTES, "{}", rest.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_says_nothing_is_not_waited_for() {
    let provider = Provider::begin(1_000).await;
    for said in ["", "GET /grants/7/sealed HTTP/1.1\r\nHost"] {
        let mut stream = TcpStream::connect(("127.0.0.1", provider.port)).unwrap();
        stream.write_all(said.as_bytes()).unwrap();
        let patience = Some(Duration::from_secs(30));
        stream.set_read_timeout(patience).unwrap();
        // It ends: an error would say that nothing came within the patience.
        stream.read_to_end(&mut Vec::new()).unwrap();
    }
}

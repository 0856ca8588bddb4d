//! What a gateway takes: frames a second, durable and acknowledged, and its peak memory.
//!
//! Loggers and gateway are two processes on this machine and share its cores; the frames go over TCP. The chain is the only
//! part that is not real: it takes every header at once. Beside it stands what the disk itself allows: the same bytes in
//! synced writes of RocksDB, as many in each as the gateway had in one.
//!
//! `cargo bench -p limpid-client --bench gateway [-- --frames N] [--folder DIR]` prints one JSON object a line.

use futures::future::{join_all, BoxFuture};
use limpid_client::{
    gateway::{
        config::Config,
        ledger::{FinalisedBlock, Ledger, LedgerError},
        Gateway,
    },
    keys::GatewayKey,
};
use limpid_evidence::{
    chain::{
        self, Anchor, AnchorV1, Binding, BindingV1, GatewayKeyV1, GatewayStatus, GatewayV1, Head,
        Timing,
    },
    SignedHeader,
};
use limpid_hj212::{Builder, Head as FrameHead, LocalTime, Number, Suffix, Transmission};
use limpid_primitives::{Digest, DivisionCode, GatewayId, InstitutionId, Moment, Outlet};
use rocksdb::{Options, WriteBatch, WriteOptions, DB};
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Says to a process that it is the gateway, and where its folder is.
const GATEWAY_FOLDER: &str = "LIMPID_BENCH_GATEWAY_FOLDER";
const LOGGERS_MAX: usize = 1_000;
/// 2026-11-01T00:00:00+08:00
const START_MS: u64 = 1_793_462_400_000;
const FRAMES: u64 = 400_000;

type Fault = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Fault> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    if let Some(folder) = std::env::var_os(GATEWAY_FOLDER) {
        return runtime.block_on(gateway(Path::new(&folder)));
    }
    // `cargo bench` says so; `cargo test` only wants to know whether it runs.
    let usual = if std::env::args().any(|argument| argument == "--bench") {
        FRAMES
    } else {
        2_000
    };
    let frames = argument("--frames").map_or(Ok(usual), |text| text.parse())?;
    let parent = argument("--folder").map_or_else(std::env::temp_dir, PathBuf::from);
    for (loggers, window) in [(64, 32), (LOGGERS_MAX, 64)] {
        let folder = tempfile::tempdir_in(&parent)?;
        runtime.block_on(measure(folder.path(), loggers, window, frames))?;
    }
    Ok(())
}

fn argument(name: &str) -> Option<String> {
    std::env::args()
        .skip_while(|argument| argument != name)
        .nth(1)
}

/// One run: so many loggers, each with so many frames under way.
async fn measure(folder: &Path, loggers: usize, window: u64, frames: u64) -> Result<(), Fault> {
    let (mut child, address) = spawn(folder)?;
    let each = frames / loggers as u64;
    let mut streams = Vec::new();
    for _ in 0..loggers {
        streams.push(TcpStream::connect(address.0).await?);
    }
    let started = Instant::now();
    let tasks = (0..)
        .zip(streams)
        .map(|(logger, stream)| tokio::spawn(play(stream, logger, each, window)));
    let mut latencies = Vec::new();
    for played in join_all(tasks).await {
        latencies.extend(played??);
    }
    let seconds = started.elapsed().as_secs_f64();
    let frames = each * loggers as u64;
    let metrics = metrics(address.1)?;
    let stored = metric(&metrics, "limpid_gateway_records_stored_total")?;
    assert_eq!(stored as u64, frames, "every frame is stored once");
    let groups = metric(&metrics, "limpid_gateway_commit_records_count")?;
    let group = (stored / groups).round().max(1.0) as u64;
    let peak_mib = peak_memory_mib(child.id())?;
    stop(&mut child)?;
    let baseline = baseline(&folder.join("baseline"), frames, group)?;
    let rate = frames as f64 / seconds;
    latencies.sort_unstable();
    let percentile = |share: usize| {
        latencies
            .get(latencies.len() * share / 100)
            .map(Duration::as_millis)
    };
    print(serde_json::json!({
        "figure": "gateway-acknowledged-frames", "unit": "frames/s", "value": rate.round(), "target_min": 20_000,
        "loggers": loggers, "frames": frames, "frames_under_way": window, "frames_a_sync": group,
        "window_p50_ms": percentile(50), "window_p99_ms": percentile(99),
        "baseline": "the same bytes in synced RocksDB writes of as many frames", "baseline_value": baseline.round(),
        "share_of_baseline": (rate / baseline * 100.0).round() / 100.0,
    }));
    print(serde_json::json!({
        "figure": "gateway-peak-memory", "unit": "MiB", "value": peak_mib, "target_max": 512, "loggers": loggers,
    }));
    Ok(())
}

fn print(figure: serde_json::Value) {
    println!("{figure}");
}

/// One logger: sends a window of frames, waits for their replies, sends the next. Returns the time of each window.
async fn play(
    mut stream: TcpStream,
    logger: usize,
    frames: u64,
    window: u64,
) -> Result<Vec<Duration>, Fault> {
    stream.set_nodelay(true)?;
    let mut latencies = Vec::new();
    let (mut sent, mut bytes, mut replies) = (0, Vec::new(), vec![0; 16_384]);
    while sent < frames {
        let count = window.min(frames - sent);
        bytes.clear();
        (sent..sent + count).for_each(|number| frame(&mut bytes, logger, number));
        let started = Instant::now();
        stream.write_all(&bytes).await?;
        let mut answered = 0;
        while answered < count {
            let read = stream.read(&mut replies).await?;
            assert_ne!(read, 0, "the gateway closed the connection");
            answered += replies[..read]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count() as u64;
        }
        latencies.push(started.elapsed());
        sent += count;
    }
    Ok(latencies)
}

/// A frame as a flue-gas logger sends it every minute, about 400 bytes.
fn frame(buffer: &mut Vec<u8>, logger: usize, number: u64) {
    let time_ms = START_MS + number * 1_000;
    let time = LocalTime::from_utc_ms(time_ms).expect("a time");
    let qn = time.digits();
    let mn = mn(logger);
    let head = FrameHead {
        qn: std::str::from_utf8(&qn).ok(),
        st: "31",
        cn: 2051,
        pw: "123456",
        mn: &mn,
        flag: Some(5),
        packet: None,
        transmission: Transmission::First,
    };
    let mut builder = Builder::new(buffer, &head);
    builder.time("DataTime", time);
    for (factor, scale) in [
        ("a21026", 2),
        ("a21002", 2),
        ("a34013", 3),
        ("a19001", 1),
        ("a01011", 2),
    ] {
        let mantissa = (number as i64 * 7 + scale as i64 * 31) % 10_000;
        for suffix in [Suffix::Min, Suffix::Avg, Suffix::Max] {
            builder.number(factor, suffix, Number { mantissa, scale });
        }
        builder.text(factor, "Flag", "N");
    }
    builder.finish().expect("a short frame");
}

fn mn(logger: usize) -> String {
    format!("LIMPIDBENCH{logger:013}")
}

/// Synced writes of RocksDB: the same bytes, the same number in each write, nothing else.
fn baseline(folder: &Path, frames: u64, group: u64) -> Result<f64, Fault> {
    let mut options = Options::default();
    options.create_if_missing(true);
    let database = DB::open(&options, folder)?;
    let mut synced = WriteOptions::default();
    synced.set_sync(true);
    let mut payload = Vec::new();
    frame(&mut payload, 0, 0);
    let started = Instant::now();
    let mut written: u64 = 0;
    while written < frames {
        let mut batch = WriteBatch::default();
        for number in written..frames.min(written + group) {
            batch.put(number.to_be_bytes(), &payload);
        }
        database.write_opt(batch, &synced)?;
        written += group;
    }
    Ok(frames as f64 / started.elapsed().as_secs_f64())
}

/// Starts this program once more, as the gateway. Returns where it takes frames, and where its metrics are.
fn spawn(folder: &Path) -> Result<(Child, (SocketAddr, SocketAddr)), Fault> {
    let mut child = Command::new(std::env::current_exe()?)
        .env(GATEWAY_FOLDER, folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let output = child.stdout.take().ok_or("no output")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    let (frames, http) = line
        .trim()
        .split_once(' ')
        .ok_or("the gateway did not start")?;
    Ok((child, (frames.parse()?, http.parse()?)))
}

fn stop(child: &mut Child) -> Result<(), Fault> {
    drop(child.stdin.take());
    match child.wait()?.success() {
        true => Ok(()),
        false => Err("the gateway failed".into()),
    }
}

fn metrics(address: SocketAddr) -> Result<String, Fault> {
    let mut stream = std::net::TcpStream::connect(address)?;
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    Ok(text)
}

fn metric(text: &str, name: &str) -> Result<f64, Fault> {
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    Ok(line.ok_or_else(|| format!("no metric {name}"))?.parse()?)
}

fn peak_memory_mib(process: u32) -> Result<u64, Fault> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: u64 = line
        .and_then(|line| line.trim().strip_suffix(" kB"))
        .ok_or("no VmHWM")?
        .trim()
        .parse()?;
    Ok(kib.div_ceil(1_024))
}

/// The gateway's process: runs until its input is closed.
async fn gateway(folder: &Path) -> Result<(), Fault> {
    let text = r#"
        gateway = 1
        listen = "127.0.0.1:0"
        http_listen = "127.0.0.1:0"
        store = "store"
        gateway_key = "unused"
        member_key = "unused"
        nodes = ["ws://unused"]
    "#;
    let config = Config::from_text(text, &folder.join("gateway.toml"))?;
    let key = GatewayKey::development("bench");
    let ledger = Arc::new(Obliging {
        key: key.public(),
        anchors: Mutex::default(),
    });
    let gateway = Gateway::start(config, key, ledger, None).await?;
    // The bindings are read in the background: no frame is sent before they are there.
    while !metrics(gateway.http_address())?
        .contains(&format!("limpid_gateway_outlets {LOGGERS_MAX}"))
    {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    println!("{} {}", gateway.frames_address(), gateway.http_address());
    let stop = gateway.stop_token();
    tokio::task::spawn_blocking(move || {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        stop.cancel();
    });
    Ok(gateway.ended().await?)
}

/// A chain that takes every header at once.
struct Obliging {
    key: [u8; 32],
    anchors: Mutex<BTreeMap<u64, SignedHeader>>,
}

impl Obliging {
    fn answer<'a, T: Send + 'a>(value: T) -> BoxFuture<'a, Result<T, LedgerError>> {
        Box::pin(async move { Ok(value) })
    }

    fn anchored(&self) -> std::sync::MutexGuard<'_, BTreeMap<u64, SignedHeader>> {
        self.anchors
            .lock()
            .expect("nothing panics while it holds the anchors")
    }
}

/// Outlets of two permits, enough for all loggers.
fn outlet(logger: usize) -> Outlet {
    let permit = if logger < 500 {
        "91320000MA1L1MPD0C001P"
    } else {
        "91320000MA1L1MPD0C002P"
    };
    let text = format!("{permit}/DA{:03}", logger % 500);
    text.parse().expect("an outlet")
}

impl Ledger for Obliging {
    fn genesis(&self) -> BoxFuture<'_, Result<Digest, LedgerError>> {
        Self::answer(Digest([1; 32]))
    }

    fn finalised(&self) -> BoxFuture<'_, Result<FinalisedBlock, LedgerError>> {
        Self::answer(FinalisedBlock {
            number: 1,
            hash: Digest([1; 32]),
        })
    }

    fn block_hash(&self, _number: u32) -> BoxFuture<'_, Result<Option<Digest>, LedgerError>> {
        Self::answer(Some(Digest([1; 32])))
    }

    fn gateway(
        &self,
        _id: GatewayId,
    ) -> BoxFuture<'_, Result<Option<chain::Gateway>, LedgerError>> {
        Self::answer(Some(chain::Gateway::V1(GatewayV1 {
            operator: InstitutionId(1),
            division: DivisionCode::try_from(100_000).expect("the nation"),
            status: GatewayStatus::Active,
            key_index: 0,
            registered: Moment::default(),
        })))
    }

    fn gateway_keys(
        &self,
        _id: GatewayId,
    ) -> BoxFuture<'_, Result<Vec<(u32, chain::GatewayKey)>, LedgerError>> {
        let key = GatewayKeyV1 {
            public: self.key,
            since: Moment::default(),
            until: None,
        };
        Self::answer(vec![(0, chain::GatewayKey::V1(key))])
    }

    fn bindings(
        &self,
        _id: GatewayId,
    ) -> BoxFuture<'_, Result<Vec<(Outlet, Vec<Binding>)>, LedgerError>> {
        let binding = |logger| {
            let mn = mn(logger).parse().expect("a device number");
            let binding = BindingV1 {
                mn,
                from_ms: 0,
                until_ms: None,
            };
            (outlet(logger), vec![Binding::V1(binding)])
        };
        Self::answer((0..LOGGERS_MAX).map(binding).collect())
    }

    fn head(&self, _id: GatewayId) -> BoxFuture<'_, Result<Head, LedgerError>> {
        let last = self
            .anchored()
            .last_key_value()
            .map(|(_, signed)| signed.header);
        Self::answer(last.map_or(Head::START, |header| Head {
            next_sequence: header.sequence + 1,
            last_hash: header.hash(&Digest([1; 32])),
        }))
    }

    fn anchors(
        &self,
        _id: GatewayId,
        sequences: Vec<u64>,
    ) -> BoxFuture<'_, Result<Vec<Option<Anchor>>, LedgerError>> {
        let anchors = self.anchored();
        let anchor = |sequence| {
            let signed: &SignedHeader = anchors.get(sequence)?;
            let at = Moment {
                block: 1,
                time_ms: 0,
            };
            Some(Anchor::V1(AnchorV1 {
                header: signed.header,
                key_index: 0,
                at,
                timing: Timing::OnTime,
            }))
        };
        Self::answer(sequences.iter().map(anchor).collect())
    }

    fn anchor_batches(&self, headers: Vec<SignedHeader>) -> BoxFuture<'_, Result<(), LedgerError>> {
        let numbered = headers
            .into_iter()
            .map(|signed| (signed.header.sequence, signed));
        self.anchored().extend(numbered);
        Self::answer(())
    }
}

//! A sealed file of 1 GiB served and fetched over TCP by two processes, checked and opened: how fast, and how much memory each had.
//!
//! The chain is the only part that is not real: it knows one grant, and is asked for every part. Files are in one folder.
//!
//! `cargo bench -p limpid-client --bench sharing [-- --mib N] [--folder DIR]` prints one JSON object a line.

use futures::future::BoxFuture;
use limpid_client::{
    chain::{Account, ChainError},
    keys::MemberKey,
    sealing::{ContentKey, Sealed},
    share::{
        arrival,
        download::{download, Authorities, Source},
        refusals::Refusals,
        server::Server,
        standing::{ActsFor, Head, Ledger, Standing},
        store::{content, Store},
    },
};
use limpid_primitives::{
    sharing::{
        DataSetId, GrantId, GrantScope, GrantV1, KeyNumber, NewVersion, Onward, RenewalList,
        RequestId, SealedKey, VersionV1, X25519Key,
    },
    Digest, InstitutionId, Moment,
};
use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};
use tokio_util::sync::CancellationToken;

/// Says to a process which part it plays: the server, or the client of the server at this port.
const PART: &str = "LIMPID_BENCH_SHARE";
const FOLDER: &str = "LIMPID_BENCH_SHARE_FOLDER";
const GRANT: GrantId = GrantId(1);
const PROVIDER: InstitutionId = InstitutionId(1);
const REQUESTER: InstitutionId = InstitutionId(2);
const MEMORY_MIB_MAX: u64 = 64;

type Fault = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Fault> {
    match (std::env::var(PART), std::env::var_os(FOLDER)) {
        (Ok(part), Some(folder)) if part == "server" => server(Path::new(&folder)),
        (Ok(port), Some(folder)) => client(Path::new(&folder), &port),
        _ => measure(),
    }
}

fn argument(name: &str) -> Option<String> {
    std::env::args()
        .skip_while(|argument| argument != name)
        .nth(1)
}

fn measure() -> Result<(), Fault> {
    // `cargo bench` says so; `cargo test` only wants to know whether it runs.
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let usual = if is_bench { 1_024 } else { 2 };
    let mib: u64 = argument("--mib").map_or(Ok(usual), |text| text.parse())?;
    let parent = argument("--folder").map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = tempfile::tempdir_in(parent)?;
    let folder = folder.path();
    let plain = folder.join("plain");
    File::open("/dev/urandom")?
        .take(mib << 20)
        .read_to_end_into(&plain)?;
    let (sealed, key) = Store::open(&folder.join("store"))?.seal(content(&plain)?)?;
    std::fs::write(
        folder.join("version"),
        codec::Encode::encode(&version(&sealed, &key)),
    )?;
    key.write_new(&folder.join("content.key"))?;
    let mut server = spawn(folder, "server")?;
    let port = first_line(&mut server)?;
    let started = Instant::now();
    let mut client = spawn(folder, port.trim())?;
    let client_mib: u64 = first_line(&mut client)?.trim().parse()?;
    let seconds = started.elapsed().as_secs_f64();
    if !client.wait()?.success() {
        return Err("the client failed".into());
    }
    let server_mib = peak_memory_mib(&format!("/proc/{}/status", server.id()))?;
    drop(server.stdin.take());
    server.wait()?;
    if arrival::digest_of(&folder.join("out"))? != sealed.plain {
        return Err("something else arrived".into());
    }
    let speed = (mib << 20) as f64 / 1e6 / seconds;
    print(&serde_json::json!({
        "figure": "share-fetch-speed", "unit": "MB/s", "value": speed.round(), "mib": mib,
        "note": "TCP on one machine, without TLS; to the disk, both digests checked, opened",
    }));
    for (figure, value) in [
        ("share-serve-peak-memory", server_mib),
        ("share-fetch-peak-memory", client_mib),
    ] {
        print(&serde_json::json!({
            "figure": figure, "unit": "MiB", "value": value, "target_max": MEMORY_MIB_MAX, "mib": mib,
        }));
    }
    Ok(())
}

/// Copies what is left of a reader into a new file.
trait IntoFile: Read + Sized {
    fn read_to_end_into(mut self, path: &Path) -> std::io::Result<u64> {
        std::io::copy(&mut self, &mut File::create(path)?)
    }
}

impl<R: Read> IntoFile for R {}

fn print(figure: &serde_json::Value) {
    println!("{figure}");
}

/// Starts this program once more, to play a part.
fn spawn(folder: &Path, part: &str) -> Result<Child, Fault> {
    let child = Command::new(std::env::current_exe()?)
        .env(PART, part)
        .env(FOLDER, folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    Ok(child)
}

fn first_line(child: &mut Child) -> Result<String, Fault> {
    let output = child.stdout.take().ok_or("no output")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    Ok(line)
}

fn peak_memory_mib(status: &str) -> Result<u64, Fault> {
    let status = std::fs::read_to_string(status)?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: u64 = line
        .and_then(|line| line.trim().strip_suffix(" kB"))
        .ok_or("no VmHWM")?
        .trim()
        .parse()?;
    Ok(kib.div_ceil(1_024))
}

fn member() -> MemberKey {
    MemberKey::development("bench")
}

fn version(sealed: &Sealed, key: &ContentKey) -> NewVersion {
    let text = "a file for a measurement";
    NewVersion {
        plain: sealed.plain,
        plain_bytes: sealed.plain_bytes,
        sealed: sealed.sealed,
        sealed_bytes: sealed.sealed_bytes,
        key_digest: key.digest(),
        schema: text.parse().expect("a short text"),
        location: "http://127.0.0.1".parse().expect("a location"),
        escrow: None,
    }
}

fn read_version(folder: &Path) -> Result<NewVersion, Fault> {
    let bytes = std::fs::read(folder.join("version"))?;
    Ok(codec::Decode::decode(&mut &*bytes)?)
}

/// The server's process: runs until its input is closed.
fn server(folder: &Path) -> Result<(), Fault> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let store = Store::open(&folder.join("store"))?;
    let refusals = Arc::new(Refusals::open(store.folder())?);
    let ledger = Arc::new(OneGrant(read_version(folder)?));
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?.port());
    let stop = CancellationToken::new();
    let stopping = stop.clone();
    std::thread::spawn(move || {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        stopping.cancel();
    });
    let server = Server::new(store, PROVIDER, ledger, refusals, Duration::from_secs(60));
    Ok(runtime.block_on(server.serve(listener, None, stop))?)
}

/// The client's process: fetches, opens, and says how much memory that took.
fn client(folder: &Path, port: &str) -> Result<(), Fault> {
    let version = read_version(folder)?;
    let source = Source {
        genesis: Digest([1; 32]),
        location: format!("http://127.0.0.1:{port}").parse()?,
        grant: GRANT,
        sealed_bytes: version.sealed_bytes,
    };
    let (part, out) = (folder.join("part"), folder.join("out"));
    download(&source, &member(), &Authorities::default(), &part, &|_| ())?;
    let key = ContentKey::read(&folder.join("content.key"))?;
    arrival::open(&part, &key, &version, &out, |file| Box::new(file))?;
    println!("{}", peak_memory_mib("/proc/self/status")?);
    std::io::stdout().flush()?;
    Ok(())
}

/// A chain that knows one grant and its requester's member.
struct OneGrant(NewVersion);

impl Ledger for OneGrant {
    fn genesis(&self) -> Digest {
        Digest([1; 32])
    }

    fn standing(&self, _: Account, _: GrantId) -> BoxFuture<'_, Result<Standing, ChainError>> {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let time_ms = u64::try_from(since.as_millis()).unwrap_or_default();
        let (by, at) = (InstitutionId(1), Moment::default());
        let grant = GrantV1 {
            request: RequestId(1),
            data_set: DataSetId(1),
            version: 1,
            provider: by,
            requester: REQUESTER,
            scope: GrantScope {
                from_ms: 0,
                until_ms: 1,
                onward: Onward::Forbidden,
            },
            document: Digest([2; 32]),
            expires_ms: u64::MAX,
            sealed: SealedKey {
                key: KeyNumber(1),
                encapsulated: X25519Key([1; 32]),
                ciphertext: Vec::new().try_into().unwrap_or_default(),
            },
            at,
            by,
            renewed: RenewalList::default(),
            revoked: None,
        };
        let head = Head {
            number: 1,
            hash: Digest([3; 32]),
            time_ms,
        };
        let acts_for = Some(ActsFor {
            institution: REQUESTER,
            is_active: true,
        });
        let new = self.0.clone();
        let grant = Some((grant, VersionV1 { new, at, by }));
        let standing = Standing {
            head,
            acts_for,
            grant,
        };
        Box::pin(async move { Ok(standing) })
    }
}

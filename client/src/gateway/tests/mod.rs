//! Tests of the gateway as a whole: real TCP, a real store, and a chain in memory.

mod absences;
mod anchoring;
mod crash;
mod deposits;
mod emissions;
mod frames;
pub mod ledger;
mod model;
mod once;
pub mod proving;
mod refusals;

use super::{
    config::Config,
    judge::Received,
    ledger::Ledger,
    prover::EmissionsLedger,
    store::{NewRecord, Store},
    Gateway, GatewayError,
};
use crate::keys::GatewayKey;
use ledger::{binding, Memory};
use limpid_hj212::{Builder, Frame, Head, LocalTime, Packet, Transmission};
use limpid_primitives::{GatewayId, Outlet};
use std::{future::Future, net::SocketAddr, path::Path, sync::Arc, time::Duration};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{sleep, timeout},
};

/// Nothing here takes longer, unless it is broken.
const PATIENCE: Duration = Duration::from_secs(20);
/// Between two looks at a condition.
const LOOK: Duration = Duration::from_millis(5);

pub const GATEWAY: GatewayId = GatewayId(1);
pub const OUTLET: &str = "91320000MA1L1MPD0C001P/DA001";
pub const OTHER_OUTLET: &str = "91320000MA1L1MPD0C001P/DW001";
pub const MN: &str = "LIMPID0000000000000001";
pub const OTHER_MN: &str = "LIMPID0000000000000002";
/// 2026-11-01T08:00:00+08:00
pub const EIGHT_MS: u64 = 1_793_491_200_000;
const HOUR_MS: u64 = 3_600_000;

pub fn outlet(text: &str) -> Outlet {
    text.parse().expect("an outlet")
}

/// The key of the gateway under test.
pub fn key() -> GatewayKey {
    GatewayKey::development("gateway under test")
}

/// What a test frame says; the rest is the same in all.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    pub mn: &'a str,
    pub cn: u16,
    pub hour: u64,
    pub value: u64,
    pub flag: u8,
    pub qn: u64,
    pub packet: Option<Packet>,
    pub transmission: Transmission,
}

/// An hour's frame that wants a reply.
pub const HOUR: Said<'static> = Said {
    mn: MN,
    cn: 2061,
    hour: 0,
    value: 0,
    flag: 5,
    qn: 0,
    packet: None,
    transmission: Transmission::First,
};

impl Said<'_> {
    /// The frame, with CR LF.
    pub fn frame(&self) -> Vec<u8> {
        let qn = LocalTime::from_utc_ms(EIGHT_MS + self.qn).expect("a time");
        let qn = String::from_utf8(qn.digits().to_vec()).expect("digits");
        let head = Head {
            qn: Some(&qn),
            st: "31",
            cn: self.cn,
            pw: "123456",
            mn: self.mn,
            flag: Some(self.flag),
            packet: self.packet,
            transmission: self.transmission,
        };
        let mut frame = Vec::new();
        let mut builder = Builder::new(&mut frame, &head);
        let time = LocalTime::from_utc_ms(EIGHT_MS + self.hour * HOUR_MS).expect("a time");
        builder.time("DataTime", time);
        builder.text("a21026", "Avg", &self.value.to_string());
        builder.finish().expect("a short frame");
        frame
    }
}

/// Frames of so many hours.
pub fn hours(count: u64) -> Vec<Vec<u8>> {
    let hour = |hour| Said {
        hour,
        qn: hour,
        ..HOUR
    };
    (0..count).map(|n| hour(n).frame()).collect()
}

/// A gateway in a folder of its own, and its chain.
pub struct World {
    /// Removed with the world.
    pub _folder: TempDir,
    pub ledger: Memory,
    pub config: Config,
}

impl World {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let bindings = vec![
            (outlet(OUTLET), vec![binding(MN, 0)]),
            (outlet(OTHER_OUTLET), vec![binding(OTHER_MN, EIGHT_MS)]),
        ];
        let config = config(folder.path());
        Self {
            ledger: Memory::new(key().public(), bindings),
            _folder: folder,
            config,
        }
    }

    pub fn with(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(&mut self.config);
        self
    }

    pub async fn start(&self) -> Running {
        self.try_start(key()).await.expect("the gateway starts")
    }

    pub async fn try_start(&self, key: GatewayKey) -> Result<Running, GatewayError> {
        let ledger: Arc<dyn Ledger> = Arc::new(self.ledger.clone());
        let emissions = self.config.emissions.prove.then(|| {
            let ledger: Arc<dyn EmissionsLedger> = Arc::new(self.ledger.clone());
            ledger
        });
        let gateway = Gateway::start(self.config.clone(), key, ledger, emissions).await?;
        let running = Running(gateway);
        Ok(running)
    }

    /// Reads the store while the gateway may be writing to it.
    pub fn read(&self) -> Store {
        Store::open_read_only(&self.config.store).expect("the store can be read")
    }

    /// A world on a copy of the store as it is on disk now: what a process finds that starts after this one was killed.
    pub fn after_a_kill(&self) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let config = Config {
            store: folder.path().join("store"),
            ..self.config.clone()
        };
        copy(&self.config.store, &config.store);
        Self {
            _folder: folder,
            ledger: self.ledger.another_line(),
            config,
        }
    }
}

/// Copies a store's files; again from the beginning when the store, which is in use, deleted one of them meanwhile.
pub fn copy(from: &Path, to: &Path) {
    for _ in 0..20 {
        std::fs::create_dir_all(to).expect("a folder");
        match copy_files(from, to) {
            Ok(()) => return,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                std::fs::remove_dir_all(to).expect("a folder of our own");
            }
            Err(error) => panic!("the store is not copied: {error}"),
        }
    }
    panic!("the store's files never held still");
}

fn copy_files(from: &Path, to: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_name() != "LOCK" {
            std::fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

fn config(folder: &Path) -> Config {
    let text = r#"
        gateway = 1
        listen = "127.0.0.1:0"
        http_listen = "127.0.0.1:0"
        store = "store"
        gateway_key = "unused"
        member_key = "unused"
        nodes = ["ws://unused"]
        [batch]
        interval_ms = 100
        [anchoring]
        bindings_refresh_ms = 100
        retry_ms_min = 10
        retry_ms_max = 50
        drain_ms = 5_000
        [emissions]
        interval_ms = 20
    "#;
    Config::from_text(text, &folder.join("gateway.toml")).expect("a configuration")
}

/// A started gateway.
pub struct Running(Gateway);

impl Running {
    pub async fn logger(&self) -> Logger {
        Logger::connect(self.0.frames_address()).await
    }

    pub fn http(&self) -> SocketAddr {
        self.0.http_address()
    }

    /// Drains and ends it.
    pub async fn stop(self) -> Result<(), GatewayError> {
        self.0.stop_token().cancel();
        self.ended().await
    }

    pub async fn ended(self) -> Result<(), GatewayError> {
        within(self.0.ended()).await
    }
}

/// One data logger.
pub struct Logger(pub TcpStream);

impl Logger {
    pub async fn connect(address: SocketAddr) -> Self {
        Self(
            within(TcpStream::connect(address))
                .await
                .expect("a connection"),
        )
    }

    pub async fn send(&mut self, bytes: &[u8]) {
        within(self.0.write_all(bytes))
            .await
            .expect("bytes are sent");
    }

    /// The next `count` replies.
    pub async fn replies(&mut self, count: usize) -> Vec<String> {
        let mut text = String::new();
        while text.matches("\r\n").count() < count {
            let mut bytes = [0; 4_096];
            let read = within(self.0.read(&mut bytes))
                .await
                .expect("replies are read");
            assert_ne!(read, 0, "the gateway closed the connection after {text:?}");
            text.push_str(std::str::from_utf8(&bytes[..read]).expect("replies are text"));
        }
        text.lines().map(Into::into).collect()
    }

    /// Sends frames that want a reply, and waits for all replies.
    pub async fn deliver(&mut self, frames: &[Vec<u8>]) {
        self.send(&frames.concat()).await;
        assert_eq!(self.replies(frames.len()).await.len(), frames.len());
    }

    /// What comes until the gateway closes the connection.
    pub async fn rest(mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        // A reset is an end as well.
        let _ = within(self.0.read_to_end(&mut bytes)).await;
        bytes
    }
}

/// Waits for something that must come.
pub async fn within<T>(future: impl Future<Output = T>) -> T {
    timeout(PATIENCE, future).await.expect("it comes in time")
}

/// Waits until a condition holds.
pub async fn until(mut condition: impl FnMut() -> bool) {
    within(async {
        while !condition() {
            sleep(LOOK).await;
        }
    })
    .await;
}

/// The records of frames, as the connection would make them.
pub fn new_records(frames: &[Vec<u8>]) -> Vec<NewRecord> {
    let bindings = World::new().ledger.chain().bindings.clone();
    let registry = super::bindings::Registry::new(&bindings);
    let mut received = Received::default();
    for frame in frames {
        let raw = frame.strip_suffix(b"\r\n").unwrap_or(frame);
        Frame::parse(raw).expect("a good frame");
        received.take_frame(raw, EIGHT_MS, "test", &registry);
    }
    received.records
}

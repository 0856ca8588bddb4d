//! One logger's connection: read, store, answer, in this order, one read at a time.
//!
//! A read is at most `read_bytes_max`, and nothing more is read before its frames are durable and their replies are taken.
//! What a logger sends meanwhile waits in the system's buffers: that bounds the memory of a connection, pushes back on a
//! logger that is too fast, and keeps the replies in the order of the frames.

use super::{
    bindings::Registry, clock::now_ms, commit::Committer, config::Limits, judge::Received,
    metrics::Metrics,
};
use limpid_hj212::{Split, Splitter};
use std::{
    io,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{io::AsyncWriteExt, net::TcpStream, sync::watch, time::timeout};
use tokio_util::sync::CancellationToken;

/// What all connections share.
pub struct Shared {
    /// To the writer.
    pub committer: Committer,
    /// The bindings as last seen.
    pub bindings: watch::Receiver<Arc<Registry>>,
    /// What a connection may use.
    pub limits: Limits,
    /// The counters.
    pub metrics: Metrics,
    /// Set when the gateway stops.
    pub stop: CancellationToken,
}

/// Why a connection ended.
#[derive(Debug)]
pub enum End {
    /// The logger closed it.
    Closed,
    /// It was silent for too long.
    Idle,
    /// The logger did not take its replies.
    RepliesNotTaken,
    /// Too many refused frames in a minute.
    TooManyBadFrames,
    /// The gateway stops.
    Stopping,
    /// The store takes nothing more.
    StoreClosed,
    /// The network failed.
    Network(io::Error),
}

/// Serves one connection to its end.
pub async fn serve(stream: TcpStream, peer: SocketAddr, shared: &Shared) -> End {
    let connection = Connection {
        splitter: Splitter::new(shared.limits.data_bytes_max()),
        peer: peer.to_string(),
        bad: BadFrames::new(shared.limits.bad_frames_per_minute_max),
        stream,
        shared,
    };
    match connection.run().await {
        Err(end) => end,
        Ok(never) => match never {},
    }
}

struct Connection<'a> {
    stream: TcpStream,
    peer: String,
    splitter: Splitter,
    bad: BadFrames,
    shared: &'a Shared,
}

impl Connection<'_> {
    async fn run(mut self) -> Result<std::convert::Infallible, End> {
        self.stream.set_nodelay(true).map_err(End::Network)?;
        loop {
            let bytes = self.read().await?;
            let Received {
                records,
                refusals,
                replies,
                replies_count,
            } = self.split(&bytes);
            drop(bytes);
            if records.is_empty() && refusals.is_empty() {
                continue;
            }
            let committed = self.shared.committer.commit(records, refusals).await;
            committed.map_err(|_| End::StoreClosed)?;
            // From here on the frames are durable. Not a byte of an answer is sent before this line.
            self.answer(&replies).await?;
            self.shared.metrics.acknowledged.inc_by(replies_count);
            if self.bad.exceeded() {
                return Err(End::TooManyBadFrames);
            }
        }
    }

    async fn read(&self) -> Result<Vec<u8>, End> {
        loop {
            tokio::select! {
                biased;
                () = self.shared.stop.cancelled() => return Err(End::Stopping),
                ready = timeout(self.shared.limits.idle_timeout(), self.stream.readable()) => {
                    ready.map_err(|_| End::Idle)?.map_err(End::Network)?;
                }
            }
            // Memory is taken only now: thousands of silent connections hold none.
            let mut bytes = Vec::with_capacity(self.shared.limits.read_bytes_max);
            match self.stream.try_read_buf(&mut bytes) {
                Ok(0) => return Err(End::Closed),
                Ok(_) => return Ok(bytes),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => continue,
                Err(error) => return Err(End::Network(error)),
            }
        }
    }

    /// What a read has. Once too much of it is refused, the rest is left alone: the connection is closed, and what was not
    /// looked at was not acknowledged.
    fn split(&mut self, bytes: &[u8]) -> Received {
        let received_ms = now_ms();
        let registry = self.shared.bindings.borrow().clone();
        let mut received = Received::default();
        let mut noise = Noise::default();
        self.bad.renew();
        self.splitter.push(bytes);
        while !self.bad.exceeded() {
            match self.splitter.next() {
                None => break,
                Some(Split::Frame(raw)) => {
                    noise.refuse(&mut received, received_ms, &self.peer);
                    let refused = received.refusals.len();
                    received.take_frame(raw, received_ms, &self.peer, &registry);
                    self.bad
                        .add(received.refusals.len().saturating_sub(refused));
                }
                Some(Split::Garbage { bytes, reason }) => {
                    if noise.reason != reason.code() {
                        noise.refuse(&mut received, received_ms, &self.peer);
                    }
                    noise.add(bytes, reason.code());
                    self.bad.add(1);
                }
            }
        }
        noise.refuse(&mut received, received_ms, &self.peer);
        received
    }

    /// All replies of one read in one write.
    async fn answer(&mut self, replies: &[u8]) -> Result<(), End> {
        if replies.is_empty() {
            return Ok(());
        }
        let sent = timeout(
            self.shared.limits.reply_timeout(),
            self.stream.write_all(replies),
        );
        sent.await
            .map_err(|_| End::RepliesNotTaken)?
            .map_err(End::Network)
    }
}

/// Garbage of one reason with no frame in between: one refusal, however many pieces the splitter makes of it.
#[derive(Default)]
struct Noise {
    bytes: Vec<u8>,
    reason: &'static str,
}

impl Noise {
    fn add(&mut self, piece: &[u8], reason: &'static str) {
        self.bytes.extend_from_slice(piece);
        self.reason = reason;
    }

    fn refuse(&mut self, received: &mut Received, received_ms: u64, peer: &str) {
        let noise = std::mem::take(self);
        if !noise.bytes.is_empty() {
            received.refuse(&noise.bytes, received_ms, peer, noise.reason);
        }
    }
}

/// Counts refused frames and pieces of garbage in windows of a minute.
struct BadFrames {
    per_minute_max: u32,
    count: u32,
    since: Instant,
}

impl BadFrames {
    const WINDOW: Duration = Duration::from_secs(60);

    fn new(per_minute_max: u32) -> Self {
        Self {
            per_minute_max,
            count: 0,
            since: Instant::now(),
        }
    }

    fn renew(&mut self) {
        if self.since.elapsed() >= Self::WINDOW {
            self.count = 0;
            self.since = Instant::now();
        }
    }

    fn add(&mut self, refused: usize) {
        let refused = u32::try_from(refused).unwrap_or(u32::MAX);
        self.count = self.count.saturating_add(refused);
    }

    fn exceeded(&self) -> bool {
        self.count > self.per_minute_max
    }
}

//! One logger's line to the gateway.

use super::flight::{Flight, Sent};
use super::journal::JournalLine;
use super::line::Line;
use super::schedule::{Due, Schedule};
use super::{Logger, Plan, Progress, SimulateError, Speed};
use limpid_hj212::{Frame, LocalTime, Split, Splitter};
use sha2::{Digest, Sha256};
use std::io;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::mpsc::SyncSender;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, sleep_until, timeout};

/// The command code of an acknowledgement of data.
const DATA_REPLY: u16 = 9_014;
/// How often a frame is sent before the line counts as down (HJ 212-2017: three times again).
const TIMES_MAX: u32 = 4;
const BACK_OFF_MIN: Duration = Duration::from_millis(50);
const BACK_OFF_MAX: Duration = Duration::from_secs(2);
const CONNECT_MAX: Duration = Duration::from_secs(10);
const WRITE_MAX: Duration = Duration::from_secs(30);

/// A logger that sends what is due and holds it until it is acknowledged.
pub(super) struct Connection {
    plan: Arc<Plan>,
    logger: Logger,
    schedule: Schedule,
    flight: Flight,
    journal: Option<SyncSender<JournalLine>>,
    progress: Arc<Progress>,
    line: Line,
    begin: Instant,
    /// Since when nothing was acknowledged though it should have been; `None` while there is nothing to wait for.
    waiting_since: Option<Instant>,
    /// What happened last, for people.
    last: String,
    /// Bytes to be written, kept for its memory.
    out: Vec<u8>,
}

impl Connection {
    pub(super) fn new(
        plan: Arc<Plan>,
        logger: Logger,
        journal: Option<SyncSender<JournalLine>>,
        progress: Arc<Progress>,
    ) -> Self {
        Self {
            schedule: Schedule::new(Arc::clone(&plan), logger),
            line: Line::new(&plan, &logger),
            plan,
            logger,
            flight: Flight::default(),
            journal,
            progress,
            begin: Instant::now(),
            waiting_since: None,
            last: "not connected yet".into(),
            out: Vec::new(),
        }
    }

    /// Sends everything and returns when it is acknowledged.
    pub(super) async fn run(mut self) -> Result<(), SimulateError> {
        let mut back_off = BACK_OFF_MIN;
        loop {
            let begin = Instant::now();
            match self.talk().await {
                Ok(()) => return Ok(()),
                Err(Talk::Broken(error)) => self.last = error.to_string(),
                Err(Talk::Ended(error)) => return Err(error),
            }
            // Acknowledged in this connection: the gateway was there.
            if self.waiting_since.is_none_or(|since| since > begin) {
                back_off = BACK_OFF_MIN;
            }
            self.waiting_since.get_or_insert_with(Instant::now);
            self.check_patience()?;
            // Not all at once when the gateway comes back.
            sleep(back_off + back_off * (self.line.draw() % 100) as u32 / 100).await;
            back_off = (back_off * 2).min(BACK_OFF_MAX);
        }
    }

    /// One connection, from connecting to its end.
    async fn talk(&mut self) -> Result<(), Talk> {
        let connected = timeout(CONNECT_MAX, TcpStream::connect(&self.plan.gateway)).await;
        let mut stream = connected.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
        stream.set_nodelay(true)?;
        self.last = "connected, no answer".into();
        if self.flight.is_empty() {
            self.waiting_since = None;
        }
        // What the last connection left unwritten is in flight and sent again with the rest.
        self.out.clear();
        self.send_again(Instant::now() + self.plan.resend_after);
        self.flight.iter_mut().for_each(|sent| sent.times = 1);
        let mut splitter = Splitter::new(limpid_hj212::DATA_BYTES_STANDARD);
        let mut input = vec![0; 16 << 10];
        loop {
            self.send_due()?;
            self.write_out(&mut stream).await?;
            if self.flight.is_empty() && self.schedule.peek().is_none() {
                return Ok(());
            }
            tokio::select! {
                read = stream.read(&mut input) => {
                    let bytes = input.get(..read?).unwrap_or_default();
                    if bytes.is_empty() {
                        return Err(io::Error::new(io::ErrorKind::ConnectionReset, "the gateway closed the connection").into());
                    }
                    splitter.push(bytes);
                    self.take_replies(&mut splitter)?;
                }
                () = sleep_until(self.wake_at().into()) => {
                    self.check_patience()?;
                    self.send_again(Instant::now());
                    if self.flight.iter_mut().any(|sent| sent.times > TIMES_MAX) {
                        return Err(io::Error::new(io::ErrorKind::TimedOut, "no answer to a frame sent four times").into());
                    }
                }
            }
        }
    }

    /// Writes every frame that is due into the buffer, as far as the window allows.
    fn send_due(&mut self) -> Result<(), Talk> {
        while self.flight.len() < self.plan.window {
            let Some(due) = self.schedule.peek() else {
                break;
            };
            let now = Instant::now();
            if self.due_at(&due) > now {
                break;
            }
            let mut bytes = Vec::with_capacity(1_024);
            self.schedule.write(&due, &mut bytes)?;
            let again = self.line.spoil(&bytes, &mut self.out);
            self.progress.resent.fetch_add(again, Relaxed);
            self.out.extend_from_slice(&bytes);
            self.waiting_since.get_or_insert(now);
            self.flight.push(Sent {
                due,
                bytes,
                at: now,
                times: 1,
            });
            self.progress.sent.fetch_add(1, Relaxed);
        }
        Ok(())
    }

    /// Writes into the buffer again what was sent long enough before `now`.
    fn send_again(&mut self, now: Instant) {
        for sent in self
            .flight
            .iter_mut()
            .filter(|sent| sent.at + self.plan.resend_after <= now)
        {
            self.out.extend_from_slice(&sent.bytes);
            sent.at = Instant::now();
            sent.times += 1;
            self.progress.resent.fetch_add(1, Relaxed);
        }
    }

    /// Writes the buffer, at times in two pieces with a cut in the last frame.
    async fn write_out(&mut self, stream: &mut TcpStream) -> Result<(), Talk> {
        if self.out.is_empty() {
            return Ok(());
        }
        let cut = self.line.cut(self.out.len());
        let (first, rest) = self.out.split_at_checked(cut).unwrap_or((&self.out, &[]));
        let written = timeout(WRITE_MAX, async {
            stream.write_all(first).await?;
            if !rest.is_empty() {
                tokio::task::yield_now().await;
                stream.write_all(rest).await?;
            }
            Ok::<_, io::Error>(())
        });
        written
            .await
            .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
        self.out.clear();
        Ok(())
    }

    fn take_replies(&mut self, splitter: &mut Splitter) -> Result<(), Talk> {
        while let Some(found) = splitter.next() {
            let Split::Frame(raw) = found else { continue };
            let Ok(reply) = Frame::parse(raw) else {
                continue;
            };
            if reply.cn() != DATA_REPLY || reply.mn() != self.logger.mn.as_str() {
                self.last = format!("the gateway sent command {}", reply.cn());
                continue;
            }
            let Some(sent) = reply
                .qn_time_ms()
                .and_then(|qn_ms| self.flight.acknowledge(qn_ms))
            else {
                continue;
            };
            self.waiting_since = (!self.flight.is_empty()).then(Instant::now);
            self.progress.acknowledged.fetch_add(1, Relaxed);
            if let Some(journal) = &self.journal {
                // Waits for the file if it is slow, which bounds what is held in memory.
                let line = journal_line(&self.logger, &sent);
                journal
                    .send(line)
                    .map_err(|_| SimulateError::Journal(io::ErrorKind::BrokenPipe.into()))?;
            }
        }
        Ok(())
    }

    /// When there is something to do even if no answer comes.
    fn wake_at(&mut self) -> Instant {
        let answer = self.flight.oldest().map(|at| at + self.plan.resend_after);
        let room = self.flight.len() < self.plan.window;
        let due = self
            .schedule
            .peek()
            .filter(|_| room)
            .map(|due| self.due_at(&due));
        let hour = || Instant::now() + Duration::from_secs(3_600);
        [answer, due]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or_else(hour)
    }

    fn due_at(&self, due: &Due) -> Instant {
        match self.plan.speed {
            Speed::Max => self.begin,
            Speed::Times(times) => {
                let simulated = Duration::from_millis(due.qn_ms.saturating_sub(self.plan.from_ms));
                self.begin + simulated / times
            }
        }
    }

    fn check_patience(&self) -> Result<(), SimulateError> {
        if self
            .waiting_since
            .is_none_or(|since| since.elapsed() < self.plan.patience)
        {
            return Ok(());
        }
        Err(SimulateError::Patience {
            mn: self.logger.mn,
            patience: self.plan.patience,
            waiting: self.flight.len(),
            gateway: self.plan.gateway.clone(),
            last: self.last.clone(),
        })
    }
}

/// Why a connection ended before everything was acknowledged.
enum Talk {
    /// The line broke: connect again.
    Broken(io::Error),
    /// There is no sense in going on.
    Ended(SimulateError),
}

impl From<io::Error> for Talk {
    fn from(error: io::Error) -> Self {
        Self::Broken(error)
    }
}

impl From<SimulateError> for Talk {
    fn from(error: SimulateError) -> Self {
        Self::Ended(error)
    }
}

fn journal_line(logger: &Logger, sent: &Sent) -> JournalLine {
    let time = |ms| LocalTime::from_utc_ms(ms);
    let qn = time(sent.due.qn_ms)
        .map(|time| time.digits())
        .unwrap_or_default();
    let raw = sent.bytes.strip_suffix(b"\r\n").unwrap_or(&sent.bytes);
    let acked = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    JournalLine {
        mn: logger.mn,
        cn: sent.due.cn,
        data_time: time(sent.due.data_time_ms)
            .map(|time| time.to_string())
            .unwrap_or_default(),
        qn: String::from_utf8_lossy(&qn).into_owned(),
        sha256: hex::encode(Sha256::digest(raw)),
        acked: acked.as_millis() as u64,
    }
}

//! Read, work, write: a belt of three threads, so that hashing what comes in, the cipher, and hashing what goes out run side by
//! side. Its buffers go round: memory does not grow with the file.

use super::{Header, SealingError};
use limpid_primitives::Digest;
use sha2::{Digest as _, Sha256};
use std::{
    io::{self, Read, Write},
    sync::mpsc::{self, Receiver, Sender, SyncSender},
    thread,
};

/// Buffers on the belt.
const BUFFERS: usize = 16;
/// How many may wait between two threads.
const WAITING_MAX: usize = 6;

/// A piece of the file on its way.
pub(super) struct Piece {
    /// What it holds.
    pub(super) bytes: Vec<u8>,
    /// Whether nothing comes behind it.
    pub(super) is_last: bool,
}

/// Counts and hashes the bytes that pass.
#[derive(Clone, Default)]
pub(super) struct Tally {
    hash: Sha256,
    bytes: u64,
}

impl Tally {
    pub(super) fn of(bytes: &[u8]) -> Tally {
        let mut tally = Tally::default();
        tally.take(bytes);
        tally
    }

    fn take(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.bytes = self.bytes.saturating_add(length);
    }

    /// The digest of all that passed, and how much it was.
    pub(super) fn end(self) -> (Digest, u64) {
        (Digest(self.hash.finalize().into()), self.bytes)
    }
}

/// Takes `source` in pieces of `piece_bytes`, of which only the last may be shorter, through `work` into `sink`. The tallies go on
/// counting what is read and what is written.
pub(super) fn run(
    source: impl Read + Send,
    mut sink: impl Write,
    piece_bytes: usize,
    (read, mut written): (Tally, Tally),
    work: impl FnMut(&mut Piece) -> Result<(), SealingError> + Send,
) -> Result<(Tally, Tally), SealingError> {
    let (empty_sender, empty) = mpsc::channel();
    for _ in 0..BUFFERS {
        let _ = empty_sender.send(Vec::new());
    }
    let (to_work, from_read) = mpsc::sync_channel(WAITING_MAX);
    let (to_write, from_work) = mpsc::sync_channel(WAITING_MAX);
    thread::scope(|scope| {
        let reader = scope.spawn(move || read_all(source, piece_bytes, read, &empty, &to_work));
        let worker = scope.spawn(move || work_all(work, &from_read, &to_write));
        let wrote = write_all(&mut sink, &mut written, from_work, &empty_sender);
        // Who finds the others gone ends without an error: the one that failed has it.
        let read = reader.join().map_err(|_| SealingError::Stopped)?;
        worker.join().map_err(|_| SealingError::Stopped)??;
        wrote?;
        Ok((read?, written))
    })
}

/// Reads one piece ahead, to know which is the last.
fn read_all(
    mut source: impl Read,
    piece_bytes: usize,
    mut tally: Tally,
    empty: &Receiver<Vec<u8>>,
    to_work: &SyncSender<Piece>,
) -> Result<Tally, SealingError> {
    let mut fill = || -> Result<Option<Vec<u8>>, SealingError> {
        let Ok(mut bytes) = empty.recv() else {
            return Ok(None);
        };
        fill(&mut source, &mut bytes, piece_bytes).map_err(SealingError::Read)?;
        tally.take(&bytes);
        Ok(Some(bytes))
    };
    let mut ahead = fill()?;
    while let Some(bytes) = ahead {
        ahead = match bytes.len() < piece_bytes {
            true => None,
            false => fill()?.filter(|bytes| !bytes.is_empty()),
        };
        let is_last = ahead.is_none();
        if to_work.send(Piece { bytes, is_last }).is_err() {
            break;
        }
    }
    Ok(tally)
}

/// Fills the buffer, unless the source ends before.
fn fill(source: &mut impl Read, bytes: &mut Vec<u8>, piece_bytes: usize) -> io::Result<()> {
    // Room for a tag, so that sealing in place never moves the buffer.
    bytes.reserve_exact(piece_bytes.saturating_add(Header::TAG_BYTES));
    bytes.resize(piece_bytes, 0);
    let mut filled = 0;
    while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match source.read(rest) {
            Ok(0) => break,
            Ok(length) => filled = filled.saturating_add(length),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(filled);
    Ok(())
}

fn work_all(
    mut work: impl FnMut(&mut Piece) -> Result<(), SealingError>,
    from_read: &Receiver<Piece>,
    to_write: &SyncSender<Piece>,
) -> Result<(), SealingError> {
    for mut piece in from_read {
        work(&mut piece)?;
        if to_write.send(piece).is_err() {
            break;
        }
    }
    Ok(())
}

fn write_all(
    sink: &mut impl Write,
    tally: &mut Tally,
    from_work: Receiver<Piece>,
    empty: &Sender<Vec<u8>>,
) -> Result<(), SealingError> {
    for piece in from_work {
        sink.write_all(&piece.bytes).map_err(SealingError::Write)?;
        tally.take(&piece.bytes);
        let _ = empty.send(piece.bytes);
    }
    sink.flush().map_err(SealingError::Write)
}

//! What was acknowledged, frame by frame, in a file.

use limpid_primitives::Mn;
use serde::Serialize;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::mpsc::{sync_channel, Receiver, SyncSender};
use std::thread::JoinHandle;

/// One acknowledged frame.
#[derive(Clone, Debug, Serialize)]
pub struct JournalLine {
    /// The logger's device number.
    pub mn: Mn,
    /// The frame's command code.
    pub cn: u16,
    /// Its data time: RFC 3339, Beijing time.
    pub data_time: String,
    /// Its request number.
    pub qn: String,
    /// SHA-256 of its bytes from `##` to the CRC, without line end, in hex.
    pub sha256: String,
    /// When the acknowledgement came, milliseconds since 1970 UTC.
    pub acked: u64,
}

/// Writes a line of JSON for every acknowledged frame. A line is in the file's hands soon after the acknowledgement: whenever no
/// other one waits, what is buffered is flushed.
#[derive(Debug)]
pub struct Journal {
    sender: SyncSender<JournalLine>,
    writer: JoinHandle<io::Result<()>>,
}

/// Lines that may wait to be written, so that memory stays bounded.
const LINES_WAITING_MAX: usize = 4_096;

impl Journal {
    /// Begins a journal; a file that is there is replaced.
    ///
    /// # Errors
    /// If the file cannot be made.
    pub fn create(path: &Path) -> io::Result<Self> {
        let file = File::create(path)?;
        let (sender, receiver) = sync_channel(LINES_WAITING_MAX);
        let writer = std::thread::Builder::new()
            .name("journal".into())
            .spawn(move || write(file, &receiver))?;
        Ok(Self { sender, writer })
    }

    pub(super) fn sender(&self) -> SyncSender<JournalLine> {
        self.sender.clone()
    }

    /// Writes what is left. Every sender must be gone.
    pub(super) fn close(self) -> io::Result<()> {
        drop(self.sender);
        self.writer
            .join()
            .map_err(|_| io::Error::other("the journal's thread broke off"))?
    }
}

fn write(file: File, lines: &Receiver<JournalLine>) -> io::Result<()> {
    let mut file = BufWriter::new(file);
    while let Ok(line) = lines.recv() {
        append(&mut file, &line)?;
        while let Ok(line) = lines.try_recv() {
            append(&mut file, &line)?;
        }
        file.flush()?;
    }
    file.flush()
}

fn append(file: &mut impl Write, line: &JournalLine) -> io::Result<()> {
    serde_json::to_writer(&mut *file, line)?;
    file.write_all(b"\n")
}

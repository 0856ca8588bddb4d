//! `limpid hj212 check`: says of every HJ 212 frame of a file whether it is good, and if not, why.

mod verdict;

#[cfg(test)]
mod tests;

use anyhow::Context;
use clap::{Args, Subcommand};
use limpid_hj212::{Frame, FrameError, FRAME_BYTES_MAX};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use verdict::{bad, good, Verdict};

/// HJ 212 frames.
#[derive(Debug, Args)]
pub struct Hj212Args {
    #[command(subcommand)]
    command: Hj212Command,
}

#[derive(Debug, Subcommand)]
enum Hj212Command {
    /// Check frames: one a line in, one line of JSON a frame out.
    ///
    /// Lines may end in LF or CR LF. Empty lines and lines that start with "# " are skipped. The exit code is 0 if every frame
    /// is good, 1 if one is bad, 2 if the input cannot be read.
    Check {
        /// The file; standard input if there is none, or "-".
        file: Option<PathBuf>,
    },
}

/// Runs the subcommand.
pub async fn run(args: Hj212Args) -> anyhow::Result<ExitCode> {
    let Hj212Command::Check { file } = args.command;
    // Files and standard input block; other tasks of the process should not.
    tokio::task::spawn_blocking(move || check_file(file))
        .await
        .context("the check was cut off")?
}

fn check_file(file: Option<PathBuf>) -> anyhow::Result<ExitCode> {
    let output = BufWriter::new(io::stdout().lock());
    let checked = match file.filter(|path| path.as_os_str() != "-") {
        None => check(io::stdin().lock(), output),
        Some(path) => {
            let file =
                File::open(&path).with_context(|| format!("cannot open {}", path.display()))?;
            check(BufReader::with_capacity(1 << 16, file), output)
        }
    };
    match checked {
        Ok(tally) if tally.bad == 0 => Ok(ExitCode::SUCCESS),
        Ok(_) => Ok(ExitCode::from(1)),
        // Who reads our output has seen enough.
        Err(CheckError::Write(error)) if error.kind() == ErrorKind::BrokenPipe => {
            Ok(ExitCode::from(1))
        }
        Err(CheckError::Write(error)) => Err(error).context("cannot write the result"),
        Err(CheckError::Read(error)) => Err(error).context("cannot read the frames"),
    }
}

/// How many frames were good and how many bad.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Good frames.
    pub good: u64,
    /// Bad frames.
    pub bad: u64,
}

/// Why a check could not go to the end.
#[derive(Debug)]
pub enum CheckError {
    /// The input broke off.
    Read(io::Error),
    /// The output cannot be written.
    Write(io::Error),
}

/// Checks every line of the input and writes one line of JSON for each frame, as it comes.
///
/// # Errors
/// When reading or writing fails. Nothing in the input is an error: it is a bad frame.
pub fn check(mut input: impl BufRead, mut output: impl Write) -> Result<Tally, CheckError> {
    let mut tally = Tally::default();
    let mut bytes = Vec::new();
    for line in 1u64.. {
        let Some(length) = read_line(&mut input, &mut bytes).map_err(CheckError::Read)? else {
            break;
        };
        if bytes.is_empty() || bytes.starts_with(b"# ") {
            continue;
        }
        let verdict = match Frame::parse(&bytes) {
            Ok(frame) => Verdict::Good(good(line, &frame)),
            Err(error) => Verdict::Bad(bad(line, &bytes, &with_true_length(error, length))),
        };
        match verdict {
            Verdict::Good(_) => tally.good += 1,
            Verdict::Bad(_) => tally.bad += 1,
        }
        serde_json::to_writer(&mut output, &verdict)
            .map_err(|error| CheckError::Write(error.into()))?;
        output.write_all(b"\n").map_err(CheckError::Write)?;
    }
    output.flush().map_err(CheckError::Write)?;
    Ok(tally)
}

/// Reads a line without its end; gives its length. Of a line longer than any frame only the beginning is kept, with one byte
/// too many, so that memory stays small and the parser still sees that it is too long.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<usize>> {
    const KEPT_BYTES_MAX: usize = FRAME_BYTES_MAX + 2;
    line.clear();
    let mut length = 0;
    loop {
        let available = match input.fill_buf() {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            available => available?,
        };
        if available.is_empty() {
            if length == 0 {
                return Ok(None);
            }
            break;
        }
        let end = available.iter().position(|byte| *byte == b'\n');
        let part = available
            .get(..end.unwrap_or(available.len()))
            .unwrap_or_default();
        let room = KEPT_BYTES_MAX - line.len();
        line.extend(part.iter().take(room));
        length += part.len();
        let consumed = part.len() + usize::from(end.is_some());
        input.consume(consumed);
        if end.is_some() {
            break;
        }
    }
    if line.last() == Some(&b'\r') && line.len() == length {
        line.pop();
        length -= 1;
    }
    Ok(Some(length))
}

/// The parser saw no more of an overlong line than was kept.
fn with_true_length(error: FrameError, length: usize) -> FrameError {
    match error {
        FrameError::TooLong { bytes_max, .. } => FrameError::TooLong {
            bytes: length.saturating_sub(limpid_hj212::OVERHEAD_BYTES),
            bytes_max,
        },
        other => other,
    }
}

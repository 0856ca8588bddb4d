//! Finds frames in a byte stream.

use crate::frame::{check_crc, parse_length};
use crate::{FrameError, DATA_BYTES_MAX, OVERHEAD_BYTES};
use alloc::vec::Vec;

/// Takes bytes as TCP delivers them and gives frames.
///
/// It finds the same frames however the stream is cut. Frames may be glued or torn, and anything may stand between them: after
/// an error it goes on at the next `##`, also inside of what it took for a frame. A frame is given as soon as its CRC has
/// arrived, from `##` to the CRC; line ends between frames are passed over. One that declares more bytes than came is given
/// up at the first CR LF, which no data segment contains, not only when the declared bytes have come.
///
/// ```
/// use limpid_hj212::{Split, Splitter};
/// let mut splitter = Splitter::new(9_999);
/// splitter.push(b"noise##0087QN=20240601085857223;ST=32;CN=1011;PW=123456;");
/// assert!(matches!(splitter.next(), Some(Split::Garbage { bytes: b"noise", .. })));
/// assert!(splitter.next().is_none());
/// splitter.push(b"MN=010000A8900016F000169DC0;Flag=9;CP=&&&&2200\r\n");
/// assert!(matches!(splitter.next(), Some(Split::Frame(_))));
/// assert!(splitter.next().is_none());
/// ```
#[derive(Clone, Debug)]
pub struct Splitter {
    buffer: Vec<u8>,
    /// Everything before has been given out.
    start: usize,
    /// Up to here, from `start`, no torn end was seen.
    searched: usize,
    data_bytes_max: usize,
}

/// What the stream had next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Split<'a> {
    /// A frame whose length and CRC are right, without line end. [`Frame::parse`](crate::Frame::parse) tells the rest.
    Frame(&'a [u8]),
    /// Bytes that belong to no good frame.
    Garbage {
        /// The bytes.
        bytes: &'a [u8],
        /// Why they are none.
        reason: FrameError,
    },
}

/// How the bytes at the start are to be taken.
enum Step {
    Wait,
    Frame { end: usize },
    Garbage { end: usize, reason: FrameError },
}

impl Splitter {
    /// A splitter that gives up on frames with a data segment of more than `data_bytes_max` bytes (at most 9999).
    pub fn new(data_bytes_max: usize) -> Self {
        Self {
            buffer: Vec::new(),
            start: 0,
            searched: 0,
            data_bytes_max: data_bytes_max.min(DATA_BYTES_MAX),
        }
    }

    /// Adds what has arrived. Call [`Splitter::next`] until it gives nothing before the next push: then never more than one
    /// frame's bytes are held besides those pushed.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.start);
        self.start = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// The next frame or garbage; `None` if more bytes must arrive first.
    // It lends its buffer, which `Iterator` cannot.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Option<Split<'_>> {
        let pending = self.buffer.get(self.start..).unwrap_or_default();
        let line_ends = pending
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
            .count();
        self.start += line_ends;
        let pending = self.buffer.get(self.start..).unwrap_or_default();
        let (end, reason) = match step(pending, self.searched, self.data_bytes_max) {
            Step::Wait => {
                self.searched = pending.len();
                return None;
            }
            Step::Frame { end } => (end, None),
            Step::Garbage { end, reason } => (end, Some(reason)),
        };
        self.start += end;
        self.searched = 0;
        let bytes = pending.get(..end).unwrap_or_default();
        Some(match reason {
            None => Split::Frame(bytes),
            Some(reason) => Split::Garbage { bytes, reason },
        })
    }

    /// How many bytes are held.
    pub fn held_bytes(&self) -> usize {
        self.buffer.len() - self.start
    }
}

fn step(pending: &[u8], searched: usize, data_bytes_max: usize) -> Step {
    let garbage = |from: usize, reason| match next_prefix(pending, from) {
        0 => Step::Wait,
        end => Step::Garbage { end, reason },
    };
    let Some(rest) = pending.strip_prefix(b"##") else {
        return garbage(0, FrameError::BadPrefix);
    };
    let Some(digits) = rest.first_chunk::<4>() else {
        return if rest.iter().all(u8::is_ascii_digit) {
            Step::Wait
        } else {
            garbage(1, FrameError::BadLength)
        };
    };
    let Some(declared) = parse_length(digits) else {
        return garbage(1, FrameError::BadLength);
    };
    let bytes = usize::from(declared);
    if bytes > data_bytes_max {
        return garbage(
            1,
            FrameError::TooLong {
                bytes,
                bytes_max: data_bytes_max,
            },
        );
    }
    let frame = pending.get(..bytes + OVERHEAD_BYTES);
    if let Some(end) = torn_end(frame.unwrap_or(pending), searched) {
        let found = end.saturating_sub(OVERHEAD_BYTES);
        let end = next_prefix(pending.get(..end).unwrap_or_default(), 1);
        return Step::Garbage {
            end,
            reason: FrameError::LengthMismatch { declared, found },
        };
    }
    let Some(frame) = frame else {
        return Step::Wait;
    };
    let checked = frame
        .get(6..)
        .and_then(|rest| rest.split_last_chunk::<4>())
        .map(|(data, crc)| check_crc(data, crc));
    match checked {
        Some(Err(reason)) => Step::Garbage {
            end: next_prefix(frame, 1),
            reason,
        },
        _ => Step::Frame { end: frame.len() },
    }
}

/// Where, from `from` on, the next `##` stands; else the end, without a last `#` that may be the first half of one.
fn next_prefix(bytes: &[u8], from: usize) -> usize {
    let found = bytes
        .get(from..)
        .and_then(|rest| rest.windows(2).position(|window| window == b"##"));
    match (found, bytes) {
        (Some(position), _) => from + position,
        (None, [rest @ .., b'#']) => rest.len(),
        (None, _) => bytes.len(),
    }
}

/// Where a line end stands inside of what should be a frame.
fn torn_end(bytes: &[u8], searched: usize) -> Option<usize> {
    // The first half of a line end may have come before.
    let from = searched.saturating_sub(1);
    let rest = bytes.get(from..)?;
    let found = rest.windows(2).position(|window| window == b"\r\n");
    found.map(|position| from + position)
}

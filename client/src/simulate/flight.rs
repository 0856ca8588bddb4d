//! Frames sent and not yet acknowledged.

use super::schedule::Due;
use std::collections::VecDeque;
use std::time::Instant;

/// A frame on its way.
#[derive(Debug)]
pub(super) struct Sent {
    pub(super) due: Due,
    /// The frame with its line end.
    pub(super) bytes: Vec<u8>,
    /// When it was sent last.
    pub(super) at: Instant,
    /// How often it was sent.
    pub(super) times: u32,
}

/// The frames on their way, oldest first.
#[derive(Debug, Default)]
pub(super) struct Flight {
    frames: VecDeque<Sent>,
}

impl Flight {
    pub(super) fn len(&self) -> usize {
        self.frames.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    pub(super) fn push(&mut self, sent: Sent) {
        self.frames.push_back(sent);
    }

    /// Takes the frame with that request number off. A second acknowledgement finds nothing, and so counts nothing.
    pub(super) fn acknowledge(&mut self, qn_ms: u64) -> Option<Sent> {
        // Acknowledgements come in the order of sending, but for what was sent again.
        let position = self
            .frames
            .iter()
            .position(|sent| sent.due.qn_ms == qn_ms)?;
        self.frames.remove(position)
    }

    /// When the longest-waiting frame was sent.
    pub(super) fn oldest(&self) -> Option<Instant> {
        self.frames.iter().map(|sent| sent.at).min()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Sent> {
        self.frames.iter_mut()
    }
}

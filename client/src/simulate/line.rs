//! What the line between logger and gateway does to frames.

use super::profile::mix;
use super::{Fault, Logger, Plan};

/// One frame in so many meets a fault.
const FAULTY_ONE_IN: u64 = 100;
/// One write in so many is torn in two.
const TORN_ONE_IN: u64 = 8;
/// How far from its end a write is torn, at most: in its last frame.
const TORN_BYTES_MAX: usize = 400;

/// A line with its faults. Where they happen is drawn from the seed, by other numbers than the values.
pub(super) struct Line {
    faults: Vec<Fault>,
    state: u64,
}

impl Line {
    pub(super) fn new(plan: &Plan, logger: &Logger) -> Self {
        let faults = plan.faults.iter().copied();
        Self {
            faults: faults
                .filter(|fault| matches!(fault, Fault::BadCrc | Fault::Garbage | Fault::Duplicate))
                .collect(),
            state: mix(plan.seed ^ 0x6C69_6E65 ^ (u64::from(logger.index) << 32)),
        }
    }

    pub(super) fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(1);
        mix(self.state)
    }

    /// Writes what a faulty line makes of a frame, if it does; the frame itself is to follow whole. Gives how often the frame
    /// was thereby sent once more.
    pub(super) fn spoil(&mut self, frame: &[u8], out: &mut Vec<u8>) -> u64 {
        let mut again = 0;
        for index in 0..self.faults.len() {
            let (chance, damage) = (self.draw(), self.draw() as usize);
            let Some(fault) = self
                .faults
                .get(index)
                .filter(|_| chance.is_multiple_of(FAULTY_ONE_IN))
            else {
                continue;
            };
            match fault {
                Fault::BadCrc => {
                    let from = out.len();
                    out.extend_from_slice(frame);
                    // Behind the length and before the CRC, so that it is the CRC that is wrong.
                    let place = from + 6 + damage % frame.len().saturating_sub(12).max(1);
                    if let Some(byte) = out.get_mut(place) {
                        *byte = if *byte == b'0' { b'1' } else { b'0' };
                    }
                }
                Fault::Garbage => {
                    // The end of a frame whose beginning was lost.
                    let lost = 1 + damage % frame.len().saturating_sub(2).max(1);
                    out.extend_from_slice(frame.get(lost..).unwrap_or_default());
                }
                Fault::Duplicate => {
                    out.extend_from_slice(frame);
                    again += 1;
                }
                Fault::Silence { .. } | Fault::Exceed { .. } => {}
            }
        }
        again
    }

    /// Where a write of so many bytes is torn: at its end if it is not.
    pub(super) fn cut(&mut self, bytes: usize) -> usize {
        let (chance, place) = (self.draw(), self.draw() as usize);
        if !chance.is_multiple_of(TORN_ONE_IN) {
            return bytes;
        }
        bytes - place % bytes.clamp(1, TORN_BYTES_MAX)
    }
}

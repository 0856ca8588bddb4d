//! Limits of connections and of what they send.

use super::{within, Fault};
use serde::Deserialize;
use std::time::Duration;

/// The longest frame the format allows: 9,999 bytes of data, and prefix, length, CRC and line end.
pub const FRAME_BYTES_MAX: usize = limpid_hj212::FRAME_BYTES_MAX + 2;

/// What one connection, and all of them, may use.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Open connections; further ones wait in the system's queue.
    pub connections_max: u32,
    /// A connection silent for this long is closed.
    pub idle_timeout_ms: u64,
    /// A logger that does not take its replies for this long is disconnected.
    pub reply_timeout_ms: u64,
    /// The longest frame, from `##` to CR LF.
    pub frame_bytes_max: usize,
    /// What is read from one connection before it is stored and acknowledged.
    pub read_bytes_max: usize,
    /// A connection with more refused frames and pieces of noise in a minute is closed.
    pub bad_frames_per_minute_max: u32,
    /// Above this total, refused frames are not kept, only counted.
    pub rejected_bytes_max: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections_max: 4_096,
            // Longer than the hour between two frames of a logger that sends hour data only.
            idle_timeout_ms: 3_900_000,
            reply_timeout_ms: 10_000,
            frame_bytes_max: FRAME_BYTES_MAX,
            read_bytes_max: 32_768,
            bad_frames_per_minute_max: 120,
            rejected_bytes_max: 4 << 30,
        }
    }
}

impl Limits {
    pub(super) fn check(&self) -> Result<(), Fault> {
        let connections_max = self.connections_max.into();
        let (frame_bytes_max, read_bytes_max) =
            (self.frame_bytes_max as u64, self.read_bytes_max as u64);
        let bad = self.bad_frames_per_minute_max.into();
        within("limits.connections_max", connections_max, 1, 65_536)?;
        within(
            "limits.idle_timeout_ms",
            self.idle_timeout_ms,
            100,
            86_400_000,
        )?;
        within(
            "limits.reply_timeout_ms",
            self.reply_timeout_ms,
            100,
            600_000,
        )?;
        // From what HJ 212-2017 allows at least.
        within(
            "limits.frame_bytes_max",
            frame_bytes_max,
            1_036,
            FRAME_BYTES_MAX as u64,
        )?;
        within("limits.read_bytes_max", read_bytes_max, 1_024, 1 << 20)?;
        within("limits.bad_frames_per_minute_max", bad, 1, 1_000_000)
    }

    /// The longest data segment of a frame.
    pub fn data_bytes_max(&self) -> usize {
        let overhead = FRAME_BYTES_MAX - limpid_hj212::DATA_BYTES_MAX;
        self.frame_bytes_max.saturating_sub(overhead)
    }

    /// How long a connection may be silent.
    pub fn idle_timeout(&self) -> Duration {
        Duration::from_millis(self.idle_timeout_ms)
    }

    /// How long a logger may leave its replies.
    pub fn reply_timeout(&self) -> Duration {
        Duration::from_millis(self.reply_timeout_ms)
    }
}

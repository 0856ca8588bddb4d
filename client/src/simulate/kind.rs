//! The kinds of frames that loggers send.

use std::str::FromStr;

/// A kind of frame, by the period it reports.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FrameKind {
    /// What is measured at a moment.
    RealTime,
    /// Ten minutes.
    Minute,
    /// An hour.
    Hour,
    /// A day.
    Day,
}

/// The text is no command code of a kind of frame.
#[derive(Debug, thiserror::Error)]
#[error("expected 2011 (real time), 2051 (ten minutes), 2061 (hour) or 2031 (day)")]
pub struct FrameKindError;

impl FrameKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::RealTime, Self::Minute, Self::Hour, Self::Day];

    /// Its command code.
    pub fn cn(self) -> u16 {
        match self {
            Self::RealTime => 2011,
            Self::Minute => 2051,
            Self::Hour => 2061,
            Self::Day => 2031,
        }
    }
}

impl FromStr for FrameKind {
    type Err = FrameKindError;

    fn from_str(text: &str) -> Result<Self, FrameKindError> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.cn().to_string() == text)
            .ok_or(FrameKindError)
    }
}

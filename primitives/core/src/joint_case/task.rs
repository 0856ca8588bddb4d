//! What a member of a case is to do.

use crate::{Digest, InstitutionId, Moment};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

running_number!(
    /// A task's number in its case, from 1.
    TaskId
);

/// A task, in the version it was written in. Versions are only ever added.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
pub enum Task {
    /// The first version.
    #[codec(index = 1)]
    V1(TaskV1),
}

/// First version of [`Task`].
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TaskV1 {
    /// The member that does it, or the host itself.
    pub to: InstitutionId,
    /// SHA-256 of the document that says what is to be done.
    pub content: Digest,
    /// Until when, inclusive, milliseconds since 1970 UTC.
    pub due_ms: u64,
    /// When it was set.
    pub at: Moment,
    /// What became of it.
    pub status: TaskStatus,
}

/// What became of a task.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
pub enum TaskStatus {
    /// It is to be done.
    #[codec(index = 0)]
    Open,
    /// It was done.
    #[codec(index = 1)]
    Done {
        /// SHA-256 of the document with the result.
        result: Digest,
        /// When.
        at: Moment,
    },
    /// The host took it back.
    #[codec(index = 2)]
    Withdrawn {
        /// SHA-256 of the document that says why.
        reason: Digest,
        /// When.
        at: Moment,
    },
}

impl TaskV1 {
    /// Whether it is still to be done.
    pub const fn is_open(&self) -> bool {
        matches!(self.status, TaskStatus::Open)
    }

    /// Whether it is still to be done and its time is over.
    pub const fn is_overdue(&self, now_ms: u64) -> bool {
        self.is_open() && now_ms > self.due_ms
    }

    /// Whether it was done after its time.
    pub const fn is_late(&self) -> bool {
        match self.status {
            TaskStatus::Done { at, .. } => at.time_ms > self.due_ms,
            TaskStatus::Open | TaskStatus::Withdrawn { .. } => false,
        }
    }
}

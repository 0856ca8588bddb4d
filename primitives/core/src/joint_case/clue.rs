//! Clues (线索) handed from one agency to another.

use super::CaseId;
use crate::{Digest, DivisionCode, InstitutionId, Moment};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

running_number!(
    /// A clue's number on chain, from 1.
    ClueId
);

/// A clue, in the version it was written in. Versions are only ever added.
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
pub enum Clue {
    /// The first version.
    #[codec(index = 1)]
    V1(ClueV1),
}

/// First version of [`Clue`].
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
pub struct ClueV1 {
    /// The case it belongs to, if it is part of one.
    pub case: Option<CaseId>,
    /// SHA-256 of the clue's file.
    pub content: Digest,
    /// The division it speaks of.
    pub place: DivisionCode,
    /// The agency that handed it over.
    pub from: InstitutionId,
    /// The agency it was handed to.
    pub to: InstitutionId,
    /// When.
    pub at: Moment,
    /// Until when the receiver answers, inclusive.
    pub answer_by_ms: u64,
    /// What became of it.
    pub status: ClueStatus,
}

/// What became of a clue.
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
pub enum ClueStatus {
    /// The receiver has not answered.
    #[codec(index = 0)]
    Transferred,
    /// It was taken.
    #[codec(index = 1)]
    Accepted {
        /// When.
        at: Moment,
        /// The receiver, or the sender when the receiver had not answered in time.
        by: InstitutionId,
    },
    /// The receiver gave it back: the sender has it again.
    #[codec(index = 2)]
    Returned {
        /// When.
        at: Moment,
        /// SHA-256 of the document that says why.
        reason: Digest,
    },
    /// Sender and receiver do not agree on whose it is.
    #[codec(index = 3)]
    Disputed {
        /// When one of them said so.
        at: Moment,
        /// Which of them.
        by: InstitutionId,
        /// SHA-256 of the document that says why.
        reason: Digest,
        /// The division whose agencies decide, or those above it.
        superior: DivisionCode,
    },
    /// The superior decided whose it is.
    #[codec(index = 4)]
    Decided {
        /// When.
        at: Moment,
        /// The agency that decided.
        by: InstitutionId,
        /// The agency that has to act on it.
        to: InstitutionId,
        /// SHA-256 of the decision.
        document: Digest,
    },
}

impl ClueV1 {
    /// Whether somebody still has to say whose it is.
    pub const fn is_open(&self) -> bool {
        matches!(
            self.status,
            ClueStatus::Transferred | ClueStatus::Disputed { .. }
        )
    }

    /// Whether the receiver has not answered and its time is over.
    pub const fn is_overdue(&self, now_ms: u64) -> bool {
        matches!(self.status, ClueStatus::Transferred) && now_ms > self.answer_by_ms
    }

    /// Who has it to act on: nobody while that is open.
    pub const fn handler(&self) -> Option<InstitutionId> {
        match self.status {
            ClueStatus::Transferred | ClueStatus::Disputed { .. } => None,
            ClueStatus::Accepted { by, .. } => Some(by),
            ClueStatus::Returned { .. } => Some(self.from),
            ClueStatus::Decided { to, .. } => Some(to),
        }
    }

    /// Whether it was settled that an agency that got it does not have to act on it.
    pub fn is_off(&self, agency: InstitutionId) -> bool {
        matches!(
            self.status,
            ClueStatus::Accepted { .. } | ClueStatus::Returned { .. } | ClueStatus::Decided { .. }
        ) && self.handler() != Some(agency)
    }
}

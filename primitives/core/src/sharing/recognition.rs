//! Permit archives of other provinces that a division recognises (电子档案互认).

use super::{DataSetId, Subject, Withdrawal};
use crate::{permit::PermitV1, AtMost, Digest, DivisionCode, InstitutionId, Moment, PermitNumber};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A recognition, in the version it was written in. Versions are only ever added.
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
pub enum Recognition {
    /// The first version.
    #[codec(index = 1)]
    V1(RecognitionV1),
}

/// First version of [`Recognition`]: evidence about the archive's permits is accepted in the division without registering them
/// anew.
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
pub struct RecognitionV1 {
    /// The division that recognises.
    pub division: DivisionCode,
    /// The archive.
    pub archive: DataSetId,
    /// Which version of its content.
    pub version: u32,
    /// SHA-256 of the decision.
    pub document: Digest,
    /// When.
    pub at: Moment,
    /// The agency that decided.
    pub by: InstitutionId,
    /// When it was taken back.
    pub withdrawn: Option<Withdrawal>,
}

/// What a recognition in force covers: all that [`covers`](Self::covers) needs, so that one read of a division's list answers.
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
pub struct RecognisedArchive {
    /// The archive.
    pub archive: DataSetId,
    /// Which version of its content.
    pub version: u32,
    /// The division the archive speaks of.
    pub division: DivisionCode,
    /// What it speaks of.
    pub subject: Subject,
    /// When the version was published.
    pub published: Moment,
}

/// The archives a division recognises.
pub type RecognisedList = AtMost<RecognisedArchive, { RecognisedArchive::OF_A_DIVISION_MAX }>;

impl RecognisedArchive {
    /// The most archives a division recognises at a time.
    pub const OF_A_DIVISION_MAX: usize = 64;

    /// Whether a permit is in the archive: it lies in the archive's division, is the one the archive speaks of if that is one
    /// alone, and was first put on chain no later than the version was published.
    pub fn covers(&self, number: &PermitNumber, permit: &PermitV1) -> bool {
        let first = permit.standings.first();
        self.division.contains(permit.division)
            && self.subject.permit().is_none_or(|known| known == *number)
            && first.is_some_and(|first| first.at <= self.published)
    }
}

/// Whether both lie in a province, and not in the same one.
pub fn are_of_two_provinces(one: DivisionCode, other: DivisionCode) -> bool {
    let (one, other) = (one.province(), other.province());
    one != other && one != DivisionCode::NATION && other != DivisionCode::NATION
}

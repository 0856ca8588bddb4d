//! Evidence attached to a case.

use crate::{InstitutionId, Moment, PermitNumber};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// An evidence bundle of a case, in the version it was written in. Versions are only ever added.
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
pub enum CaseEvidence {
    /// The first version.
    #[codec(index = 1)]
    V1(CaseEvidenceV1),
}

/// First version of [`CaseEvidence`].
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
pub struct CaseEvidenceV1 {
    /// The agency that attached it.
    pub by: InstitutionId,
    /// The permit it speaks of, if of one.
    pub permit: Option<PermitNumber>,
    /// When it was attached.
    pub at: Moment,
    /// Why it counts at the host's.
    pub recognition: Recognition,
}

/// Why evidence of a permit counts at the host's.
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
pub enum Recognition {
    /// The permit is one of the host's own province.
    #[codec(index = 0)]
    Own,
    /// It is another province's, whose archive was recognised where the host is when the evidence was attached.
    #[codec(index = 1)]
    Recognised,
    /// It speaks of no permit.
    #[codec(index = 2)]
    NoneNeeded,
}

words!(Recognition, RecognitionError, "own, recognised, none-needed", {
    Own => "own",
    Recognised => "recognised",
    NoneNeeded => "none-needed",
});

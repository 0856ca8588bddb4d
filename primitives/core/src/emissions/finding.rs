//! Findings: exceedances the chain established, and what became of them.

use super::ProofPlace;
use crate::{
    permit::{Averaging, ConcentrationUnit, Limit, NotInForce},
    AtMost, Digest, InstitutionId, Moment, Outlet, Pollutant, RoundingRule,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

running_number!(
    /// A finding's number on chain, from 1.
    FindingId
);

/// A finding, in the version it was written in. Versions are only ever added.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Finding {
    /// The first version.
    #[codec(index = 1)]
    V1(FindingV1),
}

/// First version of [`Finding`].
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct FindingV1 {
    /// The outlet.
    pub outlet: Outlet,
    /// The pollutant.
    pub pollutant: Pollutant,
    /// Whether an hour's or a day's mean exceeded its limit.
    pub averaging: Averaging,
    /// Beginning of the hour or day, milliseconds since 1970 UTC.
    pub observed_ms: u64,
    /// The value as the frame writes it.
    pub value: AtMost<u8, { FindingV1::VALUE_BYTES_MAX }>,
    /// The value's unit, which need not be the limit's.
    pub unit: ConcentrationUnit,
    /// The permit's version that stood then.
    pub permit_version: u32,
    /// Why the permit was not in force then; `None` if it was. Its limits hold for whoever discharges without it, too.
    pub not_in_force: Option<NotInForce>,
    /// The limit it exceeded.
    pub limit: Limit,
    /// How value and limit were compared.
    pub rounding: RoundingRule,
    /// Where the frame is anchored.
    pub place: ProofPlace,
    /// When it was filed.
    pub filed: Moment,
    /// How far it has come.
    pub status: FindingStatus,
    /// The technical review, by a person of the agency.
    pub technical_review: Option<Review>,
    /// The legal review, by another person.
    pub legal_review: Option<Review>,
    /// When the party was notified, and the digest of the notice.
    pub notice: Option<(Moment, Digest)>,
    /// When the party stated its position, and the digest of the statement.
    pub statement: Option<(Moment, Digest)>,
}

impl FindingV1 {
    /// The longest value: 38 digits, a sign and a point.
    pub const VALUE_BYTES_MAX: usize = 40;
}

/// How far a finding has come (行政处罚法, articles 41, 42 and 44).
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
pub enum FindingStatus {
    /// The chain established it; both reviews are not there yet.
    #[codec(index = 0)]
    Filed,
    /// Two persons of the agency reviewed it.
    #[codec(index = 1)]
    Reviewed {
        /// When the second did.
        at: Moment,
    },
    /// The party was notified.
    #[codec(index = 2)]
    Notified {
        /// It may state its position until then, milliseconds since 1970 UTC.
        statement_until_ms: u64,
    },
    /// It stands.
    #[codec(index = 3)]
    Upheld {
        /// When it was decided.
        at: Moment,
        /// SHA-256 of the decision's document.
        document: Digest,
    },
    /// It does not stand.
    #[codec(index = 4)]
    Dismissed {
        /// When it was decided.
        at: Moment,
        /// SHA-256 of the decision's document.
        document: Digest,
    },
}

/// What a review of a finding is about (行政处罚法, article 41).
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
pub enum ReviewKind {
    /// 技术审核: whether the data are right.
    #[codec(index = 0)]
    Technical,
    /// 法制审核: whether they support a decision.
    #[codec(index = 1)]
    Legal,
}

words!(ReviewKind, ReviewKindError, "technical, legal", {
    Technical => "technical",
    Legal => "legal",
});

/// One person's review of a finding.
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
pub struct Review {
    /// The agency.
    pub institution: InstitutionId,
    /// The person's account.
    pub account: [u8; 32],
    /// When.
    pub at: Moment,
    /// SHA-256 of the review.
    pub document: Digest,
}

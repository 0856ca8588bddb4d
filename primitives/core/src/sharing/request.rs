//! Requests, and how they were answered.

use super::{DataSetId, GrantId, ShortText};
use crate::{Digest, InstitutionId, Moment};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

running_number!(
    /// A request's number on chain, from 1.
    RequestId
);

/// A request, in the version it was written in. Versions are only ever added.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
pub enum Request {
    /// The first version.
    #[codec(index = 1)]
    V1(RequestV1),
}

/// First version of [`Request`].
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RequestV1 {
    /// What was asked for.
    pub new: NewRequest,
    /// The agency or court that asks.
    pub requester: InstitutionId,
    /// The agency that answers.
    pub provider: InstitutionId,
    /// When it was made.
    pub at: Moment,
    /// From this time on it is overdue if it is open, milliseconds since 1970 UTC.
    pub answer_by_ms: u64,
    /// What became of it.
    pub answer: Answer,
}

/// A request to be made.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct NewRequest {
    /// The data set.
    pub data_set: DataSetId,
    /// Which version of its content.
    pub version: u32,
    /// What the data are needed for.
    pub purpose: ShortText,
    /// SHA-256 of the legal basis.
    pub basis: Digest,
    /// They are to be used from this time on, milliseconds since 1970 UTC.
    pub use_from_ms: u64,
    /// And up to this time, exclusive.
    pub use_until_ms: u64,
}

/// What became of a request.
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
pub enum Answer {
    /// Nothing yet.
    #[codec(index = 0)]
    Open,
    /// The provider granted it.
    #[codec(index = 1)]
    Granted {
        /// The grant.
        grant: GrantId,
    },
    /// The provider refused it.
    #[codec(index = 2)]
    Refused {
        /// SHA-256 of the document that says why.
        reason: Digest,
        /// When.
        at: Moment,
        /// The provider.
        by: InstitutionId,
    },
    /// The requester took it back.
    #[codec(index = 3)]
    Withdrawn {
        /// When.
        at: Moment,
    },
}

/// How a request stands at a time.
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
pub enum RequestStanding {
    /// It can be answered, and there is time.
    #[codec(index = 0)]
    Open,
    /// It can be answered, and should have been.
    #[codec(index = 1)]
    Overdue,
    /// It was granted.
    #[codec(index = 2)]
    Granted,
    /// It was refused.
    #[codec(index = 3)]
    Refused,
    /// It was taken back.
    #[codec(index = 4)]
    Withdrawn,
}

words!(RequestStanding, RequestStandingError, "open, overdue, granted, refused, withdrawn", {
    Open => "open",
    Overdue => "overdue",
    Granted => "granted",
    Refused => "refused",
    Withdrawn => "withdrawn",
});

impl RequestV1 {
    /// How it stands at a time.
    pub fn standing_at(&self, time_ms: u64) -> RequestStanding {
        match self.answer {
            Answer::Open if time_ms < self.answer_by_ms => RequestStanding::Open,
            Answer::Open => RequestStanding::Overdue,
            Answer::Granted { .. } => RequestStanding::Granted,
            Answer::Refused { .. } => RequestStanding::Refused,
            Answer::Withdrawn { .. } => RequestStanding::Withdrawn,
        }
    }
}

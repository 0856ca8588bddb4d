//! Grants: what a provider gave to a requester, for how long, and under which conditions.

use super::{DataSetId, RequestId, SealedKey};
use crate::{AtMost, Digest, InstitutionId, Moment};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

running_number!(
    /// A grant's number on chain, from 1.
    GrantId
);

/// A grant, in the version it was written in. Versions are only ever added.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
pub enum Grant {
    /// The first version.
    #[codec(index = 1)]
    V1(GrantV1),
}

/// First version of [`Grant`]. It is *live* at a time if it is neither revoked nor over then.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct GrantV1 {
    /// The request it answers.
    pub request: RequestId,
    /// The data set.
    pub data_set: DataSetId,
    /// Which version of its content.
    pub version: u32,
    /// The agency that gives.
    pub provider: InstitutionId,
    /// The agency or court that gets.
    pub requester: InstitutionId,
    /// What may be used, and by whom.
    pub scope: GrantScope,
    /// SHA-256 of the decision.
    pub document: Digest,
    /// It is live up to this time, exclusive, milliseconds since 1970 UTC.
    pub expires_ms: u64,
    /// The content key, sealed to the requester's key: the one that was current when it was given or last sealed anew.
    pub sealed: SealedKey,
    /// When it was given.
    pub at: Moment,
    /// The provider that gave it.
    pub by: InstitutionId,
    /// How it got later ends, from the first on.
    pub renewed: RenewalList,
    /// When the provider took it back.
    pub revoked: Option<Revocation>,
}

/// What of a version may be used, and by whom. The sealed file is one: the scope binds who has it, it does not cut the content.
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
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct GrantScope {
    /// The first time the data of which may be used, milliseconds since 1970 UTC.
    pub from_ms: u64,
    /// The end of that time, exclusive.
    pub until_ms: u64,
    /// Whether the requester may hand the data on.
    pub onward: Onward,
}

/// Whether who got data may hand them on.
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
pub enum Onward {
    /// No.
    #[codec(index = 0)]
    Forbidden,
    /// To agencies and courts of its own division and in it.
    #[codec(index = 1)]
    OwnDivision,
}

words!(Onward, OnwardError, "forbidden, own-division", {
    Forbidden => "forbidden",
    OwnDivision => "own-division",
});

/// A later end of a grant. Between `from_ms` and `at`, if that is later, it was over: a renewal does not reach back.
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
pub struct Renewal {
    /// The end it had.
    pub from_ms: u64,
    /// The end it got.
    pub to_ms: u64,
    /// SHA-256 of the decision.
    pub document: Digest,
    /// When.
    pub at: Moment,
    /// The provider.
    pub by: InstitutionId,
}

/// The renewals of a grant, from the first on.
pub type RenewalList = AtMost<Renewal, { GrantV1::RENEWALS_MAX }>;

/// When a grant was taken back.
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
pub struct Revocation {
    /// When.
    pub at: Moment,
    /// The provider.
    pub by: InstitutionId,
    /// SHA-256 of the document that says why.
    pub reason: Digest,
}

/// How a grant stands at a time. What ends it counts before what is disputed of it.
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
pub enum GrantStanding {
    /// Live, and nothing is known against it.
    #[codec(index = 0)]
    Live,
    /// Its time is over.
    #[codec(index = 1)]
    Expired,
    /// The provider took it back.
    #[codec(index = 2)]
    Revoked,
    /// Live, and by the last receipt something else arrived than was granted.
    #[codec(index = 3)]
    Disputed,
}

words!(GrantStanding, GrantStandingError, "live, expired, revoked, disputed", {
    Live => "live",
    Expired => "expired",
    Revoked => "revoked",
    Disputed => "disputed",
});

impl GrantV1 {
    /// How often a grant can be renewed.
    pub const RENEWALS_MAX: usize = 8;

    /// Whether the data may be fetched by it at a time.
    pub const fn is_live_at(&self, time_ms: u64) -> bool {
        self.revoked.is_none() && time_ms < self.expires_ms
    }
}

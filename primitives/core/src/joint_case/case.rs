//! A case, and how much is in it.

use crate::{Digest, InstitutionId, Moment};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

running_number!(
    /// A case's number on chain, from 1.
    CaseId
);

/// A case, in the version it was written in. Versions are only ever added.
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
pub enum Case {
    /// The first version.
    #[codec(index = 1)]
    V1(CaseV1),
}

/// First version of [`Case`].
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
pub struct CaseV1 {
    /// The agency that opened it, invites the others and closes it.
    pub host: InstitutionId,
    /// SHA-256 of the document that opens it.
    pub document: Digest,
    /// When it was opened.
    pub at: Moment,
    /// How it ended; `None` while it is open.
    pub closed: Option<Closing>,
}

/// How a case ended.
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
pub struct Closing {
    /// SHA-256 of the document with the result.
    pub result: Digest,
    /// When it was closed.
    pub at: Moment,
}

/// How much is in a case, in the version it was written in. Versions are only ever added.
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
pub enum CaseTally {
    /// The first version.
    #[codec(index = 1)]
    V1(CaseTallyV1),
}

/// First version of [`CaseTally`].
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CaseTallyV1 {
    /// Agencies that were ever invited, each once.
    pub members: u32,
    /// Evidence bundles attached.
    pub evidence: u32,
    /// Tasks ever set; the newest has this number.
    pub tasks: u32,
    /// Those of them neither done nor withdrawn.
    pub open_tasks: u32,
}

impl Default for CaseTally {
    fn default() -> Self {
        Self::V1(CaseTallyV1::default())
    }
}

impl CaseV1 {
    /// Whether it is open.
    pub const fn is_open(&self) -> bool {
        self.closed.is_none()
    }
}

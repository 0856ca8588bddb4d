//! One state of a data set's content.

use super::{Escrow, Location, ShortText};
use crate::{Digest, InstitutionId, Moment};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A version of a data set's content, in the version of this type it was written in. They are only ever added.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
pub enum Version {
    /// The first version.
    #[codec(index = 1)]
    V1(VersionV1),
}

/// First version of [`Version`]. Never changed.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct VersionV1 {
    /// What was published.
    pub new: NewVersion,
    /// When it was published.
    pub at: Moment,
    /// The agency, which is the data set's provider.
    pub by: InstitutionId,
}

/// A version to be published.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct NewVersion {
    /// SHA-256 of the plain content.
    pub plain: Digest,
    /// Its length in bytes.
    pub plain_bytes: u64,
    /// SHA-256 of the sealed file.
    pub sealed: Digest,
    /// Its length in bytes.
    pub sealed_bytes: u64,
    /// SHA-256 of `LIMPIDK1` and the content key's 32 bytes: who opens a sealed key knows by it whether it is the right one.
    pub key_digest: Digest,
    /// How the content is laid out.
    pub schema: ShortText,
    /// The server that has the sealed file.
    pub location: Location,
    /// The content key in shares, for a court's order.
    pub escrow: Option<Escrow>,
}

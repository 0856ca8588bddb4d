//! A court's order to open a version, and what was released to it.

use super::{DataSetId, Escrow, SealedKey};
use crate::{AtMost, Digest, InstitutionId, Moment};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

running_number!(
    /// An opening's number on chain, from 1.
    OpeningId
);

/// An opening, in the version it was written in. Versions are only ever added.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
pub enum Opening {
    /// The first version.
    #[codec(index = 1)]
    V1(OpeningV1),
}

/// First version of [`Opening`].
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct OpeningV1 {
    /// The data set.
    pub data_set: DataSetId,
    /// Which version of its content.
    pub version: u32,
    /// The court that orders it.
    pub court: InstitutionId,
    /// SHA-256 of the order.
    pub document: Digest,
    /// When it was ordered.
    pub at: Moment,
    /// The shares that were released, each agency's once.
    pub released: AtMost<ReleasedShare, { Escrow::SHARES_MAX }>,
}

/// A share an agency released to a court.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ReleasedShare {
    /// The agency.
    pub agency: InstitutionId,
    /// Its share, sealed to the court's key.
    pub sealed: SealedKey,
    /// When.
    pub at: Moment,
}

impl OpeningV1 {
    /// Whether the agency released its share.
    pub fn was_released_by(&self, agency: InstitutionId) -> bool {
        self.released.iter().any(|share| share.agency == agency)
    }
}

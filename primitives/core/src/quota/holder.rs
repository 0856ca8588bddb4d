//! Who holds quota.

use super::{Place, Sector};
use crate::{AtMost, Digest, DivisionCode, InstitutionId, Moment, Uscc};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;

/// Who holds quota. Text: an institution's number, or `reserve:130000`.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Holder {
    /// An enterprise.
    #[codec(index = 0)]
    Institution(InstitutionId),
    /// A division's reserve (储备); the agencies over it act for it.
    #[codec(index = 1)]
    Reserve(DivisionCode),
}

/// The text is neither an institution's number nor `reserve:` and a division's code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HolderError;

impl Holder {
    /// The institution, if it is one.
    pub const fn institution(&self) -> Option<InstitutionId> {
        match self {
            Self::Institution(id) => Some(*id),
            Self::Reserve(_) => None,
        }
    }
}

impl FromStr for Holder {
    type Err = HolderError;
    fn from_str(text: &str) -> Result<Self, HolderError> {
        match text.strip_prefix("reserve:") {
            Some(code) => code.parse().map(Self::Reserve).map_err(|_| HolderError),
            None => text.parse().map(Self::Institution).map_err(|_| HolderError),
        }
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Institution(id) => write!(f, "{id}"),
            Self::Reserve(division) => write!(f, "reserve:{division}"),
        }
    }
}

serde_as_text!(Holder);

impl fmt::Display for HolderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a holder is an institution's number, or reserve: and a division's code, as in reserve:130000")
    }
}

impl core::error::Error for HolderError {}

/// What an agency enrolled of an enterprise that may hold quota, in the version it was written in. Versions are only ever added.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
pub enum Enrolment {
    /// The first version.
    #[codec(index = 1)]
    V1(EnrolmentV1),
}

/// First version of [`Enrolment`].
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct EnrolmentV1 {
    /// What the enterprise declared.
    pub declaration: Declaration,
    /// SHA-256 of the declaration's document.
    pub document: Digest,
    /// When it was enrolled, or corrected.
    pub at: Moment,
    /// The agency.
    pub by: InstitutionId,
}

/// What an enterprise declares to be enrolled.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Declaration {
    /// What it does.
    pub sector: Sector,
    /// The group it belongs to, by the credit code of the group's head.
    pub group: Option<Uscc>,
    /// Where its sites are, in the order of their divisions, each division once. At least one.
    pub places: AtMost<Place, { Declaration::PLACES_MAX }>,
}

impl Declaration {
    /// The most places of a holder.
    pub const PLACES_MAX: usize = 16;

    /// The place of the holder's sites in this division.
    pub fn place(&self, division: DivisionCode) -> Option<&Place> {
        self.places.iter().find(|place| place.division == division)
    }

    /// Whether there is a place, and all are in order, each division once.
    pub fn is_in_order(&self) -> bool {
        let ascends = |pair: &[Place]| matches!(pair, [a, b] if a.division < b.division);
        !self.places.is_empty() && self.places.windows(2).all(ascends)
    }
}

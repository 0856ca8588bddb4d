//! Freezes: what courts ordered.

use super::{ClassId, Holder};
use crate::{Digest, DivisionCode, Grams, InstitutionId, Moment};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

running_number!(
    /// A freeze's number on chain, from 1.
    FreezeId
);

/// A freeze, in the version it was written in. Versions are only ever added.
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
pub enum Freeze {
    /// The first version.
    #[codec(index = 1)]
    V1(FreezeV1),
}

/// First version of [`Freeze`].
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
pub struct FreezeV1 {
    /// Whose quota.
    pub holder: Holder,
    /// The class.
    pub class: ClassId,
    /// How much must stay. It may be more than there is: then what comes in later stays too.
    pub amount: Grams,
    /// The court that ordered it.
    pub court: InstitutionId,
    /// The court's division when it did.
    pub division: DivisionCode,
    /// SHA-256 of the order.
    pub document: Digest,
    /// When it was ordered.
    pub at: Moment,
    /// When it was released.
    pub released: Option<Release>,
}

/// The end of a freeze.
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
pub struct Release {
    /// When.
    pub at: Moment,
    /// The court that released it.
    pub by: InstitutionId,
    /// SHA-256 of the order.
    pub document: Digest,
}

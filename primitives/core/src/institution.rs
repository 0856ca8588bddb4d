//! An institution as it stands on chain.

use crate::{DivisionCode, InstitutionKind, InstitutionName, Moment, Uscc};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

running_number!(
    /// An institution's number on chain, given when it is admitted.
    InstitutionId
);

/// An institution, in the version it was written in. Versions are only ever added.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum Institution {
    /// The first version.
    #[codec(index = 1)]
    V1(InstitutionV1),
}

/// First version of [`Institution`].
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct InstitutionV1 {
    /// What it is.
    pub kind: InstitutionKind,
    /// Its unified social credit code.
    pub uscc: Uscc,
    /// Its name.
    pub name: InstitutionName,
    /// The division it belongs to; for an agency or a court, the one it has authority over.
    pub division: DivisionCode,
    /// Whether it may act.
    pub status: InstitutionStatus,
    /// When it was admitted.
    pub admitted: Moment,
    /// The agency that admitted it; `None` if the council or the genesis block did.
    pub admitted_by: Option<InstitutionId>,
}

/// Whether an institution may act.
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
    serde(rename_all = "kebab-case")
)]
pub enum InstitutionStatus {
    /// Its members may act.
    #[codec(index = 0)]
    Active,
    /// Its members may not act.
    #[codec(index = 1)]
    Suspended {
        /// Since when.
        since: Moment,
    },
}

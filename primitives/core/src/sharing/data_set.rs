//! The catalogue: what a provider has that others may ask for.

use super::ShortText;
use crate::{Digest, DivisionCode, InstitutionId, Moment, Outlet, PermitNumber};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

running_number!(
    /// A data set's number on chain, from 1.
    DataSetId
);

/// What a data set is.
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
pub enum DataSetKind {
    /// Monitoring records.
    #[codec(index = 0)]
    Records,
    /// The archive of one permit, or of a division's permits.
    #[codec(index = 1)]
    PermitArchive,
    /// The file of a case.
    #[codec(index = 2)]
    CaseFile,
    /// Something else; the title says what.
    #[codec(index = 3)]
    Other,
}

words!(DataSetKind, DataSetKindError, "records, permit-archive, case-file, other", {
    Records => "records",
    PermitArchive => "permit-archive",
    CaseFile => "case-file",
    Other => "other",
});

/// What a data set speaks of, if it is one thing.
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
pub enum Subject {
    /// Not one permit alone.
    #[codec(index = 0)]
    None,
    /// A permit.
    #[codec(index = 1)]
    Permit(PermitNumber),
    /// An outlet.
    #[codec(index = 2)]
    Outlet(Outlet),
}

impl Subject {
    /// The permit it speaks of, or whose outlet.
    pub const fn permit(&self) -> Option<PermitNumber> {
        match self {
            Self::None => None,
            Self::Permit(number) => Some(*number),
            Self::Outlet(outlet) => Some(outlet.permit),
        }
    }
}

/// A data set, in the version it was written in. Versions of this type are only ever added.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
pub enum DataSet {
    /// The first version.
    #[codec(index = 1)]
    V1(DataSetV1),
}

/// First version of [`DataSet`].
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DataSetV1 {
    /// What was published.
    pub new: NewDataSet,
    /// The agency that has it.
    pub provider: InstitutionId,
    /// The newest version of its content, from 1.
    pub versions: u32,
    /// When it was published.
    pub published: Moment,
    /// When the provider withdrew it: from then on nobody gets it who had not got it before.
    pub withdrawn: Option<Withdrawal>,
}

/// A data set to be published.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct NewDataSet {
    /// The division it speaks of; the provider's, or one in it.
    pub division: DivisionCode,
    /// What it is.
    pub kind: DataSetKind,
    /// What it is called.
    pub title: ShortText,
    /// What it speaks of.
    pub subject: Subject,
    /// The first time it speaks of, milliseconds since 1970 UTC.
    pub from_ms: u64,
    /// The end of the time it speaks of, exclusive.
    pub until_ms: u64,
}

/// When something that was offered or recognised was taken back.
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
pub struct Withdrawal {
    /// When.
    pub at: Moment,
    /// The agency that did.
    pub by: InstitutionId,
    /// SHA-256 of the document that says why.
    pub reason: Digest,
}

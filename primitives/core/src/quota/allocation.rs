//! Allocations: where all quota comes from.

use super::{Holder, LotId};
use crate::{Grams, InstitutionId, Moment};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// What one holder gets by a decision.
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
pub struct Share {
    /// Who.
    pub holder: Holder,
    /// How much.
    pub amount: Grams,
}

/// What one decision allocated of a class to one holder, in the version it was written in. Versions are only ever added.
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
pub enum Allocation {
    /// The first version.
    #[codec(index = 1)]
    V1(AllocationV1),
}

/// First version of [`Allocation`].
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
pub struct AllocationV1 {
    /// How much the decision grants.
    pub granted: Grams,
    /// How much of it was deducted for shortfalls of earlier years.
    pub deducted: Grams,
    /// The lot the rest became; `None` if all was deducted.
    pub lot: Option<LotId>,
    /// When it was carried out.
    pub at: Moment,
    /// The agency.
    pub by: InstitutionId,
}

/// What is deducted from a holder's next allocations of a pollutant, in the version it was written in. Versions are only ever added.
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
pub enum Deduction {
    /// The first version.
    #[codec(index = 1)]
    V1(DeductionV1),
}

impl Default for Deduction {
    fn default() -> Self {
        Self::V1(DeductionV1::default())
    }
}

/// First version of [`Deduction`]: both sums since the chain began.
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
pub struct DeductionV1 {
    /// What the assessments as they stand demand.
    pub owed: Grams,
    /// What was deducted. It is not given back when an assessment is corrected later.
    pub taken: Grams,
}

impl DeductionV1 {
    /// What is still to be deducted.
    pub const fn outstanding(&self) -> Grams {
        self.owed.saturating_sub(self.taken)
    }
}

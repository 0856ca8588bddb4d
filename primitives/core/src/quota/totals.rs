//! What became of a class's quota.

use crate::Grams;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// What became of a class's quota, in the version it was written in. Versions are only ever added.
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
pub enum ClassTotals {
    /// The first version.
    #[codec(index = 1)]
    V1(ClassTotalsV1),
}

impl Default for ClassTotals {
    fn default() -> Self {
        Self::V1(ClassTotalsV1::default())
    }
}

/// First version of [`ClassTotals`]: sums since the class was defined.
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
pub struct ClassTotalsV1 {
    /// What was allocated.
    pub allocated: Grams,
    /// What was surrendered.
    pub surrendered: Grams,
    /// What was given up.
    pub retired: Grams,
    /// What was written off after the class was over.
    pub expired: Grams,
}

impl ClassTotalsV1 {
    /// What holders have; `None` if more ended than there was, which never happens.
    pub const fn live(&self) -> Option<Grams> {
        match self.allocated.0.checked_sub(self.surrendered.0) {
            Some(left) => match left.checked_sub(self.retired.0) {
                Some(left) => match left.checked_sub(self.expired.0) {
                    Some(left) => Some(Grams(left)),
                    None => None,
                },
                None => None,
            },
            None => None,
        }
    }
}

//! What an outlet discharged in a year: the sum of its days.

use super::POLLUTANTS_MAX;
use crate::{AtMost, Micrograms, Pollutant};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// What an outlet discharged in a year, in the version it was written in. Versions are only ever added.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum YearTotal {
    /// The first version.
    #[codec(index = 1)]
    V1(YearTotalV1),
}

/// First version of [`YearTotal`].
#[derive(
    Clone,
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
pub struct YearTotalV1 {
    /// An entry a pollutant, in the order of their codes.
    pub entries: AtMost<YearEntry, POLLUTANTS_MAX>,
}

/// One pollutant's year at an outlet.
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
pub struct YearEntry {
    /// The pollutant.
    pub pollutant: Pollutant,
    /// The sum of what counts of each day.
    pub mass: Micrograms,
    /// Days with an agency's own measurement.
    pub days_overridden: u16,
    /// Days with a computed mass that counts.
    pub days_computed: u16,
    /// Days with a substitute that counts.
    pub days_substituted: u16,
}

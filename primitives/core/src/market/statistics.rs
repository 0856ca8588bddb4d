//! What everybody may know of a day's trades.

use super::{Fen, Tick};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A class's day in the order book, in the version it was written in. Versions are only ever added.
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
pub enum DayStatistics {
    /// The first version.
    #[codec(index = 1)]
    V1(DayStatisticsV1),
}

/// First version of [`DayStatistics`].
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
pub struct DayStatisticsV1 {
    /// Price of the first trade.
    pub open: Tick,
    /// Highest price.
    pub high: Tick,
    /// Lowest price.
    pub low: Tick,
    /// Price of the last trade.
    pub last: Tick,
    /// Units traded.
    pub units: u64,
    /// Money paid.
    pub turnover: Fen,
    /// How many trades.
    pub trades: u32,
}

//! What the agencies set of how emissions are counted and found.

use crate::RoundingRule;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The council's rules, in the version they were written in. Versions are only ever added.
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
pub enum EmissionRules {
    /// The first version.
    #[codec(index = 1)]
    V1(EmissionRulesV1),
}

/// First version of [`EmissionRules`].
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
pub struct EmissionRulesV1 {
    /// How a mean is compared with its limit.
    pub rounding: RoundingRule,
    /// An hour's data are not valid when accepted tags cover more of it than this: 15 minutes (HJ 75: 45 minutes are enough).
    pub tagged_of_hour_ms_max: u64,
    /// A day's data are not valid when accepted tags cover more of it than this: 4 hours (20 hours are enough).
    pub tagged_of_day_ms_max: u64,
    /// A day's frame is waited for so long after the day, before a substitute counts.
    pub data_deadline_ms: u64,
    /// A filed finding is to be reviewed by two persons within this time.
    pub review_deadline_ms: u64,
    /// The party may state its position within this time after it was notified.
    pub statement_deadline_ms: u64,
    /// A finding is to be upheld or dismissed within this time after the statement, or after its deadline.
    pub decision_deadline_ms: u64,
}

impl Default for EmissionRulesV1 {
    fn default() -> Self {
        const HOUR_MS: u64 = 60 * 60 * 1000;
        const DAY_MS: u64 = 24 * HOUR_MS;
        Self {
            rounding: RoundingRule::FullValue,
            tagged_of_hour_ms_max: HOUR_MS / 4,
            tagged_of_day_ms_max: 4 * HOUR_MS,
            data_deadline_ms: 3 * DAY_MS,
            review_deadline_ms: 7 * DAY_MS,
            statement_deadline_ms: 5 * DAY_MS,
            decision_deadline_ms: 90 * DAY_MS,
        }
    }
}

/// What counts for a day without valid data; an agency sets it for its division.
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
pub enum SubstitutionRule {
    /// The largest mass that counts of so many days before it, 1 to 31, of those that have one.
    #[codec(index = 0)]
    LargestOfDays(u8),
    /// The mean of what counts of so many days before it, 1 to 31, of those that have one; what is below a microgram counts as one.
    #[codec(index = 1)]
    MeanOfDays(u8),
    /// The yearly permitted mass, divided by 365; what is below a microgram counts as one.
    #[codec(index = 2)]
    PermittedDay,
}

//! Listings: how a class is traded.

use super::Fen;
use crate::{AtMost, Digest, InstitutionId, Moment};
use codec::{Decode, DecodeWithMemTracking, Encode, Error, Input, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// How a class is traded, in the version it was written in. Versions are only ever added.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
pub enum Listing {
    /// The first version.
    #[codec(index = 1)]
    V1(ListingV1),
}

/// First version of [`Listing`].
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct ListingV1 {
    /// Prices are whole numbers of this. More than nothing.
    pub tick: Fen,
    /// How far a listed price may be from the reference, in thousandths of it.
    pub band_permille: u16,
    /// How far a negotiated price may be from the reference, in thousandths of it.
    pub block_band_permille: u16,
    /// Smallest order, in units.
    pub units_min: u64,
    /// Largest order, in units.
    pub units_max: u64,
    /// Smallest negotiated trade, in units.
    pub block_units_min: u64,
    /// How many of the best prices one order may take; all of them if it is 0.
    pub levels_max: u8,
    /// When orders are matched, in the order of their beginnings; never if there is none.
    pub sessions: AtMost<Session, { ListingV1::SESSIONS_MAX }>,
    /// On which days of the week, Monday in the lowest of seven bits.
    pub weekdays: u8,
    /// The price the first day's band is around.
    pub reference: Fen,
}

impl ListingV1 {
    /// The most sessions of a day.
    pub const SESSIONS_MAX: usize = 4;
}

/// A time of the day in which orders are matched, in minutes since midnight in Beijing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Session {
    from_minute: u16,
    until_minute: u16,
}

/// The minutes are no time of a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SessionError;

impl Session {
    /// A session that begins with one minute and ends before another of the same day.
    pub const fn new(from_minute: u16, until_minute: u16) -> Result<Self, SessionError> {
        if from_minute < until_minute && until_minute <= 24 * 60 {
            Ok(Self {
                from_minute,
                until_minute,
            })
        } else {
            Err(SessionError)
        }
    }

    /// The first minute.
    pub const fn from_minute(self) -> u16 {
        self.from_minute
    }

    /// The minute after the last.
    pub const fn until_minute(self) -> u16 {
        self.until_minute
    }
}

impl Decode for Session {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        let (from_minute, until_minute) = Decode::decode(input)?;
        Self::new(from_minute, until_minute).map_err(|_| "not a Session".into())
    }
}

impl DecodeWithMemTracking for Session {}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Session {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Fields {
            from_minute: u16,
            until_minute: u16,
        }
        let fields = Fields::deserialize(deserializer)?;
        Self::new(fields.from_minute, fields.until_minute).map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for SessionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a session begins before it ends, within one day of 1440 minutes")
    }
}

impl core::error::Error for SessionError {}

/// Why nothing is matched although it is time.
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
pub struct Halt {
    /// SHA-256 of the document that says why.
    pub reason: Digest,
    /// Who halted it.
    pub by: InstitutionId,
    /// Since when.
    pub since: Moment,
}

//! The years quota is for.

use crate::Day;
use codec::{Decode, DecodeWithMemTracking, Encode, Error, Input, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// The years for which quota can be surrendered, and its last day: not before the last of these years is over, because a year's
/// emissions are known after it.
///
/// ```
/// use limpid_primitives::quota::Vintage;
/// let vintage = Vintage::new(2026, 2030, "2031-06-30".parse().unwrap()).unwrap();
/// assert!(vintage.covers(2028) && !vintage.covers(2031));
/// assert!(Vintage::new(2026, 2030, "2030-12-30".parse().unwrap()).is_err());
/// ```
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Encode, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Vintage {
    first_year: u16,
    last_year: u16,
    expires: Day,
}

/// The numbers are no vintage.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct VintageError;

impl Vintage {
    /// The most years of a vintage: two periods of approval (财税〔2015〕61号: five years).
    pub const YEARS_MAX: u16 = 10;

    /// A vintage for these years, both included, that is valid through the day.
    pub fn new(first_year: u16, last_year: u16, expires: Day) -> Result<Self, VintageError> {
        let further = last_year.checked_sub(first_year).ok_or(VintageError)?;
        let last_day = Day::last_of_year(last_year).ok_or(VintageError)?;
        if further >= Self::YEARS_MAX
            || expires < last_day
            || Day::last_of_year(first_year).is_none()
        {
            return Err(VintageError);
        }
        Ok(Self {
            first_year,
            last_year,
            expires,
        })
    }

    /// The first year it is for.
    pub const fn first_year(&self) -> u16 {
        self.first_year
    }

    /// The last year it is for.
    pub const fn last_year(&self) -> u16 {
        self.last_year
    }

    /// The last day on which anything can be done with it.
    pub const fn expires(&self) -> Day {
        self.expires
    }

    /// Whether it can be surrendered for this year.
    pub const fn covers(&self, year: u16) -> bool {
        self.first_year <= year && year <= self.last_year
    }

    /// Whether it is over at this time.
    pub const fn is_over(&self, time_ms: u64) -> bool {
        time_ms >= self.expires.end_ms()
    }
}

impl Decode for Vintage {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        let (first_year, last_year, expires) = Decode::decode(input)?;
        Self::new(first_year, last_year, expires).map_err(|_| "not a Vintage".into())
    }
}

impl DecodeWithMemTracking for Vintage {}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Vintage {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Fields {
            first_year: u16,
            last_year: u16,
            expires: Day,
        }
        let fields = Fields::deserialize(deserializer)?;
        Self::new(fields.first_year, fields.last_year, fields.expires)
            .map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for VintageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a vintage has 1 to 10 years from 1970 on, and expires on the last day of the last one or later")
    }
}

impl core::error::Error for VintageError {}

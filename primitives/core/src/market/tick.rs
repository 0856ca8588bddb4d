//! Prices as whole numbers of ticks.

use codec::{Decode, DecodeWithMemTracking, Encode, Error, Input, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;

/// A price in ticks of its class's listing: 1 to 2^24 - 1.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Encode, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(transparent))]
pub struct Tick(u32);

/// The number is no price in ticks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TickError;

impl Tick {
    /// The highest price.
    pub const MAX: Self = Self((1 << 24) - 1);

    /// How many ticks it is.
    pub const fn number(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for Tick {
    type Error = TickError;
    fn try_from(number: u32) -> Result<Self, TickError> {
        match number {
            1..=0xff_ffff => Ok(Self(number)),
            _ => Err(TickError),
        }
    }
}

impl FromStr for Tick {
    type Err = TickError;
    fn from_str(text: &str) -> Result<Self, TickError> {
        text.parse::<u32>().map_err(|_| TickError)?.try_into()
    }
}

impl Decode for Tick {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        Self::try_from(u32::decode(input)?).map_err(|_| "not a Tick".into())
    }
}

impl DecodeWithMemTracking for Tick {}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Tick {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = u32::deserialize(deserializer)?;
        Self::try_from(number).map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for Tick {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Display for TickError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a price has 1 to 16,777,215 ticks")
    }
}

impl core::error::Error for TickError {}

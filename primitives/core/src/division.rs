//! Administrative divisions by their six digits, GB/T 2260.

use codec::{Decode, DecodeWithMemTracking, Encode, Error, Input, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;

/// A division's code: two digits for the province, two for the city, two for the county. 100000 is the nation.
///
/// ```
/// use limpid_primitives::{DivisionCode, DivisionLevel};
/// let hebei: DivisionCode = "130000".parse().unwrap();
/// let tangshan: DivisionCode = "130200".parse().unwrap();
/// assert_eq!(tangshan.level(), DivisionLevel::City);
/// assert!(hebei.contains(tangshan) && !tangshan.contains(hebei));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, MaxEncodedLen, TypeInfo)]
pub struct DivisionCode(u32);

/// How high a division stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DivisionLevel {
    /// The whole country.
    Nation,
    /// A province, autonomous region or municipality under the central government.
    Province,
    /// A city, or the counties a province governs directly.
    City,
    /// A county, district or county-level city.
    County,
}

/// The number is not a division's: six digits from 110000, or 100000 for the nation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DivisionCodeError;

impl DivisionCode {
    /// The whole country.
    pub const NATION: Self = Self(100_000);

    /// The six digits as a number.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// How high the division stands.
    pub const fn level(self) -> DivisionLevel {
        match self.0 {
            100_000 => DivisionLevel::Nation,
            code if code % 10_000 == 0 => DivisionLevel::Province,
            code if code % 100 == 0 => DivisionLevel::City,
            _ => DivisionLevel::County,
        }
    }

    /// Whether `other` is this division or lies in it.
    pub const fn contains(self, other: Self) -> bool {
        match self.level() {
            DivisionLevel::Nation => true,
            DivisionLevel::Province => self.0 / 10_000 == other.0 / 10_000,
            DivisionLevel::City => self.0 / 100 == other.0 / 100,
            DivisionLevel::County => self.0 == other.0,
        }
    }

    /// The division it lies in; `None` for the nation.
    pub const fn above(self) -> Option<Self> {
        match self.level() {
            DivisionLevel::Nation => None,
            DivisionLevel::Province => Some(Self::NATION),
            DivisionLevel::City => Some(Self(self.0 / 10_000 * 10_000)),
            DivisionLevel::County => Some(Self(self.0 / 100 * 100)),
        }
    }

    /// The division itself and all it lies in, at most four, the nation last.
    ///
    /// ```
    /// use limpid_primitives::DivisionCode;
    /// let county: DivisionCode = "130281".parse().unwrap();
    /// let numbers: Vec<_> = county.and_above().map(DivisionCode::number).collect();
    /// assert_eq!(numbers, [130_281, 130_200, 130_000, 100_000]);
    /// ```
    pub fn and_above(self) -> impl Iterator<Item = Self> {
        core::iter::successors(Some(self), |division| division.above())
    }

    /// The province it is or lies in; the nation lies in none and is its own.
    ///
    /// ```
    /// use limpid_primitives::DivisionCode;
    /// let county: DivisionCode = "130281".parse().unwrap();
    /// assert_eq!(county.province().number(), 130_000);
    /// assert_eq!(DivisionCode::NATION.province(), DivisionCode::NATION);
    /// ```
    pub const fn province(self) -> Self {
        match self.level() {
            DivisionLevel::Nation => Self::NATION,
            _ => Self(self.0 / 10_000 * 10_000),
        }
    }

    /// The smallest division that contains both.
    ///
    /// ```
    /// use limpid_primitives::DivisionCode;
    /// let [qingpu, wujiang, jiashan]: [DivisionCode; 3] =
    ///     ["310118", "320509", "330421"].map(|code| code.parse().unwrap());
    /// assert_eq!(qingpu.smallest_with(wujiang), DivisionCode::NATION);
    /// assert_eq!(jiashan.smallest_with("330402".parse().unwrap()).number(), 330_400);
    /// ```
    pub fn smallest_with(self, other: Self) -> Self {
        self.and_above()
            .find(|division| division.contains(other))
            .unwrap_or(Self::NATION)
    }
}

impl TryFrom<u32> for DivisionCode {
    type Error = DivisionCodeError;
    fn try_from(number: u32) -> Result<Self, DivisionCodeError> {
        match number {
            100_000 | 110_000..=999_999 => Ok(Self(number)),
            _ => Err(DivisionCodeError),
        }
    }
}

impl FromStr for DivisionCode {
    type Err = DivisionCodeError;
    fn from_str(text: &str) -> Result<Self, DivisionCodeError> {
        if text.len() != 6 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(DivisionCodeError);
        }
        text.parse::<u32>()
            .map_err(|_| DivisionCodeError)?
            .try_into()
    }
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Decode for DivisionCode {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        Self::try_from(u32::decode(input)?).map_err(|_| "not a DivisionCode".into())
    }
}

impl DecodeWithMemTracking for DivisionCode {}

serde_as_text!(DivisionCode);

impl fmt::Display for DivisionCodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a division code has six digits from 110000 (GB/T 2260); 100000 is the nation")
    }
}

impl core::error::Error for DivisionCodeError {}

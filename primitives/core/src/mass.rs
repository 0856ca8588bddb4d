//! Masses: what is permitted and traded in whole grams, what is measured exactly.

#[cfg(feature = "serde")]
use alloc::string::String;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;

/// A mass in whole grams: yearly permitted masses and quota. At most 18 million million tonnes.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(transparent)
)]
pub struct Grams(pub u64);

impl Grams {
    /// None.
    pub const ZERO: Self = Self(0);

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum; `None` if it is too large for 64 bits.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// The sum, or the largest amount there is.
    pub const fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The difference; `None` if it is negative.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(difference) => Some(Self(difference)),
            None => None,
        }
    }

    /// The difference, or nothing if it is negative.
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

/// A discharged mass, exact: loggers send kilograms with up to eight decimals, and sums of them must add up.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Micrograms(pub u128);

/// A unit in which loggers send masses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MassUnit {
    /// kg.
    Kilogram,
    /// g.
    Gram,
    /// mg.
    Milligram,
}

/// Why a decimal is no mass.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MassError {
    /// It is negative.
    Negative,
    /// It has digits below a microgram.
    TooFine,
    /// It is larger than any mass.
    TooLarge,
}

impl MassUnit {
    /// How many decimals a value in this unit has when it is counted in micrograms.
    const fn decimals(self) -> u8 {
        match self {
            Self::Kilogram => 9,
            Self::Gram => 6,
            Self::Milligram => 3,
        }
    }
}

impl Micrograms {
    /// None.
    pub const ZERO: Self = Self(0);
    /// A hundred million million tonnes; anything above is a mistake. Sums of 2^64 such masses fit.
    pub const MAX: Self = Self(100_000_000_000_000 * 1_000_000_000_000);

    /// The mass of `mantissa / 10^scale` of a unit, exactly.
    ///
    /// ```
    /// use limpid_primitives::{MassUnit, Micrograms};
    /// // 18.50 kg
    /// assert_eq!(Micrograms::from_decimal(1850, 2, MassUnit::Kilogram), Ok(Micrograms(18_500_000_000)));
    /// ```
    pub fn from_decimal(mantissa: i128, scale: u8, unit: MassUnit) -> Result<Self, MassError> {
        let mantissa = u128::try_from(mantissa).map_err(|_| MassError::Negative)?;
        let decimals = unit.decimals();
        let power = |exponent: u8| 10u128.checked_pow(exponent.into());
        let micrograms = if scale <= decimals {
            power(decimals.saturating_sub(scale))
                .and_then(|factor| mantissa.checked_mul(factor))
                .ok_or(MassError::TooLarge)?
        } else if mantissa == 0 {
            0
        } else {
            let divisor = power(scale.saturating_sub(decimals)).ok_or(MassError::TooFine)?;
            let remainder = mantissa.checked_rem(divisor).unwrap_or_default();
            if remainder != 0 {
                return Err(MassError::TooFine);
            }
            mantissa.checked_div(divisor).unwrap_or_default()
        };
        if micrograms > Self::MAX.0 {
            return Err(MassError::TooLarge);
        }
        Ok(Self(micrograms))
    }

    /// The sum; `None` if it is too large for 128 bits.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// The difference; `None` if it is negative.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(difference) => Some(Self(difference)),
            None => None,
        }
    }

    /// Whole grams, what is below a gram counted as one: what quota must cover.
    pub fn grams_up(self) -> Grams {
        Grams(u64::try_from(self.0.div_ceil(1_000_000)).unwrap_or(u64::MAX))
    }
}

impl From<Grams> for Micrograms {
    fn from(grams: Grams) -> Self {
        Self(u128::from(grams.0).saturating_mul(1_000_000))
    }
}

/// In grams, with as many decimals as there are.
impl fmt::Display for Micrograms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 1_000_000, self.0 % 1_000_000);
        if rest == 0 {
            return write!(f, "{whole} g");
        }
        let mut text = [b'0'; 6];
        let mut left = rest;
        for digit in text.iter_mut().rev() {
            *digit = b'0'.saturating_add((left % 10) as u8);
            left /= 10;
        }
        let text = core::str::from_utf8(&text).unwrap_or_default();
        write!(f, "{whole}.{} g", text.trim_end_matches('0'))
    }
}

impl fmt::Display for Grams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} g", self.0)
    }
}

impl fmt::Display for MassError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Negative => "a mass is not negative",
            Self::TooFine => "a mass has no digits below a microgram",
            Self::TooLarge => "a mass is at most a hundred million million tonnes",
        })
    }
}

impl core::error::Error for MassError {}

/// As decimal digits: JSON's numbers are not exact at this size.
#[cfg(feature = "serde")]
impl serde::Serialize for Micrograms {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Micrograms {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = String::deserialize(deserializer)?;
        digits.parse().map(Self).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn units_convert_exactly() {
        let of = Micrograms::from_decimal;
        assert_eq!(
            of(9_055_002, 8, MassUnit::Kilogram),
            Ok(Micrograms(90_550_020))
        );
        assert_eq!(of(1, 6, MassUnit::Gram), Ok(Micrograms(1)));
        assert_eq!(of(1, 7, MassUnit::Gram), Err(MassError::TooFine));
        assert_eq!(of(10, 7, MassUnit::Gram), Ok(Micrograms(1)));
        assert_eq!(of(5, 0, MassUnit::Milligram), Ok(Micrograms(5_000)));
        assert_eq!(of(-1, 0, MassUnit::Gram), Err(MassError::Negative));
        assert_eq!(
            of(i128::MAX, 0, MassUnit::Kilogram),
            Err(MassError::TooLarge)
        );
        assert_eq!(of(0, 200, MassUnit::Gram), Ok(Micrograms::ZERO));
        assert_eq!(of(1, 200, MassUnit::Gram), Err(MassError::TooFine));
    }

    #[test]
    fn quota_covers_the_begun_gram() {
        assert_eq!(Micrograms(1_000_000).grams_up(), Grams(1));
        assert_eq!(Micrograms(1_000_001).grams_up(), Grams(2));
        assert_eq!(Micrograms::from(Grams(3)).grams_up(), Grams(3));
    }

    #[test]
    fn texts() {
        assert_eq!(Micrograms(18_500_000_000).to_string(), "18500 g");
        assert_eq!(Micrograms(90_550_020).to_string(), "90.55002 g");
    }
}

//! Money.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;

/// An amount of money in fen, a hundredth of a yuan. Text: yuan with two decimals.
///
/// ```
/// use limpid_primitives::market::Fen;
/// let price: Fen = "12.50".parse().unwrap();
/// assert_eq!((price, price.times(3)), (Fen(1_250), Some(Fen(3_750))));
/// assert_eq!(price.to_string(), "12.50");
/// ```
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
pub struct Fen(pub u64);

/// The text is not yuan with at most two decimals.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FenError;

impl Fen {
    /// None.
    pub const ZERO: Self = Self(0);

    /// The sum; `None` if it is too large for 64 bits.
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

    /// What so many units cost at this price, exactly; `None` if it is too large for 64 bits.
    pub const fn times(self, units: u64) -> Option<Self> {
        match self.0.checked_mul(units) {
            Some(value) => Some(Self(value)),
            None => None,
        }
    }
}

impl FromStr for Fen {
    type Err = FenError;
    fn from_str(text: &str) -> Result<Self, FenError> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "00"));
        let decimals_in_fen = match decimals.as_bytes() {
            [tens] => [*tens, b'0'],
            [tens, ones] => [*tens, *ones],
            _ => return Err(FenError),
        };
        if whole.is_empty() {
            return Err(FenError);
        }
        let mut fen = 0u64;
        for digit in whole.bytes().chain(decimals_in_fen) {
            if !digit.is_ascii_digit() {
                return Err(FenError);
            }
            fen = fen
                .checked_mul(10)
                .and_then(|fen| fen.checked_add(u64::from(digit - b'0')))
                .ok_or(FenError)?;
        }
        Ok(Self(fen))
    }
}

impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl fmt::Display for FenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount of money is yuan with at most two decimals, as in 12.50")
    }
}

impl core::error::Error for FenError {}

//! The value of a limit, and whether a measured value exceeds it.

use codec::{Decode, DecodeWithMemTracking, Encode, Error, Input, MaxEncodedLen};
use core::{cmp::Ordering, fmt, str::FromStr};
use scale_info::TypeInfo;

const MANTISSA_MAX: u64 = 1_000_000_000_000;
const SCALE_MAX: u8 = 6;

/// A limit's value as the permit writes it: `50` and `50.0` are equal in size, and differ in how measured values are rounded
/// before they are compared.
///
/// ```
/// use limpid_primitives::{LimitValue, RoundingRule};
/// let limit: LimitValue = "50".parse().unwrap();
/// // 50.4: above as it stands, not after rounding to the limit's digits.
/// assert_eq!(limit.is_exceeded(504, 1, RoundingRule::FullValue), Some(true));
/// assert_eq!(limit.is_exceeded(504, 1, RoundingRule::Rounded), Some(false));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Encode, MaxEncodedLen, TypeInfo)]
pub struct LimitValue {
    mantissa: u64,
    scale: u8,
}

/// How a measured value is compared with a limit, GB/T 8170-2008 clause 4.3.
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
pub enum RoundingRule {
    /// 全数值比较法: as it stands.
    #[codec(index = 0)]
    FullValue,
    /// 修约值比较法: rounded to the limit's digits first, a half to the even neighbour.
    #[codec(index = 1)]
    Rounded,
}

words!(RoundingRule, RoundingRuleError, "full-value, rounded", {
    FullValue => "full-value",
    Rounded => "rounded",
});

/// The text is not digits with at most one point inside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LimitValueError;

impl LimitValue {
    /// The value without its point.
    pub const fn mantissa(self) -> u64 {
        self.mantissa
    }

    /// How many digits stand behind the point.
    pub const fn scale(self) -> u8 {
        self.scale
    }

    /// Whether `mantissa / 10^scale`, in the limit's unit, exceeds the limit; `None` if the number is too large to compare.
    /// A negative scale means zeros in front of the point.
    pub fn is_exceeded(self, mantissa: i128, scale: i16, rule: RoundingRule) -> Option<bool> {
        let own = i16::from(self.scale);
        let limit = i128::from(self.mantissa);
        if mantissa <= 0 {
            return Some(false);
        }
        // A value of at most 39 digits behind that many decimals is below any limit but zero.
        let behind = scale.checked_sub(own)?;
        if behind <= 0 {
            let measured = mantissa.checked_mul(power(behind.checked_neg()?)?)?;
            return Some(measured > limit);
        }
        let Some(divisor) = power(behind) else {
            return Some(rule == RoundingRule::FullValue && limit == 0);
        };
        let whole = mantissa.checked_div(divisor)?;
        let rest = mantissa.checked_rem(divisor)?;
        Some(match rule {
            RoundingRule::FullValue => whole > limit || (whole == limit && rest > 0),
            RoundingRule::Rounded => half_even(whole, rest, divisor)? > limit,
        })
    }
}

fn power(exponent: i16) -> Option<i128> {
    10i128.checked_pow(u32::try_from(exponent).ok()?)
}

/// `whole + rest / divisor`, rounded: GB/T 8170-2008 clause 3.2.
fn half_even(whole: i128, rest: i128, divisor: i128) -> Option<i128> {
    let up = match rest.cmp(&divisor.checked_sub(rest)?) {
        Ordering::Less => false,
        Ordering::Greater => true,
        Ordering::Equal => whole & 1 == 1,
    };
    whole.checked_add(i128::from(up))
}

impl FromStr for LimitValue {
    type Err = LimitValueError;
    fn from_str(text: &str) -> Result<Self, LimitValueError> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let decimals_ok = !text.contains('.') || !decimals.is_empty();
        let leading_ok = whole == "0" || !whole.starts_with('0');
        if whole.is_empty() || !decimals_ok || !leading_ok || decimals.len() > SCALE_MAX.into() {
            return Err(LimitValueError);
        }
        let mut mantissa = 0u64;
        for digit in whole.bytes().chain(decimals.bytes()) {
            if !digit.is_ascii_digit() {
                return Err(LimitValueError);
            }
            mantissa = mantissa
                .checked_mul(10)
                .and_then(|mantissa| mantissa.checked_add(u64::from(digit - b'0')))
                .ok_or(LimitValueError)?;
        }
        Self::checked(mantissa, decimals.len() as u8)
    }
}

impl LimitValue {
    fn checked(mantissa: u64, scale: u8) -> Result<Self, LimitValueError> {
        if mantissa > MANTISSA_MAX || scale > SCALE_MAX {
            return Err(LimitValueError);
        }
        Ok(Self { mantissa, scale })
    }
}

impl Decode for LimitValue {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        let (mantissa, scale) = Decode::decode(input)?;
        Self::checked(mantissa, scale).map_err(|_| "not a LimitValue".into())
    }
}

impl DecodeWithMemTracking for LimitValue {}

impl fmt::Display for LimitValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = 10u64.saturating_pow(self.scale.into());
        let (whole, rest) = (self.mantissa / unit, self.mantissa % unit);
        match self.scale {
            0 => write!(f, "{whole}"),
            scale => write!(f, "{whole}.{rest:0width$}", width = scale.into()),
        }
    }
}

impl fmt::Debug for LimitValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

serde_as_text!(LimitValue);

impl fmt::Display for LimitValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a limit is a decimal number of at most 10^12 without its point, with at most 6 decimals, as in 50 or 0.05")
    }
}

impl core::error::Error for LimitValueError {}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use proptest::prelude::*;
    use RoundingRule::{FullValue, Rounded};

    fn exceeds(limit: &str, mantissa: i128, scale: i16, rule: RoundingRule) -> bool {
        let limit: LimitValue = limit.parse().unwrap();
        limit.is_exceeded(mantissa, scale, rule).unwrap()
    }

    #[test]
    fn full_values_are_compared_as_they_stand() {
        assert!(!exceeds("50", 50, 0, FullValue));
        assert!(!exceeds("50", 50_000, 3, FullValue));
        assert!(exceeds("50", 50_001, 3, FullValue));
        assert!(exceeds("50.0", 6, -1, FullValue));
        assert!(!exceeds("0.05", -1, 0, FullValue));
        assert!(exceeds("0", 1, 300, FullValue));
    }

    #[test]
    fn rounding_is_that_of_gb_t_8170() {
        // The standard's own examples: 60.25 -> 60.2, 60.38 -> 60.4, and 250.65 -> 250.6 at one decimal.
        assert!(!exceeds("60.2", 6_025, 2, Rounded));
        assert!(exceeds("60.3", 6_038, 2, Rounded));
        assert!(!exceeds("250.6", 25_065, 2, Rounded));
        assert!(exceeds("250.6", 250_651, 3, Rounded));
        assert!(!exceeds("50", 505, 1, Rounded) && exceeds("50", 5_051, 2, Rounded));
        assert!(exceeds("51", 515, 1, Rounded));
        assert!(!exceeds("0", 1, 300, Rounded));
    }

    #[test]
    fn one_spelling_and_bounds() {
        for text in [
            "",
            ".5",
            "5.",
            "05",
            "1.2.3",
            "-1",
            "+1",
            "1e3",
            "0.1234567",
            "1000000000001",
        ] {
            assert_eq!(text.parse::<LimitValue>(), Err(LimitValueError), "{text}");
        }
        assert!(LimitValue::decode(&mut &(1u64, 7u8).encode()[..]).is_err());
        let limit: LimitValue = "50".parse().unwrap();
        assert_eq!(limit.is_exceeded(i128::MAX, -1, FullValue), None);
    }

    proptest! {
        #[test]
        fn text_and_value_agree(mantissa in 0..=MANTISSA_MAX, scale in 0..=SCALE_MAX) {
            let value = LimitValue { mantissa, scale };
            prop_assert_eq!(value.to_string().parse(), Ok(value));
            prop_assert_eq!(LimitValue::decode(&mut &value.encode()[..]), Ok(value));
        }

        #[test]
        fn rules_agree_but_within_half_a_digit(limit in 0u64..10_000, measured in 0i128..10_000_000) {
            let limit = LimitValue { mantissa: limit, scale: 0 };
            let full = limit.is_exceeded(measured, 3, FullValue).unwrap();
            let rounded = limit.is_exceeded(measured, 3, Rounded).unwrap();
            let above = measured - i128::from(limit.mantissa) * 1_000;
            prop_assert_eq!(full, above > 0);
            let decided = above != 500;
            prop_assert!(!decided || rounded == (above > 500));
        }
    }
}

//! Decimal numbers, exact, as they were sent.

/// A decimal number: the text as sent, and the same value as `mantissa / 10^scale`.
///
/// No float is involved anywhere: `18.50` stays `18.50`, and what is added up adds up exactly.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Decimal<'a> {
    text: &'a str,
    mantissa: i128,
    scale: u8,
}

/// 10^38 is the largest power of ten an `i128` holds.
const DIGITS_MAX: usize = 38;

impl<'a> Decimal<'a> {
    /// Reads `18.50`, `-3`, `+0.1`, `.5` or `5.`: at most 38 digits, no exponent.
    pub fn parse(text: &'a str) -> Option<Self> {
        let (negative, digits) = match text.as_bytes() {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            all => (false, all),
        };
        let mut mantissa = 0i128;
        let mut point = None;
        for (position, byte) in digits.iter().enumerate() {
            match byte {
                b'0'..=b'9' => {
                    mantissa = mantissa
                        .checked_mul(10)?
                        .checked_add(i128::from(byte - b'0'))?
                }
                b'.' if point.is_none() => point = Some(position),
                _ => return None,
            }
        }
        let count = digits.len() - usize::from(point.is_some());
        if count == 0 || count > DIGITS_MAX {
            return None;
        }
        let scale = point.map_or(0, |position| digits.len() - position - 1);
        let mantissa = if negative { -mantissa } else { mantissa };
        Some(Self {
            text,
            mantissa,
            scale: u8::try_from(scale).ok()?,
        })
    }

    /// The number as it was sent.
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// The number without its point.
    pub const fn mantissa(&self) -> i128 {
        self.mantissa
    }

    /// How many digits stand behind the point.
    pub const fn scale(&self) -> u8 {
        self.scale
    }

    /// The value in units of `1 / 10^scale`: `None` if digits other than zeros would be lost, or if it is too large.
    pub fn rescaled(&self, scale: u8) -> Option<i128> {
        if scale >= self.scale {
            let factor = 10i128.checked_pow(u32::from(scale - self.scale))?;
            return self.mantissa.checked_mul(factor);
        }
        let factor = 10i128.checked_pow(u32::from(self.scale - scale))?;
        (self.mantissa % factor == 0).then_some(self.mantissa / factor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, string::ToString};
    use proptest::prelude::*;

    #[test]
    fn texts_of_the_field() {
        let parts =
            |text| Decimal::parse(text).map(|decimal| (decimal.mantissa(), decimal.scale()));
        assert_eq!(parts("0.09055002"), Some((9_055_002, 8)));
        assert_eq!(parts("156720160.000"), Some((156_720_160_000, 3)));
        assert_eq!(parts("-3"), Some((-3, 0)));
        assert_eq!(parts(".5"), Some((5, 1)));
        assert_eq!(parts("5."), Some((5, 0)));
        for text in ["", ".", "-", "1e5", "1.2.3", "NaN", "１", " 1", "--1"] {
            assert_eq!(parts(text), None, "{text}");
        }
        assert!(
            Decimal::parse(&"9".repeat(38)).is_some() && Decimal::parse(&"9".repeat(39)).is_none()
        );
        assert!(Decimal::parse(&"0".repeat(39)).is_none());
    }

    #[test]
    fn rescaling_never_loses() {
        let number = Decimal::parse("18.50").unwrap();
        assert_eq!(
            [number.rescaled(3), number.rescaled(1), number.rescaled(0)],
            [Some(18_500), Some(185), None]
        );
        assert_eq!(number.rescaled(200), None);
    }

    proptest! {
        #[test]
        fn value_and_text_agree(mantissa in any::<i64>(), scale in 0u8..12) {
            let digits = format!("{:0>1$}", mantissa.unsigned_abs(), usize::from(scale) + 1);
            let (whole, fraction) = digits.split_at(digits.len() - usize::from(scale));
            let sign = if mantissa < 0 { "-" } else { "" };
            let text = if scale == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") };
            let decimal = Decimal::parse(&text).unwrap();
            prop_assert_eq!((decimal.mantissa(), decimal.scale()), (i128::from(mantissa), scale));
            prop_assert_eq!(decimal.text().to_string(), text);
        }
    }
}

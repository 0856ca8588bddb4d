//! A day of the field: days begin at midnight in Beijing.

use codec::{Decode, DecodeWithMemTracking, Encode, Error, Input, MaxEncodedLen};
use core::{fmt, str::FromStr};
use limpid_hj212::LocalTime;
use scale_info::TypeInfo;

/// Beijing is eight hours ahead of UTC and has no summer time.
const OFFSET_MS: u64 = 8 * 60 * 60 * 1000;
/// The last day whose times HJ 212 can write: 9999-12-31.
const LAST: u32 = 2_932_896;

/// A day in Beijing (UTC+8), by the number of days since 1970-01-01. Text: `YYYY-MM-DD`.
///
/// ```
/// use limpid_primitives::Day;
/// let day: Day = "2026-11-24".parse().unwrap();
/// assert_eq!(Day::of(day.start_ms()), Some(day));
/// assert_eq!((day.year(), day.next().unwrap().to_string()), (2026, "2026-11-25".into()));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, MaxEncodedLen, TypeInfo)]
pub struct Day(u32);

/// The text is not a day from 1970-01-01 to 9999-12-31, written `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DayError;

impl Day {
    /// How long a day lasts, in milliseconds.
    pub const LENGTH_MS: u64 = 24 * 60 * 60 * 1000;

    /// The day in which a moment lies, in milliseconds since 1970 UTC; `None` after the year 9999.
    pub fn of(utc_ms: u64) -> Option<Self> {
        let number = utc_ms.checked_add(OFFSET_MS)? / Self::LENGTH_MS;
        u32::try_from(number).ok()?.try_into().ok()
    }

    /// Days since 1970-01-01.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// The day's first moment, milliseconds since 1970 UTC. The first day's is that of UTC, as nothing is before.
    pub const fn start_ms(self) -> u64 {
        (self.0 as u64)
            .saturating_mul(Self::LENGTH_MS)
            .saturating_sub(OFFSET_MS)
    }

    /// The moment after the day's last, milliseconds since 1970 UTC.
    pub const fn end_ms(self) -> u64 {
        (self.0 as u64)
            .saturating_add(1)
            .saturating_mul(Self::LENGTH_MS)
            .saturating_sub(OFFSET_MS)
    }

    /// The year the day lies in.
    pub fn year(self) -> u16 {
        let [year, ..] = self.parts();
        year
    }

    /// The last day of a year; `None` before 1970 and after 9999.
    pub fn last_of_year(year: u16) -> Option<Self> {
        let years = u32::from(year.checked_sub(1969)?);
        let multiples_of = |divisor: u32| u32::from(year) / divisor;
        // 477 of them were before 1970.
        let leap_days = multiples_of(4)
            .checked_sub(multiples_of(100))?
            .checked_add(multiples_of(400))?
            .checked_sub(477)?;
        let days = years.checked_mul(365)?.checked_add(leap_days)?;
        days.checked_sub(1)?.try_into().ok()
    }

    /// The day after; `None` after the last.
    pub fn next(self) -> Option<Self> {
        self.0.checked_add(1)?.try_into().ok()
    }

    /// The day before; `None` before the first.
    pub fn previous(self) -> Option<Self> {
        self.0.checked_sub(1).map(Self)
    }

    /// Year, month and day.
    fn parts(self) -> [u16; 3] {
        let digits = LocalTime::from_utc_ms(self.start_ms()).map(LocalTime::digits);
        let [a, b, c, d, e, f, g, h, ..] = digits.unwrap_or([b'0'; 17]);
        let number = |digits: &[u8]| {
            digits.iter().fold(0u16, |number, digit| {
                number
                    .saturating_mul(10)
                    .saturating_add(u16::from(digit.saturating_sub(b'0')))
            })
        };
        [number(&[a, b, c, d]), number(&[e, f]), number(&[g, h])]
    }
}

impl TryFrom<u32> for Day {
    type Error = DayError;
    fn try_from(number: u32) -> Result<Self, DayError> {
        if number <= LAST {
            Ok(Self(number))
        } else {
            Err(DayError)
        }
    }
}

impl FromStr for Day {
    type Err = DayError;
    fn from_str(text: &str) -> Result<Self, DayError> {
        let bytes: &[u8; 10] = text.as_bytes().try_into().map_err(|_| DayError)?;
        let [a, b, c, d, b'-', e, f, b'-', g, h] = *bytes else {
            return Err(DayError);
        };
        // Noon, because the first day has no midnight since 1970 UTC.
        let noon = [a, b, c, d, e, f, g, h, b'1', b'2', b'0', b'0', b'0', b'0'];
        let noon = core::str::from_utf8(&noon).map_err(|_| DayError)?;
        let time = LocalTime::parse(noon).ok_or(DayError)?;
        Self::of(time.utc_ms()).ok_or(DayError)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [year, month, day] = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Decode for Day {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        Self::try_from(u32::decode(input)?).map_err(|_| "not a Day".into())
    }
}

impl DecodeWithMemTracking for Day {}

serde_as_text!(Day);

impl fmt::Display for DayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a day is written YYYY-MM-DD, from 1970-01-01 to 9999-12-31")
    }
}

impl core::error::Error for DayError {}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, string::ToString};
    use proptest::prelude::*;

    #[test]
    fn days_begin_at_midnight_in_beijing() {
        let day: Day = "2016-08-01".parse().unwrap();
        assert_eq!(day.start_ms(), 1_469_980_800_000);
        assert_eq!(Day::of(day.start_ms() - 1), day.previous());
        assert_eq!(Day::of(day.end_ms() - 1), Some(day));
        assert_eq!(Day::of(day.end_ms()), day.next());
    }

    #[test]
    fn first_and_last() {
        assert_eq!(Day(0).to_string(), "1970-01-01");
        assert_eq!(Day(LAST).to_string(), "9999-12-31");
        assert_eq!((Day(LAST).next(), Day(0).previous()), (None, None));
        assert_eq!(Day::of(u64::MAX), None);
        assert!(Day::decode(&mut &(LAST + 1).encode()[..]).is_err());
    }

    #[test]
    fn years_end_on_the_last_of_december() {
        for year in 1970..=9999u16 {
            let last = Day::last_of_year(year).unwrap();
            assert_eq!(last.to_string(), format!("{year:04}-12-31"));
        }
        assert_eq!(Day::last_of_year(1969), None);
        assert_eq!(Day::last_of_year(10_000), None);
    }

    #[test]
    fn only_one_spelling() {
        for text in [
            "2026-02-29",
            "2026-1-01",
            "2026-13-01",
            "20260101",
            "2026/01/01",
            "",
            " 2026-01-01",
        ] {
            assert_eq!(text.parse::<Day>(), Err(DayError), "{text}");
        }
    }

    proptest! {
        #[test]
        fn text_and_number_agree(number in 0..=LAST) {
            let day = Day(number);
            prop_assert_eq!(day.to_string().parse(), Ok(day));
            prop_assert_eq!(Day::of(day.start_ms()), Some(day));
        }
    }
}

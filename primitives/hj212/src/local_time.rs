//! The protocol's times: local time of the mainland (UTC+8, without summer time) in digits.

use core::fmt;

const OFFSET_MS: i64 = 8 * 3_600_000;
const DAY_MS: i64 = 86_400_000;

/// A local time as frames write it: `YYYYMMDDhhmmss`, with `zzz` milliseconds in QN and sometimes in DataTime.
///
/// The protocol has no time zone. All of the mainland's loggers run on Beijing time, which has been UTC+8 since before the
/// protocol. `Display` is RFC 3339, with milliseconds only if there are any.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct LocalTime {
    utc_ms: u64,
}

impl LocalTime {
    /// The time at so many milliseconds since 1970 UTC; `None` after the year 9999.
    pub fn from_utc_ms(utc_ms: u64) -> Option<Self> {
        (utc_ms < 253_402_300_800_000 - OFFSET_MS as u64).then_some(Self { utc_ms })
    }

    /// Milliseconds since 1970 UTC.
    pub const fn utc_ms(self) -> u64 {
        self.utc_ms
    }

    /// Reads 14 or 17 digits that are a time from 1970 UTC on.
    pub fn parse(digits: &str) -> Option<Self> {
        let bytes = digits.as_bytes();
        if !matches!(bytes.len(), 14 | 17) || !bytes.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let number = |from: usize, to: usize| -> Option<i64> {
            let part = bytes.get(from..to)?;
            Some(
                part.iter()
                    .fold(0, |number, digit| number * 10 + i64::from(digit - b'0')),
            )
        };
        let (year, month, day) = (number(0, 4)?, number(4, 6)?, number(6, 8)?);
        let (hour, minute, second) = (number(8, 10)?, number(10, 12)?, number(12, 14)?);
        if !(1..=12).contains(&month) || !(1..=days_of_month(year, month)).contains(&day) {
            return None;
        }
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let millisecond = number(14, 17).unwrap_or(0);
        let of_day = ((hour * 60 + minute) * 60 + second) * 1_000 + millisecond;
        let local_ms = days_from_civil(year, month, day) * DAY_MS + of_day;
        Some(Self {
            utc_ms: u64::try_from(local_ms - OFFSET_MS).ok()?,
        })
    }

    /// The 17 digits of a QN. The first 14 are those of a DataTime.
    pub fn digits(self) -> [u8; 17] {
        let [year, month, day, hour, minute, second, millisecond] = self.parts();
        let mut digits = [b'0'; 17];
        let fields = [
            (0, 4, year),
            (4, 6, month),
            (6, 8, day),
            (8, 10, hour),
            (10, 12, minute),
            (12, 14, second),
        ];
        for (from, to, number) in fields.into_iter().chain([(14, 17, millisecond)]) {
            let mut rest = number;
            for digit in digits.iter_mut().take(to).skip(from).rev() {
                *digit = b'0' + (rest % 10) as u8;
                rest /= 10;
            }
        }
        digits
    }

    /// Year, month, day, hour, minute, second, millisecond; all small and not negative.
    fn parts(self) -> [i64; 7] {
        let local_ms = self.utc_ms as i64 + OFFSET_MS;
        let (year, month, day) = civil_from_days(local_ms / DAY_MS);
        let of_day = local_ms % DAY_MS;
        let (second, millisecond) = (of_day / 1_000, of_day % 1_000);
        [
            year,
            month,
            day,
            second / 3_600,
            second / 60 % 60,
            second % 60,
            millisecond,
        ]
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [year, month, day, hour, minute, second, millisecond] = self.parts();
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        )?;
        if millisecond != 0 {
            write!(f, ".{millisecond:03}")?;
        }
        f.write_str("+08:00")
    }
}

fn days_of_month(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01 in the Gregorian calendar, by 400-year eras of years that begin in March.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The inverse of [`days_from_civil`].
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use proptest::prelude::*;

    #[test]
    fn known_times() {
        let time = LocalTime::parse("20160801085857").unwrap();
        assert_eq!(time.utc_ms(), 1_470_013_137_000);
        assert_eq!(time.to_string(), "2016-08-01T08:58:57+08:00");
        assert_eq!(
            LocalTime::parse("20160801085857223").unwrap().to_string(),
            "2016-08-01T08:58:57.223+08:00"
        );
        assert_eq!(LocalTime::parse("19700101080000").unwrap().utc_ms(), 0);
        assert_eq!(
            LocalTime::parse("20240229235959").unwrap().to_string(),
            "2024-02-29T23:59:59+08:00"
        );
    }

    #[test]
    fn impossible_times() {
        for digits in [
            "20160801",
            "20161301000000",
            "20160001000000",
            "20160132000000",
            "20230229000000",
            "21000229000000",
            "20160801240000",
            "20160801006000",
            "20160801000060",
            "19700101000000",
            "2016080108585a",
            "00000000000000",
            "201608010858572",
        ] {
            assert_eq!(LocalTime::parse(digits), None, "{digits}");
        }
        assert_eq!(LocalTime::from_utc_ms(u64::MAX), None);
    }

    proptest! {
        #[test]
        fn digits_and_milliseconds_agree(utc_ms in 0u64..253_402_271_999_999) {
            let time = LocalTime::from_utc_ms(utc_ms).unwrap();
            let digits = time.digits();
            prop_assert_eq!(LocalTime::parse(core::str::from_utf8(&digits).unwrap()), Some(time));
        }

        #[test]
        fn any_text_is_a_time_or_none(text in "\\PC{0,20}", digits in "[0-9]{14}|[0-9]{17}") {
            let _ = LocalTime::parse(&text);
            if let Some(time) = LocalTime::parse(&digits) {
                prop_assert_eq!(&time.digits()[..14], &digits.as_bytes()[..14]);
            }
        }
    }
}

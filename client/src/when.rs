//! Times as people type and read them.

use jiff::{civil, tz::Offset, Timestamp};

/// Beijing time, in which loggers and permits are kept.
const BEIJING: Offset = Offset::constant(8);

/// Blocks follow each other this fast, as long as every validator is at its post.
pub const SLOT_MS: u64 = 3_000;

/// The text is no time.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is not a time: write 2026-03-01T08:00:00+08:00, or 2026-03-01 08:00 for Beijing time (UTC+8)")]
pub struct TimeError(String);

/// Milliseconds since 1970 UTC of a time with a zone (RFC 3339), or without one in Beijing time.
pub fn parse_time_ms(text: &str) -> Result<u64, TimeError> {
    let error = || TimeError(text.to_owned());
    let instant = match text.parse::<Timestamp>() {
        Ok(instant) => instant,
        Err(_) => {
            let local: civil::DateTime = text.parse().map_err(|_| error())?;
            BEIJING.to_timestamp(local).map_err(|_| error())?
        }
    };
    u64::try_from(instant.as_millisecond()).map_err(|_| error())
}

/// A time in Beijing, to the second: `2026-03-01 08:00:00+08:00`.
pub fn beijing(time_ms: u64) -> String {
    format(time_ms, "%Y-%m-%d %H:%M:%S+08:00")
}

/// A time in Beijing that is only estimated, to the minute: `2026-03-01 08:00+08:00`.
pub fn about(time_ms: u64) -> String {
    format(time_ms, "%Y-%m-%d %H:%M+08:00")
}

/// The text is no length of time.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is not a length of time: write a number and d, h, min or s, as in 12h, or several of them, as in 1d 12h")]
pub struct LengthError(String);

/// Units of lengths of time, in milliseconds.
const UNITS: [(&str, u64); 4] = [
    ("d", 86_400_000),
    ("h", 3_600_000),
    ("min", 60_000),
    ("s", 1_000),
];

/// Milliseconds of a length of time such as `12h` or `1d 12h`.
pub fn parse_length_ms(text: &str) -> Result<u64, LengthError> {
    let error = || LengthError(text.to_owned());
    let mut sum: u64 = 0;
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(error());
    }
    while !rest.is_empty() {
        let is_digit = |character: char| character.is_ascii_digit();
        let (number, after) = rest.split_at(rest.find(|c| !is_digit(c)).ok_or_else(error)?);
        let after = after.trim_start();
        let (unit, after) = after.split_at(
            after
                .find(|c: char| !c.is_alphabetic())
                .unwrap_or(after.len()),
        );
        let (_, unit_ms) = UNITS
            .iter()
            .find(|(name, _)| *name == unit)
            .ok_or_else(error)?;
        let number: u64 = number.parse().map_err(|_| error())?;
        let length = number.checked_mul(*unit_ms).ok_or_else(error)?;
        sum = sum.checked_add(length).ok_or_else(error)?;
        rest = after.trim_start();
    }
    Ok(sum)
}

/// A length of time, to the second: `1d 12h`.
pub fn length(length_ms: u64) -> String {
    let mut rest = length_ms;
    let mut parts = Vec::new();
    for (name, unit_ms) in UNITS {
        let number = rest.checked_div(unit_ms).unwrap_or_default();
        rest = rest.checked_rem(unit_ms).unwrap_or_default();
        if number > 0 {
            parts.push(format!("{number}{name}"));
        }
    }
    match parts.is_empty() {
        true => "0s".to_owned(),
        false => parts.join(" "),
    }
}

fn format(time_ms: u64, pattern: &str) -> String {
    let instant = i64::try_from(time_ms)
        .ok()
        .and_then(|ms| Timestamp::from_millisecond(ms).ok());
    instant.map_or_else(
        || format!("{time_ms} ms"),
        |instant| BEIJING.to_datetime(instant).strftime(pattern).to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_without_a_zone_is_beijing_time() {
        let with_zone = parse_time_ms("2026-03-01T08:00:00+08:00").unwrap();
        assert_eq!(with_zone, 1_772_323_200_000);
        for text in [
            "2026-03-01 08:00",
            "2026-03-01T08:00:00",
            "2026-03-01T00:00:00Z",
            "2026-03-01 08:00:00",
        ] {
            assert_eq!(parse_time_ms(text).unwrap(), with_zone, "{text}");
        }
        assert_eq!(
            parse_time_ms("2026-03-01").unwrap(),
            with_zone - 8 * 3_600_000
        );
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "yesterday",
            "2026-13-01",
            "2026-03-01 25:00",
            "1969-01-01",
            "1772323200000",
        ] {
            assert!(parse_time_ms(text).is_err(), "{text}");
        }
    }

    #[test]
    fn times_are_shown_in_beijing() {
        assert_eq!(beijing(1_772_323_200_999), "2026-03-01 08:00:00+08:00");
        assert_eq!(about(1_772_323_259_999), "2026-03-01 08:00+08:00");
    }

    #[test]
    fn lengths_of_time_have_units() {
        for (text, ms) in [
            ("12h", 43_200_000),
            ("1d 12h", 129_600_000),
            ("1d12h", 129_600_000),
            ("15 min", 900_000),
            ("0s", 0),
            ("90 s", 90_000),
        ] {
            assert_eq!(parse_length_ms(text).unwrap(), ms, "{text}");
            assert_eq!(parse_length_ms(&length(ms)).unwrap(), ms, "{text}");
        }
        assert_eq!(length(129_600_000), "1d 12h");
        for text in [
            "",
            "12",
            "h",
            "12 m",
            "-1h",
            "1.5h",
            "99999999999999999999h",
            "1h x",
        ] {
            assert!(parse_length_ms(text).is_err(), "{text}");
        }
    }
}

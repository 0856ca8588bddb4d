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
}

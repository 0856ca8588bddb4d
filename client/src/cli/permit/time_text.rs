//! A time in a file: a day's beginning as its date, any other time in full.

use crate::when::{beijing, parse_time_ms};
use limpid_primitives::Day;
use serde::{de, Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Milliseconds since 1970 UTC, written as a time in Beijing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeText(pub u64);

impl fmt::Display for TimeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Day::of(self.0).filter(|day| day.start_ms() == self.0) {
            Some(day) => day.fmt(f),
            None => f.write_str(&beijing(self.0)),
        }
    }
}

impl Serialize for TimeText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse_time_ms(&text)
            .map(TimeText)
            .map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates_and_other_times_are_whole() {
        for (text, same) in [
            ("2026-03-01", "2026-03-01 00:00"),
            ("2026-03-01 08:00:00+08:00", "2026-03-01T00:00:00Z"),
        ] {
            let time = TimeText(parse_time_ms(same).unwrap());
            assert_eq!(time.to_string(), text);
            let json = serde_json::to_string(&time).unwrap();
            assert_eq!(serde_json::from_str::<TimeText>(&json).unwrap(), time);
        }
    }
}

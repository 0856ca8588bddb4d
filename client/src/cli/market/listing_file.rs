//! How a class is traded, as people write it: money in yuan, sessions as times of the day.

use crate::cli::input::{corrected, read_json};
use anyhow::{bail, Context};
use limpid_primitives::market::{Fen, Listing, ListingV1, Session};
use serde::{de, Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, path::Path, str::FromStr};

/// An example: prices in whole yuan within a tenth of yesterday's close, on working days.
pub const EXAMPLE: &str = include_str!("listing.json");
const ADVICE: &str = "`limpid market template` prints an example";

/// A listing's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListingFile {
    /// Prices are whole numbers of this.
    pub tick: Yuan,
    /// The price the first day's band is around.
    pub reference: Yuan,
    /// How far a price may be from the reference, in thousandths of it.
    pub band_permille: u16,
    /// How far a negotiated price may be.
    pub block_band_permille: u16,
    /// Smallest order.
    pub units_min: u64,
    /// Largest order.
    pub units_max: u64,
    /// Smallest negotiated trade.
    pub block_units_min: u64,
    /// How many of the best prices one order may take; 0 for all.
    pub levels_max: u8,
    /// Days on which orders are matched.
    pub weekdays: Vec<Weekday>,
    /// Times of those days, in Beijing.
    pub sessions: Vec<Hours>,
}

impl ListingFile {
    /// Reads a file.
    pub fn read(path: &Path) -> anyhow::Result<Listing> {
        let file: ListingFile = read_json(path, ADVICE)?;
        file.listing()
            .map_err(|fault| corrected(path, &fault, ADVICE))
    }

    /// As the chain has it.
    fn listing(&self) -> anyhow::Result<Listing> {
        let sessions: Vec<_> = self.sessions.iter().map(|hours| hours.0).collect();
        let is_behind =
            |pair: &[Session]| matches!(pair, [a, b] if a.until_minute() <= b.from_minute());
        if !sessions.windows(2).all(is_behind) {
            bail!("sessions: each begins when or after the one before it ends");
        }
        if self.tick.0 == Fen::ZERO {
            bail!("tick: prices cannot be whole numbers of nothing");
        }
        let bits = self.weekdays.iter().map(|weekday| weekday.bit());
        Ok(Listing::V1(ListingV1 {
            tick: self.tick.0,
            band_permille: self.band_permille,
            block_band_permille: self.block_band_permille,
            units_min: self.units_min,
            units_max: self.units_max,
            block_units_min: self.block_units_min,
            levels_max: self.levels_max,
            sessions: sessions
                .try_into()
                .ok()
                .with_context(|| format!("sessions: at most {}", ListingV1::SESSIONS_MAX))?,
            weekdays: bits.fold(0, |mask, bit| mask | bit),
            reference: self.reference.0,
        }))
    }

    /// Of what the chain has.
    pub fn of(listing: &ListingV1) -> ListingFile {
        let is_on = |weekday: &Weekday| listing.weekdays & weekday.bit() != 0;
        ListingFile {
            tick: Yuan(listing.tick),
            reference: Yuan(listing.reference),
            band_permille: listing.band_permille,
            block_band_permille: listing.block_band_permille,
            units_min: listing.units_min,
            units_max: listing.units_max,
            block_units_min: listing.block_units_min,
            levels_max: listing.levels_max,
            weekdays: Weekday::ALL.into_iter().filter(is_on).collect(),
            sessions: listing.sessions.iter().copied().map(Hours).collect(),
        }
    }
}

/// Money as text in yuan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Yuan(pub Fen);

impl Serialize for Yuan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Yuan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Yuan).map_err(de::Error::custom)
    }
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weekday {
    /// 周一.
    Monday,
    /// 周二.
    Tuesday,
    /// 周三.
    Wednesday,
    /// 周四.
    Thursday,
    /// 周五.
    Friday,
    /// 周六.
    Saturday,
    /// 周日.
    Sunday,
}

impl Weekday {
    const ALL: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];

    fn bit(self) -> u8 {
        match self {
            Weekday::Monday => 1,
            Weekday::Tuesday => 1 << 1,
            Weekday::Wednesday => 1 << 2,
            Weekday::Thursday => 1 << 3,
            Weekday::Friday => 1 << 4,
            Weekday::Saturday => 1 << 5,
            Weekday::Sunday => 1 << 6,
        }
    }
}

/// A session as text: `09:30-11:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours(Session);

/// The text is no session.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no session: write when it begins and ends, as 09:30-11:30; a day ends at 24:00")]
pub struct HoursError(String);

impl FromStr for Hours {
    type Err = HoursError;

    fn from_str(text: &str) -> Result<Hours, HoursError> {
        let hours = || {
            let (from, until) = text.split_once('-')?;
            Session::new(minute(from)?, minute(until)?).ok()
        };
        hours()
            .map(Hours)
            .ok_or_else(|| HoursError(text.to_owned()))
    }
}

/// Minutes since midnight of `09:30`.
fn minute(text: &str) -> Option<u16> {
    let is_digit = |character: char| character.is_ascii_digit();
    let (hour, minute) = text.split_once(':')?;
    if hour.len() != 2 || minute.len() != 2 || !(hour.chars().chain(minute.chars())).all(is_digit) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60)
        .then(|| hour.checked_mul(60)?.checked_add(minute))
        .flatten()
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let (from, until) = (self.0.from_minute(), self.0.until_minute());
        write!(f, "{}-{}", time(from), time(until))
    }
}

impl Serialize for Hours {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hours {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> ListingFile {
        serde_json::from_str(EXAMPLE).unwrap()
    }

    #[test]
    fn what_the_chain_has_is_written_as_it_was_read() {
        let Listing::V1(listing) = example().listing().unwrap();
        assert_eq!(ListingFile::of(&listing), example());
        assert_eq!(
            (listing.tick, listing.weekdays, listing.sessions.len()),
            (Fen(100), 0b001_1111, 2)
        );
        let json = serde_json::to_value(example()).unwrap();
        assert_eq!(json["sessions"][0], "09:30-11:30");
        assert_eq!(json["tick"], "1.00");
    }

    #[test]
    fn sessions_are_times_of_a_day() {
        for text in ["00:00-24:00", "09:30-11:30", "23:59-24:00"] {
            assert_eq!(text.parse::<Hours>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "9:30-11:30",
            "11:30-09:30",
            "09:60-10:00",
            "09:00-24:01",
            "+9:00-10:00",
        ] {
            assert!(text.parse::<Hours>().is_err(), "{text}");
        }
    }

    #[test]
    fn what_the_chain_would_refuse_is_told_before() {
        let overlapping = ListingFile {
            sessions: ["09:30-11:30", "11:00-12:00"]
                .map(|text| text.parse().unwrap())
                .into(),
            ..example()
        };
        assert!(overlapping
            .listing()
            .unwrap_err()
            .to_string()
            .starts_with("sessions"));
        let many = ListingFile {
            sessions: (10..15)
                .map(|hour| format!("{hour}:00-{hour}:30").parse().unwrap())
                .collect(),
            ..example()
        };
        assert!(many
            .listing()
            .unwrap_err()
            .to_string()
            .contains("at most 4"));
        let free = ListingFile {
            tick: Yuan(Fen::ZERO),
            ..example()
        };
        assert!(free.listing().is_err());
    }

    #[test]
    fn money_is_text() {
        let text = EXAMPLE.replace("\"1.00\"", "1");
        assert!(serde_json::from_str::<ListingFile>(&text).is_err());
    }
}

//! When orders are matched.

use limpid_market::session::{is_in_order, is_open, is_trading_day};
use limpid_primitives::{
    market::{Fen, ListingV1, Session},
    Day,
};

const WORKDAYS: u8 = 0b001_1111;

/// 9:30 to 11:30 and 13:00 to 15:00.
const CARBON: [(u16, u16); 2] = [(570, 690), (780, 900)];

pub fn listing(sessions: &[(u16, u16)], weekdays: u8) -> ListingV1 {
    let session = |(from, until): &(u16, u16)| Session::new(*from, *until).unwrap();
    let sessions: Vec<Session> = sessions.iter().map(session).collect();
    ListingV1 {
        tick: Fen(1),
        band_permille: 100,
        block_band_permille: 300,
        units_min: 1,
        units_max: 99_999,
        block_units_min: 100_000,
        levels_max: 5,
        sessions: sessions.try_into().unwrap(),
        weekdays,
        reference: Fen(5_000),
    }
}

fn at(day: &str, hour: u64, minute: u64, second: u64) -> u64 {
    let day: Day = day.parse().unwrap();
    // Midnight of the first day was before 1970 UTC.
    day.end_ms() + ((hour * 60 + minute) * 60 + second) * 1_000 - Day::LENGTH_MS
}

#[test]
fn is_open_in_its_minutes() {
    let listing = listing(&CARBON, WORKDAYS);
    // 2026-11-23 was a Monday.
    for (hour, minute, second, expected) in [
        (0, 0, 0, false),
        (9, 29, 59, false),
        (9, 30, 0, true),
        (11, 29, 59, true),
        (11, 30, 0, false),
        (12, 59, 59, false),
        (13, 0, 0, true),
        (14, 59, 59, true),
        (15, 0, 0, false),
        (23, 59, 59, false),
    ] {
        let now_ms = at("2026-11-23", hour, minute, second);
        assert_eq!(
            is_open(&listing, now_ms),
            expected,
            "{hour}:{minute}:{second}"
        );
    }
}

#[test]
fn is_open_on_its_weekdays() {
    let listing = listing(&CARBON, WORKDAYS);
    for (day, expected) in [
        ("1970-01-01", true), // a Thursday
        ("2026-11-20", true),
        ("2026-11-21", false),
        ("2026-11-22", false),
        ("2026-11-23", true),
        ("2028-02-29", true), // a Tuesday
    ] {
        assert_eq!(
            is_trading_day(&listing, day.parse().unwrap()),
            expected,
            "{day}"
        );
        assert_eq!(is_open(&listing, at(day, 10, 0, 0)), expected, "{day}");
    }
}

#[test]
fn may_be_open_all_day_or_never() {
    let always = listing(&[(0, 1_440)], 0b111_1111);
    for now_ms in [0, at("2026-11-22", 0, 0, 0), at("2026-11-22", 23, 59, 59)] {
        assert!(is_open(&always, now_ms), "{now_ms}");
    }
    assert!(!is_open(&always, u64::MAX), "there is no such day");
    let never = [listing(&[], 0b111_1111), listing(&CARBON, 0)];
    for listing in never {
        assert!(!is_open(&listing, at("2026-11-23", 10, 0, 0)));
    }
}

#[test]
fn sessions_follow_each_other() {
    for (sessions, weekdays, expected) in [
        (&[][..], WORKDAYS, true),
        (&CARBON, WORKDAYS, true),
        (&[(0, 600), (600, 1_440)], WORKDAYS, true),
        (&[(0, 601), (600, 1_440)], WORKDAYS, false),
        (&[(780, 900), (570, 690)], WORKDAYS, false),
        (&CARBON, 0b1000_0000, false),
    ] {
        let listing = listing(sessions, weekdays);
        assert_eq!(is_in_order(&listing), expected, "{sessions:?} {weekdays}");
    }
}

//! When orders are matched: by the weekday and the minute in Beijing.

use limpid_primitives::{
    market::{ListingV1, Session},
    Day,
};

/// Every day of the week, as [`ListingV1::weekdays`] writes it.
pub const EVERY_WEEKDAY: u8 = 0b111_1111;

const MINUTE_MS: u64 = 60_000;

/// Whether each session begins after the one before it has ended, and no eighth weekday is meant.
pub fn is_in_order(listing: &ListingV1) -> bool {
    let follows = |pair: &[Session]| matches!(pair, [a, b] if a.until_minute() <= b.from_minute());
    listing.sessions.windows(2).all(follows) && listing.weekdays <= EVERY_WEEKDAY
}

/// Whether orders are matched at some time of the day.
pub fn is_trading_day(listing: &ListingV1, day: Day) -> bool {
    !listing.sessions.is_empty() && (listing.weekdays & 1u8.unbounded_shl(weekday(day))) != 0
}

/// Whether orders are matched at a time, milliseconds since 1970 UTC.
pub fn is_open(listing: &ListingV1, now_ms: u64) -> bool {
    let Some(day) = Day::of(now_ms) else {
        return false;
    };
    // Midnight of the first day was before 1970 UTC.
    let since_end = day.end_ms().saturating_sub(now_ms);
    let minute = Day::LENGTH_MS.saturating_sub(since_end) / MINUTE_MS;
    let is_now = |session: &Session| {
        u64::from(session.from_minute()) <= minute && minute < u64::from(session.until_minute())
    };
    is_trading_day(listing, day) && listing.sessions.iter().any(is_now)
}

/// The day of the week, 0 for Monday. 1970-01-01 was a Thursday.
fn weekday(day: Day) -> u32 {
    day.number().saturating_add(3) % 7
}

//! A day's statistics.

use crate::orders::tick;
use limpid_market::statistics::{add, close, mean, price, reference, tick as tick_of};
use limpid_primitives::market::{DayStatisticsV1, Fen, Tick};
use proptest::prelude::*;

fn day_of(trades: &[(u32, u64)], size: u64) -> DayStatisticsV1 {
    let day = trades.iter().fold(None, |day, (at, units)| {
        Some(add(day, tick(*at), Fen(size), *units).unwrap())
    });
    day.unwrap()
}

#[test]
fn tells_the_day() {
    let day = day_of(&[(500, 10), (520, 5), (490, 5), (510, 20)], 10);
    let expected = DayStatisticsV1 {
        open: tick(500),
        high: tick(520),
        low: tick(490),
        last: tick(510),
        units: 40,
        turnover: Fen(202_500),
        trades: 4,
    };
    assert_eq!(day, expected);
    assert_eq!(mean(&day), Some(Fen(5_063)), "5062.5, half up");
    assert_eq!(close(&day, Fen(10)), Some(tick(506)), "506.25");
}

#[test]
fn closes_at_the_nearest_tick_half_up() {
    for (trades, expected) in [
        (&[(100, 1), (101, 1)][..], 101), // 100.5
        (&[(100, 3), (101, 1)], 100),     // 100.25
        (&[(100, 2), (101, 1)], 100),     // 100.33
        (&[(100, 1), (101, 2)], 101),     // 100.67
        (&[(1, 1)], 1),
        (&[(16_777_215, 3)], 16_777_215),
    ] {
        for size in [1, 7, 1_000] {
            let day = day_of(trades, size);
            assert_eq!(
                close(&day, Fen(size)),
                Some(tick(expected)),
                "{trades:?} {size}"
            );
        }
    }
}

#[test]
fn the_reference_stays_without_trades() {
    let day = day_of(&[(500, 10)], 10);
    assert_eq!(reference(Fen(4_990), Some(&day), Fen(10)), Fen(5_000));
    assert_eq!(reference(Fen(4_990), None, Fen(10)), Fen(4_990));
}

#[test]
fn sums_that_are_too_large_are_refused() {
    let day = day_of(&[(1, u64::MAX)], 1);
    assert_eq!(add(Some(day), tick(1), Fen(1), 1), None, "units");
    assert_eq!(
        add(None, tick(2), Fen(1), u64::MAX),
        None,
        "the trade's value"
    );
    assert_eq!(add(None, tick(2), Fen(u64::MAX), 1), None, "the price");
    let full = DayStatisticsV1 {
        trades: u32::MAX,
        ..day_of(&[(1, 1)], 1)
    };
    assert_eq!(
        add(Some(full), tick(1), Fen(1), 1),
        None,
        "the number of trades"
    );
    let nothing = DayStatisticsV1 { units: 0, ..full };
    assert_eq!((close(&nothing, Fen(1)), mean(&nothing)), (None, None));
    assert_eq!(close(&full, Fen(0)), None);
}

#[test]
fn money_and_ticks() {
    assert_eq!(price(tick(1_250), Fen(5)), Some(Fen(6_250)));
    assert_eq!(tick_of(Fen(6_250), Fen(5)), Some(tick(1_250)));
    for (fen, size) in [(6_251, 5), (0, 5), (1, 0), (1 << 24, 1), (u64::MAX, 1)] {
        assert_eq!(tick_of(Fen(fen), Fen(size)), None, "{fen} {size}");
    }
}

proptest! {
    #[test]
    fn close_is_nearest(
        trades in prop::collection::vec((1..=Tick::MAX.number(), 1..100_000u64), 1..50),
        size in 1..10_000u64,
    ) {
        let day = day_of(&trades, size);
        let close = close(&day, Fen(size)).unwrap();
        prop_assert!(day.low <= close && close <= day.high);
        let weight = i128::from(day.units) * i128::from(size);
        let error = i128::from(close.number()) * weight - i128::from(day.turnover.0);
        // More than half a tick below never, half a tick above at most.
        prop_assert!(-weight < 2 * error && 2 * error <= weight);
    }
}

//! The price band.

use crate::orders::tick;
use limpid_market::Band;
use limpid_primitives::market::{Fen, Tick};
use proptest::prelude::*;

#[test]
fn is_rounded_inward() {
    // Reference and tick in fen, thousandths, lowest and highest tick.
    for (reference, size, permille, low, high) in [
        (5_000, 1, 100, 4_500, 5_500),
        (5_005, 1, 100, 4_505, 5_505), // 4504.5 and 5505.5
        (5_005, 10, 100, 451, 550),    // 450.45 and 550.55
        (4_999, 1, 300, 3_500, 6_498), // 3499.3 and 6498.7
        (100, 1, 0, 99, 101),          // at least a tick each way
        (5, 1, 100, 4, 6),             // 4.5 and 5.5 would leave 5 alone
        (1, 1, 100, 1, 2),             // no price is 0
        (55, 10, 100, 5, 6),           // between two ticks: one each way
        (5_000, 1, 1_000, 1, 10_000),
        (5_000, 1, 2_000, 1, 15_000),
        (16_777_215, 1, 100, 15_099_494, 16_777_215),
    ] {
        let band = Band::around(Fen(reference), permille, Fen(size));
        let (low, high) = (tick(low), tick(high));
        assert_eq!(
            band,
            Some(Band { low, high }),
            "{reference} {size} {permille}"
        );
    }
}

#[test]
fn needs_a_price() {
    assert_eq!(Band::around(Fen(5_000), 100, Fen(0)), None, "no tick");
    assert_eq!(
        Band::around(Fen(u64::MAX), 100, Fen(1)),
        None,
        "beyond all ticks"
    );
    let band = Band::around(Fen(u64::MAX), u16::MAX, Fen(u64::MAX)).unwrap();
    assert_eq!((band.low, band.high), (tick(1), tick(66)));
    let band = Band::around(Fen(0), 100, Fen(1)).unwrap();
    assert_eq!((band.low, band.high), (tick(1), tick(1)));
}

#[test]
fn has_its_ends() {
    let band = Band {
        low: tick(90),
        high: tick(110),
    };
    let has = [89, 90, 100, 110, 111].map(|price| band.has(tick(price)));
    assert_eq!(has, [false, true, true, true, false]);
}

proptest! {
    /// No price in it is further away than said, or than a tick; no price beside it is as near.
    #[test]
    fn is_as_wide_as_said(reference in 1..1_000_000_000u64, permille in 0..=1_000u16, size in 1..5_000u64) {
        let Some(band) = Band::around(Fen(reference), permille, Fen(size)) else {
            prop_assert!(u128::from(reference) > 14_000_000 * u128::from(size));
            return Ok(());
        };
        let is_allowed = |number: u32| {
            let distance = (u64::from(number) * size).abs_diff(reference);
            distance * 1_000 <= reference * u64::from(permille) || distance <= size
        };
        prop_assert!(is_allowed(band.low.number()) || band.low.number() == 1);
        prop_assert!(is_allowed(band.high.number()));
        if band.low.number() > 1 {
            prop_assert!(!is_strictly_allowed(band.low.number() - 1, reference, permille, size));
        }
        if band.high < Tick::MAX {
            prop_assert!(!is_strictly_allowed(band.high.number() + 1, reference, permille, size));
        }
    }
}

fn is_strictly_allowed(number: u32, reference: u64, permille: u16, size: u64) -> bool {
    let distance = (u64::from(number) * size).abs_diff(reference);
    distance * 1_000 <= reference * u64::from(permille)
}

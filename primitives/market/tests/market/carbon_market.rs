//! The published rules of the national carbon market, as far as they are the engine's, by worked examples: 挂牌协议交易 in
//! units of a tonne at ticks of 0.01 yuan, within 10 % of the previous close, among the five best prices; 大宗协议交易 within 30 %;
//! the open is the first deal, the close the day's mean weighted by volume, or the previous close.

use crate::{
    orders::{fills, limits, slot, tick, Desk},
    session::listing,
};
use limpid_market::{
    statistics::{add, close, reference},
    Band, Limits, Rest, Stop,
};
use limpid_primitives::market::{
    DayStatisticsV1, Fen,
    Side::{Buy, Sell},
};

const SIZE: Fen = Fen(1);

fn yuan(text: &str) -> Fen {
    text.parse().unwrap()
}

/// The price in ticks of a fen.
fn ticks(text: &str) -> u32 {
    yuan(text).0.try_into().unwrap()
}

#[test]
fn dom_5_4_band_around_the_previous_close() {
    let rules = listing(&[], 0);
    // Previous close; lowest and highest listed price; lowest and highest negotiated price.
    for (close, low, high, block_low, block_high) in [
        ("48.00", "43.20", "52.80", "33.60", "62.40"), // the opening price of 2021-07-16
        ("52.80", "47.52", "58.08", "36.96", "68.64"),
        ("79.42", "71.48", "87.36", "55.60", "103.24"), // 71.478, 87.362; 55.594, 103.246
        ("100.59", "90.54", "110.64", "70.42", "130.76"), // 90.531, 110.649; 70.413, 130.767
        ("0.05", "0.04", "0.06", "0.04", "0.06"),
    ] {
        for (permille, low, high) in [
            (rules.band_permille, low, high),
            (rules.block_band_permille, block_low, block_high),
        ] {
            let band = Band::around(yuan(close), permille, SIZE).unwrap();
            let ends = (band.low.number(), band.high.number());
            assert_eq!(ends, (ticks(low), ticks(high)), "{close} {permille}");
        }
    }
}

/// Sellers at six prices, 1,000 t each.
fn counter() -> Desk {
    let mut desk = Desk::default();
    for (seller, price) in ["50.00", "50.10", "50.20", "50.30", "50.40", "50.50"]
        .into_iter()
        .enumerate()
    {
        desk.rest(Sell, ticks(price), slot(seller as u32, 1_000));
    }
    desk
}

#[test]
fn dom_5_4_a_taker_picks_among_the_best_five_prices() {
    let five = Limits {
        levels_max: listing(&[], 0).levels_max,
        ..limits()
    };
    // Price and tonnes asked for; prices dealt at with tonnes; what is left of it and what becomes of that.
    type Example<'a> = (&'a str, u64, &'a [(&'a str, u64)], u64, Rest);
    let examples: [Example; 6] = [
        ("49.99", 500, &[], 500, Rest::Resting),
        ("50.00", 500, &[("50.00", 500)], 0, Rest::Filled),
        (
            "50.10",
            1_500,
            &[("50.00", 1_000), ("50.10", 500)],
            0,
            Rest::Filled,
        ),
        (
            "50.10",
            2_500,
            &[("50.00", 1_000), ("50.10", 1_000)],
            500,
            Rest::Resting,
        ),
        (
            "50.40",
            6_000,
            &[
                ("50.00", 1_000),
                ("50.10", 1_000),
                ("50.20", 1_000),
                ("50.30", 1_000),
                ("50.40", 1_000),
            ],
            1_000,
            Rest::Resting,
        ),
        (
            "50.50",
            6_000,
            &[
                ("50.00", 1_000),
                ("50.10", 1_000),
                ("50.20", 1_000),
                ("50.30", 1_000),
                ("50.40", 1_000),
            ],
            1_000,
            Rest::Moved(Stop::Levels),
        ),
    ];
    for (price, tonnes, deals, left, rest) in examples {
        let mut desk = counter();
        let placed = desk.place_within(Buy, ticks(price), slot(99, tonnes), &five);
        let found: Vec<_> = fills(&placed)
            .into_iter()
            .map(|(price, _, tonnes)| (price, tonnes))
            .collect();
        let expected: Vec<_> = deals
            .iter()
            .map(|(at, tonnes)| (ticks(at), *tonnes))
            .collect();
        assert_eq!(found, expected, "{price} {tonnes}");
        assert_eq!((placed.left, placed.rest), (left, rest), "{price} {tonnes}");
    }
}

#[test]
fn dom_5_4_price_first_then_time() {
    let mut desk = Desk::default();
    for (seller, price) in [(1, "50.10"), (2, "50.00"), (3, "50.00")] {
        desk.rest(Sell, ticks(price), slot(seller, 100));
    }
    let placed = desk.place(Buy, ticks("50.10"), slot(99, 250));
    let expected = [("50.00", 2, 100), ("50.00", 3, 100), ("50.10", 1, 50)];
    let expected = expected.map(|(price, seller, tonnes)| (ticks(price), seller, tonnes));
    assert_eq!(fills(&placed), expected);
}

fn day_of(deals: &[(&str, u64)]) -> Option<DayStatisticsV1> {
    deals.iter().fold(None, |day, (price, tonnes)| {
        Some(add(day, tick(ticks(price)), SIZE, *tonnes).unwrap())
    })
}

#[test]
fn dom_5_4_open_is_the_first_deal_close_the_weighted_mean() {
    // Deals; open, high, low, last, close.
    type Example<'a> = (&'a [(&'a str, u64)], [&'a str; 5]);
    let examples: [Example; 4] = [
        (&[("48.00", 160_000)], ["48.00"; 5]),
        (
            &[("48.00", 100), ("52.80", 100)],
            ["48.00", "52.80", "48.00", "52.80", "50.40"],
        ),
        (
            &[("50.00", 300), ("49.00", 100), ("51.00", 100)],
            ["50.00", "51.00", "49.00", "51.00", "50.00"],
        ),
        // 50.005 is half a tick: up.
        (
            &[("50.00", 1), ("50.01", 1)],
            ["50.00", "50.01", "50.00", "50.01", "50.01"],
        ),
    ];
    for (deals, expected) in examples {
        let day = day_of(deals).unwrap();
        let close = close(&day, SIZE).unwrap();
        let found = [day.open, day.high, day.low, day.last, close].map(|price| price.number());
        assert_eq!(found, expected.map(ticks), "{deals:?}");
    }
}

#[test]
fn dom_5_4_without_deals_the_previous_close_stays() {
    let before = yuan("48.00");
    let traded = reference(before, day_of(&[("52.80", 10)]).as_ref(), SIZE);
    assert_eq!(traded, yuan("52.80"));
    assert_eq!(reference(traded, day_of(&[]).as_ref(), SIZE), traded);
}

//! The field's rules, by the clause of the domain's collection they stand in. The ledger of quota judges zones, basins and sectors,
//! and its tests show that it does; here is what its judgement does to orders, and the rules of trading itself.

use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_market::Removal;
use limpid_primitives::{
    market::{Fen, ListingV1, Side},
    quota::{Refusal, ResaleRule},
    Day, Grams,
};

/// 5.1, item 11: after a trade both sides apply to change the permit.
#[test]
fn dom_5_1_both_sides_are_told_to_change_their_permits() {
    ExtBuilder::traders().run(|| {
        place(SELLER, sell(1_000, 1));
        events();
        place(BUYER, buy(1_000, 1));
        let told: Vec<_> = events()
            .into_iter()
            .filter_map(|event| match event {
                Event::PermitChangeRequired { institution, .. } => Some(institution),
                _ => None,
            })
            .collect();
        assert_eq!(told, [PLANT, MILL]);
    });
}

/// 5.1: areas that miss their quality target may not buy in more, and sell.
#[test]
fn dom_5_1_a_barred_area_buys_nothing_and_sells() {
    ExtBuilder::traders()
        .quota(BUYER, 10)
        .money(PLANT, 1_000_000)
        .rules(|rules| rules.barred = at_most(&[division(BAODING)]))
        .run(|| {
            assert_noop!(
                try_place(BUYER, &[buy(1_000, 1)]),
                Error::<Test>::AreaBarred
            );
            place(SELLER, buy(1_000, 1));
            place(BUYER, sell(1_000, 1));
            assert_eq!(trades(), [(1_000, 1)]);
        });
}

/// 5.1: who is not enrolled where the class is good buys nothing.
#[test]
fn dom_5_1_nobody_buys_from_outside_the_zone() {
    ExtBuilder::traders().run(|| {
        let by = signed(OTHER_AGENT);
        let orders = at_most(&[buy(1_000, 1)]);
        assert_noop!(
            Market::place_orders(by, CLASS, reserve(SHANXI), orders),
            Error::<Test>::OutsideZone
        );
    });
}

/// 5.2, Lishui: the government's reserve is sold by electronic bidding.
#[test]
fn dom_5_2_a_reserve_is_sold_by_auction() {
    ExtBuilder::default()
        .wide()
        .quota(reserve(HEBEI), 100)
        .money(MILL, 100_000)
        .run(|| {
            let mut new = new_auction(100);
            new.seller = reserve(HEBEI);
            let auction = open(new);
            let of = [(200, 60)];
            let bid = seal(auction, BUYER, &of);
            wait_days(1);
            assert_ok!(reveal(auction, BUYER, bid, &of));
            wait_days(1);
            assert_ok!(clear(auction, 1));
            assert_ok!(settle(auction, 1));
            assert_eq!((units(BUYER).0, units(reserve(HEBEI)).0), (60, 40));
            assert_eq!(money(AGENCY), (12_000, 0));
        });
}

/// 5.2, Hubei: price first, then time (价格优先、时间优先).
#[test]
fn dom_5_2_price_is_first_then_time() {
    ExtBuilder::traders().quota(THIRD, 10).run(|| {
        place(SELLER, sell(1_001, 1));
        place(THIRD, sell(1_000, 2));
        place(SELLER, sell(1_000, 3));
        events();
        place(BUYER, buy(1_001, 6));
        assert_eq!(trades(), [(1_000, 2), (1_000, 3), (1_001, 1)]);
    });
}

/// 5.2: start price, not below the floor.
#[test]
fn dom_5_2_no_bid_is_below_the_floor() {
    ExtBuilder::traders().wide().run(|| {
        let auction = open(new_auction(10));
        let bid = seal(auction, BUYER, &[(99, 10)]);
        wait_days(1);
        assert_noop!(
            reveal(auction, BUYER, bid, &[(99, 10)]),
            Error::<Test>::LinesUnfit
        );
    });
}

/// The carbon market's published rules (5.4): ticks of a fen, lots of a ton, five best prices, ±10 % and ±30 %, 100,000 t, and its
/// sessions from Monday to Friday.
fn carbon(listing: &mut ListingV1) {
    *listing = ListingV1 {
        tick: Fen(1),
        units_min: 1,
        units_max: 99_999,
        block_units_min: 100_000,
        levels_max: 5,
        weekdays: 0b001_1111,
        reference: Fen(5_023),
        ..listing.clone()
    };
}

/// 5.4, worked: the band of a close of 50.23 yuan is 45.21 to 55.25, that of negotiated trades 35.17 to 65.29.
#[test]
fn dom_5_4_prices_are_near_the_previous_close() {
    ExtBuilder::traders().listing(carbon).run(|| {
        let book = Market::book(CLASS, 0).expect("a book");
        assert_eq!((book.low, book.high), (tick(4_521), tick(5_525)));
        for price in [4_521, 5_525] {
            assert_ok!(try_place(SELLER, &[sell(price, 1)]));
        }
        for price in [4_520, 5_526] {
            assert_noop!(
                try_place(SELLER, &[sell(price, 1)]),
                Error::<Test>::OutsideBand
            );
        }
        for (price, fits) in [(3_516, false), (3_517, true), (6_529, true), (6_530, false)] {
            let new = new_block(Side::Sell, price, 100_000);
            let offered = Market::offer_block(signed(OWNER), new);
            assert_eq!(offered.is_ok(), fits, "{price}");
        }
    });
}

/// 5.4, worked: an order takes the five best prices at most.
#[test]
fn dom_5_4_a_taker_has_the_five_best_prices() {
    ExtBuilder::traders().listing(carbon).run(|| {
        for step in 0..7 {
            place(SELLER, sell(5_000 + 10 * step, 100));
        }
        events();
        place(BUYER, buy(5_100, 1_000));
        let prices: Vec<_> = trades().iter().map(|(price, _)| *price).collect();
        assert_eq!(prices, [5_000, 5_010, 5_020, 5_030, 5_040]);
        // What is left of it waits below the sixth, at which it could go on.
        assert_eq!(depth(Side::Sell), [(5_050, 100), (5_060, 100)]);
        assert_eq!(depth(Side::Buy), [(5_049, 500)]);
    });
}

/// 5.4, worked: the open is the first trade, the close the mean weighted by units, and without a trade the one before.
#[test]
fn dom_5_4_the_close_is_the_weighted_mean() {
    for (deals, close) in [
        (&[(5_000, 100)][..], 5_000),
        (&[(5_000, 100), (5_100, 300)], 5_075),
        // 50.333..: to the nearest fen.
        (&[(5_000, 200), (5_100, 100)], 5_033),
        // 50.005: half up.
        (&[(5_000, 1), (5_001, 1)], 5_001),
    ] {
        ExtBuilder::traders().listing(carbon).run(|| {
            for (price, units) in deals {
                place(SELLER, sell(*price, *units));
                place(BUYER, buy(*price, *units));
            }
            let first = today();
            let reference = || Market::book(CLASS, 0).expect("a book").reference;
            assert_eq!(reference(), Fen(5_023));
            wait_days(1);
            assert_eq!(reference(), Fen(close));
            wait_days(1);
            assert_eq!(reference(), Fen(close));
            let days = Market::days(CLASS, first, today());
            let [(_, limpid_primitives::market::DayStatistics::V1(day), found)] = days[..] else {
                panic!("one day with trades");
            };
            assert_eq!((day.open, found), (tick(deals[0].0), tick(close as u32)));
        });
    }
}

/// 5.4: bought today cannot be sold today.
#[test]
fn dom_5_4_what_was_bought_today_is_not_sold_today() {
    ExtBuilder::traders()
        .rules(|rules| rules.resale = ResaleRule::NextDay)
        .run(|| {
            place(SELLER, sell(1_000, 10));
            place(BUYER, buy(1_000, 10));
            assert_noop!(
                try_place(BUYER, &[sell(1_000, 1)]),
                Error::<Test>::BoughtToday
            );
            wait_days(1);
            place(BUYER, sell(1_000, 10));
        });
}

/// 5.4: sell no more than is held, buy no more than there is money for.
#[test]
fn dom_5_4_both_legs_are_there_before_an_order() {
    ExtBuilder::default()
        .quota(SELLER, 10)
        .money(MILL, 10_000)
        .run(|| {
            assert_noop!(
                try_place(SELLER, &[sell(1_000, 11)]),
                Error::<Test>::NotEnough
            );
            assert_noop!(
                try_place(BUYER, &[buy(1_000, 2)]),
                Error::<Test>::NotEnoughMoney
            );
        });
}

/// 5.4: Monday to Friday, 9:30 to 11:30 and 13:00 to 15:00.
#[test]
fn dom_5_4_orders_are_placed_in_sessions() {
    ExtBuilder::traders().listing(carbon).run(|| {
        // NOW is a Tuesday.
        let start_ms = today().start_ms();
        let minute = |day: u64, hour: u64, minute: u64| {
            start_ms + day * Day::LENGTH_MS + (hour * 60 + minute) * 60_000
        };
        for (day, hour, minutes, is_open) in [
            (0, 9, 29, false),
            (0, 9, 30, true),
            (0, 11, 29, true),
            (0, 11, 30, false),
            (0, 13, 0, true),
            (0, 15, 0, false),
            (3, 10, 0, true),
            (4, 10, 0, false),
            (5, 10, 0, false),
            (6, 10, 0, true),
        ] {
            wait_until(minute(day, hour, minutes));
            let placed = try_place(SELLER, &[sell(5_000, 1)]);
            assert_eq!(placed.is_ok(), is_open, "{day} {hour}:{minutes}");
        }
    });
}

/// 5.4: listed orders are smaller than 100,000 t, negotiated trades are not.
#[test]
fn dom_5_4_large_amounts_are_negotiated() {
    ExtBuilder::traders().listing(carbon).run(|| {
        assert_noop!(
            try_place(SELLER, &[sell(5_000, 100_000)]),
            Error::<Test>::UnitsOutOfRange
        );
        assert_noop!(
            Market::offer_block(signed(OWNER), new_block(Side::Sell, 5_000, 99_999)),
            Error::<Test>::UnitsOutOfRange
        );
        let trade = offer(new_block(Side::Sell, 5_000, 100_000));
        assert_ok!(Market::accept_block(signed(MILLER), trade));
    });
}

/// 5.4, 货银对付: quota against money, each deal gross, or nothing at all.
#[test]
fn dom_5_4_quota_is_delivered_against_money() {
    ExtBuilder::default()
        .quota(SELLER, 10)
        .money(MILL, 100_000)
        .run(|| {
            place(SELLER, sell(1_000, 10));
            place(BUYER, buy(1_000, 10));
            assert_eq!((units(SELLER), units(BUYER)), ((0, 0), (10, 0)));
            assert_eq!((money(PLANT), money(MILL)), ((100_000, 0), (0, 0)));
        });
}

/// 5.4, art. 25 (manipulation): nobody holds more than the limit, whatever it bought how.
#[test]
fn dom_5_4_the_holding_limit_is_kept_at_the_match() {
    ExtBuilder::traders().run(|| {
        let order = place(BUYER, buy(1_000, 10));
        set_rules(|rules| rules.holder_limit = Some(Grams(9 * UNIT)));
        events();
        place(SELLER, sell(1_000, 10));
        let why = Removal::Refused(Refusal::HolderLimit);
        assert_eq!(removals(), [(order, why)]);
    });
}

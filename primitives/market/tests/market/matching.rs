//! Whom a new order meets, and what becomes of it.

use crate::orders::{all, day, fills, limits, slot, tick, Desk, TODAY};
use limpid_market::{book, Band, BookError, Limits, Removal, Rest, Step, Stop, Verdict};
use limpid_primitives::{
    market::{Side::Buy, Side::Sell, Slot, Tick},
    quota::{Holder, Refusal},
    InstitutionId,
};

fn removals(placed: &limpid_market::Placed) -> Vec<(u32, Removal)> {
    let removal = |step: &Step| match step {
        Step::Removed { maker, why } => Some((maker.slot.institution.0, *why)),
        Step::Filled { .. } => None,
    };
    placed.steps.iter().filter_map(removal).collect()
}

#[test]
fn best_price_first_then_time() {
    let mut desk = Desk::default();
    for (price, institution) in [(102, 1), (101, 2), (101, 3), (100, 4), (103, 5)] {
        desk.rest(Sell, price, slot(institution, 10));
    }
    let placed = desk.place(Buy, 102, slot(9, 35));
    let expected = vec![(100, 4, 10), (101, 2, 10), (101, 3, 10), (102, 1, 5)];
    assert_eq!(fills(&placed), expected, "at the prices of the open orders");
    assert_eq!((placed.left, placed.rest), (0, Rest::Filled));
    assert_eq!(desk.open(Sell), [(102, 1, 5), (103, 5, 10)]);
    assert_eq!(desk.open(Buy), []);
}

#[test]
fn sellers_meet_the_highest_bid_first() {
    let mut desk = Desk::default();
    for (price, institution) in [(100, 1), (102, 2), (101, 3), (102, 4)] {
        desk.rest(Buy, price, slot(institution, 10));
    }
    let placed = desk.place(Sell, 101, slot(9, 50));
    assert_eq!(fills(&placed), [(102, 2, 10), (102, 4, 10), (101, 3, 10)]);
    assert_eq!((placed.left, placed.rest), (20, Rest::Resting));
    assert_eq!(desk.open(Sell), [(101, 9, 20)], "at its own price");
    assert_eq!(desk.open(Buy), [(100, 1, 10)]);
}

#[test]
fn an_order_filled_in_part_keeps_its_place() {
    let mut desk = Desk::default();
    let number = desk.rest(Sell, 100, slot(1, 10));
    desk.rest(Sell, 100, slot(2, 10));
    desk.place(Buy, 100, slot(9, 4));
    let open = book::order(&desk.store, Sell, tick(100), number);
    assert_eq!(open, Some(slot(1, 6)));
    assert_eq!(
        fills(&desk.place(Buy, 100, slot(9, 8))),
        [(100, 1, 6), (100, 2, 2)]
    );
}

#[test]
fn prices_that_do_not_meet_do_not_trade() {
    let mut desk = Desk::default();
    desk.rest(Sell, 101, slot(1, 10));
    desk.rest(Buy, 100, slot(2, 10));
    assert_eq!(desk.open(Sell), [(101, 1, 10)]);
    assert_eq!(desk.open(Buy), [(100, 2, 10)]);
}

#[test]
fn expired_orders_are_taken_out() {
    let mut desk = Desk::default();
    desk.rest(Sell, 100, slot(1, 10));
    let tomorrow = Limits {
        today: day(TODAY + 1),
        ..limits()
    };
    let order = Slot {
        expires: day(TODAY + 1),
        ..slot(2, 10)
    };
    let placed = desk.place_within(Buy, 100, order, &tomorrow);
    assert_eq!(removals(&placed), [(1, Removal::Expired)]);
    assert_eq!((placed.left, placed.rest), (10, Rest::Resting));
    assert_eq!(desk.open(Sell), []);
}

#[test]
fn orders_outside_the_band_are_taken_out() {
    let mut desk = Desk::default();
    desk.rest(Sell, 89, slot(1, 10));
    desk.rest(Sell, 90, slot(2, 10));
    let narrow = Limits {
        band: Band {
            low: tick(90),
            high: tick(110),
        },
        ..limits()
    };
    let placed = desk.place_within(Buy, 110, slot(9, 5), &narrow);
    assert_eq!(removals(&placed), [(1, Removal::OutsideBand)]);
    assert_eq!(fills(&placed), [(90, 2, 5)]);
}

#[test]
fn nobody_trades_with_himself() {
    let reserve = |code: &str, agency, units| Slot {
        holder: Holder::Reserve(code.parse().unwrap()),
        ..slot(agency, units)
    };
    let mut desk = Desk::default();
    desk.rest(Sell, 100, slot(1, 10));
    desk.rest(Sell, 100, slot(2, 10));
    let placed = desk.place(Buy, 100, slot(1, 5));
    assert_eq!(removals(&placed), [(1, Removal::Own)]);
    assert_eq!(fills(&placed), [(100, 2, 5)]);
    // Another agency for the same reserve, the same agency for another reserve.
    for (code, agency) in [("130000", 8), ("130200", 7)] {
        let mut desk = Desk::default();
        desk.rest(Sell, 100, reserve("130000", 7, 10));
        let placed = desk.place(Buy, 100, reserve(code, agency, 5));
        assert_eq!(removals(&placed), [(7, Removal::Own)], "{code} {agency}");
        assert_eq!(placed.rest, Rest::Resting);
    }
}

#[test]
fn an_order_refused_is_taken_out_and_the_next_one_is_asked() {
    let mut desk = Desk::default();
    for institution in [1, 2, 3] {
        desk.rest(Sell, 100, slot(institution, 10));
    }
    let mut asked = Vec::new();
    let placed = book::place(
        &mut desk.store,
        Buy,
        tick(100),
        slot(9, 15),
        &limits(),
        |maker, units| {
            asked.push((maker.slot.institution, units));
            match maker.slot.institution {
                InstitutionId(2) => Verdict::CancelMaker(Refusal::Frozen),
                _ => Verdict::Fill,
            }
        },
    );
    let placed = placed.unwrap();
    assert_eq!(removals(&placed), [(2, Removal::Refused(Refusal::Frozen))]);
    assert_eq!(fills(&placed), [(100, 1, 10), (100, 3, 5)]);
    let expected = [(1, 10), (2, 5), (3, 5)];
    assert_eq!(
        asked,
        expected.map(|(id, units)| (InstitutionId(id), units))
    );
    assert_eq!(desk.open(Sell), [(100, 3, 5)]);
}

#[test]
fn an_order_stopped_by_the_rules_does_not_rest() {
    let mut desk = Desk::default();
    desk.rest(Sell, 100, slot(1, 10));
    desk.rest(Sell, 101, slot(2, 10));
    let stop = Refusal::HolderLimit;
    let placed = book::place(
        &mut desk.store,
        Buy,
        tick(101),
        slot(9, 15),
        &limits(),
        |maker, _| match maker.tick.number() {
            101 => Verdict::StopTaker(stop),
            _ => Verdict::Fill,
        },
    );
    let placed = placed.unwrap();
    assert_eq!(
        fills(&placed),
        [(100, 1, 10)],
        "what was filled before stands"
    );
    let expected = (5, Rest::Returned(Stop::Refused(stop)));
    assert_eq!((placed.left, placed.rest), expected);
    assert_eq!(
        desk.open(Sell),
        [(101, 2, 10)],
        "the open order is untouched"
    );
    assert_eq!(desk.open(Buy), []);
}

#[test]
fn an_order_takes_so_many_of_the_best_prices() {
    let mut desk = Desk::default();
    for price in 100..104 {
        desk.rest(Sell, price, slot(price, 10));
    }
    let two = Limits {
        levels_max: 2,
        ..limits()
    };
    let placed = desk.place_within(Buy, 200, slot(9, 100), &two);
    assert_eq!(fills(&placed), [(100, 100, 10), (101, 101, 10)]);
    assert_eq!((placed.left, placed.rest), (80, Rest::Moved(Stop::Levels)));
    let expected = [(101, 9, 80)];
    assert_eq!(
        desk.open(Buy),
        expected,
        "one tick below the best offer left"
    );
    desk.cancel(Buy, 101, placed.number);
    // If no more prices meet its own, the rest of it rests.
    let placed = desk.place_within(Buy, 103, slot(9, 100), &two);
    assert_eq!((placed.left, placed.rest), (80, Rest::Resting));
}

#[test]
fn a_price_without_a_trade_is_not_one_of_the_best() {
    let mut desk = Desk::default();
    desk.rest(Sell, 100, slot(9, 10));
    desk.rest(Sell, 101, slot(1, 10));
    let one = Limits {
        levels_max: 1,
        ..limits()
    };
    let placed = desk.place_within(Buy, 101, slot(9, 10), &one);
    assert_eq!(removals(&placed), [(9, Removal::Own)]);
    assert_eq!(fills(&placed), [(101, 1, 10)]);
}

#[test]
fn an_order_meets_so_many_others() {
    let mut desk = Desk::default();
    for institution in 1..=40 {
        desk.rest(Sell, 100, slot(institution, 1));
    }
    let placed = desk.place(Buy, 100, slot(99, 50));
    assert_eq!((placed.steps.len(), placed.left), (32, 18));
    assert_eq!(placed.rest, Rest::Moved(Stop::Steps));
    assert_eq!(
        desk.open(Buy),
        [(99, 99, 18)],
        "at 100 it would cross the book"
    );
    let eight = Limits {
        steps_max: 8,
        ..limits()
    };
    let placed = desk.place_within(Buy, 100, slot(99, 50), &eight);
    assert_eq!((placed.steps.len(), placed.left), (8, 42));
    assert_eq!(placed.rest, Rest::Resting, "there was no other one to meet");
}

#[test]
fn removals_count_as_meetings() {
    let mut desk = Desk::default();
    for _ in 0..3 {
        desk.rest(Sell, 100, slot(9, 1));
    }
    let two = Limits {
        steps_max: 2,
        ..limits()
    };
    let placed = desk.place_within(Buy, 100, slot(9, 1), &two);
    assert_eq!((placed.steps.len(), placed.left), (2, 1));
    assert_eq!(placed.rest, Rest::Moved(Stop::Steps));
    assert_eq!(desk.open(Sell), [(100, 9, 1)]);
}

#[test]
fn what_cannot_rest_beside_the_best_price_is_given_back() {
    let none = Limits {
        steps_max: 0,
        band: Band {
            low: tick(90),
            high: tick(110),
        },
        ..limits()
    };
    // The best price of the other side, the order's own, where it rests.
    for (side, best, own, expected) in [
        (Buy, 91, 100, Some(90)),
        (Buy, 90, 100, None),
        (Sell, 109, 100, Some(110)),
        (Sell, 110, 100, None),
        // Beyond all prices, though the band has no end.
        (Buy, 1, 1, None),
        (Sell, Tick::MAX.number(), 1, None),
    ] {
        let mut desk = Desk::default();
        desk.rest(side.other(), best, slot(1, 10));
        let limits = Limits {
            band: if own == 1 { limits().band } else { none.band },
            ..none
        };
        let placed = desk.place_within(side, own, slot(2, 5), &limits);
        let rest = match expected {
            Some(_) => Rest::Moved(Stop::Steps),
            None => Rest::Returned(Stop::Steps),
        };
        assert_eq!((placed.left, placed.rest), (5, rest), "{side} {best}");
        let open: Vec<_> = expected.map(|price| (price, 2, 5)).into_iter().collect();
        assert_eq!(desk.open(side), open, "{side} {best}");
        assert_eq!(placed.tick, tick(expected.unwrap_or(own)));
    }
}

#[test]
fn a_place_is_never_given_twice() {
    let mut desk = Desk::default();
    let mut numbers = Vec::new();
    for round in 0..50 {
        let number = desk.rest(Sell, 100, slot(1, 1));
        numbers.push(number);
        if round % 2 == 0 {
            assert!(desk.cancel(Sell, 100, number).is_some());
        } else {
            let placed = desk.place(Buy, 100, slot(2, 1));
            assert_eq!(placed.rest, Rest::Filled);
        }
        let filled = desk.place(Sell, 100, slot(1, 0));
        numbers.push(filled.number);
    }
    assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
}

#[test]
fn an_order_filled_at_once_has_a_place_in_a_queue_that_stands() {
    let mut desk = Desk::default();
    let first = desk.rest(Sell, 100, slot(1, 1));
    let taken = desk.place(Sell, 100, slot(1, 0)).number;
    let second = desk.rest(Sell, 100, slot(1, 1));
    assert_eq!((taken, second), (first + 1, first + 2));
    assert_eq!(desk.cancel(Sell, 100, taken), None);
}

#[test]
fn sums_that_are_too_large_are_refused() {
    let mut desk = Desk::default();
    desk.rest(Sell, 100, slot(1, u64::MAX));
    let place = |desk: &mut Desk, price| {
        let order = slot(2, 1);
        book::place(&mut desk.store, Sell, tick(price), order, &limits(), all)
    };
    assert_eq!(place(&mut desk, 100), Err(BookError::Overflow));
    for next in [u64::MAX, u64::MAX - 14] {
        desk.store.next_number = next;
        assert_eq!(place(&mut desk, 101), Err(BookError::Overflow), "{next}");
    }
    desk.store.next_number = u64::MAX;
    let placed = book::place(&mut desk.store, Buy, tick(100), slot(3, 1), &limits(), all);
    assert_eq!(
        placed,
        Err(BookError::Overflow),
        "no number for the new one"
    );
}

#[test]
fn a_broken_book_is_refused() {
    let buy = |desk: &mut Desk| {
        let order = slot(99, 1);
        book::place(&mut desk.store, Buy, tick(100), order, &limits(), all)
    };
    let mut desk = Desk::default();
    for institution in 1..=40 {
        desk.rest(Sell, 100, slot(institution, 1));
    }
    desk.store.pages.pop_first();
    assert_eq!(buy(&mut desk), Err(BookError::Broken), "a page is missing");
    let mut desk = Desk::default();
    desk.rest(Sell, 100, slot(1, 1));
    desk.store.levels.clear();
    assert_eq!(buy(&mut desk), Err(BookError::Broken), "a level is missing");
}

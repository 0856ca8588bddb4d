use crate::{mock::*, PublicTrade, Trading};
use frame_support::assert_ok;
use limpid_market::Depth;
use limpid_primitives::{
    market::{DayStatistics, DayStatisticsV1, Fen, OrderId, Side, Slot, TradeId},
    quota::Holder,
};

#[test]
fn a_book_shows_prices_and_units_but_nobody() {
    ExtBuilder::traders().quota(THIRD, 100).run(|| {
        for (holder, new) in [
            (SELLER, sell(1_010, 1)),
            (THIRD, sell(1_010, 2)),
            (SELLER, sell(1_020, 4)),
            (SELLER, sell(1_030, 8)),
            (BUYER, buy(990, 16)),
        ] {
            place(holder, new);
        }
        let book = Market::book(CLASS, 2).expect("a book");
        let depth = |price, units, orders| Depth {
            tick: tick(price),
            units,
            orders,
        };
        assert_eq!(book.sells, [depth(1_010, 3, 2), depth(1_020, 4, 1)]);
        assert_eq!(book.buys, [depth(990, 16, 1)]);
        assert_eq!((book.low, book.high), (tick(900), tick(1_100)));
        assert_eq!((book.reference, book.trading), (Fen(10_000), Trading::Open));
        wait_hours(2);
        let book = Market::book(CLASS, 0).expect("a book");
        assert_eq!((book.trading, book.sells), (Trading::Closed, vec![]));
        assert_eq!(Market::book(UNLISTED, 1), None);
    });
}

/// All open orders of a holder, asked for until there is no rest.
fn orders(holder: Holder) -> Vec<(Side, u32, u64)> {
    let mut all = Vec::new();
    let mut from = None;
    loop {
        let part = Market::orders(holder, CLASS, from);
        let shown = |(order, slot): (OrderId, Slot)| (order.side, order.tick.number(), slot.units);
        all.extend(part.orders.into_iter().map(shown));
        from = part.next;
        if from.is_none() {
            return all;
        }
    }
}

/// The open orders of a holder that has few.
pub(super) fn own_orders(holder: Holder) -> Vec<OrderId> {
    let part = Market::orders(holder, CLASS, None);
    assert_eq!(part.next, None);
    part.orders.into_iter().map(|(order, _)| order).collect()
}

#[test]
fn a_holder_finds_its_open_orders() {
    ExtBuilder::traders().money(WORKS, 10_000_000).run(|| {
        for number in 1..=40 {
            place(SELLER, sell(1_010, number));
        }
        place(SELLER, sell(1_020, 1));
        place(BUYER, buy(990, 2));
        place(THIRD, buy(990, 3));
        let expected: Vec<_> = (1..=40)
            .map(|number| (Side::Sell, 1_010, number))
            .chain([(Side::Sell, 1_020, 1)])
            .collect();
        assert_eq!(orders(SELLER), expected);
        assert_eq!(orders(THIRD), [(Side::Buy, 990, 3)]);
        assert_eq!(orders(reserve(HEBEI)), []);
        // It can be asked to go on from any order's page.
        let place = Market::orders(SELLER, CLASS, None).orders[20].0;
        let part = Market::orders(SELLER, CLASS, Some(place));
        assert_eq!(part.orders[0].0.number, place.number / 16 * 16);
    });
}

#[test]
fn trades_and_days_are_public() {
    ExtBuilder::traders().run(|| {
        for (price, units) in [(1_000, 3), (1_010, 1)] {
            place(SELLER, sell(price, units));
        }
        place(BUYER, buy(1_010, 4));
        let first = today();
        wait_days(1);
        place(SELLER, sell(1_005, 2));
        place(BUYER, buy(1_005, 2));
        let at = |hours: u64| limpid_primitives::Moment {
            block: if hours == 0 { 1 } else { 2 },
            time_ms: NOW.time_ms + hours * 60 * 60 * 1_000,
        };
        let public = |trade, price, units, hours| PublicTrade {
            trade: TradeId(trade),
            price: tick(price),
            units,
            at: at(hours),
        };
        let all = [
            public(256, 1_005, 2, 24),
            public(1, 1_010, 1, 0),
            public(0, 1_000, 3, 0),
        ];
        assert_eq!(Market::trades(CLASS, None), all);
        assert_eq!(Market::trades(CLASS, Some(TradeId(256))), all[1..]);
        assert_eq!(Market::trades(CLASS, Some(TradeId(1))), all[2..]);
        assert_eq!(Market::trades(CLASS, Some(TradeId(0))), []);
        let days = Market::days(CLASS, first, today());
        let day = DayStatisticsV1 {
            open: tick(1_000),
            high: tick(1_010),
            low: tick(1_000),
            last: tick(1_010),
            units: 4,
            turnover: Fen(40_100),
            trades: 2,
        };
        // 1,002.5 ticks, half up.
        assert_eq!(days[0], (first, DayStatistics::V1(day), tick(1_003)));
        assert_eq!((days.len(), days[1].0), (2, today()));
        assert_eq!(Market::days(CLASS, today(), first), []);
        assert_ok!(try_place(SELLER, &[sell(1_000, 1)]));
    });
}

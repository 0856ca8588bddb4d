use crate::{mock::*, Error, Event, Pages, Trades};
use codec::{Encode, MaxEncodedLen};
use frame_support::{assert_noop, assert_ok};
use limpid_market::Stop;
use limpid_primitives::{
    market::{Fen, NewOrder, OrderId, Side, Slot, Trade, TradeId, TradeV1},
    quota::{Cause, ClassId, Holder, LotId, QuotaLedger},
    Grams,
};
use sp_runtime::DispatchError;

fn id(side: Side, price: u32, number: u64) -> OrderId {
    OrderId {
        class: CLASS,
        side,
        tick: tick(price),
        number,
    }
}

fn placed(order: OrderId, holder: Holder, new: NewOrder, left: u64) -> Event<Test> {
    Event::OrderPlaced {
        order,
        holder,
        institution: holder.institution().expect("an enterprise"),
        limit: new.tick,
        units: new.units,
        left,
        stopped: None,
        expires: new.expires,
    }
}

#[test]
fn it_rests_and_what_it_gives_is_held() {
    ExtBuilder::traders().run(|| {
        let order = place(SELLER, sell(1_010, 10));
        assert_eq!(order, id(Side::Sell, 1_010, 0));
        assert_eq!(events(), [placed(order, SELLER, sell(1_010, 10), 10)]);
        assert_eq!(units(SELLER), (1_000_000, 10));
        let (free, _) = money(MILL);
        let order = place(BUYER, buy(1_000, 7));
        assert_eq!(events(), [placed(order, BUYER, buy(1_000, 7), 7)]);
        assert_eq!(money(MILL), (free - 70_000, 70_000));
        assert_eq!(depth(Side::Sell), [(1_010, 10)]);
        assert_eq!(depth(Side::Buy), [(1_000, 7)]);
    });
}

#[test]
fn two_orders_meet_and_are_settled() {
    ExtBuilder::default()
        .quota(SELLER, 100)
        .money(MILL, 200_000)
        .run(|| {
            let maker = place(SELLER, sell(1_000, 10));
            events();
            let taker = place(BUYER, buy(1_050, 4));
            let trade = TradeId(0);
            let cause = Cause::Trade { trade };
            let change = |institution| Event::PermitChangeRequired {
                class: CLASS,
                institution,
                cause,
            };
            assert_eq!(
                events(),
                [
                    placed(taker, BUYER, buy(1_050, 4), 0),
                    Event::Traded {
                        class: CLASS,
                        trade,
                        maker,
                        taker,
                        price: tick(1_000),
                        units: 4,
                        paid: Fen(40_000),
                        seller: SELLER,
                        buyer: BUYER,
                        sold: LotId(1),
                        bought: LotId(2),
                    },
                    change(PLANT),
                    change(MILL),
                ]
            );
            assert_eq!((units(SELLER), units(BUYER)), ((96, 6), (4, 0)));
            assert_eq!((money(PLANT), money(MILL)), ((40_000, 0), (160_000, 0)));
            assert_eq!(depth(Side::Sell), [(1_000, 6)]);
            let record = TradeV1 {
                maker,
                taker,
                price: tick(1_000),
                units: 4,
                sold: LotId(1),
                bought: LotId(2),
                at: NOW,
            };
            let made = Trades::<Test>::get(CLASS, 0).expect("a trade");
            assert_eq!(made.into_inner(), [Trade::V1(record)]);
        });
}

#[test]
fn the_best_price_is_first_then_the_one_placed_first() {
    ExtBuilder::traders().quota(THIRD, 100).run(|| {
        for (holder, new) in [
            (SELLER, sell(1_002, 1)),
            (SELLER, sell(1_001, 2)),
            (THIRD, sell(1_001, 3)),
            (SELLER, sell(1_000, 4)),
            (SELLER, sell(1_003, 5)),
        ] {
            place(holder, new);
        }
        events();
        place(BUYER, buy(1_002, 9));
        assert_eq!(trades(), [(1_000, 4), (1_001, 2), (1_001, 3)]);
        place(BUYER, buy(1_002, 3));
        assert_eq!(trades(), [(1_002, 1)]);
        assert_eq!(depth(Side::Buy), [(1_002, 2)]);
        assert_eq!(depth(Side::Sell), [(1_003, 5)]);
    });
}

#[test]
fn who_buys_from_several_gets_one_lot_of_all() {
    ExtBuilder::traders().quota(THIRD, 100).run(|| {
        place(SELLER, sell(1_000, 2));
        place(THIRD, sell(1_001, 3));
        place(SELLER, sell(1_002, 4));
        place(BUYER, buy(1_002, 9));
        let lot = Quotas::current_lot(&BUYER, CLASS).expect("a lot");
        let limpid_primitives::quota::Lot::V1(lot) =
            pallet_quotas::Lots::<Test>::get(lot).expect("a lot");
        let parents: Vec<_> = lot
            .parents
            .iter()
            .map(|part| (part.lot, part.amount))
            .collect();
        assert_eq!(
            parents,
            [(LotId(1), Grams(6 * UNIT)), (LotId(2), Grams(3 * UNIT))]
        );
        assert_eq!((units(SELLER).1, units(THIRD)), (0, (97, 0)));
    });
}

#[test]
fn who_sells_to_several_is_paid_by_each_at_its_price() {
    ExtBuilder::default()
        .quota(SELLER, 100)
        .money(MILL, 1_000_000)
        .money(WORKS, 1_000_000)
        .run(|| {
            place(BUYER, buy(1_005, 3));
            place(THIRD, buy(1_003, 3));
            place(BUYER, buy(1_001, 3));
            events();
            place(SELLER, sell(1_003, 10));
            assert_eq!(trades(), [(1_005, 3), (1_003, 3)]);
            assert_eq!(money(PLANT), (30_150 + 30_090, 0));
            assert_eq!(money(MILL), (1_000_000 - 30_150 - 30_030, 30_030));
            assert_eq!((units(BUYER), units(THIRD)), ((3, 0), (3, 0)));
            assert_eq!(
                (units(SELLER), depth(Side::Sell)),
                ((94, 4), vec![(1_003, 4)])
            );
        });
}

#[test]
fn several_orders_are_placed_one_after_the_other() {
    ExtBuilder::default()
        .quota(SELLER, 100)
        .money(MILL, 1_000_000)
        .money(PLANT, 1_000_000)
        .run(|| {
            place(BUYER, buy(1_000, 5));
            events();
            let orders = [sell(1_000, 2), sell(1_000, 2), sell(1_010, 2), buy(990, 2)];
            assert_ok!(try_place(SELLER, &orders));
            assert_eq!(trades(), [(1_000, 2), (1_000, 2)]);
            let made = Trades::<Test>::get(CLASS, 0).expect("trades");
            assert_eq!(made.len(), 2);
            assert_eq!(depth(Side::Buy), [(1_000, 1), (990, 2)]);
            // All or none.
            assert_noop!(
                try_place(SELLER, &[sell(1_020, 1), sell(1_020, 0)]),
                Error::<Test>::UnitsOutOfRange
            );
        });
}

#[test]
fn an_agency_trades_for_its_reserve() {
    ExtBuilder::default()
        .quota(reserve(HEBEI), 100)
        .money(MILL, 1_000_000)
        .run(|| {
            place(BUYER, buy(1_000, 5));
            events();
            place(reserve(HEBEI), sell(1_000, 5));
            assert_eq!(money(AGENCY), (50_000, 0));
            // A reserve has no permit that is to be changed.
            let changes = events()
                .into_iter()
                .filter(|event| matches!(event, Event::PermitChangeRequired { .. }));
            assert_eq!(changes.count(), 1);
        });
}

#[test]
fn what_was_stopped_by_the_bound_of_steps_rests_where_it_crosses_nothing() {
    ExtBuilder::traders().run(|| {
        for _ in 0..33 {
            place(SELLER, sell(1_000, 1));
        }
        events();
        let order = place(BUYER, buy(1_010, 40));
        assert_eq!(order.tick, tick(999));
        let said = events();
        assert!(said.iter().any(|event| matches!(
            event,
            Event::OrderPlaced {
                left: 8,
                stopped: Some(Stop::Steps),
                ..
            }
        )));
        let trades = said
            .iter()
            .filter(|event| matches!(event, Event::Traded { .. }));
        assert_eq!(trades.count(), 32);
        assert_eq!(depth(Side::Buy), [(999, 8)]);
        // It holds what it may cost where it rests.
        assert_eq!(money(MILL).1, 8 * 9_990);
        // The next call goes on.
        assert_ok!(cancel(MILLER, &[order]));
        place(BUYER, buy(1_010, 8));
        assert_eq!(depth(Side::Sell), []);
    });
}

#[test]
fn a_batch_shares_the_bound_of_steps() {
    ExtBuilder::traders().run(|| {
        for _ in 0..33 {
            place(SELLER, sell(1_000, 1));
        }
        events();
        assert_ok!(try_place(BUYER, &[buy(1_010, 20), buy(1_010, 20)]));
        assert_eq!(trades().len(), 32);
        assert_eq!(depth(Side::Buy), [(999, 8)]);
    });
}

#[test]
fn what_may_rest_at_no_price_is_given_back() {
    ExtBuilder::traders()
        .listing(|listing| listing.levels_max = 1)
        .run(|| {
            // The band begins at 900: a tick below that is no price.
            place(BUYER, buy(900, 1));
            place(BUYER, buy(901, 1));
            let (free, held) = units(SELLER);
            events();
            place(SELLER, sell(900, 5));
            assert_eq!(depth(Side::Sell), [(901, 4)]);
            assert_eq!(units(SELLER), (free - 1, held + 4));
            set_listing(|listing| listing.band_permille = 0);
            let order = place(SELLER, sell(1_001, 3));
            assert_eq!(order.tick, tick(1_001));
        });
    ExtBuilder::traders().run(|| {
        for _ in 0..33 {
            place(SELLER, sell(900, 1));
        }
        let (free, _) = money(MILL);
        let order = place(BUYER, buy(900, 40));
        assert_eq!((order.tick, depth(Side::Buy)), (tick(900), vec![]));
        assert_eq!(money(MILL), (free - 32 * 9_000, 0));
    });
}

#[test]
fn it_is_refunded_what_it_did_not_do() {
    ExtBuilder::traders().run(|| {
        use frame_support::dispatch::GetDispatchInfo;
        let call = crate::Call::<Test>::place_orders {
            class: CLASS,
            holder: SELLER,
            orders: at_most(&[sell(1_000, 1)]),
        };
        let asked = call.get_dispatch_info().call_weight;
        let by = signed(OWNER);
        let orders = at_most(&[sell(1_000, 1)]);
        let done = Market::place_orders(by, CLASS, SELLER, orders).expect("an order");
        let done = done.actual_weight.expect("what it did");
        assert!(done.all_lt(asked), "{done:?} {asked:?}");
        // No step, and a price whose three nodes are new.
        use crate::WeightInfo;
        let written = <() as WeightInfo>::write_nodes(3) + <() as WeightInfo>::write_pages(0);
        assert_eq!(done, <() as WeightInfo>::place_orders(1, 0) + written);
    });
}

#[test]
fn fails_for_who_doesnt_act_for_the_holder() {
    ExtBuilder::traders().quota(reserve(HEBEI), 10).run(|| {
        let place = |by, holder| {
            let orders = at_most(&[sell(1_000, 1)]);
            Market::place_orders(signed(by), CLASS, holder, orders)
        };
        for by in [WORKER, JUDGE, BANKER, BROKER] {
            assert_noop!(place(by, SELLER), DispatchError::BadOrigin);
        }
        for (by, holder) in [
            (MILLER, SELLER),
            (AGENT, SELLER),
            (OTHER_AGENT, reserve(HEBEI)),
            (CITY_AGENT, reserve(HEBEI)),
            (OWNER, reserve(HEBEI)),
        ] {
            assert_noop!(place(by, holder), Error::<Test>::NotHolder);
        }
    });
}

#[test]
fn fails_for_no_orders_and_no_market() {
    ExtBuilder::traders().run(|| {
        assert_noop!(try_place(SELLER, &[]), Error::<Test>::NoOrders);
        let place = |class: ClassId| {
            let orders = at_most(&[sell(1_000, 1)]);
            Market::place_orders(signed(OWNER), class, SELLER, orders)
        };
        assert_noop!(place(UNLISTED), Error::<Test>::NotListed);
        wait_until(today().start_ms());
        assert_noop!(place(CLASS), Error::<Test>::MarketClosed);
        wait_until(vintage().expires().end_ms() + 2 * 60 * 60 * 1_000);
        assert_noop!(place(CLASS), Error::<Test>::ClassExpired);
    });
}

#[test]
fn fails_for_an_order_the_listing_doesnt_allow() {
    ExtBuilder::traders()
        .listing(|listing| {
            listing.units_min = 2;
            listing.units_max = 20;
        })
        .run(|| {
            for price in [899, 1_101] {
                assert_noop!(
                    try_place(SELLER, &[sell(price, 2)]),
                    Error::<Test>::OutsideBand
                );
            }
            for units in [0, 1, 21] {
                assert_noop!(
                    try_place(SELLER, &[sell(1_000, units)]),
                    Error::<Test>::UnitsOutOfRange
                );
            }
            let until = |days| NewOrder {
                expires: day_after(days),
                ..sell(1_000, 2)
            };
            assert_noop!(
                try_place(SELLER, &[until(ORDER_DAYS_MAX + 1)]),
                Error::<Test>::ExpiryOutOfRange
            );
            assert_ok!(try_place(SELLER, &[until(ORDER_DAYS_MAX)]));
            let yesterday = NewOrder {
                expires: today().previous().expect("a day"),
                ..sell(1_000, 2)
            };
            assert_noop!(
                try_place(SELLER, &[yesterday]),
                Error::<Test>::ExpiryOutOfRange
            );
        });
}

#[test]
fn fails_for_what_is_not_there() {
    ExtBuilder::default()
        .quota(SELLER, 10)
        .money(MILL, 100_000)
        .run(|| {
            place(SELLER, sell(1_000, 6));
            assert_noop!(
                try_place(SELLER, &[sell(1_000, 5)]),
                Error::<Test>::NotEnough
            );
            assert_noop!(
                try_place(BUYER, &[buy(1_000, 11)]),
                Error::<Test>::NotEnoughMoney
            );
            assert_noop!(
                try_place(reserve(SHANXI), &[buy(1_000, 1)]),
                Error::<Test>::NotHolder
            );
        });
}

#[test]
fn fails_when_a_holder_has_too_many() {
    ExtBuilder::traders().run(|| {
        OrdersMax::set(2);
        let first = place(SELLER, sell(1_000, 1));
        place(SELLER, sell(1_000, 1));
        assert_noop!(
            try_place(SELLER, &[sell(1_000, 1)]),
            Error::<Test>::OrdersFull
        );
        // One that was filled is not open any more.
        place(BUYER, buy(1_000, 1));
        place(SELLER, sell(1_000, 1));
        assert_noop!(cancel(OWNER, &[first]), Error::<Test>::OrderUnknown);
    });
}

/// As the module says.
#[test]
fn an_open_order_takes_few_bytes() {
    ExtBuilder::traders().run(|| {
        for _ in 0..17 {
            place(SELLER, sell(1_000, 1));
        }
        let (key, page) = Pages::<Test>::iter().next().expect("a page");
        let key = Pages::<Test>::hashed_key_for(key);
        assert_eq!(Slot::max_encoded_len() + 1, 22);
        let bytes = key.len() + page.encoded_size();
        assert!(bytes.div_ceil(16) <= 28, "{bytes}");
    });
}

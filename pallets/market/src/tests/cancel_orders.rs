use crate::{mock::*, Error, Event, WeightInfo};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::market::{OrderId, Side};
use sp_runtime::DispatchError;

#[test]
fn what_it_held_is_free() {
    ExtBuilder::traders().run(|| {
        let (quota, before) = (units(SELLER), money(MILL));
        let sells = [
            place(SELLER, sell(1_000, 10)),
            place(SELLER, sell(1_010, 5)),
        ];
        let bought = place(BUYER, buy(1_000, 4));
        events();
        assert_ok!(cancel(OWNER, &sells[1..]));
        assert_eq!(
            events(),
            [Event::OrderCancelled {
                order: sells[1],
                units: 5
            }]
        );
        // Four units of the other one are sold.
        assert_noop!(cancel(MILLER, &[bought]), Error::<Test>::OrderUnknown);
        assert_eq!(units(SELLER), (quota.0 - 4, 6));
        assert_ok!(cancel(OWNER, &sells[..1]));
        assert_eq!(units(SELLER), (quota.0 - 4, 0));
        let order = place(BUYER, buy(990, 4));
        let held = money(MILL);
        assert_eq!(held.1, 4 * 9_900);
        assert_ok!(cancel(MILLER, &[order]));
        assert_eq!(money(MILL), (before.0 - 40_000, 0));
    });
}

#[test]
fn it_can_be_cancelled_when_no_session_is_open() {
    ExtBuilder::traders().run(|| {
        let order = place(SELLER, sell(1_000, 10));
        wait_hours(2);
        assert_noop!(
            try_place(SELLER, &[sell(1_000, 1)]),
            Error::<Test>::MarketClosed
        );
        assert_ok!(cancel(OWNER, &[order]));
    });
}

#[test]
fn those_that_are_gone_are_passed_over() {
    ExtBuilder::traders().run(|| {
        let filled = place(SELLER, sell(1_000, 10));
        let open = place(SELLER, sell(1_010, 10));
        place(BUYER, buy(1_000, 10));
        assert_ok!(cancel(OWNER, &[filled, open, open]));
        assert_eq!((units(SELLER).1, depth(Side::Sell)), (0, vec![]));
        // But not another holder's: then none is cancelled.
        let own = place(SELLER, sell(1_010, 10));
        let other = place(BUYER, buy(990, 10));
        assert_noop!(cancel(OWNER, &[own, other]), Error::<Test>::NotHolder);
    });
}

#[test]
fn it_is_refunded_what_it_did_not_do() {
    ExtBuilder::traders().run(|| {
        place(SELLER, sell(1_000, 1));
        let order = place(SELLER, sell(1_000, 1));
        let by = signed(OWNER);
        let done = Market::cancel_orders(by, at_most(&[order])).expect("an order");
        // Another order is at the price, so that no node was written, and no page.
        let weight = <() as WeightInfo>::cancel_orders(1)
            + <() as WeightInfo>::write_nodes(0)
            + <() as WeightInfo>::write_pages(0);
        assert_eq!(done.actual_weight, Some(weight));
    });
}

#[test]
fn fails_for_others() {
    ExtBuilder::traders().run(|| {
        let order = place(SELLER, sell(1_000, 10));
        for by in [WORKER, JUDGE, BROKER] {
            assert_noop!(cancel(by, &[order]), DispatchError::BadOrigin);
        }
        for by in [MILLER, AGENT] {
            assert_noop!(cancel(by, &[order]), Error::<Test>::NotHolder);
        }
    });
}

#[test]
fn fails_for_one_that_is_not_there() {
    ExtBuilder::traders().run(|| {
        let order = place(SELLER, sell(1_000, 10));
        let other = |change: fn(&mut OrderId)| {
            let mut other = order;
            change(&mut other);
            other
        };
        for wrong in [
            other(|order| order.number += 1),
            other(|order| order.tick = tick(1_001)),
            other(|order| order.side = Side::Buy),
            other(|order| order.class = UNLISTED),
        ] {
            assert_noop!(cancel(OWNER, &[wrong]), Error::<Test>::OrderUnknown);
        }
        assert_noop!(cancel(OWNER, &[]), Error::<Test>::OrderUnknown);
    });
}

use crate::{mock::*, Event};
use frame_support::{
    assert_noop, assert_ok,
    dispatch::GetDispatchInfo,
    weights::{constants::RocksDbWeight, Weight},
};
use limpid_market::Removal;
use limpid_primitives::{
    market::{NewOrder, OrderId, Side},
    quota::Holding,
};
use sp_runtime::{DispatchError, DispatchResult};

fn expire(by: AccountId, orders: &[OrderId]) -> DispatchResult {
    let expired = Market::expire_orders(signed(by), at_most(orders));
    expired.map(|_| ()).map_err(|failed| failed.error)
}

#[test]
fn those_that_are_over_go_and_the_others_stay() {
    ExtBuilder::traders().run(|| {
        let over = place(SELLER, sell(1_000, 10));
        let good = place(
            SELLER,
            NewOrder {
                expires: day_after(1),
                ..sell(1_000, 5)
            },
        );
        let gone = place(SELLER, sell(1_020, 1));
        assert_ok!(cancel(OWNER, &[gone]));
        let all = [good, over, gone];
        events();
        wait_until(today().end_ms() - 1);
        assert_ok!(expire(CLERK, &all));
        assert_eq!(events(), []);
        wait_until(today().end_ms());
        assert_ok!(expire(CLERK, &all));
        assert_eq!(
            events(),
            [Event::OrderRemoved {
                order: over,
                units: 10,
                why: Removal::Expired
            }]
        );
        assert_eq!(depth(Side::Sell), [(1_000, 5)]);
        assert_eq!(units(SELLER).1, 5);
    });
}

#[test]
fn nothing_of_a_class_that_is_over_stays_held() {
    ExtBuilder::traders().run(|| {
        let last = vintage().expires();
        wait_until(last.start_ms() + 10 * 60 * 60 * 1_000);
        let order = place(SELLER, sell(1_000, 10));
        wait_until(last.end_ms());
        assert_ok!(expire(CLERK, &[order]));
        assert_ok!(Quotas::expire_holding(signed(CLERK), CLASS, SELLER));
        let holdings: Vec<(_, Holding)> = Quotas::holdings(SELLER);
        assert_eq!(holdings, []);
    });
}

/// Orders of different holders share nothing of what is read and written for them.
#[test]
fn each_order_is_charged_all_it_takes() {
    let weight = |count: usize| {
        let id = OrderId {
            class: CLASS,
            side: Side::Sell,
            tick: tick(1_000),
            number: 0,
        };
        let orders = at_most(&vec![id; count]);
        crate::Call::<Test>::expire_orders { orders }
            .get_dispatch_info()
            .call_weight
    };
    let written = crate::book::Written::at_most(1).weight::<Test>()
        - crate::book::Written::default().weight::<Test>();
    let more = weight(2) - weight(1) - written;
    // The level, a page, the class, its listing and numbers, the holder's count, and what it holds; all but three of them written.
    let accesses = RocksDbWeight::get().reads_writes(7, 4);
    let work = Weight::from_parts(40_000_000, 0);
    assert!(more.all_gte(accesses + work), "{more}");
    assert_eq!(weight(32) - weight(31), weight(2) - weight(1));
}

#[test]
fn fails_for_strangers() {
    ExtBuilder::traders().run(|| {
        assert_noop!(expire(1_000, &[]), DispatchError::BadOrigin);
    });
}

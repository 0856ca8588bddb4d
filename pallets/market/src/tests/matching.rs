//! Rules are judged again when orders meet: who breaks one then is taken out, and the event says why.

use crate::{mock::*, Error};
use frame_support::{assert_noop, assert_ok};
use limpid_market::Removal;
use limpid_primitives::{
    market::{NewOrder, Side},
    quota::{Lot, QuotaLedger, Refusal},
    Grams,
};

fn refused(refusal: Refusal) -> Removal {
    Removal::Refused(refusal)
}

/// A seller's order meets a buyer who may buy: it is taken out for this reason, and what it held is free.
fn taken_out(why: Removal, between: impl FnOnce()) {
    ExtBuilder::default()
        .quota(SELLER, 10)
        .money(MILL, 1_000_000)
        .run(|| {
            let maker = place(SELLER, sell(1_000, 10));
            between();
            events();
            let taker = place(BUYER, buy(1_000, 3));
            assert_eq!(removals(), [(maker, why)]);
            assert_eq!((units(SELLER).1, units(BUYER).0), (0, 0));
            assert_eq!(depth(Side::Buy), [(1_000, 3)]);
            assert_ok!(cancel(MILLER, &[taker]));
        });
}

#[test]
fn a_seller_whose_quota_was_frozen() {
    taken_out(refused(Refusal::Frozen), || freeze(SELLER, 8));
}

#[test]
fn a_seller_that_was_suspended() {
    taken_out(refused(Refusal::SellerSuspended), || suspend(PLANT));
}

/// A reserve is never suspended; the agency that trades for it is.
#[test]
fn a_reserve_whose_agency_was_suspended() {
    let city = reserve(TANGSHAN);
    for side in [Side::Sell, Side::Buy] {
        let world = ExtBuilder::traders().money(PLANT, 1_000_000);
        world.quota(city, 10).money(AGENCY, 1_000_000).run(|| {
            let maker = place(city, order(side, 1_000, 10));
            suspend(AGENCY);
            events();
            place(SELLER, order(side.other(), 1_000, 3));
            let why = match side {
                Side::Sell => Refusal::SellerSuspended,
                Side::Buy => Refusal::BuyerSuspended,
            };
            assert_eq!(removals(), [(maker, refused(why))]);
            assert_eq!((units(city), money(AGENCY)), ((10, 0), (1_000_000, 0)));
            assert_eq!(depth(side.other()), [(1_000, 3)]);
        });
    }
}

#[test]
fn an_order_that_is_over() {
    taken_out(Removal::Expired, || wait_days(1));
}

/// A buyer's order meets a seller: it is taken out for this reason, and what it held is free.
fn buyer_taken_out(world: ExtBuilder, refusal: Refusal, between: impl FnOnce()) {
    world.quota(SELLER, 100).money(MILL, 1_000_000).run(|| {
        let maker = place(BUYER, buy(1_000, 10));
        between();
        events();
        place(SELLER, sell(1_000, 3));
        assert_eq!(removals(), [(maker, refused(refusal))]);
        assert_eq!((money(MILL), units(BUYER).0 < 3), ((1_000_000, 0), true));
        assert_eq!(depth(Side::Sell), [(1_000, 3)]);
    });
}

#[test]
fn a_buyer_that_was_suspended() {
    let world = ExtBuilder::default();
    buyer_taken_out(world, Refusal::BuyerSuspended, || suspend(MILL));
}

#[test]
fn a_buyer_over_the_holding_limit() {
    let world = ExtBuilder::default();
    buyer_taken_out(world, Refusal::HolderLimit, || {
        set_rules(|rules| rules.holder_limit = Some(Grams(2 * UNIT)));
    });
}

#[test]
fn a_buyer_whose_area_was_barred() {
    let world = ExtBuilder::default();
    buyer_taken_out(world, Refusal::AreaBarred, || {
        set_rules(|rules| rules.barred = at_most(&[division(BAODING)]));
    });
}

#[test]
fn an_order_of_the_same_holder_or_institution() {
    ExtBuilder::default()
        .quota(SELLER, 100)
        .quota(reserve(HEBEI), 100)
        .money(PLANT, 1_000_000)
        .money(AGENCY, 1_000_000)
        .run(|| {
            let own = place(SELLER, sell(1_000, 3));
            events();
            place(SELLER, buy(1_000, 1));
            assert_eq!(removals(), [(own, Removal::Own)]);
            // The same agency acts for both reserves.
            let own = place(reserve(HEBEI), sell(1_010, 3));
            events();
            place(reserve(TANGSHAN), buy(1_010, 1));
            assert_eq!(removals(), [(own, Removal::Own)]);
        });
}

#[test]
fn an_order_outside_todays_band() {
    ExtBuilder::traders().run(|| {
        let long = NewOrder {
            expires: day_after(9),
            ..buy(1_000, 5)
        };
        let maker = place(BUYER, long);
        // The close rises with each day.
        for price in [1_100, 1_200, 1_300] {
            let orders = [(SELLER, sell(price, 1)), (THIRD, buy(price, 1))];
            if price == 1_100 {
                credit(WORKS, 1_000_000, 1);
            }
            for (holder, new) in orders {
                place(holder, new);
            }
            wait_days(1);
        }
        events();
        // 1,300 less a tenth.
        place(SELLER, sell(1_170, 1));
        assert_eq!(removals(), []);
        set_listing(|listing| listing.band_permille = 300);
        let order = place(SELLER, sell(1_000, 1));
        assert_eq!((order.tick, trades()), (tick(1_000), vec![(1_000, 1)]));
        assert_eq!(maker.tick, tick(1_000));
    });
}

#[test]
fn what_one_meeting_takes_from_a_seller_is_judged_together() {
    // 20 units, two orders of 10 each; 10 of them are frozen then.
    ExtBuilder::traders().quota(THIRD, 20).run(|| {
        let orders = [place(THIRD, sell(1_000, 10)), place(THIRD, sell(1_001, 10))];
        freeze(THIRD, 10);
        events();
        place(BUYER, buy(1_001, 20));
        assert_eq!(units(THIRD), (10, 0));
        assert_eq!(units(BUYER), (10, 0));
        let said = removals();
        assert_eq!(said, [(orders[1], refused(Refusal::Frozen))]);
    });
}

#[test]
fn what_one_meeting_brings_a_group_is_judged_together() {
    let head = uscc(77);
    ExtBuilder::default()
        .rules(|rules| rules.group_limit = Some(Grams(15 * UNIT)))
        .group(MILL, head)
        .group(WORKS, head)
        .quota(SELLER, 100)
        .money(MILL, 1_000_000)
        .money(WORKS, 1_000_000)
        .run(|| {
            place(BUYER, buy(1_001, 10));
            let second = place(THIRD, buy(1_000, 10));
            events();
            place(SELLER, sell(1_000, 20));
            assert_eq!(removals(), [(second, refused(Refusal::GroupLimit))]);
            assert_eq!((units(BUYER).0, units(THIRD).0), (10, 0));
        });
}

#[test]
fn others_at_the_same_price_are_met_after_one_that_was_taken_out() {
    ExtBuilder::traders().quota(THIRD, 10).run(|| {
        place(THIRD, sell(1_000, 10));
        place(SELLER, sell(1_000, 10));
        suspend(WORKS);
        events();
        place(BUYER, buy(1_000, 10));
        assert_eq!(trades(), [(1_000, 10)]);
        assert_eq!(units(THIRD), (10, 0));
    });
}

#[test]
fn many_orders_of_one_seller_are_one_delivery() {
    ExtBuilder::traders().run(|| {
        for _ in 0..32 {
            place(SELLER, sell(1_000, 1));
        }
        events();
        // The last step fills it exactly: nothing stopped it.
        let order = place(BUYER, buy(1_000, 32));
        assert_eq!((order.tick, depth(Side::Buy)), (tick(1_000), vec![]));
        assert_eq!(trades().len(), 32);
        let lot = Quotas::current_lot(&BUYER, CLASS).expect("a lot");
        let Lot::V1(lot) = pallet_quotas::Lots::<Test>::get(lot).expect("a lot");
        assert_eq!(lot.parents.len(), 1);
    });
}

#[test]
fn a_buyer_is_served_up_to_its_limit_and_the_next_one_after_it() {
    ExtBuilder::traders()
        .rules(|rules| rules.holder_limit = Some(Grams(25 * UNIT)))
        .money(WORKS, 1_000_000)
        .run(|| {
            let orders = [1_005, 1_004, 1_003].map(|price| place(BUYER, buy(price, 10)));
            place(THIRD, buy(1_002, 10));
            events();
            place(SELLER, sell(1_000, 30));
            let said = removals();
            assert_eq!(said, [(orders[2], refused(Refusal::HolderLimit))]);
            assert_eq!((units(BUYER).0, units(THIRD).0), (20, 10));
        });
}

#[test]
fn a_seller_frozen_for_a_part_has_its_whole_order_back() {
    ExtBuilder::traders().quota(THIRD, 20).run(|| {
        let order = place(THIRD, sell(1_000, 20));
        freeze(THIRD, 5);
        events();
        place(BUYER, buy(1_000, 16));
        assert_eq!(removals(), [(order, refused(Refusal::Frozen))]);
        assert_eq!(units(THIRD), (20, 0));
        assert_noop!(try_place(THIRD, &[sell(1_000, 16)]), Error::<Test>::Frozen);
        place(THIRD, sell(1_000, 15));
    });
}

#[test]
fn orders_of_one_call_that_meet_are_own_ones() {
    ExtBuilder::traders().money(PLANT, 1_000_000).run(|| {
        assert_ok!(try_place(SELLER, &[sell(1_000, 5), buy(1_000, 5)]));
        assert_eq!(trades(), []);
        assert_eq!(
            (depth(Side::Sell), depth(Side::Buy)),
            (vec![], vec![(1_000, 5)])
        );
    });
}

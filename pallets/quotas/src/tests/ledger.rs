//! What the market may do, and why it is refused.

use crate::{mock::*, Event};
use frame_support::{assert_ok, assert_storage_noop};
use limpid_primitives::{
    market::TradeId,
    quota::{
        Cause, ClassId, Delivery, Holder, LeaseId, LotId, QuotaLedger, Refusal, ResaleRule, Sector,
    },
    Grams, InstitutionId,
};

const TRADE: Cause = Cause::Trade { trade: TradeId(7) };

fn hold(holder: Holder, grams: u64) {
    Quotas::hold(&holder, CLASS, Grams(grams)).expect("enough of it");
}

fn from(holder: Holder, grams: u64) -> Delivery {
    Delivery {
        from: holder,
        amount: Grams(grams),
    }
}

fn deliver(deliveries: &[Delivery]) -> Result<LotId, Refusal> {
    Quotas::deliver(CLASS, &BUYER, deliveries, TRADE)
}

fn may_buy(holder: Holder, grams: u64) -> Result<(), Refusal> {
    Quotas::may_buy(&holder, CLASS, Grams(grams))
}

fn may_sell(holder: Holder, grams: u64) -> Result<(), Refusal> {
    Quotas::may_sell(&holder, CLASS, Grams(grams))
}

fn may_deliver(holder: Holder, grams: u64) -> Result<(), Refusal> {
    Quotas::may_deliver(&holder, CLASS, Grams(grams))
}

#[test]
fn what_is_held_is_delivered_as_one_lot() {
    ExtBuilder::default()
        .given(SELLER, 100)
        .given(reserve(HEBEI), 100)
        .given(BUYER, 5)
        .run(|| {
            hold(SELLER, 60);
            hold(reserve(HEBEI), 20);
            assert_eq!(
                Quotas::all_held().len(),
                2,
                "of the seller and of the reserve"
            );
            let deliveries = [from(SELLER, 30), from(reserve(HEBEI), 20), from(SELLER, 10)];
            assert_eq!(deliver(&deliveries), Ok(LotId(4)));
            assert_eq!(
                events(),
                [Event::QuotaDelivered {
                    class: CLASS,
                    to: BUYER,
                    amount: Grams(60),
                    lot: LotId(4),
                    cause: TRADE,
                }]
            );
            assert_eq!(parents(4), [(1, 40), (2, 20), (3, 5)]);
            assert_eq!(cause(4), TRADE);
            assert_eq!(
                (amount(SELLER), amount(reserve(HEBEI)), amount(BUYER)),
                (60, 80, 65)
            );
            assert_eq!(Quotas::held(&SELLER, CLASS), Grams(20));
            assert_eq!(Quotas::current_lot(&BUYER, CLASS), Some(LotId(4)));
        });
}

#[test]
fn a_delivery_that_fails_changes_nothing() {
    ExtBuilder::default()
        .given(SELLER, 100)
        .given(reserve(HEBEI), 100)
        .run(|| {
            hold(SELLER, 60);
            hold(reserve(HEBEI), 10);
            for (deliveries, refusal) in [
                (
                    vec![from(SELLER, 60), from(reserve(HEBEI), 11)],
                    Refusal::NotHeld,
                ),
                (vec![from(SELLER, 60), from(SELLER, 1)], Refusal::NotHeld),
                (vec![from(SELLER, 60), from(BUYER, 1)], Refusal::SameHolder),
                (vec![from(SELLER, 60), from(SELLER, 0)], Refusal::Nothing),
                (vec![], Refusal::Nothing),
                (vec![from(SELLER, 1); 33], Refusal::Overflow),
            ] {
                assert_storage_noop!(assert_eq!(deliver(&deliveries), Err(refusal)));
            }
        });
}

#[test]
fn a_freeze_that_came_later_stops_a_delivery() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        hold(SELLER, 60);
        Quotas::freeze(signed(JUDGE), SELLER, CLASS, Grams(50), DOCUMENT).expect("a freeze");
        assert_eq!(may_deliver(SELLER, 51), Err(Refusal::Frozen));
        assert_eq!(deliver(&[from(SELLER, 51)]), Err(Refusal::Frozen));
        assert_ok!(may_deliver(SELLER, 50));
        assert_ok!(deliver(&[from(SELLER, 50)]));
        assert_eq!(may_deliver(SELLER, 11), Err(Refusal::NotHeld));
        assert_eq!(may_deliver(SELLER, 0), Err(Refusal::Nothing));
    });
}

#[test]
fn what_is_released_is_free() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        hold(SELLER, 60);
        assert_eq!(may_sell(SELLER, 41), Err(Refusal::NotEnough));
        assert_ok!(Quotas::release(&SELLER, CLASS, Grams(60)));
        assert_ok!(may_sell(SELLER, 100));
        let more = Quotas::release(&SELLER, CLASS, Grams(1));
        assert_eq!(more, Err(Refusal::NotHeld));
        assert_eq!(may_sell(SELLER, 0), Err(Refusal::Nothing));
    });
}

#[test]
fn what_was_bought_today_is_sold_tomorrow() {
    for (resale, today_ok) in [(ResaleRule::NextDay, false), (ResaleRule::SameDay, true)] {
        ExtBuilder::default()
            .rules(|rules| rules.resale = resale)
            .given(SELLER, 100)
            .given(BUYER, 5)
            .run(|| {
                hold(SELLER, 60);
                assert_ok!(deliver(&[from(SELLER, 60)]));
                assert_ok!(may_sell(BUYER, 5));
                assert_eq!(may_sell(BUYER, 6).is_ok(), today_ok);
                wait_until(today().end_ms() - 1);
                assert_eq!(may_sell(BUYER, 65).is_ok(), today_ok);
                wait_until(today().end_ms());
                assert_ok!(may_sell(BUYER, 65));
            });
    }
}

#[test]
fn the_suspended_and_the_locked_sell_nothing() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        hold(SELLER, 10);
        set_rule();
        set_mass(&permit(), nox(), YEAR, Some(1));
        wait_until(deadline_ms());
        assert_ok!(Quotas::assess_year(signed(CLERK), permit(), nox(), YEAR));
        assert_eq!(may_sell(SELLER, 1), Err(Refusal::SellerLocked));
        assert_eq!(may_deliver(SELLER, 1), Err(Refusal::SellerLocked));
        // It may buy, to make good.
        assert_ok!(may_buy(SELLER, 1));
        suspend(PLANT);
        assert_eq!(may_sell(SELLER, 1), Err(Refusal::SellerSuspended));
        assert_eq!(may_deliver(SELLER, 1), Err(Refusal::SellerSuspended));
        assert_eq!(may_buy(SELLER, 1), Err(Refusal::BuyerSuspended));
    });
}

#[test]
fn buyers_are_those_the_rules_let_in() {
    ExtBuilder::default().run(|| {
        assert_ok!(may_buy(BUYER, 1));
        assert_ok!(may_buy(reserve(TANGSHAN), 1));
        assert_eq!(may_buy(BUYER, 0), Err(Refusal::Nothing));
        let unknown = Holder::Institution(InstitutionId(99));
        assert_eq!(may_buy(unknown, 1), Err(Refusal::NotEnrolled));
        assert_eq!(may_buy(STRANGER, 1), Err(Refusal::OutsideZone));
        assert_eq!(may_buy(reserve(SHANXI), 1), Err(Refusal::OutsideZone));
        let second = Quotas::may_buy(&BUYER, SECOND, Grams(1));
        assert_eq!(second, Err(Refusal::ClassUnknown));
        wait_until(vintage().expires().end_ms());
        assert_eq!(may_buy(BUYER, 1), Err(Refusal::ClassExpired));
        assert_eq!(may_sell(BUYER, 1), Err(Refusal::ClassExpired));
        assert_eq!(may_deliver(BUYER, 1), Err(Refusal::ClassExpired));
    });
}

#[test]
fn limits_count_what_there_is() {
    let of_group = |code| declaration(Sector::Industry, Some(uscc(40)), &[code]);
    ExtBuilder::default()
        .rules(|rules| {
            rules.holder_limit = Some(Grams(100));
            rules.group_limit = Some(Grams(140));
        })
        .plant(of_group(TANGSHAN))
        .mill(of_group(BAODING))
        .given(SELLER, 60)
        .given(BUYER, 30)
        .run(|| {
            assert_eq!(may_buy(BUYER, 71), Err(Refusal::HolderLimit));
            assert_eq!(may_buy(BUYER, 51), Err(Refusal::GroupLimit));
            assert_ok!(may_buy(BUYER, 50));
            assert_eq!(may_buy(SELLER, 41), Err(Refusal::HolderLimit));
            assert_eq!(may_buy(BUYER, u64::MAX), Err(Refusal::Overflow));
        });
}

#[test]
fn limits_count_what_is_lent() {
    let of_group = |code| declaration(Sector::Industry, Some(uscc(40)), &[code]);
    let group = || crate::GroupHoldings::<Test>::get(uscc(40), CLASS);
    ExtBuilder::default()
        .rules(|rules| {
            rules.holder_limit = Some(Grams(100));
            rules.group_limit = Some(Grams(140));
        })
        .plant(of_group(TANGSHAN))
        .given(SELLER, 90)
        .run(|| {
            lease(60, day_after(10));
            check();
            assert_eq!((amount(SELLER), group()), (30, Grams(90)));
            assert_eq!(may_buy(SELLER, 11), Err(Refusal::HolderLimit));
            assert_ok!(may_buy(SELLER, 10));
            // Who leased it has it.
            assert_eq!(may_buy(BUYER, 41), Err(Refusal::HolderLimit));
            let join = |code| {
                let id = if code == TANGSHAN { PLANT } else { MILL };
                Quotas::enrol_holder(signed(AGENT), id, of_group(code), DOCUMENT)
            };
            assert_ok!(join(BAODING));
            // What is leased within the group counts with both.
            assert_eq!(group(), Grams(150));
            assert_eq!(may_buy(BUYER, 1), Err(Refusal::GroupLimit));
            let alone = declaration(Sector::Industry, None, &[TANGSHAN]);
            assert_ok!(Quotas::enrol_holder(signed(AGENT), PLANT, alone, DOCUMENT));
            assert_eq!(group(), Grams(60));
            assert_ok!(join(TANGSHAN));
            assert_ok!(Quotas::return_lease(signed(MILLER), LeaseId(1)));
            assert_eq!((amount(SELLER), group()), (90, Grams(90)));
            assert_ok!(may_buy(SELLER, 10));
            assert_eq!(may_buy(BUYER, 51), Err(Refusal::GroupLimit));
        });
}

#[test]
fn a_buyer_needs_room_for_a_holding() {
    ExtBuilder::default().run(|| {
        let sectors = [Sector::Power, Sector::Agriculture, Sector::Municipal];
        for (sector, class) in sectors.into_iter().zip(2..) {
            let mut rules = rules();
            rules.sectors = at_most(&[Sector::Industry]);
            assert_ok!(define(AGENT, key_of("a21002", air(HEBEI), sector), rules));
            give(ClassId(class), BUYER, 1, 1);
        }
        assert_eq!(may_buy(BUYER, 1), Err(Refusal::HoldingsFull));
        assert_ok!(Quotas::may_buy(&BUYER, ClassId(4), Grams(1)));
    });
}

#[test]
fn the_class_is_known() {
    ExtBuilder::default().run(|| {
        let class = Quotas::class(CLASS).expect("a class");
        assert_eq!((class.key, class.unit), (key(), Grams(1_000)));
        assert_eq!(Quotas::class(SECOND), None);
    });
}

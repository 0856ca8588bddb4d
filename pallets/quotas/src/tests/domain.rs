//! The field's rules, by the clause of the domain's collection they stand in.

use crate::{mock::*, Error};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    quota::{
        Cause, ClassRules, Declaration, Delivery, Holder, LeaseId, Place, QuotaLedger, Refusal,
        Sector, Share, TransferRule,
    },
    Grams,
};

/// An enterprise in this division whose water goes to this basin.
fn at_river(code: u32, basin: &str) -> Declaration {
    let place = Place {
        division: division(code),
        basin: Some(basin.parse().expect("a basin")),
    };
    Declaration {
        sector: Sector::Industry,
        group: None,
        places: at_most(&[place]),
    }
}

fn may_buy(holder: Holder) -> Result<(), Refusal> {
    Quotas::may_buy(&holder, SECOND, Grams(1))
}

/// 5.1: water pollutants only in the same basin.
#[test]
fn dom_5_1_water_is_traded_in_one_basin_only() {
    ExtBuilder::default()
        .plant(at_river(TANGSHAN, "LUANHE"))
        .mill(at_river(BAODING, "DAQINGHE"))
        .run(|| {
            let key = key_of("w01018", water(HEBEI, "LUANHE"), Sector::Industry);
            assert_ok!(define(AGENT, key, rules()));
            assert_ok!(may_buy(SELLER));
            assert_eq!(may_buy(BUYER), Err(Refusal::OutsideZone));
        });
}

/// 5.1: air pollutants in principle inside the same city; the province lets others in.
#[test]
fn dom_5_1_air_is_traded_in_one_city_unless_the_province_lets_others_in() {
    ExtBuilder::default().run(|| {
        let key = key_of("a21026", air(TANGSHAN), Sector::Industry);
        assert_ok!(define(CITY_AGENT, key, rules()));
        assert_ok!(may_buy(SELLER));
        assert_eq!(may_buy(BUYER), Err(Refusal::OutsideZone));
        let mut open = rules();
        open.zones = at_most(&[air(BAODING)]);
        let open = ClassRules::V1(open);
        let set = |by, rules| Quotas::set_rules(signed(by), SECOND, rules, DOCUMENT);
        assert_noop!(
            set(CITY_AGENT, open.clone()),
            Error::<Test>::OutsideDivision
        );
        assert_ok!(set(AGENT, open));
        assert_ok!(may_buy(BUYER));
    });
}

/// 5.1, item 11: across provinces only by the nation's authorities.
#[test]
fn dom_5_1_provinces_trade_only_if_the_nation_lets_them() {
    ExtBuilder::default().run(|| {
        let mut open = rules();
        open.zones = at_most(&[air(SHANXI)]);
        let open = ClassRules::V1(open);
        let set = |by| Quotas::set_rules(signed(by), CLASS, open.clone(), DOCUMENT);
        let far = || Quotas::may_buy(&STRANGER, CLASS, Grams(1));
        assert_noop!(set(AGENT), Error::<Test>::OutsideDivision);
        assert_noop!(set(OTHER_AGENT), Error::<Test>::OutsideDivision);
        assert_eq!(far(), Err(Refusal::OutsideZone));
        assert_ok!(set(MINISTER));
        assert_ok!(far());
    });
}

/// 5.1: industrial sources not with agricultural, thermal power not with other industries for air.
#[test]
fn dom_5_1_sectors_do_not_trade_with_each_other_unless_a_rule_says_so() {
    for (class, buyer) in [
        (Sector::Industry, Sector::Agriculture),
        (Sector::Power, Sector::Industry),
        (Sector::Industry, Sector::Power),
    ] {
        let mill = declaration(buyer, None, &[BAODING]);
        ExtBuilder::default().mill(mill).run(|| {
            let key = key_of("a21026", air(HEBEI), class);
            assert_ok!(define(AGENT, key, rules()));
            assert_eq!(may_buy(BUYER), Err(Refusal::OtherSector));
            let mut open = rules();
            open.sectors = at_most(&[buyer]);
            let open = ClassRules::V1(open);
            assert_ok!(Quotas::set_rules(signed(AGENT), SECOND, open, DOCUMENT));
            assert_ok!(may_buy(BUYER));
        });
    }
}

/// 5.1: areas that miss their quality target may not buy in more; they may sell.
#[test]
fn dom_5_1_areas_that_miss_their_target_buy_nothing_in() {
    ExtBuilder::default()
        .rules(|rules| rules.barred = at_most(&[division(BAODING)]))
        .given(BUYER, 10)
        .run(|| {
            let buys = Quotas::may_buy(&BUYER, CLASS, Grams(1));
            assert_eq!(buys, Err(Refusal::AreaBarred));
            assert_ok!(Quotas::may_sell(&BUYER, CLASS, Grams(10)));
            assert_ok!(Quotas::may_buy(&SELLER, CLASS, Grams(1)));
        });
}

/// 5.1: the total must not exceed the cap.
#[test]
fn dom_5_1_no_more_is_allocated_than_the_cap() {
    ExtBuilder::default()
        .rules(|rules| rules.cap = Grams(100))
        .given(SELLER, 60)
        .run(|| {
            let share = Share {
                holder: BUYER,
                amount: Grams(41),
            };
            assert_noop!(
                Quotas::allocate(signed(AGENT), CLASS, DOCUMENT, at_most(&[share])),
                Error::<Test>::CapExceeded
            );
        });
}

/// 5.1, 财税〔2015〕61号: valid for five years, then approved again.
#[test]
fn dom_5_1_nothing_can_be_done_after_the_validity() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        wait_until(vintage().expires().end_ms() - 1);
        assert_ok!(Quotas::may_sell(&SELLER, CLASS, Grams(1)));
        wait_until(vintage().expires().end_ms());
        let sells = Quotas::may_sell(&SELLER, CLASS, Grams(1));
        assert_eq!(sells, Err(Refusal::ClassExpired));
    });
}

/// 5.2, Zhejiang: 平台之外无交易.
#[test]
fn dom_5_2_no_trade_beside_the_platform() {
    ExtBuilder::default()
        .rules(|rules| rules.transfer = TransferRule::Forbidden)
        .given(SELLER, 100)
        .run(|| {
            assert_noop!(
                Quotas::make_offer(signed(OWNER), new_offer(SELLER, BUYER, 1)),
                Error::<Test>::TransferForbidden
            );
        });
}

/// 5.2: surplus is bought back into reserves of city and province, and given out of them again.
#[test]
fn dom_5_2_reserves_take_back_and_give_out() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        let back = offer(OWNER, new_offer(SELLER, reserve(TANGSHAN), 30));
        assert_ok!(Quotas::accept_offer(signed(CITY_AGENT), back));
        let out = offer(CITY_AGENT, new_offer(reserve(TANGSHAN), BUYER, 20));
        assert_ok!(Quotas::accept_offer(signed(MILLER), out));
        assert_eq!((amount(reserve(TANGSHAN)), amount(BUYER)), (10, 20));
    });
}

/// 5.2: leases are for a year at most, and come back.
#[test]
fn dom_5_2_a_lease_comes_back() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        lease(50, day_after(364));
        wait_days(365);
        assert_ok!(Quotas::return_lease(signed(OWNER), LeaseId(1)));
        assert_eq!((amount(SELLER), amount(BUYER)), (100, 0));
    });
}

/// 5.4, article 24: what was not surrendered is deducted, equally, from the next allocation.
#[test]
fn dom_5_4_a_shortfall_is_deducted_from_the_next_allocation() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        set_rule();
        set_mass(&permit(), nox(), YEAR, Some(130_000_000));
        assert_ok!(Quotas::surrender(
            signed(OWNER),
            permit(),
            YEAR,
            CLASS,
            Grams(100)
        ));
        wait_until(deadline_ms());
        assert_ok!(Quotas::assess_year(signed(CLERK), permit(), nox(), YEAR));
        give(CLASS, SELLER, 100, 1);
        assert_eq!(amount(SELLER), 70);
        // Deducted is not surrendered: it is still to be made good.
        let sells = Quotas::may_sell(&SELLER, CLASS, Grams(1));
        assert_eq!(sells, Err(Refusal::SellerLocked));
        assert_ok!(Quotas::surrender(
            signed(OWNER),
            permit(),
            YEAR,
            CLASS,
            Grams(30)
        ));
        assert_ok!(Quotas::may_sell(&SELLER, CLASS, Grams(40)));
    });
}

/// 5.4: bought today cannot be sold today. See also `ledger::what_was_bought_today_is_sold_tomorrow`.
#[test]
fn dom_5_4_what_was_bought_today_can_be_surrendered_today() {
    ExtBuilder::default().given(reserve(HEBEI), 100).run(|| {
        assert_ok!(Quotas::hold(&reserve(HEBEI), CLASS, Grams(50)));
        let delivery = Delivery {
            from: reserve(HEBEI),
            amount: Grams(50),
        };
        let cause = Cause::Trade {
            trade: Default::default(),
        };
        assert_ok!(Quotas::deliver(CLASS, &SELLER, &[delivery], cause));
        let sells = Quotas::may_sell(&SELLER, CLASS, Grams(1));
        assert_eq!(sells, Err(Refusal::BoughtToday));
        set_mass(&permit(), nox(), YEAR, Some(50_000_000));
        assert_ok!(Quotas::surrender(
            signed(OWNER),
            permit(),
            YEAR,
            CLASS,
            Grams(50)
        ));
    });
}

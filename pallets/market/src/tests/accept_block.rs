use crate::{mock::*, BlockOffers, BlockTrades, Days, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    market::{BlockTrade, BlockTradeId, BlockTradeV1, Fen, NewBlockOffer, Side},
    quota::{Cause, LotId},
    Grams,
};
use sp_runtime::{DispatchError, DispatchResult};

fn accept(by: AccountId, offer: BlockTradeId) -> DispatchResult {
    Market::accept_block(signed(by), offer)
}

#[test]
fn quota_is_delivered_against_money() {
    for (side, by) in [(Side::Sell, MILLER), (Side::Buy, OWNER)] {
        ExtBuilder::default()
            .quota(SELLER, 3_000)
            .money(MILL, 20_000_000)
            .run(|| {
                let trade = offer(new_block(side, 1_200, 1_000));
                events();
                assert_ok!(accept(by, trade));
                let record = BlockTradeV1 {
                    class: CLASS,
                    seller: SELLER,
                    buyer: BUYER,
                    price: tick(1_200),
                    units: 1_000,
                    sold: LotId(1),
                    bought: LotId(2),
                    at: NOW,
                };
                let change = |institution| Event::PermitChangeRequired {
                    class: CLASS,
                    institution,
                    cause: Cause::BlockTrade { trade },
                };
                assert_eq!(
                    events(),
                    [
                        Event::BlockTraded {
                            trade,
                            class: CLASS,
                            price: tick(1_200),
                            units: 1_000,
                            paid: Fen(12_000_000),
                            seller: SELLER,
                            buyer: BUYER,
                            payer: MILL,
                            payee: PLANT,
                            sold: LotId(1),
                            bought: LotId(2),
                        },
                        change(PLANT),
                        change(MILL),
                    ]
                );
                let kept = BlockTrades::<Test>::get(trade);
                assert_eq!(kept, Some(BlockTrade::V1(record)));
                assert_eq!(BlockOffers::<Test>::iter().count(), 0);
                assert_eq!((units(SELLER), units(BUYER)), ((2_000, 0), (1_000, 0)));
                let paid = (money(PLANT), money(MILL));
                assert_eq!(paid, ((12_000_000, 0), (8_000_000, 0)));
                // Negotiated trades say nothing of the day's prices.
                assert_eq!(Days::<Test>::iter().count(), 0);
            });
    }
}

#[test]
fn fails_for_others() {
    ExtBuilder::traders().run(|| {
        let trade = offer(new_block(Side::Sell, 1_000, 1_000));
        for by in [CLERK, JUDGE, BROKER] {
            assert_noop!(accept(by, trade), DispatchError::BadOrigin);
        }
        for by in [OWNER, SMITH, AGENT] {
            assert_noop!(accept(by, trade), Error::<Test>::NotHolder);
        }
    });
}

#[test]
fn fails_when_there_is_none_or_it_is_over() {
    ExtBuilder::traders().run(|| {
        assert_noop!(accept(MILLER, BlockTradeId(1)), Error::<Test>::BlockUnknown);
        let trade = offer(new_block(Side::Sell, 1_000, 1_000));
        wait_days(1);
        assert_noop!(accept(MILLER, trade), Error::<Test>::BlockOver);
    });
}

#[test]
fn fails_when_one_institution_acts_for_both() {
    ExtBuilder::default()
        .quota(reserve(HEBEI), 3_000)
        .money(AGENCY, 100_000_000)
        .run(|| {
            let new = NewBlockOffer {
                from: reserve(HEBEI),
                to: reserve(TANGSHAN),
                ..new_block(Side::Sell, 1_000, 1_000)
            };
            let trade = offer(new);
            assert_noop!(accept(AGENT, trade), Error::<Test>::SameHolder);
            credit(CITY_AGENCY, 100_000_000, 1);
            assert_ok!(accept(CITY_AGENT, trade));
        });
}

/// What comes between, after who offers which way, and why it is refused then.
type Change = (fn(), Side, Error<Test>);

#[test]
fn rules_are_judged_again() {
    let between: [Change; 6] = [
        (|| freeze(SELLER, 1_000_000), Side::Sell, Error::Frozen),
        (|| suspend(PLANT), Side::Sell, Error::SellerSuspended),
        (|| suspend(MILL), Side::Buy, Error::BuyerSuspended),
        (
            || set_rules(|rules| rules.holder_limit = Some(Grams(UNIT))),
            Side::Buy,
            Error::HolderLimit,
        ),
        (
            || set_listing(|listing| listing.block_band_permille = 100),
            Side::Sell,
            Error::OutsideBand,
        ),
        (
            || set_listing(|listing| listing.block_units_min = 2_000),
            Side::Sell,
            Error::UnitsOutOfRange,
        ),
    ];
    for (between, side, error) in between {
        ExtBuilder::traders().run(|| {
            let trade = offer(new_block(side, 1_200, 1_000));
            between();
            let by = match side {
                Side::Sell => MILLER,
                Side::Buy => OWNER,
            };
            assert_noop!(accept(by, trade), error);
        });
    }
}

/// A reserve is never suspended; the agency that trades for it is.
#[test]
fn fails_when_the_offering_agency_was_suspended() {
    for (side, error) in [
        (Side::Sell, Error::<Test>::SellerSuspended),
        (Side::Buy, Error::BuyerSuspended),
    ] {
        let world = ExtBuilder::traders().quota(reserve(HEBEI), 1_000);
        let world = world.money(AGENCY, 10_000_000).money(PLANT, 10_000_000);
        world.run(|| {
            let new = NewBlockOffer {
                from: reserve(HEBEI),
                to: SELLER,
                ..new_block(side, 1_000, 1_000)
            };
            let trade = offer(new);
            suspend(AGENCY);
            assert_noop!(accept(OWNER, trade), error);
        });
    }
}

#[test]
fn fails_when_the_other_leg_is_not_there() {
    ExtBuilder::default()
        .quota(SELLER, 1_000)
        .money(MILL, 10_000_000)
        .run(|| {
            let sells = offer(new_block(Side::Sell, 1_001, 1_000));
            assert_noop!(accept(MILLER, sells), Error::<Test>::NotEnoughMoney);
            let buys = offer(new_block(Side::Buy, 1_000, 1_000));
            assert_noop!(accept(OWNER, buys), Error::<Test>::NotEnough);
        });
}

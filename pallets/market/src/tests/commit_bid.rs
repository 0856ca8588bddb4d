use crate::{mock::*, Bids, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    market::{AuctionId, Bid, BidStatus, BidV1, Fen},
    quota::Holder,
    Digest, Grams,
};
use sp_runtime::{DispatchError, DispatchResult};

const SEAL: Digest = Digest([3; 32]);

fn commit(by: AccountId, auction: AuctionId, holder: Holder, units: u64) -> DispatchResult {
    Market::commit_bid(signed(by), auction, holder, SEAL, units)
}

#[test]
fn its_margin_is_held() {
    ExtBuilder::default()
        .wide()
        .quota(SELLER, 150)
        .money(MILL, 1_000)
        .run(|| {
            let auction = open(new_auction(100));
            events();
            assert_ok!(commit(MILLER, auction, BUYER, 30));
            assert_eq!(
                events(),
                [Event::BidCommitted {
                    auction,
                    bid: 0,
                    holder: BUYER,
                    institution: MILL,
                    commitment: SEAL,
                    units_max: 30,
                    held: Fen(600),
                }]
            );
            assert_eq!(money(MILL), (400, 600));
            let bid = BidV1 {
                holder: BUYER,
                institution: MILL,
                units_max: 30,
                held: Fen(600),
                status: BidStatus::Sealed { commitment: SEAL },
            };
            assert_eq!(Bids::<Test>::get(auction, 0), Some(Bid::V1(bid)));
            // A bid has many lines: nobody needs a second one.
            assert_noop!(commit(MILLER, auction, BUYER, 1), Error::<Test>::AlreadyBid);
            let other = open(new_auction(50));
            assert_noop!(
                commit(MILLER, other, BUYER, 21),
                Error::<Test>::NotEnoughMoney
            );
        });
}

#[test]
fn fails_for_others() {
    ExtBuilder::traders().wide().run(|| {
        let auction = open(new_auction(100));
        for by in [CLERK, JUDGE, BROKER] {
            assert_noop!(commit(by, auction, BUYER, 1), DispatchError::BadOrigin);
        }
        for by in [SMITH, AGENT] {
            assert_noop!(commit(by, auction, BUYER, 1), Error::<Test>::NotHolder);
        }
    });
}

#[test]
fn fails_when_there_is_no_such_auction_or_its_time_is_over() {
    ExtBuilder::traders().wide().run(|| {
        let auction = open(new_auction(100));
        assert_noop!(
            commit(MILLER, AuctionId(2), BUYER, 1),
            Error::<Test>::AuctionUnknown
        );
        let other = open(new_auction(100));
        assert_ok!(Market::cancel_auction(signed(OWNER), other, REASON));
        assert_noop!(
            commit(MILLER, other, BUYER, 1),
            Error::<Test>::AuctionNotOpen
        );
        wait_days(1);
        assert_noop!(commit(MILLER, auction, BUYER, 1), Error::<Test>::CommitOver);
    });
}

#[test]
fn fails_for_who_may_not_buy_or_asks_for_too_much() {
    let world = ExtBuilder::traders()
        .wide()
        .money(PLANT, 1_000)
        .money(WORKS, 1_000);
    world.run(|| {
        let auction = open(new_auction(100));
        assert_noop!(commit(OWNER, auction, SELLER, 1), Error::<Test>::SameHolder);
        for units in [0, 101] {
            assert_noop!(
                commit(MILLER, auction, BUYER, units),
                Error::<Test>::UnitsOutOfRange
            );
        }
        set_rules(|rules| rules.holder_limit = Some(Grams(50 * UNIT)));
        assert_noop!(
            commit(MILLER, auction, BUYER, 51),
            Error::<Test>::HolderLimit
        );
        BidsMax::set(1);
        assert_ok!(commit(MILLER, auction, BUYER, 50));
        assert_noop!(commit(SMITH, auction, THIRD, 1), Error::<Test>::BidsFull);
    });
}

use super::clear_auction::{auctioned, world};
use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    market::{AuctionId, NewAuction},
    quota::Holder,
};
use sp_runtime::{DispatchError, DispatchResult};

fn call_off(by: AccountId, auction: AuctionId) -> DispatchResult {
    Market::cancel_auction(signed(by), auction, REASON)
}

#[test]
fn its_quota_is_free() {
    world().run(|| {
        let auction = open(new_auction(100));
        seal(auction, BUYER, &[(150, 30)]);
        wait_days(1);
        events();
        assert_ok!(call_off(OWNER, auction));
        let (reason, by) = (REASON, PLANT);
        assert_eq!(
            events(),
            [Event::AuctionCancelled {
                auction,
                reason,
                by
            }]
        );
        assert_eq!((units(SELLER), money(MILL).1), ((100, 0), 600));
    });
}

#[test]
fn who_supervises_the_class_calls_it_off_until_it_is_cleared() {
    for by in [BROKER, AGENT, MINISTER] {
        world().run(|| {
            let auction = auctioned(&[(150, 30), (140, 30)], &[]);
            assert_ok!(clear(auction, 1));
            assert_ok!(call_off(by, auction));
            assert_noop!(call_off(by, auction), Error::<Test>::AuctionNotOpen);
        });
    }
    world().run(|| {
        let auction = auctioned(&[], &[]);
        assert_ok!(clear(auction, 1));
        assert_noop!(call_off(BROKER, auction), Error::<Test>::AuctionNotOpen);
    });
}

#[test]
fn an_agency_that_is_not_over_the_class_calls_its_own_off() {
    let city: Holder = reserve(TANGSHAN);
    ExtBuilder::default().wide().quota(city, 10).run(|| {
        let new = NewAuction {
            seller: city,
            ..new_auction(10)
        };
        assert_ok!(Market::open_auction(signed(CITY_AGENT), new));
        assert_ok!(call_off(CITY_AGENT, AuctionId(1)));
    });
}

#[test]
fn fails_for_others() {
    world().run(|| {
        let auction = open(new_auction(1));
        for by in [WORKER, JUDGE, BANKER] {
            assert_noop!(call_off(by, auction), DispatchError::BadOrigin);
        }
        for by in [MILLER, OTHER_AGENT, CITY_AGENT] {
            assert_noop!(call_off(by, auction), Error::<Test>::NotHolder);
        }
    });
}

#[test]
fn fails_for_the_seller_when_a_bid_was_revealed() {
    world().run(|| {
        assert_noop!(call_off(OWNER, AuctionId(1)), Error::<Test>::AuctionUnknown);
        let auction = auctioned(&[(150, 30)], &[]);
        assert_noop!(call_off(OWNER, auction), Error::<Test>::RevealBegun);
    });
}

/// Late bids forfeit their margins: the seller doesn't give them back by calling the auction off.
#[test]
fn fails_for_the_seller_when_nothing_was_revealed_in_time() {
    world().run(|| {
        let auction = open(new_auction(100));
        seal(auction, BUYER, &[(150, 30)]);
        wait_days(2);
        assert_noop!(call_off(OWNER, auction), Error::<Test>::RevealBegun);
    });
}

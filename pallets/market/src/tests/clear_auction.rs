use crate::{mock::*, Auctions, Clearings, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::market::{Auction, AuctionId, AuctionStage, Clearing, Fen, NewAuction};
use sp_runtime::DispatchError;

/// An auction of 100 units with these bids of two bidders, when it can be cleared.
pub(super) fn auctioned(buyer: &[(u64, u64)], third: &[(u64, u64)]) -> AuctionId {
    auctioned_as(new_auction(100), buyer, third)
}

/// As [`auctioned`], on terms of its own.
pub(super) fn auctioned_as(
    new: NewAuction,
    buyer: &[(u64, u64)],
    third: &[(u64, u64)],
) -> AuctionId {
    let auction = open(new);
    let bids = [(BUYER, buyer), (THIRD, third)];
    let sealed: Vec<_> = bids
        .iter()
        .filter(|(_, of)| !of.is_empty())
        .map(|(holder, of)| (*holder, seal(auction, *holder, of), *of))
        .collect();
    wait_days(1);
    for (holder, bid, of) in sealed {
        assert_ok!(reveal(auction, holder, bid, of));
    }
    wait_days(1);
    events();
    auction
}

pub(super) fn world() -> ExtBuilder {
    ExtBuilder::default()
        .wide()
        .quota(SELLER, 100)
        .money(MILL, 100_000)
        .money(WORKS, 100_000)
}

fn found(price: Option<u64>, units_above: u64, units_at: u64) -> Clearing {
    Clearing {
        price: price.map(Fen),
        units_above,
        units_at,
    }
}

#[test]
fn the_lowest_price_at_which_all_is_sold_is_found() {
    for (buyer, third, clearing) in [
        // The last units go at 120.
        (
            &[(150, 30), (120, 30)][..],
            &[(140, 50), (110, 50)][..],
            found(Some(120), 80, 20),
        ),
        // Too little is asked for: the lowest bid's price.
        (&[(150, 30)], &[(130, 20)], found(Some(130), 30, 20)),
        // Exactly all.
        (&[(150, 30)], &[(130, 70)], found(Some(130), 30, 70)),
        (&[(150, 100)], &[], found(Some(150), 0, 100)),
        (&[], &[], found(None, 0, 0)),
    ] {
        world().run(|| {
            let auction = auctioned(buyer, third);
            assert_ok!(clear(auction, u32::MAX));
            assert_eq!(events(), [Event::AuctionCleared { auction, clearing }]);
            let Some(Auction::V1(cleared)) = Auctions::<Test>::get(auction) else {
                panic!("an auction");
            };
            assert_eq!(cleared.stage, AuctionStage::Cleared { clearing });
        });
    }
}

#[test]
fn it_goes_on_from_call_to_call() {
    let buyer: Vec<_> = (0..20).map(|step| (300 - 2 * step, 1)).collect();
    let third: Vec<_> = (0..20).map(|step| (299 - 2 * step, 1)).collect();
    world().run(|| {
        let auction = auctioned(&buyer, &third);
        for _ in 0..13 {
            assert_ok!(clear(auction, 3));
            assert_eq!(events(), []);
            assert!(Clearings::<Test>::contains_key(auction));
        }
        assert_ok!(clear(auction, 3));
        let clearing = found(Some(261), 39, 1);
        assert_eq!(events(), [Event::AuctionCleared { auction, clearing }]);
        assert!(!Clearings::<Test>::contains_key(auction));
    });
}

#[test]
fn fails_for_strangers() {
    world().run(|| {
        let auction = auctioned(&[(150, 1)], &[]);
        assert_noop!(
            Market::clear_auction(signed(1_000), auction, 1),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_there_is_none_or_it_is_not_time_or_done() {
    world().run(|| {
        assert_noop!(clear(AuctionId(1), 1), Error::<Test>::AuctionUnknown);
        let auction = open(new_auction(1));
        wait_days(1);
        assert_noop!(clear(auction, 1), Error::<Test>::RevealOpen);
        wait_days(1);
        assert_ok!(clear(auction, 1));
        assert_noop!(clear(auction, 1), Error::<Test>::AuctionNotOpen);
    });
}

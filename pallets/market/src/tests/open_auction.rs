use crate::{mock::*, Auctions, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    market::{Auction, AuctionId, AuctionStage, AuctionV1, Fen, NewAuction},
    Day,
};
use sp_runtime::{DispatchError, DispatchResult};

fn try_open(by: AccountId, new: NewAuction) -> DispatchResult {
    Market::open_auction(signed(by), new)
}

#[test]
fn its_quota_is_held() {
    ExtBuilder::default().wide().quota(SELLER, 100).run(|| {
        let new = new_auction(60);
        assert_ok!(try_open(OWNER, new));
        let terms = AuctionV1 {
            new,
            institution: PLANT,
            opened: NOW,
            stage: AuctionStage::Open,
        };
        let auction = AuctionId(1);
        assert_eq!(events(), [Event::AuctionOpened { auction, terms }]);
        assert_eq!(Auctions::<Test>::get(auction), Some(Auction::V1(terms)));
        assert_eq!(units(SELLER), (100, 60));
        assert_noop!(try_open(OWNER, new_auction(41)), Error::<Test>::NotEnough);
    });
}

#[test]
fn an_agency_auctions_its_reserve() {
    ExtBuilder::default().quota(reserve(HEBEI), 100).run(|| {
        let new = NewAuction {
            seller: reserve(HEBEI),
            ..new_auction(100)
        };
        assert_noop!(try_open(CITY_AGENT, new), Error::<Test>::NotHolder);
        assert_ok!(try_open(MINISTER, new));
        assert_eq!(units(reserve(HEBEI)), (100, 100));
    });
}

#[test]
fn fails_for_others() {
    ExtBuilder::traders().wide().run(|| {
        for by in [WORKER, JUDGE, BROKER] {
            assert_noop!(try_open(by, new_auction(1)), DispatchError::BadOrigin);
        }
        for by in [MILLER, AGENT] {
            assert_noop!(try_open(by, new_auction(1)), Error::<Test>::NotHolder);
        }
    });
}

#[test]
fn fails_when_nobody_could_bid() {
    let unfit: [fn(&mut NewAuction); 9] = [
        |new| new.units = 0,
        |new| new.floor = Fen::ZERO,
        |new| new.margin = Fen::ZERO,
        |new| new.margin = Fen(new.floor.0 + 1),
        |new| new.commit_until_ms = NOW.time_ms,
        |new| new.commit_until_ms = NOW.time_ms + AUCTION_WINDOW_MIN - 1,
        |new| new.reveal_until_ms = new.commit_until_ms + AUCTION_WINDOW_MIN - 1,
        |new| new.reveal_until_ms = NOW.time_ms + AUCTION_MS_MAX + 1,
        |new| new.class = UNKNOWN,
    ];
    ExtBuilder::traders().wide().run(|| {
        for change in unfit {
            let mut new = new_auction(10);
            change(&mut new);
            let error = match new.class {
                UNKNOWN => Error::<Test>::ClassUnknown,
                _ => Error::<Test>::AuctionUnfit,
            };
            assert_noop!(try_open(OWNER, new), error);
        }
        // Beyond the class.
        wait_until(vintage().expires().end_ms() - 2 * Day::LENGTH_MS + 1);
        assert_noop!(try_open(OWNER, new_auction(1)), Error::<Test>::AuctionUnfit);
    });
}

/// Otherwise it would keep the margins of bids that no block can take.
#[test]
fn there_is_time_to_bid_and_to_reveal() {
    ExtBuilder::traders().wide().run(|| {
        let commit_until_ms = NOW.time_ms + AUCTION_WINDOW_MIN;
        let new = NewAuction {
            margin: Fen(100),
            commit_until_ms,
            reveal_until_ms: commit_until_ms + AUCTION_WINDOW_MIN,
            ..new_auction(10)
        };
        assert_ok!(try_open(OWNER, new));
    });
}

/// 平台之外无交易: an auction is no way around the book's prices.
#[test]
fn an_enterprise_sells_what_is_listed_from_a_price_in_the_band() {
    ExtBuilder::traders().run(|| {
        let from = |fen| NewAuction {
            floor: Fen(fen),
            ..new_auction(10)
        };
        for fen in [8_999, 11_001] {
            assert_noop!(try_open(OWNER, from(fen)), Error::<Test>::OutsideBand);
        }
        for fen in [9_000, 9_001, 11_000] {
            assert_ok!(try_open(OWNER, from(fen)));
        }
        let new = NewAuction {
            class: UNLISTED,
            ..from(10_000)
        };
        assert_noop!(try_open(OWNER, new), Error::<Test>::NotListed);
    });
}

#[test]
fn fails_when_the_seller_has_too_much_open() {
    ExtBuilder::traders().wide().run(|| {
        OrdersMax::set(1);
        open(new_auction(1));
        assert_noop!(try_open(OWNER, new_auction(1)), Error::<Test>::OrdersFull);
    });
}

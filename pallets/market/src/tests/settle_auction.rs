use super::clear_auction::{auctioned, auctioned_as, world};
use crate::{mock::*, Auctions, Bids, Demands, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    market::{Auction, AuctionId, AuctionStage, Bid, BidStatus, Fen, ForfeitRule, NewAuction},
    quota::{Cause, Refusal},
    Grams,
};
use sp_runtime::DispatchError;

fn change(institution: limpid_primitives::InstitutionId, auction: AuctionId) -> Event<Test> {
    Event::PermitChangeRequired {
        class: CLASS,
        institution,
        cause: Cause::Auction { auction },
    }
}

fn status(auction: AuctionId, bid: u32) -> BidStatus {
    let Some(Bid::V1(bid)) = Bids::<Test>::get(auction, bid) else {
        panic!("a bid");
    };
    bid.status
}

#[test]
fn all_pay_one_price_and_the_rest_is_free() {
    world().run(|| {
        let auction = auctioned(&[(150, 30), (120, 30)], &[(140, 50), (110, 50)]);
        assert_ok!(clear(auction, 9));
        events();
        assert_ok!(settle(auction, 9));
        assert_eq!(
            events(),
            [
                change(MILL, auction),
                Event::BidSettled {
                    auction,
                    bid: 0,
                    units: 50,
                    paid: Fen(6_000),
                    returned: Fen(2_100),
                },
                change(WORKS, auction),
                Event::BidSettled {
                    auction,
                    bid: 1,
                    units: 50,
                    paid: Fen(6_000),
                    returned: Fen(6_500),
                },
                change(PLANT, auction),
                Event::AuctionSettled {
                    auction,
                    sold: 100,
                    unsold: 0
                },
            ]
        );
        assert_eq!((units(BUYER), units(THIRD)), ((50, 0), (50, 0)));
        assert_eq!((money(MILL), money(WORKS)), ((94_000, 0), (94_000, 0)));
        assert_eq!((money(PLANT), units(SELLER)), ((12_000, 0), (0, 0)));
        assert_eq!(Demands::<Test>::iter_prefix(auction).count(), 0);
        let settled = BidStatus::Settled {
            units: 50,
            paid: Fen(6_000),
        };
        assert_eq!(status(auction, 0), settled);
    });
}

#[test]
fn at_the_price_who_revealed_first_is_first() {
    world().run(|| {
        let auction = auctioned(&[(150, 80)], &[(150, 80)]);
        assert_ok!(clear(auction, 9));
        assert_ok!(settle(auction, 9));
        assert_eq!((units(BUYER).0, units(THIRD).0), (80, 20));
    });
}

#[test]
fn what_nobody_asked_for_is_the_sellers_again() {
    world().run(|| {
        let auction = auctioned(&[(150, 30)], &[]);
        assert_ok!(clear(auction, 9));
        assert_ok!(settle(auction, 9));
        assert_eq!((units(SELLER), units(BUYER).0), ((70, 0), 30));
        let said = events();
        let (sold, unsold) = (30, 70);
        let last = Event::AuctionSettled {
            auction,
            sold,
            unsold,
        };
        assert_eq!(said.last(), Some(&last));
        assert_noop!(settle(auction, 9), Error::<Test>::NothingToSettle);
    });
}

/// DOMAIN's usual practice: who doesn't show its bid loses its margin, or has it back, as the auction says.
#[test]
fn what_was_not_revealed_forfeits_its_margin_by_rule() {
    for (forfeit, kept) in [(ForfeitRule::ToSeller, 600), (ForfeitRule::Returned, 0)] {
        world().run(|| {
            let mut new = new_auction(100);
            new.forfeit = forfeit;
            let auction = open(new);
            seal(auction, BUYER, &[(150, 30)]);
            wait_days(2);
            assert_ok!(clear(auction, 9));
            events();
            assert_ok!(settle(auction, 9));
            let (kept, returned) = (Fen(kept), Fen(600 - kept));
            assert_eq!(
                events()[0],
                Event::BidForfeited {
                    auction,
                    bid: 0,
                    kept,
                    returned
                }
            );
            assert_eq!(money(PLANT).0, kept.0);
            assert_eq!(money(MILL), (100_000 - kept.0, 0));
            assert_eq!(status(auction, 0), BidStatus::Forfeited { kept });
        });
    }
}

/// Who sees all bids and then has as much as it may would call its own off for nothing: it wins 60 of the 70 units it asked for.
#[test]
fn a_buyer_that_may_not_have_what_it_won_loses_its_margin_by_rule() {
    for (forfeit, kept) in [(ForfeitRule::ToSeller, 1_200), (ForfeitRule::Returned, 0)] {
        let limited = world().rules(|rules| rules.holder_limit = Some(Grams(100 * UNIT)));
        limited.run(|| {
            let new = NewAuction {
                forfeit,
                ..new_auction(100)
            };
            let auction = auctioned_as(new, &[(150, 60), (120, 10)], &[(140, 40)]);
            assert_ok!(clear(auction, 9));
            give(BUYER, 41, 1);
            events();
            assert_ok!(settle(auction, 9));
            let (bid, kept) = (0, Fen(kept));
            let (event, is) = match forfeit {
                ForfeitRule::ToSeller => (
                    Event::BidForfeited {
                        auction,
                        bid,
                        kept,
                        returned: Fen(9_000),
                    },
                    BidStatus::Forfeited { kept },
                ),
                ForfeitRule::Returned => (
                    Event::BidReturned {
                        auction,
                        bid,
                        returned: Fen(10_200),
                        refusal: Some(Refusal::HolderLimit),
                    },
                    BidStatus::Returned,
                ),
            };
            assert_eq!((&events()[0], status(auction, 0)), (&event, is));
            // The other one gets no more than it would have.
            assert_eq!((units(BUYER).0, units(THIRD).0), (41, 40));
            assert_eq!(money(MILL), (100_000 - kept.0, 0));
            assert_eq!((money(PLANT).0, units(SELLER)), (5_600 + kept.0, (60, 0)));
        });
    }
}

/// A reserve is never suspended; the agency that trades for it is.
#[test]
fn an_agency_that_was_suspended_neither_sells_nor_buys_for_its_reserve() {
    let seller = reserve(HEBEI);
    let world = ExtBuilder::default().quota(seller, 100).money(MILL, 9_000);
    world.run(|| {
        let new = NewAuction {
            seller,
            ..new_auction(100)
        };
        let auction = auctioned_as(new, &[(150, 60)], &[]);
        assert_ok!(clear(auction, 9));
        suspend(AGENCY);
        events();
        assert_ok!(Market::settle_auction(signed(MINISTER), auction, 9));
        let returned = Event::BidReturned {
            auction,
            bid: 0,
            returned: Fen(9_000),
            refusal: Some(Refusal::SellerSuspended),
        };
        assert_eq!(events()[0], returned);
        assert_eq!((money(MILL), units(seller)), ((9_000, 0), (100, 0)));
    });
    super::clear_auction::world().money(AGENCY, 9_000).run(|| {
        let auction = open(new_auction(100));
        let bid = seal(auction, reserve(HEBEI), &[(150, 60)]);
        wait_days(1);
        assert_ok!(reveal(auction, reserve(HEBEI), bid, &[(150, 60)]));
        wait_days(1);
        assert_ok!(clear(auction, 9));
        suspend(AGENCY);
        assert_ok!(Market::settle_auction(signed(MINISTER), auction, 9));
        assert_eq!(units(reserve(HEBEI)).0, 0);
        assert_eq!((money(PLANT), money(AGENCY)), ((1_200, 0), (7_800, 0)));
    });
}

#[test]
fn a_seller_whose_quota_was_frozen_delivers_nothing() {
    world().run(|| {
        let auction = auctioned(&[(150, 60)], &[(140, 60)]);
        freeze(SELLER, 40);
        assert_ok!(clear(auction, 9));
        assert_ok!(settle(auction, 9));
        // Of 100 units 60 may go.
        assert_eq!((units(BUYER).0, units(THIRD).0), (60, 0));
        assert_eq!((units(SELLER), money(WORKS)), ((40, 0), (100_000, 0)));
    });
}

#[test]
fn it_goes_on_from_call_to_call() {
    let buyer: Vec<_> = (0..40).map(|step| (300 - step, 1)).collect();
    world().run(|| {
        let auction = auctioned(&buyer, &[(130, 60)]);
        assert_ok!(clear(auction, u32::MAX));
        events();
        assert_ok!(settle(auction, 1));
        let stage = || match Auctions::<Test>::get(auction) {
            Some(Auction::V1(auction)) => auction.stage,
            None => panic!("an auction"),
        };
        assert!(matches!(stage(), AuctionStage::Cleared { .. }));
        assert_eq!(units(SELLER), (60, 60));
        check();
        assert_ok!(settle(auction, 1));
        // Six of 41 prices are forgotten with each bid's worth.
        for _ in 0..6 {
            assert!(matches!(stage(), AuctionStage::Cleared { .. }));
            assert_ok!(settle(auction, 1));
            check();
        }
        assert_ok!(settle(auction, 1));
        assert!(matches!(stage(), AuctionStage::Settled { .. }));
    });
}

#[test]
fn bids_of_an_auction_that_was_called_off_are_given_back() {
    world().run(|| {
        let auction = auctioned(&[(150, 30)], &[(140, 50)]);
        assert_ok!(Market::cancel_auction(signed(AGENT), auction, REASON));
        events();
        assert_ok!(settle(auction, 1));
        assert_eq!(
            events(),
            [Event::BidReturned {
                auction,
                bid: 0,
                returned: Fen(4_500),
                refusal: None,
            }]
        );
        assert_ok!(settle(auction, 9));
        assert_eq!((money(MILL), money(WORKS)), ((100_000, 0), (100_000, 0)));
        assert_eq!(Demands::<Test>::iter_prefix(auction).count(), 0);
        assert_noop!(settle(auction, 9), Error::<Test>::NothingToSettle);
    });
}

#[test]
fn fails_for_strangers() {
    world().run(|| {
        let auction = auctioned(&[(150, 1)], &[]);
        assert_ok!(clear(auction, 1));
        assert_noop!(
            Market::settle_auction(signed(1_000), auction, 1),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_there_is_none_or_it_was_not_cleared() {
    world().run(|| {
        assert_noop!(settle(AuctionId(1), 1), Error::<Test>::AuctionUnknown);
        let auction = auctioned(&[(150, 1)], &[]);
        assert_noop!(settle(auction, 1), Error::<Test>::AuctionNotCleared);
    });
}

use crate::{mock::*, BestFirst, Bids, Demands, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    market::{AuctionId, Bid, BidStatus, Fen},
    quota::Holder,
};
use sp_runtime::DispatchError;

const LINES: &[(u64, u64)] = &[(150, 10), (120, 20)];

/// An auction of 100 units in which the buyer sealed a bid, when bids are revealed.
fn world(test: impl FnOnce(AuctionId)) {
    ExtBuilder::default()
        .wide()
        .quota(SELLER, 100)
        .money(MILL, 10_000)
        .money(WORKS, 10_000)
        .run(|| {
            let auction = open(new_auction(100));
            seal(auction, BUYER, LINES);
            seal(auction, THIRD, LINES);
            wait_days(1);
            events();
            test(auction);
        });
}

#[test]
fn what_it_may_cost_is_held() {
    world(|auction| {
        assert_eq!(money(MILL).1, 600);
        assert_ok!(reveal(auction, BUYER, 0, LINES));
        assert_eq!(
            events(),
            [Event::BidRevealed {
                auction,
                bid: 0,
                lines: lines(LINES),
                held: Fen(3_900),
            }]
        );
        assert_eq!(money(MILL), (6_100, 3_900));
    });
}

#[test]
fn it_is_behind_those_revealed_before() {
    world(|auction| {
        assert_ok!(reveal(auction, THIRD, 1, LINES));
        assert_ok!(reveal(auction, BUYER, 0, LINES));
        let ahead = |number| {
            let Some(Bid::V1(bid)) = Bids::<Test>::get(auction, number) else {
                panic!("a bid");
            };
            let BidStatus::Revealed { lines } = bid.status else {
                panic!("a revealed bid");
            };
            lines.iter().map(|line| line.ahead).collect::<Vec<_>>()
        };
        assert_eq!((ahead(0), ahead(1)), (vec![10, 20], vec![0, 0]));
        let demands: Vec<_> = Demands::<Test>::iter_prefix(auction).collect();
        let best_first = [(BestFirst(Fen(150)), 20), (BestFirst(Fen(120)), 40)];
        assert_eq!(demands, best_first);
    });
}

#[test]
fn more_than_it_may_cost_is_given_back() {
    ExtBuilder::default()
        .wide()
        .quota(SELLER, 100)
        .money(MILL, 10_000)
        .run(|| {
            let mut new = new_auction(100);
            new.margin = Fen(100);
            let auction = open(new);
            let asked = [(150, 10)];
            let sealed = commitment(auction, BUYER, &asked);
            let by = signed(MILLER);
            assert_ok!(Market::commit_bid(by, auction, BUYER, sealed, 100));
            assert_eq!(money(MILL), (0, 10_000));
            wait_days(1);
            assert_ok!(reveal(auction, BUYER, 0, &asked));
            assert_eq!(money(MILL), (8_500, 1_500));
        });
}

#[test]
fn fails_for_others() {
    world(|auction| {
        let reveal = |by| Market::reveal_bid(signed(by), auction, 0, lines(LINES), SALT);
        for by in [CLERK, JUDGE, BROKER] {
            assert_noop!(reveal(by), DispatchError::BadOrigin);
        }
        for by in [SMITH, AGENT] {
            assert_noop!(reveal(by), Error::<Test>::NotHolder);
        }
    });
}

#[test]
fn fails_when_there_is_none() {
    world(|auction| {
        assert_noop!(
            reveal(AuctionId(2), BUYER, 0, LINES),
            Error::<Test>::AuctionUnknown
        );
        assert_noop!(reveal(auction, BUYER, 2, LINES), Error::<Test>::BidUnknown);
    });
}

#[test]
fn fails_at_another_time() {
    ExtBuilder::traders().wide().run(|| {
        let auction = open(new_auction(100));
        let bid = seal(auction, BUYER, LINES);
        let reveal = || reveal(auction, BUYER, bid, LINES);
        assert_noop!(reveal(), Error::<Test>::NotRevealTime);
        wait_until(NOW.time_ms + 2 * limpid_primitives::Day::LENGTH_MS);
        assert_noop!(reveal(), Error::<Test>::NotRevealTime);
        assert_ok!(clear(auction, 1));
        assert_noop!(reveal(), Error::<Test>::AuctionNotOpen);
    });
}

#[test]
fn fails_when_it_was_revealed() {
    world(|auction| {
        assert_ok!(reveal(auction, BUYER, 0, LINES));
        assert_noop!(
            reveal(auction, BUYER, 0, LINES),
            Error::<Test>::AlreadyRevealed
        );
    });
}

#[test]
fn fails_for_anything_but_what_was_sealed() {
    world(|auction| {
        for wrong in [
            &[(150, 10), (120, 21)][..],
            &[(151, 10), (120, 20)],
            &[(150, 10)],
        ] {
            assert_noop!(reveal(auction, BUYER, 0, wrong), Error::<Test>::WrongReveal);
        }
        let other_salt = Market::reveal_bid(signed(MILLER), auction, 0, lines(LINES), [6; 32]);
        assert_eq!(other_salt, Err(Error::<Test>::WrongReveal.into()));
    });
}

/// Whoever copies a commitment cannot show what it is the digest of: it names the bidder.
#[test]
fn fails_for_a_copied_commitment() {
    ExtBuilder::traders().wide().money(WORKS, 10_000).run(|| {
        let auction = open(new_auction(100));
        let copied = commitment(auction, BUYER, LINES);
        seal(auction, BUYER, LINES);
        let third: Holder = THIRD;
        assert_ok!(Market::commit_bid(
            signed(SMITH),
            auction,
            third,
            copied,
            30
        ));
        wait_days(1);
        assert_ok!(reveal(auction, BUYER, 0, LINES));
        assert_noop!(reveal(auction, THIRD, 1, LINES), Error::<Test>::WrongReveal);
    });
}

#[test]
fn fails_for_lines_that_do_not_fit() {
    ExtBuilder::traders().wide().run(|| {
        let unfit = [
            &[][..],
            &[(120, 1), (150, 1)],
            &[(120, 1), (120, 1)],
            &[(120, 0)],
            &[(99, 1)],
            &[(120, 8), (110, 3)],
            &[(120, u64::MAX), (110, u64::MAX)],
        ];
        let sealed = unfit.map(|of| {
            let auction = open(new_auction(100));
            let seal = commitment(auction, BUYER, of);
            let by = signed(MILLER);
            assert_ok!(Market::commit_bid(by, auction, BUYER, seal, 10));
            (auction, of)
        });
        wait_days(1);
        for (auction, of) in sealed {
            assert_noop!(reveal(auction, BUYER, 0, of), Error::<Test>::LinesUnfit);
        }
    });
}

#[test]
fn fails_when_there_is_not_enough_money() {
    ExtBuilder::default()
        .wide()
        .quota(SELLER, 100)
        .money(MILL, 3_899)
        .run(|| {
            let auction = open(new_auction(100));
            let bid = seal(auction, BUYER, LINES);
            wait_days(1);
            assert_noop!(
                reveal(auction, BUYER, bid, LINES),
                Error::<Test>::NotEnoughMoney
            );
        });
}

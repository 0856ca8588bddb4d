//! An auction with as many bids as a call settles, each of as many lines as it can have.

use super::{
    chain::{dispatch, signed, taker, trader, Chain, CLASS, REFERENCE, TRADERS},
    Taken, BLOCKS,
};
use frame_support::assert_ok;
use limpid_primitives::{
    market::{bid_bytes, AuctionId, BidLine, BidLines, BidV1, Fen, ForfeitRule, NewAuction},
    quota::Holder,
    Digest,
};
use limpid_runtime::{Market, Runtime, System};

const HOUR_MS: u64 = 60 * 60 * 1000;
const SALT: [u8; 32] = [7; 32];
const LINES: u32 = BidV1::LINES_MAX as u32;
const FILLS: u32 = TRADERS * LINES;

pub struct Auction {
    pub bids: u32,
    pub fills_a_bid: u32,
    pub filled: Taken,
    pub cleared: Taken,
}

pub fn measure() -> Auction {
    let mut chain = Chain::new();
    let held = (1..=BLOCKS as u32).map(|number| hold(&mut chain, AuctionId(number)));
    let fastest = held.min_by_key(|(filled, _)| filled.run + filled.commit);
    let (filled, cleared) = fastest.expect("some");
    Auction {
        bids: TRADERS,
        fills_a_bid: LINES,
        filled,
        cleared,
    }
}

/// A unit at each of so many prices.
fn lines() -> BidLines {
    let line = |number| BidLine {
        price: Fen(u64::from(100_000 - number)),
        units: 1,
    };
    let lines: Vec<_> = (0..LINES).map(line).collect();
    lines.try_into().expect("not too many")
}

/// Holds an auction in which every line of every bid is filled; what a fill took, and what a price.
fn hold(chain: &mut Chain, auction: AuctionId) -> (Taken, Taken) {
    let commit_until_ms = chain.now_ms() + HOUR_MS;
    let new = NewAuction {
        class: CLASS,
        seller: Holder::Institution(taker()),
        units: FILLS.into(),
        floor: Fen((REFERENCE - REFERENCE / 10).into()),
        margin: Fen(1),
        forfeit: ForfeitRule::ToSeller,
        commit_until_ms,
        reveal_until_ms: commit_until_ms + HOUR_MS,
        document: Digest::ZERO,
    };
    chain.block(|| {
        assert_ok!(Market::open_auction(signed(taker()), new));
        (0..TRADERS).for_each(|place| commit(auction, place));
    });
    chain.wait(HOUR_MS);
    chain.block(|| (0..TRADERS).for_each(|bid| reveal(auction, bid)));
    chain.wait(HOUR_MS);
    let clear = pallet_market::Call::<Runtime>::clear_auction {
        auction,
        prices_max: LINES,
    };
    let cleared = Taken::each(chain.block(|| dispatch(trader(0), clear)), LINES);
    let settle = pallet_market::Call::<Runtime>::settle_auction {
        auction,
        bids_max: TRADERS,
    };
    let filled = Taken::each(chain.block(|| dispatch(trader(0), settle)), FILLS);
    let sold = chain.look(|| pallet_market::Progresses::<Runtime>::get(auction).sold);
    assert_eq!(sold, u64::from(FILLS), "every line is filled");
    (filled, cleared)
}

fn commit(auction: AuctionId, place: u32) {
    let by = trader(place);
    let genesis = Digest(System::block_hash(0).0);
    let bytes = bid_bytes(&genesis, auction, by, &lines(), &SALT);
    let commitment = Digest(sp_io::hashing::sha2_256(&bytes));
    assert_ok!(Market::commit_bid(
        signed(by),
        auction,
        Holder::Institution(by),
        commitment,
        LINES.into(),
    ));
}

fn reveal(auction: AuctionId, bid: u32) {
    let by = signed(trader(bid));
    assert_ok!(Market::reveal_bid(by, auction, bid, lines(), SALT));
}

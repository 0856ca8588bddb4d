//! What tests do again and again: orders, bids, offers, and what everybody has then.

use super::*;
use crate::{NextAuction, NextBlock};
use limpid_primitives::{
    market::{
        bid_bytes, AuctionId, BidLine, BidLines, BlockTradeId, ClaimV1, DepositLedger, Fen,
        ForfeitRule, NewAuction, NewBlockOffer, NewOrder, OrderId, Side, Tick,
    },
    quota::{Holder, Holding, HoldingV1, QuotaLedger},
    Digest, InstitutionId,
};
use sp_runtime::DispatchResult;

pub fn tick(number: u32) -> Tick {
    number.try_into().expect("a price")
}

/// An order that is good today.
pub fn order(side: Side, price: u32, units: u64) -> NewOrder {
    NewOrder {
        side,
        tick: tick(price),
        units,
        expires: today(),
    }
}

pub fn sell(price: u32, units: u64) -> NewOrder {
    order(Side::Sell, price, units)
}

pub fn buy(price: u32, units: u64) -> NewOrder {
    order(Side::Buy, price, units)
}

/// Who signs for a holder.
pub fn signer(holder: Holder) -> AccountId {
    match holder {
        SELLER => OWNER,
        BUYER => MILLER,
        THIRD => SMITH,
        _ => AGENT,
    }
}

pub fn try_place(holder: Holder, orders: &[NewOrder]) -> DispatchResult {
    let by = signed(signer(holder));
    let placed = Market::place_orders(by, CLASS, holder, at_most(orders));
    placed.map(|_| ()).map_err(|failed| failed.error)
}

/// Places an order, and returns where it has its place.
pub fn place(holder: Holder, new: NewOrder) -> OrderId {
    let before = System::events().len();
    try_place(holder, &[new]).expect("an order");
    System::events()
        .into_iter()
        .skip(before)
        .find_map(|record| match record.event {
            RuntimeEvent::Market(crate::Event::OrderPlaced { order, .. }) => Some(order),
            _ => None,
        })
        .expect("a placed order")
}

pub fn cancel(by: AccountId, orders: &[OrderId]) -> DispatchResult {
    let cancelled = Market::cancel_orders(signed(by), at_most(orders));
    cancelled.map(|_| ()).map_err(|failed| failed.error)
}

/// How many units a holder has of [`CLASS`], and how many of them are held.
pub fn units(holder: Holder) -> (u64, u64) {
    let holdings = Quotas::holdings(holder);
    let holding = holdings.into_iter().find(|(class, _)| *class == CLASS);
    let holding = holding.map_or_else(HoldingV1::default, |(_, Holding::V1(holding))| holding);
    assert_eq!(holding.held, Quotas::held(&holder, CLASS));
    (holding.amount.0 / UNIT, holding.held.0 / UNIT)
}

/// What is free and held of an institution's money.
pub fn money(of: InstitutionId) -> (u64, u64) {
    let ClaimV1 { free, held, .. } = Deposits::claim(of);
    (free.0, held.0)
}

/// Prices and units of both sides of the book, the best first.
pub fn depth(side: Side) -> Vec<(u32, u64)> {
    let book = Market::book(CLASS, u32::MAX).expect("a book");
    let levels = match side {
        Side::Buy => book.buys,
        Side::Sell => book.sells,
    };
    levels
        .into_iter()
        .map(|level| (level.tick.number(), level.units))
        .collect()
}

/// An auction of [`SELLER`]: sealed for a day, revealed for another.
pub fn new_auction(units: u64) -> NewAuction {
    NewAuction {
        class: CLASS,
        seller: SELLER,
        units,
        floor: Fen(100),
        margin: Fen(20),
        forfeit: ForfeitRule::ToSeller,
        commit_until_ms: now_ms() + Day::LENGTH_MS,
        reveal_until_ms: now_ms() + 2 * Day::LENGTH_MS,
        document: DOCUMENT,
    }
}

/// Opens an auction, and returns its number.
pub fn open(new: NewAuction) -> AuctionId {
    let id = AuctionId(NextAuction::<Test>::get());
    Market::open_auction(signed(signer(new.seller)), new).expect("an auction");
    id
}

pub const SALT: [u8; 32] = [5; 32];

pub fn lines(lines: &[(u64, u64)]) -> BidLines {
    let lines: Vec<_> = lines
        .iter()
        .map(|(price, units)| BidLine {
            price: Fen(*price),
            units: *units,
        })
        .collect();
    at_most(&lines)
}

/// What a bid of the holder is sealed with.
pub fn commitment(auction: AuctionId, holder: Holder, of: &[(u64, u64)]) -> Digest {
    let institution = holder.institution().unwrap_or(AGENCY);
    let genesis = Digest(System::block_hash(0).0);
    let bytes = bid_bytes(&genesis, auction, institution, &lines(of), &SALT);
    Digest(sp_io::hashing::sha2_256(&bytes))
}

/// Seals a bid for all it asks for, and returns its number.
pub fn seal(auction: AuctionId, holder: Holder, of: &[(u64, u64)]) -> u32 {
    let number = crate::Progresses::<Test>::get(auction).bids;
    let units = of.iter().map(|(_, units)| units).sum();
    let commitment = commitment(auction, holder, of);
    let by = signed(signer(holder));
    Market::commit_bid(by, auction, holder, commitment, units).expect("a bid");
    number
}

pub fn reveal(auction: AuctionId, holder: Holder, bid: u32, of: &[(u64, u64)]) -> DispatchResult {
    Market::reveal_bid(signed(signer(holder)), auction, bid, lines(of), SALT)
}

pub fn clear(auction: AuctionId, prices_max: u32) -> DispatchResult {
    let cleared = Market::clear_auction(signed(CLERK), auction, prices_max);
    cleared.map(|_| ()).map_err(|failed| failed.error)
}

pub fn settle(auction: AuctionId, bids_max: u32) -> DispatchResult {
    let settled = Market::settle_auction(signed(CLERK), auction, bids_max);
    settled.map(|_| ()).map_err(|failed| failed.error)
}

/// An offer of [`SELLER`] to [`BUYER`], open for a day.
pub fn new_block(side: Side, price: u32, units: u64) -> NewBlockOffer {
    let (from, to) = match side {
        Side::Sell => (SELLER, BUYER),
        Side::Buy => (BUYER, SELLER),
    };
    NewBlockOffer {
        class: CLASS,
        from,
        to,
        side,
        price: tick(price),
        units,
        open_until_ms: now_ms() + Day::LENGTH_MS,
    }
}

/// Offers a negotiated trade, and returns its number.
pub fn offer(new: NewBlockOffer) -> BlockTradeId {
    let id = BlockTradeId(NextBlock::<Test>::get());
    Market::offer_block(signed(signer(new.from)), new).expect("an offer");
    id
}

pub fn signed(account: AccountId) -> RuntimeOrigin {
    RuntimeOrigin::signed(account)
}

//! The market: listings, orders, auctions and negotiated trades.

use super::Call;
use limpid_primitives::{
    market::{
        AuctionId, BidLine, BlockTradeId, Listing, NewAuction, NewBlockOffer, NewOrder, OrderId,
    },
    quota::{ClassId, Holder},
    Digest,
};

const PALLET: &str = "Market";

/// Lists a class.
pub fn list_class(class: ClassId, listing: &Listing) -> Call {
    Call::new(PALLET, "list_class", (class, listing))
}

/// Changes how a class is traded.
pub fn set_listing(class: ClassId, listing: &Listing) -> Call {
    Call::new(PALLET, "set_listing", (class, listing))
}

/// Halts a class, or the whole market, by the digest of the document that says why.
pub fn halt(class: Option<ClassId>, reason: Digest) -> Call {
    Call::new(PALLET, "halt", (class, reason))
}

/// Ends a halt.
pub fn resume(class: Option<ClassId>) -> Call {
    Call::new(PALLET, "resume", class)
}

/// Places orders of one holder in one class, at most 32.
pub fn place_orders(class: ClassId, holder: Holder, orders: &[NewOrder]) -> Call {
    Call::new(PALLET, "place_orders", (class, holder, orders))
}

/// Cancels orders, at most 32.
pub fn cancel_orders(orders: &[OrderId]) -> Call {
    Call::new(PALLET, "cancel_orders", orders)
}

/// Removes orders whose last day is over, at most 32; passes over others.
pub fn expire_orders(orders: &[OrderId]) -> Call {
    Call::new(PALLET, "expire_orders", orders)
}

/// Opens an auction.
pub fn open_auction(auction: &NewAuction) -> Call {
    Call::new(PALLET, "open_auction", auction)
}

/// Commits to a sealed bid.
pub fn commit_bid(auction: AuctionId, holder: Holder, commitment: Digest, units_max: u64) -> Call {
    let arguments = (auction, holder, commitment, units_max);
    Call::new(PALLET, "commit_bid", arguments)
}

/// Reveals a bid.
pub fn reveal_bid(auction: AuctionId, bid: u32, lines: &[BidLine], salt: Digest) -> Call {
    Call::new(PALLET, "reveal_bid", (auction, bid, lines, salt))
}

/// Goes on finding an auction's price, over so many prices at most.
pub fn clear_auction(auction: AuctionId, prices_max: u32) -> Call {
    Call::new(PALLET, "clear_auction", (auction, prices_max))
}

/// Goes on settling an auction, so many bids at most.
pub fn settle_auction(auction: AuctionId, bids_max: u32) -> Call {
    Call::new(PALLET, "settle_auction", (auction, bids_max))
}

/// Calls an auction off, by the digest of the document that says why.
pub fn cancel_auction(auction: AuctionId, reason: Digest) -> Call {
    Call::new(PALLET, "cancel_auction", (auction, reason))
}

/// Offers a negotiated trade.
pub fn offer_block(offer: &NewBlockOffer) -> Call {
    Call::new(PALLET, "offer_block", offer)
}

/// Accepts one.
pub fn accept_block(offer: BlockTradeId) -> Call {
    Call::new(PALLET, "accept_block", offer)
}

/// Withdraws one.
pub fn withdraw_block(offer: BlockTradeId) -> Call {
    Call::new(PALLET, "withdraw_block", offer)
}

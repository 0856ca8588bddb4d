//! What the events of auctions say.

use codec::Decode;
use limpid_primitives::{
    market::{AuctionId, AuctionV1, BidLine, Clearing, Fen},
    quota::{Holder, Refusal},
    Digest, InstitutionId,
};

/// An auction was opened.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct AuctionOpened {
    /// Its number.
    pub auction: AuctionId,
    /// All of it.
    pub terms: AuctionV1,
}

/// A sealed bid was committed.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct BidCommitted {
    /// The auction.
    pub auction: AuctionId,
    /// The bid's number in it.
    pub bid: u32,
    /// Who gets the quota.
    pub holder: Holder,
    /// Whose money.
    pub institution: InstitutionId,
    /// What is hidden.
    pub commitment: Digest,
    /// The most units it may ask for.
    pub units_max: u64,
    /// Money held for it.
    pub held: Fen,
}

/// A bid was revealed.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct BidRevealed {
    /// The auction.
    pub auction: AuctionId,
    /// The bid's number in it.
    pub bid: u32,
    /// What it says.
    pub lines: Vec<BidLine>,
    /// Money held for it now.
    pub held: Fen,
}

/// An auction's price was found.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct AuctionCleared {
    /// The auction.
    pub auction: AuctionId,
    /// What was found.
    pub clearing: Clearing,
}

/// A bid was settled.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct BidSettled {
    /// The auction.
    pub auction: AuctionId,
    /// The bid's number in it.
    pub bid: u32,
    /// How many units it got.
    pub units: u64,
    /// For how much.
    pub paid: Fen,
    /// What became free of its hold.
    pub returned: Fen,
}

/// A bid was not revealed in time, or its holder may not have what it won.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct BidForfeited {
    /// The auction.
    pub auction: AuctionId,
    /// The bid's number in it.
    pub bid: u32,
    /// What went to the seller.
    pub kept: Fen,
    /// What became free of its hold.
    pub returned: Fen,
}

/// A bid got its money back.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct BidReturned {
    /// The auction.
    pub auction: AuctionId,
    /// The bid's number in it.
    pub bid: u32,
    /// What became free of its hold.
    pub returned: Fen,
    /// Why it got nothing, if the rules refused it.
    pub refusal: Option<Refusal>,
}

/// Every bid of an auction is settled.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct AuctionSettled {
    /// The auction.
    pub auction: AuctionId,
    /// Units sold.
    pub sold: u64,
    /// Units not sold.
    pub unsold: u64,
}

/// An auction was called off.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct AuctionCancelled {
    /// The auction.
    pub auction: AuctionId,
    /// Digest of the document that says why.
    pub reason: Digest,
    /// Who did it.
    pub by: InstitutionId,
}

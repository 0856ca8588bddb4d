//! What the events of listings, orders and negotiated trades say.

use codec::Decode;
use limpid_market::{Removal, Stop};
use limpid_primitives::{
    market::{BlockOfferV1, BlockTradeId, Fen, Listing, OrderId, Tick, TradeId},
    quota::{ClassId, Holder, LotId},
    Day, InstitutionId,
};

/// An order was placed: what is left of it rests at `order`.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct OrderPlaced {
    /// Its name.
    pub order: OrderId,
    /// Whose quota.
    pub holder: Holder,
    /// Whose money.
    pub institution: InstitutionId,
    /// At this price or a better one.
    pub limit: Tick,
    /// How many units.
    pub units: u64,
    /// How many of them rest in the book.
    pub left: u64,
    /// What stopped it while it could go on.
    pub stopped: Option<Stop>,
    /// The last day it is good.
    pub expires: Day,
}

/// Two orders traded.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct Traded {
    /// The class.
    pub class: ClassId,
    /// The trade's number.
    pub trade: TradeId,
    /// The order that rested.
    pub maker: OrderId,
    /// The order that met it.
    pub taker: OrderId,
    /// At which price.
    pub price: Tick,
    /// How many units.
    pub units: u64,
    /// For how much.
    pub paid: Fen,
    /// Whose quota was sold.
    pub seller: Holder,
    /// Who has it now.
    pub buyer: Holder,
    /// The lot it came from.
    pub sold: LotId,
    /// The lot it became.
    pub bought: LotId,
}

/// An open order was taken out by the rules.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct OrderRemoved {
    /// Which.
    pub order: OrderId,
    /// How many units were open of it.
    pub units: u64,
    /// Why.
    pub why: Removal,
}

/// An open order was cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct OrderCancelled {
    /// Which.
    pub order: OrderId,
    /// How many units were open of it.
    pub units: u64,
}

/// A listing was made or changed.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct Listed {
    /// The class.
    pub class: ClassId,
    /// How it is traded.
    pub listing: Listing,
    /// Who set it.
    pub by: InstitutionId,
}

/// A negotiated trade was offered.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct BlockOffered {
    /// The offer's number.
    pub offer: BlockTradeId,
    /// All of it.
    pub terms: BlockOfferV1,
}

/// A negotiated trade was made.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct BlockTraded {
    /// The offer's number.
    pub trade: BlockTradeId,
    /// The class.
    pub class: ClassId,
    /// At which price.
    pub price: Tick,
    /// How many units.
    pub units: u64,
    /// For how much.
    pub paid: Fen,
    /// Whose quota was sold.
    pub seller: Holder,
    /// Who has it now.
    pub buyer: Holder,
    /// Whose money paid.
    pub payer: InstitutionId,
    /// Who was paid.
    pub payee: InstitutionId,
    /// The lot it came from.
    pub sold: LotId,
    /// The lot it became.
    pub bought: LotId,
}

//! What the pallet stores of its own, and what its calls carry and its views say.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, EncodeLike, Error, Input, MaxEncodedLen};
use limpid_market::{ClearingState, Depth};
use limpid_primitives::{
    market::{Fen, Halt, Listing, ListingV1, NewOrder, OrderId, Slot, Tick, Trade, TradeId},
    AtMost, Day, InstitutionId, Moment,
};
use scale_info::TypeInfo;

/// The most orders of one call.
pub const ORDERS_A_CALL_MAX: u32 = 32;
/// The most open orders that those of one call meet, filled or removed: as many as one delivery has sellers.
pub const STEPS_MAX: u32 = 32;
/// The most nodes of the set of prices that are written for one order that is placed, met or cancelled.
pub const NODES_AN_ORDER: u32 = 3;
/// The most pages of its queue that are written for it.
pub const PAGES_AN_ORDER: u32 = 3;
/// The most prices one call looks at to clear an auction.
pub const PRICES_A_CALL_MAX: u32 = 256;
/// The most bids one call settles.
pub const BIDS_A_CALL_MAX: u32 = 64;
/// How many prices of a settled auction are forgotten in place of settling one bid.
pub const PRICES_A_BID: u32 = 6;

/// Orders to be placed.
pub type NewOrders = AtMost<NewOrder, { ORDERS_A_CALL_MAX as usize }>;
/// Orders by their places.
pub type OrderIds = AtMost<OrderId, { ORDERS_A_CALL_MAX as usize }>;
/// The trades of one call.
pub type Trades = AtMost<Trade, { STEPS_MAX as usize }>;

/// How a class is traded, and who said so.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct StandingListing {
    /// How it is traded.
    pub listing: Listing,
    /// The exchange or agency.
    pub by: InstitutionId,
    /// When it was set.
    pub at: Moment,
}

impl StandingListing {
    /// The listing, in the version the pallet works with.
    pub fn now(self) -> ListingV1 {
        let Listing::V1(listing) = self.listing;
        listing
    }
}

/// The last day on which there were trades in a class's book.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct TradedDay {
    /// The day.
    pub day: Day,
    /// What its band was around.
    pub reference: Fen,
}

/// How many bids an auction has, and how many of its units were delivered.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct AuctionProgress {
    /// Bids that were committed.
    pub bids: u32,
    /// Bids that were revealed.
    pub revealed: u32,
    /// Bids that were settled: those with the smallest numbers.
    pub settled: u32,
    /// Units that were delivered.
    pub sold: u64,
}

/// An auction's clearing that goes on in the next call.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct ClearingPart {
    /// What was found up to now.
    pub state: ClearingState,
    /// The last price that was looked at.
    pub last: BestFirst,
}

/// A price as a key: its bytes are in the order from the highest to the lowest price, so that a map with keys that are not hashed
/// has the best price first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BestFirst(pub Fen);

impl Encode for BestFirst {
    fn size_hint(&self) -> usize {
        8
    }
    fn using_encoded<R, F: FnOnce(&[u8]) -> R>(&self, f: F) -> R {
        f(&(!self.0 .0).to_be_bytes())
    }
}

impl EncodeLike for BestFirst {}

impl Decode for BestFirst {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        let bytes = Decode::decode(input)?;
        Ok(Self(Fen(!u64::from_be_bytes(bytes))))
    }
}

impl DecodeWithMemTracking for BestFirst {}

impl MaxEncodedLen for BestFirst {
    fn max_encoded_len() -> usize {
        8
    }
}

impl TypeInfo for BestFirst {
    type Identity = [u8; 8];
    fn type_info() -> scale_info::Type {
        <[u8; 8]>::type_info()
    }
}

/// Whether orders of a class are matched now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum Trading {
    /// They are.
    #[codec(index = 0)]
    Open,
    /// No session is open.
    #[codec(index = 1)]
    Closed,
    /// Trading is halted.
    #[codec(index = 2)]
    Halted(Halt),
}

/// What everybody may know of a class's book.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct PublicBook {
    /// How the class is traded.
    pub listing: Listing,
    /// What today's band is around.
    pub reference: Fen,
    /// The lowest price of today.
    pub low: Tick,
    /// The highest price of today.
    pub high: Tick,
    /// Whether orders are matched now.
    pub trading: Trading,
    /// The best prices to buy, the best first. Orders that are over count until they are removed.
    pub buys: Vec<Depth>,
    /// The best prices to sell, the best first. Orders that are over count until they are removed.
    pub sells: Vec<Depth>,
}

/// Some of a holder's open orders in a class.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct OrdersPart {
    /// The orders.
    pub orders: Vec<(OrderId, Slot)>,
    /// Where to go on; `None` if that was all.
    pub next: Option<OrderId>,
}

/// What everybody may know of a trade.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct PublicTrade {
    /// Its number.
    pub trade: TradeId,
    /// At which price.
    pub price: Tick,
    /// How many units.
    pub units: u64,
    /// When.
    pub at: Moment,
}

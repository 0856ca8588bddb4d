//! The market of emission quota: order book (挂牌协议), auctions (单向竞价), negotiated trades (大宗协议).
//!
//! Quota of a class is traded in whole units at prices of whole ticks, against claims on the settlement banks. What an order, a bid
//! or an offer may have to give is held when it is made; a match is settled in the call that makes it, quota against money, so no
//! trade is ever undone. Quota and its rules belong to the [`QuotaLedger`], money to the [`DepositLedger`]; what meets what is
//! computed by `limpid-market`.
//!
//! | Call | Who may |
//! |---|---|
//! | [`list_class`](Pallet::list_class), [`set_listing`](Pallet::set_listing) | an exchange; an agency over the class's zone |
//! | [`halt`](Pallet::halt), [`resume`](Pallet::resume) | the same; of the whole market an exchange and the nation's agency |
//! | [`place_orders`](Pallet::place_orders) | the holder |
//! | [`cancel_orders`](Pallet::cancel_orders) | the orders' holder |
//! | [`expire_orders`](Pallet::expire_orders) | any member, of orders that are over |
//! | [`open_auction`](Pallet::open_auction) | the holder that sells |
//! | [`commit_bid`](Pallet::commit_bid), [`reveal_bid`](Pallet::reveal_bid) | the holder that bids |
//! | [`clear_auction`](Pallet::clear_auction), [`settle_auction`](Pallet::settle_auction) | any member |
//! | [`cancel_auction`](Pallet::cancel_auction) | who sells, before a bid is revealed; who supervises the class, before it is cleared |
//! | [`offer_block`](Pallet::offer_block) | the holder that offers |
//! | [`accept_block`](Pallet::accept_block) | the holder it is offered to |
//! | [`withdraw_block`](Pallet::withdraw_block) | the holder that offered; any member once it is over |
//!
//! *An exchange* and *an agency* mean a member who is administrator or approver, *the holder* an administrator or trader of the
//! enterprise, or of an agency over the division for its reserve; the runtime says so through `SupervisorOrigin` and
//! `HolderOrigin`. *Over* means that the agency's division contains it.
//!
//! # Terms
//!
//! - *Unit*, *tick*: what a class is traded in whole numbers of, and what its prices are whole numbers of.
//! - *Reference*: what today's prices may not be too far from: the mean of the last day with trades, weighted by units (收盘价).
//! - *Maker*, *taker*: the order that was open, and the one that meets it. They trade at the maker's price.
//! - *Step*: a maker that was filled or taken out. A call makes at most [`STEPS_MAX`].
//!
//! # How orders meet
//!
//! Best price first, then the one placed first. A maker is taken out, and what it held given back, if it is over, outside today's
//! band, of the taker's own holder or institution, or if it may not trade now: its holder, or the agency that trades for a reserve,
//! was suspended, its quota frozen or locked, a limit reached. The event names the reason. What is left of the taker rests; if the bound of steps, or of
//! the listing's best prices, stopped it while it could go on, it rests a tick outside the other side's best price, so that no book
//! is ever crossed. Orders are placed only in sessions and while trading is not halted; they can always be cancelled.
//!
//! An open order is 22 bytes in a page of 16, 28 with its share of the page and its key, and what it costs to place one doesn't depend
//! on how many there are.
//!
//! # How auctions are cleared
//!
//! A bid is a list of prices and units of which only the SHA-256 is known until bids are revealed. All pay one price: the lowest at
//! which everything is sold. Bids above it get all, those at it what is left, first revealed first. Rules are judged again when a bid
//! is settled; what the seller may not give then, nobody pays for; who may not have what it won gets nothing, and its margin goes
//! where that of a bid goes that was not revealed. There is no highest price: each holder makes one bid, and holds what it may have
//! to pay. An enterprise auctions what is listed, from a price in today's band; an agency its reserve as it decides.
//!
//! # Invariants
//!
//! 1. A book's prices are those of its levels; a level's orders and units are those of its slots. The best price to buy is below the
//!    best one to sell.
//! 2. What is held of a holder's quota of a class is that of its orders to sell, auctions and offers to sell.
//! 3. What is held of an institution's money is that of its orders to buy, bids and offers to buy.
//! 4. A holder has as many orders, offers and auctions open as counted, and not more than there may be.
//! 5. A day's statistics are those of its trades; calls with trades are numbered without gaps.
//! 6. An auction's bids are as many as counted, one a holder, settled in order; what was asked at each price is that of the revealed lines; what
//!    was sold is that of the settled bids. Settled ones hold nothing.
//! 7. Numbers of auctions and negotiated trades were given out, and what is listed is a class.
//!
//! The events determine every book and balance: see the events' documentation.

#![cfg_attr(not(feature = "std"), no_std)]
// The pallet macro's own output is full of them.
#![allow(unused_qualifications)]
#![cfg_attr(
    not(any(test, feature = "runtime-benchmarks")),
    deny(
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used
    )
)]

extern crate alloc;

mod api;
mod auctions;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod bids;
mod blocks;
mod book;
mod cancels;
mod clearing;
mod days;
mod errors;
mod holders;
mod listings;
mod matching;
mod orders;
mod try_state;
mod types;
mod views;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use api::*;
#[cfg(doc)]
use limpid_primitives::{market::DepositLedger, quota::QuotaLedger};
pub use pallet::*;
pub use types::{
    AuctionProgress, BestFirst, ClearingPart, NewOrders, OrderIds, OrdersPart, PublicBook,
    PublicTrade, StandingListing, TradedDay, Trades as TradeList, Trading, BIDS_A_CALL_MAX,
    ORDERS_A_CALL_MAX, PRICES_A_BID, PRICES_A_CALL_MAX, STEPS_MAX,
};
pub use weights::WeightInfo;

/// The pallet itself: what it stores, says and can be asked to do.
#[frame_support::pallet]
// The macro's own output; what is written here only delegates.
#[allow(clippy::expect_used)]
pub mod pallet {
    use super::{
        book::Written, types::Trades as TradeList, AuctionProgress, BestFirst, ClearingPart,
        NewOrders, OrderIds, StandingListing, TradedDay, WeightInfo, BIDS_A_CALL_MAX,
        PRICES_A_CALL_MAX, STEPS_MAX,
    };
    use frame_support::{pallet_prelude::*, traits::Time};
    use frame_system::pallet_prelude::*;
    use limpid_market::{Bits256, Level, NodeAt, Page, Removal, Stop};
    use limpid_primitives::{
        market::{
            Auction, AuctionId, AuctionV1, Bid, BidLines, BlockOffer, BlockOfferV1, BlockTrade,
            BlockTradeId, Clearing, DayStatistics, DepositLedger, Fen, Halt, Listing, NewAuction,
            NewBlockOffer, OrderId, Side, Tick, TradeId,
        },
        quota::{Cause, ClassId, Holder, LotId, QuotaLedger, Refusal},
        Day, Digest, InstitutionId,
    };
    use pallet_institutions::{Actor, InstitutionLookup};

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// The pallet.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// What the runtime decides.
    #[pallet::config]
    pub trait Config: frame_system::Config {
        /// A member of an exchange, or of an agency, who may decide how classes are traded.
        type SupervisorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// A member of an enterprise who may trade for it, or of an agency who may trade for reserves in its division.
        type HolderOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// Any member.
        type MemberOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;
        /// The institutions.
        type Institutions: InstitutionLookup<Self::AccountId>;
        /// Quota and its rules.
        type Quotas: QuotaLedger;
        /// Money.
        type Deposits: DepositLedger;
        /// The time of the block, in milliseconds since 1970 UTC.
        type Time: Time<Moment = u64>;
        /// Most orders, offers and auctions of a holder that are open.
        #[pallet::constant]
        type OrdersMax: Get<u32>;
        /// How many days an order can be good, besides the one it is placed on.
        #[pallet::constant]
        type OrderDaysMax: Get<u32>;
        /// How long a negotiated trade can be on offer.
        #[pallet::constant]
        type OfferMsMax: Get<u64>;
        /// How long an auction can take, from its opening to the end of its reveals.
        #[pallet::constant]
        type AuctionMsMax: Get<u64>;
        /// How long bids of an auction can be sealed, and then revealed, at least, in milliseconds.
        #[pallet::constant]
        type AuctionWindowMin: Get<u64>;
        /// Most bids of an auction.
        #[pallet::constant]
        type BidsMax: Get<u32>;
        /// What the calls weigh.
        type WeightInfo: WeightInfo;
    }

    /// How a class is traded. Blake2 with the key, as for all maps by class. One entry a class, overwritten.
    #[pallet::storage]
    pub type Listings<T: Config> =
        StorageMap<_, Blake2_128Concat, ClassId, StandingListing, OptionQuery>;

    /// Why a class is not traded. Removed when trading is resumed.
    #[pallet::storage]
    pub type Halts<T: Config> = StorageMap<_, Blake2_128Concat, ClassId, Halt, OptionQuery>;

    /// Why nothing is traded. Removed when trading is resumed.
    #[pallet::storage]
    pub type MarketHalt<T: Config> = StorageValue<_, Halt, OptionQuery>;

    /// The sets of prices at which there are orders, by class, side and node. Blake2 over the whole key: prices come from
    /// transactions. A node goes with the last price under it.
    #[pallet::storage]
    pub type Ticks<T: Config> =
        StorageMap<_, Blake2_128Concat, (ClassId, Side, NodeAt), Bits256, ValueQuery>;

    /// The queue at a price, by class, side and price. It has the youngest orders, at most 16, and goes with the last one.
    #[pallet::storage]
    pub type Levels<T: Config> =
        StorageMap<_, Blake2_128Concat, (ClassId, Side, Tick), Level, OptionQuery>;

    /// Older orders of a queue, 16 each, by class, side, price and page. A page goes with its last order.
    #[pallet::storage]
    pub type Pages<T: Config> =
        StorageMap<_, Blake2_128Concat, (ClassId, Side, Tick, u64), Page, OptionQuery>;

    /// The number from which a new queue of a class counts. It only grows, so that no order's name is given out twice.
    #[pallet::storage]
    pub type Numbers<T: Config> = StorageMap<_, Blake2_128Concat, ClassId, u64, ValueQuery>;

    /// How many orders, offers and auctions a holder has open, at most `OrdersMax`. Removed when there is none.
    #[pallet::storage]
    pub type OpenOrders<T: Config> = StorageMap<_, Blake2_128Concat, Holder, u32, ValueQuery>;

    /// The trades of a class's book, by the number of the call that made them. Identity: numbers are ours. Never removed.
    #[pallet::storage]
    pub type Trades<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, ClassId, Identity, u64, TradeList, OptionQuery>;

    /// The number of the next call that makes trades of a class.
    #[pallet::storage]
    pub type NextBatch<T: Config> = StorageMap<_, Blake2_128Concat, ClassId, u64, ValueQuery>;

    /// What a class's day was like, without counterparties. Identity: days are ours. One entry for each day with trades; never
    /// removed.
    #[pallet::storage]
    pub type Days<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, ClassId, Identity, Day, DayStatistics, OptionQuery>;

    /// The last day on which a class was traded. One entry a class, overwritten.
    #[pallet::storage]
    pub type LastTraded<T: Config> =
        StorageMap<_, Blake2_128Concat, ClassId, TradedDay, OptionQuery>;

    /// Auctions. Their stage changes; never removed, because lots name them.
    #[pallet::storage]
    pub type Auctions<T: Config> = StorageMap<_, Blake2_128Concat, AuctionId, Auction, OptionQuery>;

    /// The number the next auction gets.
    #[pallet::storage]
    pub type NextAuction<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<1>>;

    /// How far an auction's bids are. One entry an auction.
    #[pallet::storage]
    pub type Progresses<T: Config> =
        StorageMap<_, Blake2_128Concat, AuctionId, AuctionProgress, ValueQuery>;

    /// Bids by auction and number, from 0. Identity: numbers are ours. At most `BidsMax` an auction; small once settled, never
    /// removed.
    #[pallet::storage]
    pub type Bids<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, AuctionId, Identity, u32, Bid, OptionQuery>;

    /// A holder's bid in an auction: it makes one, of many lines. Never removed.
    #[pallet::storage]
    pub type BidOf<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        AuctionId,
        Blake2_128Concat,
        Holder,
        u32,
        OptionQuery,
    >;

    /// How many units were asked for at each price of an auction. Identity: so the best price is first. Prices are written only by
    /// who put a margin down for a bid. Removed when the auction is settled.
    #[pallet::storage]
    pub type Demands<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, AuctionId, Identity, BestFirst, u64, ValueQuery>;

    /// Clearings that go on. Removed when the price is found.
    #[pallet::storage]
    pub type Clearings<T: Config> =
        StorageMap<_, Blake2_128Concat, AuctionId, ClearingPart, OptionQuery>;

    /// Negotiated trades on offer. Removed when accepted or withdrawn.
    #[pallet::storage]
    pub type BlockOffers<T: Config> =
        StorageMap<_, Blake2_128Concat, BlockTradeId, BlockOffer, OptionQuery>;

    /// Negotiated trades. Never removed.
    #[pallet::storage]
    pub type BlockTrades<T: Config> =
        StorageMap<_, Blake2_128Concat, BlockTradeId, BlockTrade, OptionQuery>;

    /// The number the next negotiated trade gets.
    #[pallet::storage]
    pub type NextBlock<T: Config> = StorageValue<_, u32, ValueQuery, ConstU32<1>>;

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A class was listed: it can be traded.
        #[codec(index = 0)]
        ClassListed {
            /// The class.
            class: ClassId,
            /// How it is traded.
            listing: Listing,
            /// The exchange or agency.
            by: InstitutionId,
        },
        /// How a class is traded was changed.
        #[codec(index = 1)]
        ListingSet {
            /// The class.
            class: ClassId,
            /// How it is traded from now on.
            listing: Listing,
            /// The exchange or agency.
            by: InstitutionId,
        },
        /// Trading was halted.
        #[codec(index = 2)]
        TradingHalted {
            /// The class; `None` if it is the whole market.
            class: Option<ClassId>,
            /// SHA-256 of the document that says why.
            reason: Digest,
            /// The exchange or agency.
            by: InstitutionId,
        },
        /// Trading was resumed.
        #[codec(index = 3)]
        TradingResumed {
            /// The class; `None` if it is the whole market.
            class: Option<ClassId>,
            /// The exchange or agency.
            by: InstitutionId,
        },
        /// An order was placed. What it met follows, in that order: then the market holds of it what rests.
        #[codec(index = 4)]
        OrderPlaced {
            /// The order, at the price where it rests.
            order: OrderId,
            /// Whose quota is sold, or who gets it.
            holder: Holder,
            /// Whose money pays, or who is paid.
            institution: InstitutionId,
            /// The price it was placed at. What rests does so at another one if something stopped it.
            limit: Tick,
            /// How many units were asked for or offered.
            units: u64,
            /// How many of them rest in the book. What was neither filled nor rests was given back.
            left: u64,
            /// What stopped it while it could go on: [`Stop::Steps`] or [`Stop::Levels`].
            stopped: Option<Stop>,
            /// The last day it is good.
            expires: Day,
        },
        /// Two orders met: quota was delivered against money.
        #[codec(index = 5)]
        Traded {
            /// The class.
            class: ClassId,
            /// The trade.
            trade: TradeId,
            /// The order that was open. It has so many units less.
            maker: OrderId,
            /// The order that met it.
            taker: OrderId,
            /// At which price: the maker's.
            price: Tick,
            /// How many units.
            units: u64,
            /// The buyer's money that is the seller's now.
            paid: Fen,
            /// Who sold.
            seller: Holder,
            /// Who bought.
            buyer: Holder,
            /// The lot the quota came from.
            sold: LotId,
            /// The lot it became.
            bought: LotId,
        },
        /// An open order was taken out of the book; what it held is free.
        #[codec(index = 6)]
        OrderRemoved {
            /// The order.
            order: OrderId,
            /// What was open of it.
            units: u64,
            /// Why.
            why: Removal,
        },
        /// An open order was cancelled by its holder; what it held is free.
        #[codec(index = 7)]
        OrderCancelled {
            /// The order.
            order: OrderId,
            /// What was open of it.
            units: u64,
        },
        /// After a settlement an enterprise's permit is to be changed (国办发〔2014〕38号, 11).
        #[codec(index = 8)]
        PermitChangeRequired {
            /// The class it sold or bought.
            class: ClassId,
            /// The enterprise.
            institution: InstitutionId,
            /// What was settled; of several trades the first.
            cause: Cause,
        },
        /// An auction was opened; its quota is held.
        #[codec(index = 9)]
        AuctionOpened {
            /// The auction.
            auction: AuctionId,
            /// What is sold, and when.
            terms: AuctionV1,
        },
        /// A bid was sealed; its margin is held.
        #[codec(index = 10)]
        BidCommitted {
            /// The auction.
            auction: AuctionId,
            /// Its number in the auction.
            bid: u32,
            /// Who gets the quota.
            holder: Holder,
            /// Whose money is held.
            institution: InstitutionId,
            /// SHA-256 over what it says.
            commitment: Digest,
            /// The most units it may ask for.
            units_max: u64,
            /// How much is held.
            held: Fen,
        },
        /// A bid was revealed; what it may have to pay is held.
        #[codec(index = 11)]
        BidRevealed {
            /// The auction.
            auction: AuctionId,
            /// The bid.
            bid: u32,
            /// What it asks for.
            lines: BidLines,
            /// How much is held from now on.
            held: Fen,
        },
        /// An auction's price was found.
        #[codec(index = 12)]
        AuctionCleared {
            /// The auction.
            auction: AuctionId,
            /// What was found.
            clearing: Clearing,
        },
        /// A revealed bid was settled: quota against money, all at one price.
        #[codec(index = 13)]
        BidSettled {
            /// The auction.
            auction: AuctionId,
            /// The bid.
            bid: u32,
            /// How many units it got.
            units: u64,
            /// What it paid the seller.
            paid: Fen,
            /// What was held and is free again.
            returned: Fen,
        },
        /// A bid was not revealed in time, or its holder may not have what it won.
        #[codec(index = 14)]
        BidForfeited {
            /// The auction.
            auction: AuctionId,
            /// The bid.
            bid: u32,
            /// What of its margin is the seller's now: of a revealed bid at most that of the units it won.
            kept: Fen,
            /// What else was held and is free again.
            returned: Fen,
        },
        /// A bid got nothing and paid nothing, because the auction was called off, because the seller may not sell, or because its
        /// holder may not have what it won and the auction gives margins back.
        #[codec(index = 15)]
        BidReturned {
            /// The auction.
            auction: AuctionId,
            /// The bid.
            bid: u32,
            /// What was held and is free again.
            returned: Fen,
            /// Why it may not be served.
            refusal: Option<Refusal>,
        },
        /// All bids of an auction are settled; what was not sold is free.
        #[codec(index = 16)]
        AuctionSettled {
            /// The auction.
            auction: AuctionId,
            /// Units that were sold.
            sold: u64,
            /// Units that were not.
            unsold: u64,
        },
        /// An auction was called off; its quota is free. What its bids hold is given back when they are settled.
        #[codec(index = 17)]
        AuctionCancelled {
            /// The auction.
            auction: AuctionId,
            /// SHA-256 of the document that says why.
            reason: Digest,
            /// Who called it off.
            by: InstitutionId,
        },
        /// A negotiated trade was offered; what the offeror gives is held.
        #[codec(index = 18)]
        BlockOffered {
            /// The offer.
            offer: BlockTradeId,
            /// What was offered.
            terms: BlockOfferV1,
        },
        /// A negotiated trade was accepted: quota was delivered against money.
        #[codec(index = 19)]
        BlockTraded {
            /// The trade; the offer had the same number.
            trade: BlockTradeId,
            /// The class.
            class: ClassId,
            /// At which price.
            price: Tick,
            /// How many units.
            units: u64,
            /// The buyer's money that is the seller's now.
            paid: Fen,
            /// Who sold.
            seller: Holder,
            /// Who bought.
            buyer: Holder,
            /// Whose money was paid.
            payer: InstitutionId,
            /// Who was paid.
            payee: InstitutionId,
            /// The lot the quota came from.
            sold: LotId,
            /// The lot it became.
            bought: LotId,
        },
        /// The offer of a negotiated trade was withdrawn; what was held is free.
        #[codec(index = 20)]
        BlockWithdrawn {
            /// The offer.
            offer: BlockTradeId,
        },
    }

    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// The class's zone, or the nation if it is the whole market, lies outside the agency's division. Ask the agency of a
        /// division that contains it, or an exchange.
        #[codec(index = 0)]
        OutsideDivision,
        /// No class has this number. Look it up in `Quotas.Classes`.
        #[codec(index = 1)]
        ClassUnknown,
        /// The class is listed. Change its listing.
        #[codec(index = 2)]
        AlreadyListed,
        /// The class is not listed. An exchange or an agency lists it.
        #[codec(index = 3)]
        NotListed,
        /// There would be no price, no order or no time at which the class can be traded. Check ticks, reference, bands (at most
        /// 1,000), units and sessions.
        #[codec(index = 4)]
        ListingUnfit,
        /// The size of a class's tick never changes: orders and trades are kept in ticks. Give the one that stands.
        #[codec(index = 5)]
        TickFixed,
        /// Trading is halted already. Nothing is left to do.
        #[codec(index = 6)]
        AlreadyHalted,
        /// Trading is not halted. Nothing is left to do.
        #[codec(index = 7)]
        NotHalted,
        /// An agency halted it that the signer's institution is not over. Ask that agency, or one over it.
        #[codec(index = 8)]
        HaltedAbove,
        /// Trading is halted. Orders can be cancelled.
        #[codec(index = 9)]
        Halted,
        /// No session is open. Place it when one is.
        #[codec(index = 10)]
        MarketClosed,
        /// The signer doesn't act for the holder. Sign for the enterprise itself, or for an agency over the reserve's division.
        #[codec(index = 11)]
        NotHolder,
        /// There is no order. Give one.
        #[codec(index = 12)]
        NoOrders,
        /// The price is outside today's band. `book` says what it is.
        #[codec(index = 13)]
        OutsideBand,
        /// There are fewer or more units than there may be. See the class's listing; for a bid, the auction.
        #[codec(index = 14)]
        UnitsOutOfRange,
        /// The order would be over before today, or good for longer than it may be. Give another last day.
        #[codec(index = 15)]
        ExpiryOutOfRange,
        /// The holder has as many orders, offers and auctions open as it may. Cancel some.
        #[codec(index = 16)]
        OrdersFull,
        /// No open order is there. All may have been filled, cancelled or taken out.
        #[codec(index = 17)]
        OrderUnknown,
        /// There is not so much money free. Have the bank credit more, or cancel orders.
        #[codec(index = 18)]
        NotEnoughMoney,
        /// The class is over. Nothing can be done with its quota any more.
        #[codec(index = 19)]
        ClassExpired,
        /// The seller is suspended.
        #[codec(index = 20)]
        SellerSuspended,
        /// The seller has a shortfall or an overdue lease. It is made good first.
        #[codec(index = 21)]
        SellerLocked,
        /// A court froze the quota.
        #[codec(index = 22)]
        Frozen,
        /// There is not so much quota that is not set aside.
        #[codec(index = 23)]
        NotEnough,
        /// The quota was bought today. It can be sold tomorrow.
        #[codec(index = 24)]
        BoughtToday,
        /// The buyer is not enrolled. Its agency enrols it.
        #[codec(index = 25)]
        NotEnrolled,
        /// The buyer is suspended.
        #[codec(index = 26)]
        BuyerSuspended,
        /// No site of the buyer lies where the class is good.
        #[codec(index = 27)]
        OutsideZone,
        /// The buyer's area may not buy in while it misses its quality target.
        #[codec(index = 28)]
        AreaBarred,
        /// The buyer's sector may not have quota of this class.
        #[codec(index = 29)]
        OtherSector,
        /// The buyer would have more than one institution may. Ask for less.
        #[codec(index = 30)]
        HolderLimit,
        /// The buyer's group would have more than one group may. Ask for less.
        #[codec(index = 31)]
        GroupLimit,
        /// The buyer has holdings of as many classes as it may.
        #[codec(index = 32)]
        HoldingsFull,
        /// Seller and buyer are the same, or the same institution acts for both.
        #[codec(index = 33)]
        SameHolder,
        /// The quota is to be given back to a lessor.
        #[codec(index = 34)]
        Leased,
        /// No auction has this number. Look it up in `Auctions`.
        #[codec(index = 35)]
        AuctionUnknown,
        /// The auction would sell nothing, for nothing, or without a margin or for one above the floor, or there would be too little
        /// time to bid or to reveal, or too much, or beyond the class. Check units, floor, margin and times.
        #[codec(index = 36)]
        AuctionUnfit,
        /// Bids are not sealed any more.
        #[codec(index = 37)]
        CommitOver,
        /// Bids are not revealed yet, or not any more. See the auction's times.
        #[codec(index = 38)]
        NotRevealTime,
        /// Bids can still be revealed. Wait for the end.
        #[codec(index = 39)]
        RevealOpen,
        /// The auction was cleared or called off.
        #[codec(index = 40)]
        AuctionNotOpen,
        /// The auction's price is not found. Clear it first.
        #[codec(index = 41)]
        AuctionNotCleared,
        /// Every bid of the auction is settled. Nothing is left to do.
        #[codec(index = 42)]
        NothingToSettle,
        /// The auction has no bid with this number. Look it up in `Bids`.
        #[codec(index = 43)]
        BidUnknown,
        /// The auction has as many bids as it may.
        #[codec(index = 44)]
        BidsFull,
        /// The bid was revealed. Nothing is left to do.
        #[codec(index = 45)]
        AlreadyRevealed,
        /// It is not what was sealed. Give the same lines and the same salt.
        #[codec(index = 46)]
        WrongReveal,
        /// The bid's prices are not falling or below the floor, or it asks for nothing or for more than it may. It cannot be revealed.
        #[codec(index = 47)]
        LinesUnfit,
        /// A bid was revealed, or none was in time: only who supervises the class can call the auction off.
        #[codec(index = 48)]
        RevealBegun,
        /// No negotiated trade with this number is on offer. It may have been accepted or withdrawn.
        #[codec(index = 49)]
        BlockUnknown,
        /// The offer would end in the past, or too late, or after the class. Give an end between.
        #[codec(index = 50)]
        BlockUnfit,
        /// The offer is over. A new one can be made.
        #[codec(index = 51)]
        BlockOver,
        /// The offer is open, and the signer doesn't act for the holder that made it. Wait until it is over.
        #[codec(index = 52)]
        BlockOpen,
        /// An agency set the listing that the signer's institution is not over. Ask that agency, or one over it.
        #[codec(index = 53)]
        SetAbove,
        /// The holder made a bid in the auction. A bid has as many prices as it likes.
        #[codec(index = 54)]
        AlreadyBid,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn integrity_test() {
            assert!(T::OrdersMax::get() > 0, "a holder can have an order");
            assert!(T::BidsMax::get() > 0, "an auction can have a bid");
            let window_ms = T::AuctionWindowMin::get();
            assert!(
                window_ms > 0 && window_ms <= T::AuctionMsMax::get() / 2,
                "an auction has time to bid and to reveal"
            );
            assert!(
                STEPS_MAX as usize <= T::Quotas::DELIVERIES_MAX,
                "one delivery has room for the sellers of one call"
            );
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Lists a class: how it is traded.
        ///
        /// ## Origin
        /// `SupervisorOrigin`; for an agency, the class's zone must lie in its division.
        ///
        /// ## Errors
        /// [`ClassUnknown`](Error::ClassUnknown), [`OutsideDivision`](Error::OutsideDivision),
        /// [`AlreadyListed`](Error::AlreadyListed), [`ListingUnfit`](Error::ListingUnfit).
        ///
        /// ## Events
        /// [`ClassListed`](Event::ClassListed).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::list_class())]
        pub fn list_class(
            origin: OriginFor<T>,
            class: ClassId,
            listing: Listing,
        ) -> DispatchResult {
            let actor = T::SupervisorOrigin::ensure_origin(origin)?;
            Self::do_list_class(actor, class, listing)
        }

        /// Changes how a class is traded, from now on. Open orders stay; those outside the new band are taken out when they are met.
        ///
        /// ## Origin
        /// `SupervisorOrigin`; for an agency, the class's zone must lie in its division. What an agency set is changed by it, or by
        /// one over its division.
        ///
        /// ## Errors
        /// [`ClassUnknown`](Error::ClassUnknown), [`OutsideDivision`](Error::OutsideDivision),
        /// [`NotListed`](Error::NotListed), [`SetAbove`](Error::SetAbove), [`TickFixed`](Error::TickFixed),
        /// [`ListingUnfit`](Error::ListingUnfit).
        ///
        /// ## Events
        /// [`ListingSet`](Event::ListingSet).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::set_listing())]
        pub fn set_listing(
            origin: OriginFor<T>,
            class: ClassId,
            listing: Listing,
        ) -> DispatchResult {
            let actor = T::SupervisorOrigin::ensure_origin(origin)?;
            Self::do_set_listing(actor, class, listing)
        }

        /// Halts trading of a class, or of all: no order is placed, no auction opened or cleared, no negotiated trade made. Orders,
        /// offers and requests can be cancelled, and auctions that were cleared are settled.
        ///
        /// ## Origin
        /// `SupervisorOrigin`; for an agency, the class's zone, or the nation if it is the whole market, must lie in its division.
        ///
        /// ## Errors
        /// [`ClassUnknown`](Error::ClassUnknown), [`OutsideDivision`](Error::OutsideDivision),
        /// [`AlreadyHalted`](Error::AlreadyHalted).
        ///
        /// ## Events
        /// [`TradingHalted`](Event::TradingHalted).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::halt())]
        pub fn halt(
            origin: OriginFor<T>,
            class: Option<ClassId>,
            reason: Digest,
        ) -> DispatchResult {
            let actor = T::SupervisorOrigin::ensure_origin(origin)?;
            Self::do_halt(actor, class, reason)
        }

        /// Resumes trading of a class, or of all.
        ///
        /// ## Origin
        /// `SupervisorOrigin` as for [`halt`](Self::halt); what an agency halted is resumed by it, or by one over its division.
        ///
        /// ## Errors
        /// [`ClassUnknown`](Error::ClassUnknown), [`OutsideDivision`](Error::OutsideDivision),
        /// [`NotHalted`](Error::NotHalted), [`HaltedAbove`](Error::HaltedAbove).
        ///
        /// ## Events
        /// [`TradingResumed`](Event::TradingResumed).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::resume())]
        pub fn resume(origin: OriginFor<T>, class: Option<ClassId>) -> DispatchResult {
            let actor = T::SupervisorOrigin::ensure_origin(origin)?;
            Self::do_resume(actor, class)
        }

        /// Places orders, one after the other. Each meets the open ones at their prices, best price first, then the one placed first;
        /// what is left rests. If one is refused, none is placed.
        ///
        /// ## Origin
        /// `HolderOrigin`, for the holder.
        ///
        /// ## Errors
        /// [`NotHolder`](Error::NotHolder), [`NoOrders`](Error::NoOrders), [`NotListed`](Error::NotListed),
        /// [`ClassUnknown`](Error::ClassUnknown), [`ClassExpired`](Error::ClassExpired), [`Halted`](Error::Halted),
        /// [`MarketClosed`](Error::MarketClosed); then for each order [`OutsideBand`](Error::OutsideBand),
        /// [`UnitsOutOfRange`](Error::UnitsOutOfRange), [`ExpiryOutOfRange`](Error::ExpiryOutOfRange); of one to sell
        /// [`SellerLocked`](Error::SellerLocked), [`NotEnough`](Error::NotEnough), [`Frozen`](Error::Frozen),
        /// [`Leased`](Error::Leased), [`BoughtToday`](Error::BoughtToday); of one to buy [`NotEnrolled`](Error::NotEnrolled),
        /// [`OutsideZone`](Error::OutsideZone), [`OtherSector`](Error::OtherSector), [`AreaBarred`](Error::AreaBarred),
        /// [`HolderLimit`](Error::HolderLimit), [`GroupLimit`](Error::GroupLimit), [`HoldingsFull`](Error::HoldingsFull),
        /// [`NotEnoughMoney`](Error::NotEnoughMoney); [`OrdersFull`](Error::OrdersFull).
        ///
        /// ## Events
        /// For each order [`OrderPlaced`](Event::OrderPlaced), [`OrderRemoved`](Event::OrderRemoved) and
        /// [`Traded`](Event::Traded) for what it met, [`PermitChangeRequired`](Event::PermitChangeRequired) for each party.
        ///
        /// ## Complexity
        /// O(n + s) in orders, at most 32, and steps, at most 32 in all; not in what is in the book.
        #[pallet::call_index(4)]
        #[pallet::weight(Pallet::<T>::placing(orders.len() as u32))]
        pub fn place_orders(
            origin: OriginFor<T>,
            class: ClassId,
            holder: Holder,
            orders: NewOrders,
        ) -> DispatchResultWithPostInfo {
            let actor = T::HolderOrigin::ensure_origin(origin)?;
            Self::do_place_orders(actor, class, holder, orders)
        }

        /// Cancels open orders, also while trading is halted; what they hold is free. Those that are gone, filled or taken out, are
        /// passed over, so that the others don't stay open.
        ///
        /// ## Origin
        /// `HolderOrigin`, for the holder of each.
        ///
        /// ## Errors
        /// [`NotHolder`](Error::NotHolder), then none is cancelled; [`OrderUnknown`](Error::OrderUnknown) if all are gone.
        ///
        /// ## Events
        /// [`OrderCancelled`](Event::OrderCancelled) for each that was open.
        ///
        /// ## Complexity
        /// O(n) in orders, at most 32.
        #[pallet::call_index(5)]
        #[pallet::weight({
            let orders = orders.len() as u32;
            Pallet::<T>::cancelling(orders, Written::at_most(orders))
        })]
        pub fn cancel_orders(origin: OriginFor<T>, orders: OrderIds) -> DispatchResultWithPostInfo {
            let actor = T::HolderOrigin::ensure_origin(origin)?;
            Self::do_cancel_orders(actor, orders)
        }

        /// Takes orders that are over out of the book; what they hold is free. Those that are not over, or not there, stay as they
        /// are.
        ///
        /// ## Origin
        /// `MemberOrigin`.
        ///
        /// ## Errors
        /// None but that of the origin.
        ///
        /// ## Events
        /// [`OrderRemoved`](Event::OrderRemoved) for each that was over.
        ///
        /// ## Complexity
        /// O(n) in orders, at most 32.
        #[pallet::call_index(6)]
        #[pallet::weight({
            let orders = orders.len() as u32;
            Pallet::<T>::cancelling(orders, Written::at_most(orders))
        })]
        pub fn expire_orders(origin: OriginFor<T>, orders: OrderIds) -> DispatchResultWithPostInfo {
            T::MemberOrigin::ensure_origin(origin)?;
            Self::do_expire_orders(orders)
        }

        /// Opens an auction of a holder's quota. An enterprise's class must be listed, and its floor a price in today's band.
        ///
        /// ## Origin
        /// `HolderOrigin`, for the seller.
        ///
        /// ## Errors
        /// [`NotHolder`](Error::NotHolder), [`ClassUnknown`](Error::ClassUnknown), [`Halted`](Error::Halted),
        /// [`AuctionUnfit`](Error::AuctionUnfit), [`NotListed`](Error::NotListed), [`OutsideBand`](Error::OutsideBand),
        /// [`ClassExpired`](Error::ClassExpired), [`SellerLocked`](Error::SellerLocked), [`NotEnough`](Error::NotEnough), [`Frozen`](Error::Frozen),
        /// [`Leased`](Error::Leased), [`BoughtToday`](Error::BoughtToday), [`OrdersFull`](Error::OrdersFull).
        ///
        /// ## Events
        /// [`AuctionOpened`](Event::AuctionOpened).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::open_auction())]
        pub fn open_auction(origin: OriginFor<T>, auction: NewAuction) -> DispatchResult {
            let actor = T::HolderOrigin::ensure_origin(origin)?;
            Self::do_open_auction(actor, auction)
        }

        /// Seals a bid, the holder's only one. The auction's margin for each unit is held.
        ///
        /// ## Origin
        /// `HolderOrigin`, for the holder that bids.
        ///
        /// ## Errors
        /// [`NotHolder`](Error::NotHolder), [`AuctionUnknown`](Error::AuctionUnknown),
        /// [`AuctionNotOpen`](Error::AuctionNotOpen), [`CommitOver`](Error::CommitOver), [`SameHolder`](Error::SameHolder),
        /// [`UnitsOutOfRange`](Error::UnitsOutOfRange), [`AlreadyBid`](Error::AlreadyBid),
        /// [`BidsFull`](Error::BidsFull), [`NotEnrolled`](Error::NotEnrolled),
        /// [`OutsideZone`](Error::OutsideZone), [`OtherSector`](Error::OtherSector), [`AreaBarred`](Error::AreaBarred),
        /// [`HolderLimit`](Error::HolderLimit), [`GroupLimit`](Error::GroupLimit), [`HoldingsFull`](Error::HoldingsFull),
        /// [`NotEnoughMoney`](Error::NotEnoughMoney).
        ///
        /// ## Events
        /// [`BidCommitted`](Event::BidCommitted).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(8)]
        #[pallet::weight(T::WeightInfo::commit_bid())]
        pub fn commit_bid(
            origin: OriginFor<T>,
            auction: AuctionId,
            holder: Holder,
            commitment: Digest,
            units_max: u64,
        ) -> DispatchResult {
            let actor = T::HolderOrigin::ensure_origin(origin)?;
            Self::do_commit_bid(actor, auction, holder, commitment, units_max)
        }

        /// Reveals a bid. What it may have to pay is held in place of its margin. At the same price the one revealed first is first.
        ///
        /// ## Origin
        /// `HolderOrigin`, for the bid's holder.
        ///
        /// ## Errors
        /// [`AuctionUnknown`](Error::AuctionUnknown), [`BidUnknown`](Error::BidUnknown), [`NotHolder`](Error::NotHolder),
        /// [`AuctionNotOpen`](Error::AuctionNotOpen), [`NotRevealTime`](Error::NotRevealTime),
        /// [`AlreadyRevealed`](Error::AlreadyRevealed), [`WrongReveal`](Error::WrongReveal),
        /// [`LinesUnfit`](Error::LinesUnfit), [`NotEnoughMoney`](Error::NotEnoughMoney).
        ///
        /// ## Events
        /// [`BidRevealed`](Event::BidRevealed).
        ///
        /// ## Complexity
        /// O(l) in the bid's lines, at most 64.
        #[pallet::call_index(9)]
        #[pallet::weight(T::WeightInfo::reveal_bid(lines.len() as u32))]
        pub fn reveal_bid(
            origin: OriginFor<T>,
            auction: AuctionId,
            bid: u32,
            lines: BidLines,
            salt: [u8; 32],
        ) -> DispatchResult {
            let actor = T::HolderOrigin::ensure_origin(origin)?;
            Self::do_reveal_bid(actor, auction, bid, lines, salt)
        }

        /// Finds an auction's price, or goes on with it: a call looks at some of the prices, the best ones first.
        ///
        /// ## Origin
        /// `MemberOrigin`.
        ///
        /// ## Errors
        /// [`AuctionUnknown`](Error::AuctionUnknown), [`AuctionNotOpen`](Error::AuctionNotOpen),
        /// [`RevealOpen`](Error::RevealOpen), [`Halted`](Error::Halted).
        ///
        /// ## Events
        /// [`AuctionCleared`](Event::AuctionCleared) when it is found.
        ///
        /// ## Complexity
        /// O(p) in the prices it looks at, at most 256, whatever the number of bids at them.
        #[pallet::call_index(10)]
        #[pallet::weight(T::WeightInfo::clear_auction((*prices_max).clamp(1, PRICES_A_CALL_MAX)))]
        pub fn clear_auction(
            origin: OriginFor<T>,
            auction: AuctionId,
            prices_max: u32,
        ) -> DispatchResultWithPostInfo {
            T::MemberOrigin::ensure_origin(origin)?;
            Self::do_clear_auction(auction, prices_max)
        }

        /// Settles bids of an auction that was cleared or called off, in the order of their numbers: quota against money at the one
        /// price for those that are served, and the rest of what they hold is free.
        ///
        /// ## Origin
        /// `MemberOrigin`.
        ///
        /// ## Errors
        /// [`AuctionUnknown`](Error::AuctionUnknown), [`AuctionNotCleared`](Error::AuctionNotCleared),
        /// [`NothingToSettle`](Error::NothingToSettle).
        ///
        /// ## Events
        /// For each bid [`BidSettled`](Event::BidSettled), [`BidForfeited`](Event::BidForfeited) or
        /// [`BidReturned`](Event::BidReturned); [`PermitChangeRequired`](Event::PermitChangeRequired) for each that got something
        /// and once for the seller; [`AuctionSettled`](Event::AuctionSettled) with the last one.
        ///
        /// ## Complexity
        /// O(b) in bids, at most 64, each with at most 64 lines.
        #[pallet::call_index(11)]
        #[pallet::weight(T::WeightInfo::settle_auction((*bids_max).clamp(1, BIDS_A_CALL_MAX)))]
        pub fn settle_auction(
            origin: OriginFor<T>,
            auction: AuctionId,
            bids_max: u32,
        ) -> DispatchResultWithPostInfo {
            T::MemberOrigin::ensure_origin(origin)?;
            Self::do_settle_auction(auction, bids_max)
        }

        /// Calls an auction off. Its quota is free at once; what bids hold is given back by
        /// [`settle_auction`](Self::settle_auction).
        ///
        /// ## Origin
        /// `SupervisorOrigin` over the class; `HolderOrigin` for the seller, before a bid is revealed and before all are late.
        ///
        /// ## Errors
        /// `BadOrigin`, [`AuctionUnknown`](Error::AuctionUnknown), [`NotHolder`](Error::NotHolder),
        /// [`RevealBegun`](Error::RevealBegun), [`AuctionNotOpen`](Error::AuctionNotOpen).
        ///
        /// ## Events
        /// [`AuctionCancelled`](Event::AuctionCancelled).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(12)]
        #[pallet::weight(T::WeightInfo::cancel_auction())]
        pub fn cancel_auction(
            origin: OriginFor<T>,
            auction: AuctionId,
            reason: Digest,
        ) -> DispatchResult {
            let supervisor = T::SupervisorOrigin::try_origin(origin.clone()).ok();
            let seller = T::HolderOrigin::try_origin(origin).ok();
            ensure!(
                supervisor.is_some() || seller.is_some(),
                DispatchError::BadOrigin
            );
            Self::do_cancel_auction(supervisor, seller, auction, reason)
        }

        /// Offers a negotiated trade to another holder; what the offeror gives, quota or money, is held.
        ///
        /// ## Origin
        /// `HolderOrigin`, for the holder that offers.
        ///
        /// ## Errors
        /// [`NotHolder`](Error::NotHolder), [`SameHolder`](Error::SameHolder), [`NotListed`](Error::NotListed),
        /// [`Halted`](Error::Halted), [`UnitsOutOfRange`](Error::UnitsOutOfRange), [`OutsideBand`](Error::OutsideBand),
        /// [`ClassUnknown`](Error::ClassUnknown), [`BlockUnfit`](Error::BlockUnfit), those of
        /// [`place_orders`](Self::place_orders) for what the offeror gives and gets, [`OrdersFull`](Error::OrdersFull).
        ///
        /// ## Events
        /// [`BlockOffered`](Event::BlockOffered).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(13)]
        #[pallet::weight(T::WeightInfo::offer_block())]
        pub fn offer_block(origin: OriginFor<T>, offer: NewBlockOffer) -> DispatchResult {
            let actor = T::HolderOrigin::ensure_origin(origin)?;
            Self::do_offer_block(actor, offer)
        }

        /// Accepts a negotiated trade: it is settled at once. All rules are judged again, and the price by today's band.
        ///
        /// ## Origin
        /// `HolderOrigin`, for the holder it was offered to.
        ///
        /// ## Errors
        /// [`BlockUnknown`](Error::BlockUnknown), [`NotHolder`](Error::NotHolder), [`BlockOver`](Error::BlockOver),
        /// [`SameHolder`](Error::SameHolder), [`Halted`](Error::Halted), [`UnitsOutOfRange`](Error::UnitsOutOfRange),
        /// [`OutsideBand`](Error::OutsideBand), those of [`place_orders`](Self::place_orders) for what both give and get,
        /// [`SellerSuspended`](Error::SellerSuspended) and [`BuyerSuspended`](Error::BuyerSuspended) for the offeror.
        ///
        /// ## Events
        /// [`BlockTraded`](Event::BlockTraded), [`PermitChangeRequired`](Event::PermitChangeRequired) for both.
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(14)]
        #[pallet::weight(T::WeightInfo::accept_block())]
        pub fn accept_block(origin: OriginFor<T>, offer: BlockTradeId) -> DispatchResult {
            let actor = T::HolderOrigin::ensure_origin(origin)?;
            Self::do_accept_block(actor, offer)
        }

        /// Withdraws the offer of a negotiated trade; what was held is free.
        ///
        /// ## Origin
        /// `HolderOrigin` for the holder that made it; `MemberOrigin` once it is over.
        ///
        /// ## Errors
        /// [`BlockUnknown`](Error::BlockUnknown), [`BlockOpen`](Error::BlockOpen).
        ///
        /// ## Events
        /// [`BlockWithdrawn`](Event::BlockWithdrawn).
        ///
        /// ## Complexity
        /// O(1).
        #[pallet::call_index(15)]
        #[pallet::weight(T::WeightInfo::withdraw_block())]
        pub fn withdraw_block(origin: OriginFor<T>, offer: BlockTradeId) -> DispatchResult {
            T::MemberOrigin::ensure_origin(origin.clone())?;
            let actor = T::HolderOrigin::try_origin(origin).ok();
            Self::do_withdraw_block(actor, offer)
        }
    }
}

//! Weights of the pallet's calls, in the shape `frame-omni-bencher` writes.
//!
//! Measured by the pallet's benchmarks in the runtime's Wasm of the shipping profile: of 32 runs a point the lowest but five, rounded
//! up by about a tenth; where the machine was busy, the lowest. Storage accesses as the benchmarks counted them, and by hand for what
//! parties of one group share in them. Regenerate with `frame-omni-bencher v1 benchmark pallet --pallet pallet_market`.
//!
//! Of 32 orders in a transaction each weighs about 0.2 ms at a price where others are: 0.125 ms for its level, 0.04 ms of time, the
//! rest its part of what they share. A fill in the book weighs about 1 ms: seven entries of the other party are written. In an
//! auction a bid of 64 lines weighs 0.88 ms, 14 us a line.

#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::RocksDbWeight, Weight},
};

/// What the calls weigh.
pub trait WeightInfo {
    fn list_class() -> Weight;
    fn set_listing() -> Weight;
    fn halt() -> Weight;
    fn resume() -> Weight;
    fn place_orders(n: u32, s: u32) -> Weight;
    fn cancel_orders(n: u32) -> Weight;
    fn write_nodes(w: u32) -> Weight;
    fn write_pages(p: u32) -> Weight;
    fn open_auction() -> Weight;
    fn commit_bid() -> Weight;
    fn reveal_bid(l: u32) -> Weight;
    fn clear_auction(p: u32) -> Weight;
    fn settle_auction(b: u32) -> Weight;
    fn cancel_auction() -> Weight;
    fn offer_block() -> Weight;
    fn accept_block() -> Weight;
    fn withdraw_block() -> Weight;
}

/// Weights with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

macro_rules! weights {
    ($db:expr) => {
        /// Reads: `Members`, `Institutions`, `Classes`, `Listings`, `Timestamp::Now`. Writes: `Listings`.
        fn list_class() -> Weight {
            Weight::from_parts(30_000_000, 4600).saturating_add($db.reads_writes(5, 1))
        }
        /// Reads: `Members`, `Institutions`, `Classes`, `Listings`, `Timestamp::Now`. Writes: `Listings`.
        fn set_listing() -> Weight {
            Weight::from_parts(37_000_000, 4600).saturating_add($db.reads_writes(6, 1))
        }
        /// Reads: `Members`, `Institutions`, `Classes`, `Halts`, `Timestamp::Now`. Writes: `Halts`.
        fn halt() -> Weight {
            Weight::from_parts(31_000_000, 4600).saturating_add($db.reads_writes(5, 1))
        }
        /// Reads: `Members`, `Institutions` 2, `Classes`, `Halts`. Writes: `Halts`.
        fn resume() -> Weight {
            Weight::from_parts(32_000_000, 4600).saturating_add($db.reads_writes(5, 1))
        }
        /// Reads: `Members`, `Institutions`, `Listings`, `Classes`, `Rules`, `Halts`, `MarketHalt`, `LastTraded`, `Days`,
        /// `NextBatch`, `Timestamp::Now`, `OpenOrders`, `Holdings`, `Tallies`, `Enrolments`, `GroupHoldings`, `Claims`,
        /// `Numbers`, `Ticks` 6; an order: `Levels`; a step: `Levels`, `OpenOrders`, `Institutions`, `Tallies`, `Holdings`,
        /// `Enrolments`, `GroupHoldings`, `Claims`. Writes: `OpenOrders`, `Holdings`, `Claims`, `Numbers`; an order: `Levels`; a
        /// step: `Levels`, `OpenOrders`, `Tallies`, `Holdings`, `GroupHoldings`, `Claims`, `Lots`. What is written once if there
        /// are trades is added by the call.
        ///
        /// The range of component `n` is `[1, 32]`, of `s` `[0, 32]`.
        fn place_orders(n: u32, s: u32) -> Weight {
            Weight::from_parts(45_000_000, 9000)
                .saturating_add(Weight::from_parts(37_000_000, 3200).saturating_mul(n.into()))
                .saturating_add(Weight::from_parts(118_000_000, 9000).saturating_mul(s.into()))
                .saturating_add($db.reads_writes(24, 4))
                .saturating_add($db.reads_writes(1, 1).saturating_mul(n.into()))
                .saturating_add($db.reads_writes(8, 7).saturating_mul(s.into()))
        }
        /// Reads: `Members`, `Institutions`, `Timestamp::Now`; an order: `Levels`, `Pages`, `Classes`, `Listings`, `OpenOrders`, `Numbers`,
        /// and `Holdings` or `Claims`. Writes: an order: `Levels`, `OpenOrders`, `Numbers`, and `Holdings` or `Claims`. Orders of
        /// different holders, in different classes, share nothing of it.
        ///
        /// The range of component `n` is `[0, 32]`.
        fn cancel_orders(n: u32) -> Weight {
            Weight::from_parts(26_000_000, 4600)
                .saturating_add(Weight::from_parts(50_000_000, 9000).saturating_mul(n.into()))
                .saturating_add($db.reads(3))
                .saturating_add($db.reads_writes(7, 4).saturating_mul(n.into()))
        }
        /// Reads and writes: a node: `Ticks`.
        ///
        /// The range of component `w` is `[0, 192]`.
        fn write_nodes(w: u32) -> Weight {
            Weight::from_parts(1_000_000, 0)
                .saturating_add(Weight::from_parts(6_000_000, 2600).saturating_mul(w.into()))
                .saturating_add($db.reads_writes(1, 1).saturating_mul(w.into()))
        }
        /// Reads and writes: a page: `Pages`.
        ///
        /// The range of component `p` is `[0, 192]`.
        fn write_pages(p: u32) -> Weight {
            Weight::from_parts(1_000_000, 0)
                .saturating_add(Weight::from_parts(7_300_000, 3200).saturating_mul(p.into()))
                .saturating_add($db.reads_writes(1, 1).saturating_mul(p.into()))
        }
        /// Reads: `Members`, `Institutions`, `Classes`, `Halts`, `MarketHalt`, `Rules`, `Tallies`, `Holdings`, `OpenOrders`,
        /// `Listings`, `LastTraded`, `Days`, `NextAuction`, `Timestamp::Now`. Writes: `Holdings`, `OpenOrders`, `NextAuction`, `Auctions`,
        /// `Progresses`.
        fn open_auction() -> Weight {
            Weight::from_parts(79_000_000, 6400).saturating_add($db.reads_writes(14, 5))
        }
        /// Reads: `Members`, `Institutions`, `Auctions`, `Progresses`, `BidOf`, `Classes`, `Rules`, `Enrolments`, `Holdings`, `Tallies`,
        /// `GroupHoldings`, `Claims`, `Timestamp::Now`. Writes: `Progresses`, `Claims`, `Bids`, `BidOf`.
        fn commit_bid() -> Weight {
            Weight::from_parts(85_000_000, 6400).saturating_add($db.reads_writes(13, 4))
        }
        /// Reads: `Members`, `Institutions`, `Auctions`, `Bids`, `BlockHash`, `Claims`, `Progresses`, `Timestamp::Now`; a line:
        /// `Demands`. Writes: `Claims`, `Bids`, `Progresses`; a line: `Demands`.
        ///
        /// The range of component `l` is `[1, 64]`.
        fn reveal_bid(l: u32) -> Weight {
            Weight::from_parts(49_000_000, 6400)
                .saturating_add(Weight::from_parts(4_500_000, 2600).saturating_mul(l.into()))
                .saturating_add($db.reads_writes(8, 3))
                .saturating_add($db.reads_writes(1, 1).saturating_mul(l.into()))
        }
        /// Reads: `Members`, `Institutions`, `Auctions`, `Halts`, `MarketHalt`, `Clearings`, `Timestamp::Now`, `Demands` 2; a price: `Demands`.
        /// Writes: `Auctions`, `Clearings`.
        ///
        /// The range of component `p` is `[1, 256]`.
        fn clear_auction(p: u32) -> Weight {
            Weight::from_parts(59_000_000, 4600)
                .saturating_add(Weight::from_parts(2_400_000, 2600).saturating_mul(p.into()))
                .saturating_add($db.reads_writes(9, 2))
                .saturating_add($db.reads(1).saturating_mul(p.into()))
        }
        /// Reads: `Members`, `Institutions` 2, `Auctions`, `Classes`, `Rules`, `Progresses`, `Holdings`, `Tallies`, `Enrolments`, `GroupHoldings`,
        /// `Claims`, `NextLot`, `OpenOrders`, `Timestamp::Now`; a bid: `Bids`, `Institutions`, `Enrolments`, `Holdings`, `Tallies`, `GroupHoldings`,
        /// `Claims`. Writes: `Auctions`, `Progresses`, `Holdings`, `Tallies`, `GroupHoldings`, `Claims`, `NextLot`, `OpenOrders`; a bid: `Bids`, `Holdings`,
        /// `Tallies`, `GroupHoldings`, `Claims`, `Lots`.
        ///
        /// The range of component `b` is `[1, 64]`.
        fn settle_auction(b: u32) -> Weight {
            Weight::from_parts(150_000_000, 9000)
                .saturating_add(Weight::from_parts(108_000_000, 9000).saturating_mul(b.into()))
                .saturating_add($db.reads_writes(15, 8))
                .saturating_add($db.reads_writes(7, 6).saturating_mul(b.into()))
        }
        /// Reads: `Members`, `Institutions`, `Auctions`, `Classes`, `Progresses`, `OpenOrders`, `Holdings`. Writes: `OpenOrders`,
        /// `Holdings`, `Clearings`, `Auctions`.
        fn cancel_auction() -> Weight {
            Weight::from_parts(52_000_000, 4600).saturating_add($db.reads_writes(7, 4))
        }
        /// Reads: `Members`, `Institutions`, `Listings`, `Halts`, `MarketHalt`, `LastTraded`, `Days`, `Classes`, `Rules`, `Tallies`,
        /// `Holdings`, `Enrolments`, `GroupHoldings`, `Claims`, `OpenOrders`, `NextBlock`, `Timestamp::Now`. Writes: `Holdings`, `Claims`,
        /// `OpenOrders`, `NextBlock`, `BlockOffers`.
        fn offer_block() -> Weight {
            Weight::from_parts(90_000_000, 6400).saturating_add($db.reads_writes(17, 5))
        }
        /// Reads: `Members`, `Institutions` 3, `BlockOffers`, `Listings`, `Halts`, `MarketHalt`, `LastTraded`, `Days`, `Classes`, `Rules`,
        /// `Tallies` 2, `Holdings` 2, `Enrolments` 2, `GroupHoldings` 2, `Claims` 2, `OpenOrders`, `NextLot`, `Timestamp::Now`. Writes:
        /// `BlockOffers`, `OpenOrders`, `Holdings` 2, `Tallies` 2, `GroupHoldings` 2, `Claims` 2, `NextLot`, `Lots`, `BlockTrades`.
        fn accept_block() -> Weight {
            Weight::from_parts(172_000_000, 9700).saturating_add($db.reads_writes(25, 13))
        }
        /// Reads: `Members`, `Institutions`, `BlockOffers`, `Classes`, `Listings`, `OpenOrders`, `Holdings`, `Claims`, `Timestamp::Now`.
        /// Writes: `BlockOffers`, `OpenOrders`, `Holdings`, `Claims`.
        fn withdraw_block() -> Weight {
            Weight::from_parts(57_000_000, 4600).saturating_add($db.reads_writes(9, 4))
        }
    };
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
    weights!(T::DbWeight::get());
}

/// For tests: the database weights of RocksDB.
impl WeightInfo for () {
    weights!(RocksDbWeight::get());
}

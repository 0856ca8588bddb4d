//! What clients ask a node about the market.

// What the macro writes has no documentation of its own.
#![allow(missing_docs)]

use crate::{OrdersPart, PublicBook, PublicTrade};
use alloc::vec::Vec;
use limpid_primitives::{
    market::{DayStatistics, OrderId, Tick, TradeId},
    quota::{ClassId, Holder},
    Day,
};

sp_api::decl_runtime_apis! {
    /// Books, trades and days.
    pub trait MarketApi {
        /// A class's book, at most so many of the best prices of each side, without counterparties.
        fn book(class: ClassId, prices_max: u32) -> Option<PublicBook>;
        /// A holder's open orders of a class; asked again from `next`, at the same block, until there is none.
        fn orders(holder: Holder, class: ClassId, from: Option<OrderId>) -> OrdersPart;
        /// A class's trades, the newest first, without counterparties: at most 256 of those before this one.
        fn trades(class: ClassId, before: Option<TradeId>) -> Vec<PublicTrade>;
        /// A class's days with trades and their closes, at most 1,000 days from the first one on.
        fn days(class: ClassId, from: Day, until: Day) -> Vec<(Day, DayStatistics, Tick)>;
    }
}

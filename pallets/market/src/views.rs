//! What clients ask about the market.

use crate::{
    book::Book,
    pallet::{Config, Listings, NextBatch, Trades},
    types::{OrdersPart, PublicBook, PublicTrade, Trading},
    Pallet,
};
use alloc::vec::Vec;
use frame_support::traits::Time;
use limpid_market::{book, level::PAGE_ORDERS, session, statistics, ticks};
use limpid_primitives::{
    market::{DayStatistics, ListingV1, OrderId, Side, Tick, Trade, TradeId, TradeV1},
    quota::{ClassId, Holder},
    Day,
};

/// Prices of one answer.
const PRICES_MAX: usize = 1_000;
/// Pages of orders one answer looks through.
const PAGES_MAX: usize = 4_000;
/// Trades of one answer.
const TRADES_MAX: usize = 256;
/// Days of one answer.
const DAYS_MAX: usize = 1_000;

impl<T: Config> Pallet<T> {
    /// A class's book, at most so many of the best prices of each side; `None` if it is not listed.
    pub fn book(class: ClassId, prices_max: u32) -> Option<PublicBook> {
        let standing = Listings::<T>::get(class)?;
        let listing = standing.clone().now();
        let day = Self::running_day(class, &listing, Self::today().ok()?);
        let band = day.band::<T>(listing.band_permille).ok()?;
        let prices_max = (prices_max as usize).min(PRICES_MAX);
        let book = Book::<T>::of(class);
        Some(PublicBook {
            listing: standing.listing,
            reference: day.reference,
            low: band.low,
            high: band.high,
            trading: Self::trading(class, &listing),
            buys: book::depth(&book, Side::Buy, prices_max),
            sells: book::depth(&book, Side::Sell, prices_max),
        })
    }

    fn trading(class: ClassId, listing: &ListingV1) -> Trading {
        match Self::standing_halt(class) {
            Some(halt) => Trading::Halted(halt),
            None if session::is_open(listing, T::Time::now()) => Trading::Open,
            None => Trading::Closed,
        }
    }

    /// A holder's open orders of a class. The whole book is looked through, some thousand pages an answer; it goes on from
    /// [`OrdersPart::next`], at the same block.
    pub fn orders(holder: Holder, class: ClassId, from: Option<OrderId>) -> OrdersPart {
        let book = Book::<T>::of(class);
        let mut orders = Vec::new();
        let mut pages_left = PAGES_MAX;
        let mut at = match from {
            Some(from) => {
                let page = from.number.checked_div(PAGE_ORDERS as u64);
                Some((from.side, from.tick, page))
            }
            None => best(&book, Side::Buy),
        };
        while let Some((side, tick, page)) = at {
            let id = |number| OrderId {
                class,
                side,
                tick,
                number,
            };
            if pages_left == 0 {
                let first = page.unwrap_or(0).saturating_mul(PAGE_ORDERS as u64);
                let next = Some(id(first));
                return OrdersPart { orders, next };
            }
            let (found, more) = book::orders(&book, side, tick, page, pages_left);
            // Each page has an order at least.
            pages_left = pages_left.saturating_sub(found.len().max(1));
            let own = found.into_iter().filter(|(_, slot)| slot.holder == holder);
            orders.extend(own.map(|(number, slot)| (id(number), slot)));
            at = match more {
                Some(page) => Some((side, tick, Some(page))),
                None => after(&book, side, tick),
            };
            if more.is_some() {
                pages_left = 0;
            }
        }
        let next = None;
        OrdersPart { orders, next }
    }

    /// A class's trades before this one, the newest first.
    pub fn trades(class: ClassId, before: Option<TradeId>) -> Vec<PublicTrade> {
        let mut trades = Vec::new();
        let end = before.map_or(u64::MAX, |before| before.0);
        let batches = NextBatch::<T>::get(class).min((end / 256).saturating_add(1));
        for batch in (0..batches).rev() {
            let Some(made) = Trades::<T>::get(class, batch) else {
                continue;
            };
            let numbers = (batch.saturating_mul(256)..).map(TradeId);
            let made = numbers.zip(made).filter(|(trade, _)| trade.0 < end);
            let made: Vec<_> = made
                .map(|(trade, Trade::V1(made))| public(trade, made))
                .collect();
            trades.extend(made.into_iter().rev());
            if trades.len() >= TRADES_MAX {
                trades.truncate(TRADES_MAX);
                break;
            }
        }
        trades
    }

    /// A class's days with trades, and their closes.
    pub fn days(class: ClassId, from: Day, until: Day) -> Vec<(Day, DayStatistics, Tick)> {
        let Ok(listing) = Self::listing(class) else {
            return Vec::new();
        };
        let days = core::iter::successors(Some(from), |day| day.next());
        days.take_while(|day| *day <= until)
            .take(DAYS_MAX)
            .filter_map(|day| {
                let traded = Self::statistics(class, day)?;
                let close = statistics::close(&traded, listing.tick)?;
                Some((day, DayStatistics::V1(traded), close))
            })
            .collect()
    }
}

/// A price of a book, and the page of its queue to go on with.
type Place = (Side, Tick, Option<u64>);

fn best<T: Config>(book: &Book<T>, side: Side) -> Option<Place> {
    match (book::best(book, side), side) {
        (Some(tick), _) => Some((side, tick, None)),
        (None, Side::Buy) => best(book, Side::Sell),
        (None, Side::Sell) => None,
    }
}

fn after<T: Config>(book: &Book<T>, side: Side, tick: Tick) -> Option<Place> {
    match (ticks::next_best(book, side, tick), side) {
        (Some(tick), _) => Some((side, tick, None)),
        (None, Side::Buy) => best(book, Side::Sell),
        (None, Side::Sell) => None,
    }
}

fn public(trade: TradeId, made: TradeV1) -> PublicTrade {
    PublicTrade {
        trade,
        price: made.price,
        units: made.units,
        at: made.at,
    }
}

//! The queue of orders at one price, as it is kept.
//!
//! The youngest orders, at most 16, are in the level itself, older ones in pages of 16. An order's number says where it is: page
//! `number / 16`, slot `number % 16`. A slot whose order is gone stays empty; a page of empty slots is removed, and its neighbours
//! know of each other, so that the first order of a queue is found in one read however many were cancelled.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use limpid_primitives::{
    market::{Side, Slot, Tick},
    AtMost,
};
use scale_info::TypeInfo;

/// How many orders a page has.
pub const PAGE_ORDERS: usize = 16;

const ORDERS_OF_PAGE: u64 = PAGE_ORDERS as u64;

/// The slots of a page, by the last part of the orders' numbers. One whose order is gone is `None`.
pub type Slots = AtMost<Option<Slot>, PAGE_ORDERS>;

/// The queue at one price, in the version it was written in. Versions are only ever added.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Level {
    /// The first version.
    #[codec(index = 1)]
    V1(LevelV1),
}

/// First version of [`Level`].
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct LevelV1 {
    /// The page of the first order; that of `tail` if no other is left.
    pub front: u64,
    /// The page before that of `tail`, if `tail` is not the first.
    pub before: u64,
    /// The number of the next order.
    pub next: u64,
    /// How many orders are open. Never 0: such a level is removed.
    pub live: u32,
    /// How many units are open.
    pub units: u64,
    /// The youngest orders. Its last slot has the number before `next`.
    pub tail: Slots,
}

/// Sixteen orders at one price, in the version it was written in. Versions are only ever added.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Page {
    /// The first version.
    #[codec(index = 1)]
    V1(PageV1),
}

/// First version of [`Page`]. At least one slot has an order.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct PageV1 {
    /// The page before, if this is not the first.
    pub before: u64,
    /// The page after; it may be that of the level's tail.
    pub after: u64,
    /// The orders.
    pub slots: Slots,
}

/// Where a class's levels are kept.
pub trait LevelStore {
    /// The queue at a price.
    fn level(&self, side: Side, tick: Tick) -> Option<Level>;

    /// Keeps the queue at a price, or removes it.
    fn put_level(&mut self, side: Side, tick: Tick, level: Option<Level>);

    /// A page of the queue at a price.
    fn page(&self, side: Side, tick: Tick, page: u64) -> Option<Page>;

    /// Keeps a page of the queue at a price, or removes it.
    fn put_page(&mut self, side: Side, tick: Tick, page: u64, value: Option<Page>);

    /// No order of the class that is at a price without a queue has this number or a larger one. 0 if nothing is kept.
    fn next_number(&self) -> u64;

    /// Keeps that number.
    fn put_next_number(&mut self, number: u64);
}

impl LevelV1 {
    /// The page of `tail`.
    pub fn tail_page(&self) -> u64 {
        page_of(self.next.saturating_sub(self.tail.len() as u64))
    }
}

/// The page an order is in.
pub(crate) const fn page_of(number: u64) -> u64 {
    number / ORDERS_OF_PAGE
}

/// Which slot of its page an order has.
pub(crate) const fn place_of(number: u64) -> usize {
    (number % ORDERS_OF_PAGE) as usize
}

/// The first number of a page; `None` if numbers don't reach so far.
pub(crate) const fn first_of(page: u64) -> Option<u64> {
    page.checked_mul(ORDERS_OF_PAGE)
}

/// The first order of a page, with its number.
pub(crate) fn first_open(slots: &Slots, page: u64) -> Option<(u64, Slot)> {
    open_orders(slots, page).next()
}

/// The orders of a page, with their numbers.
pub(crate) fn open_orders(slots: &Slots, page: u64) -> impl Iterator<Item = (u64, Slot)> + '_ {
    let first = first_of(page).unwrap_or(u64::MAX);
    slots
        .iter()
        .enumerate()
        .filter_map(move |(at, slot)| Some((first.checked_add(at as u64)?, (*slot)?)))
}

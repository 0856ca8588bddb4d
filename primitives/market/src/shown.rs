//! What of a book can be seen.

use crate::{
    level::{open_orders, page_of, place_of, Level, LevelStore, Page},
    ticks::{self, best},
    BookStore,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use limpid_primitives::market::{Side, Slot, Tick};
use scale_info::TypeInfo;

/// One price with all its open orders.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Depth {
    /// The price.
    pub tick: Tick,
    /// How many units are open.
    pub units: u64,
    /// In how many orders.
    pub orders: u32,
}

/// What is open of an order. At most two reads.
pub fn order<S: LevelStore>(store: &S, side: Side, tick: Tick, number: u64) -> Option<Slot> {
    let Level::V1(level) = store.level(side, tick)?;
    let page = page_of(number);
    if page == level.tail_page() {
        return *level.tail.get(place_of(number))?;
    }
    let Page::V1(page) = store.page(side, tick, page)?;
    *page.slots.get(place_of(number))?
}

/// The side's best prices, best first, `levels_max` at most; for each at most five nodes and a level are read.
pub fn depth<S: BookStore>(store: &S, side: Side, levels_max: usize) -> Vec<Depth> {
    let mut levels = Vec::new();
    let mut at = best(store, side);
    for _ in 0..levels_max {
        let Some(tick) = at else {
            break;
        };
        if let Some(Level::V1(level)) = store.level(side, tick) {
            levels.push(Depth {
                tick,
                units: level.units,
                orders: level.live,
            });
        }
        at = ticks::next_best(store, side, tick);
    }
    levels
}

/// Open orders at a price with their numbers, first come first, from a page on: at most `pages_max` pages of 16, and the next page to
/// ask for if there are more. Without a page it begins with the first. All pages are asked of one state of the book: a page that is
/// gone has nothing after it.
pub fn orders<S: LevelStore>(
    store: &S,
    side: Side,
    tick: Tick,
    from_page: Option<u64>,
    pages_max: usize,
) -> (Vec<(u64, Slot)>, Option<u64>) {
    let mut found = Vec::new();
    let Some(Level::V1(level)) = store.level(side, tick) else {
        return (found, None);
    };
    let mut page = from_page.unwrap_or(level.front);
    for _ in 0..pages_max {
        if page == level.tail_page() {
            found.extend(open_orders(&level.tail, page));
            return (found, None);
        }
        let Some(Page::V1(kept)) = store.page(side, tick, page) else {
            return (found, None);
        };
        found.extend(open_orders(&kept.slots, page));
        page = kept.after;
    }
    (found, Some(page))
}

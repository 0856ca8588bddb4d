//! Whether a queue is as it must be.

use crate::{
    level::{Level, LevelV1, Page, Slots, PAGE_ORDERS},
    ticks, BookStore,
};
use limpid_primitives::market::{Side, Slot, Tick};

/// What a queue really has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Audit {
    /// Open orders.
    pub orders: u32,
    /// Their units.
    pub units: u64,
    /// Pages besides the level itself.
    pub pages: usize,
}

impl Audit {
    fn count(&mut self, slots: &Slots) -> Result<(), &'static str> {
        for Slot { units, .. } in slots.iter().flatten() {
            if *units == 0 {
                return Err("an order of nothing is open");
            }
            self.orders = self.orders.saturating_add(1);
            self.units = self.units.saturating_add(*units);
        }
        Ok(())
    }
}

/// Walks the whole queue at a price: its pages follow each other, each has an order, the level's sums are true, its tick is in the
/// set. For checks of the whole state only, as it reads every page.
pub fn audit<S: BookStore>(store: &S, side: Side, tick: Tick) -> Result<Audit, &'static str> {
    let Some(Level::V1(level)) = store.level(side, tick) else {
        return Err("no level is kept at this price");
    };
    let mut found = Audit::default();
    let (mut before, mut at) = (None, level.front);
    while at != level.tail_page() {
        let Some(Page::V1(page)) = store.page(side, tick, at) else {
            return Err("a page is missing");
        };
        if page.slots.iter().all(Option::is_none) || page.slots.len() != PAGE_ORDERS {
            return Err("a page has no order, or not all its slots");
        }
        if before.is_some_and(|before| before != page.before) || page.after <= at {
            return Err("the pages of a queue don't follow each other");
        }
        found.count(&page.slots)?;
        found.pages = found.pages.saturating_add(1);
        (before, at) = (Some(at), page.after);
    }
    found.count(&level.tail)?;
    check_level(&level, before, &found)?;
    if !ticks::contains(store, side, tick) {
        return Err("the set of ticks lacks a level's");
    }
    Ok(found)
}

fn check_level(level: &LevelV1, before: Option<u64>, found: &Audit) -> Result<(), &'static str> {
    if level.tail.is_empty() || before.is_some_and(|before| before != level.before) {
        return Err("the tail of a queue is not linked");
    }
    if found.orders == 0 || (found.orders, found.units) != (level.live, level.units) {
        return Err("a level's sums are wrong");
    }
    Ok(())
}

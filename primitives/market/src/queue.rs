//! A level at work: read once, changed, written once.

use crate::{
    level::{
        first_of, first_open, page_of, place_of, Level, LevelStore, LevelV1, Page, PageV1, Slots,
        PAGE_ORDERS,
    },
    ticks, BookError, BookStore, Maker,
};
use limpid_primitives::market::{Side, Slot, Tick};

/// The queue of one price while it is worked on. What was changed is kept by [`Queue::close`].
///
/// One queue is opened either to take orders from its front, or to add or cancel one: only the first way keeps the first page in
/// memory.
pub(crate) struct Queue {
    side: Side,
    tick: Tick,
    level: LevelV1,
    /// The first page, once it was needed, if it is not the tail.
    front: Option<PageV1>,
    is_changed: bool,
}

impl Queue {
    /// The queue at a price, if there is one. One read.
    pub(crate) fn open<S: LevelStore>(store: &S, side: Side, tick: Tick) -> Option<Self> {
        let Level::V1(level) = store.level(side, tick)?;
        Some(Self::of(side, tick, level))
    }

    /// An empty queue at a price where there is none; its numbers begin with a page. One read.
    pub(crate) fn begin<S: LevelStore>(
        store: &S,
        side: Side,
        tick: Tick,
    ) -> Result<Self, BookError> {
        let page = store.next_number().div_ceil(PAGE_ORDERS as u64);
        let level = LevelV1 {
            front: page,
            before: page,
            next: first_of(page).ok_or(BookError::Overflow)?,
            live: 0,
            units: 0,
            tail: Slots::default(),
        };
        Ok(Self::of(side, tick, level))
    }

    const fn of(side: Side, tick: Tick, level: LevelV1) -> Self {
        Self {
            side,
            tick,
            level,
            front: None,
            is_changed: false,
        }
    }

    /// Puts an order behind the others and says its number. At most one page is written and one more changed.
    pub(crate) fn push<S: LevelStore>(
        &mut self,
        store: &mut S,
        slot: Slot,
    ) -> Result<u64, BookError> {
        let live = self.level.live.checked_add(1);
        let units = self.level.units.checked_add(slot.units);
        let number = self.append(store, Some(slot))?;
        self.level.live = live.ok_or(BookError::Overflow)?;
        self.level.units = units.ok_or(BookError::Overflow)?;
        Ok(number)
    }

    /// Takes a number for an order of which nothing rests. As [`Queue::push`].
    pub(crate) fn skip<S: LevelStore>(&mut self, store: &mut S) -> Result<u64, BookError> {
        self.append(store, None)
    }

    fn append<S: LevelStore>(
        &mut self,
        store: &mut S,
        slot: Option<Slot>,
    ) -> Result<u64, BookError> {
        let number = self.level.next;
        let next = number.checked_add(1).ok_or(BookError::Overflow)?;
        if self.level.tail.len() >= PAGE_ORDERS {
            self.spill(store);
        }
        let pushed = self.level.tail.try_push(slot);
        pushed.map_err(|_| BookError::Broken)?;
        self.level.next = next;
        self.is_changed = true;
        Ok(number)
    }

    /// Makes the full tail a page; if it has no order, the page before it goes on with the page after it.
    fn spill<S: LevelStore>(&mut self, store: &mut S) {
        let page = self.level.tail_page();
        let after = page.saturating_add(1);
        let slots = core::mem::take(&mut self.level.tail);
        if is_open(&slots) {
            let before = self.level.before;
            let spilled = PageV1 {
                before,
                after,
                slots,
            };
            self.put_page(store, page, Some(spilled));
            self.level.before = page;
        } else {
            // It is not the first page: that one has an order.
            self.change_page(store, self.level.before, |page| page.after = after);
        }
    }

    /// Takes an order out, wherever it is, and says what was open of it. At most three pages are read and written.
    pub(crate) fn cancel<S: LevelStore>(&mut self, store: &mut S, number: u64) -> Option<Slot> {
        let page = page_of(number);
        let slot = if page == self.level.tail_page() {
            take(&mut self.level.tail, number)?
        } else {
            let mut kept = self.page(store, page)?;
            let slot = take(&mut kept.slots, number)?;
            if is_open(&kept.slots) {
                self.put_page(store, page, Some(kept));
            } else {
                self.unlink(store, page, &kept);
            }
            slot
        };
        self.level.live = self.level.live.saturating_sub(1);
        self.level.units = self.level.units.saturating_sub(slot.units);
        self.is_changed = true;
        Some(slot)
    }

    /// Removes a page: its neighbours become each other's.
    fn unlink<S: LevelStore>(&mut self, store: &mut S, page: u64, gone: &PageV1) {
        self.put_page(store, page, None);
        let (before, after) = (gone.before, gone.after);
        if self.level.front == page {
            self.level.front = after;
            return;
        }
        self.change_page(store, before, |page| page.after = after);
        if after == self.level.tail_page() {
            self.level.before = before;
        } else {
            self.change_page(store, after, |page| page.before = before);
        }
    }

    /// The first order. At most one page is read.
    pub(crate) fn first<S: LevelStore>(&mut self, store: &S) -> Option<Maker> {
        let front = self.level.front;
        let first = if front == self.level.tail_page() {
            first_open(&self.level.tail, front)
        } else {
            if self.front.is_none() {
                self.front = self.page(store, front);
            }
            first_open(&self.front.as_ref()?.slots, front)
        };
        let (number, slot) = first?;
        Some(Maker {
            tick: self.tick,
            number,
            slot,
        })
    }

    /// Takes units from the first order, as [`Queue::first`] said it; the order is gone with its last unit. At most one page is
    /// removed.
    pub(crate) fn take_first<S: LevelStore>(&mut self, store: &mut S, first: &Maker, units: u64) {
        let left = first.slot.units.saturating_sub(units);
        let rest = (left > 0).then_some(Slot {
            units: left,
            ..first.slot
        });
        self.is_changed = true;
        self.level.units = self.level.units.saturating_sub(units);
        if rest.is_none() {
            self.level.live = self.level.live.saturating_sub(1);
        }
        let Some(page) = self.front.as_mut() else {
            set(&mut self.level.tail, first.number, rest);
            return;
        };
        set(&mut page.slots, first.number, rest);
        if !is_open(&page.slots) {
            let (gone, after) = (self.level.front, page.after);
            self.front = None;
            self.put_page(store, gone, None);
            self.level.front = after;
        }
    }

    /// Keeps what was changed. An empty queue leaves the set of ticks, and its numbers are never given again: at most three nodes
    /// and a number are read and written. Otherwise the level and its first page are written.
    pub(crate) fn close<S: BookStore>(self, store: &mut S) {
        if !self.is_changed {
            return;
        }
        if self.level.live == 0 {
            store.put_level(self.side, self.tick, None);
            ticks::remove(store, self.side, self.tick);
            let next = store.next_number().max(self.level.next);
            store.put_next_number(next);
            return;
        }
        if self.front.is_some() {
            self.put_page(store, self.level.front, self.front.clone());
        }
        store.put_level(self.side, self.tick, Some(Level::V1(self.level)));
    }

    /// Whether an order is open in it.
    pub(crate) const fn is_open(&self) -> bool {
        self.level.live > 0
    }

    fn page<S: LevelStore>(&self, store: &S, page: u64) -> Option<PageV1> {
        let Page::V1(page) = store.page(self.side, self.tick, page)?;
        Some(page)
    }

    fn put_page<S: LevelStore>(&self, store: &mut S, page: u64, value: Option<PageV1>) {
        store.put_page(self.side, self.tick, page, value.map(Page::V1));
    }

    fn change_page<S: LevelStore>(
        &self,
        store: &mut S,
        page: u64,
        change: impl FnOnce(&mut PageV1),
    ) {
        if let Some(mut value) = self.page(store, page) {
            change(&mut value);
            self.put_page(store, page, Some(value));
        }
    }
}

fn is_open(slots: &Slots) -> bool {
    slots.iter().any(Option::is_some)
}

/// Empties an order's slot and says what was in it.
fn take(slots: &mut Slots, number: u64) -> Option<Slot> {
    let taken = (*slots.get(place_of(number))?)?;
    set(slots, number, None);
    Some(taken)
}

/// Changes an order's slot.
fn set(slots: &mut Slots, number: u64, value: Option<Slot>) {
    let mut all = core::mem::take(slots).into_inner();
    if let Some(slot) = all.get_mut(place_of(number)) {
        *slot = value;
    }
    // It is as long as before.
    *slots = all.try_into().unwrap_or_default();
}

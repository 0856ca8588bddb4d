//! A class's book: orders are placed, matched, cancelled.

use crate::{
    level::LevelStore,
    meeting::{BookError, Limits, Maker, Placed, Removal, Rest, Step, Stop, Verdict},
    queue::Queue,
    ticks::{self, TickStore},
    Band,
};
use alloc::vec::Vec;
use limpid_primitives::market::{Side, Slot, Tick};

pub use crate::{
    shown::{depth, order, orders},
    ticks::best,
};

/// Where a class's book is kept.
pub trait BookStore: TickStore + LevelStore {}

impl<S: TickStore + LevelStore> BookStore for S {}

/// Matches a new order with the open ones, best price first, then number, and rests what is left of it.
///
/// An open order it meets is taken out if it is expired, outside the band, its own, or refused by `judge`, asked in this order;
/// otherwise the two trade. `judge` is told the order and the units to be filled; it must not touch the book.
///
/// If the limits stop the order while it could go on, what is left rests one tick outside the other side's best price, where it does
/// not cross the book, or nowhere if that is no price of the band. If `judge` stops it, nothing rests.
///
/// After an error the book may be half changed: the caller rolls back. For each step at most a page is read and removed; for each
/// price taken one level is read and written and at most eleven nodes; to rest it a level is read and written, at most two pages and
/// three nodes, and a number.
pub fn place<S: BookStore>(
    store: &mut S,
    side: Side,
    tick: Tick,
    order: Slot,
    limits: &Limits,
    judge: impl FnMut(&Maker, u64) -> Verdict,
) -> Result<Placed, BookError> {
    let Matched { steps, left, end } = match_order(store, side, tick, &order, limits, judge)?;
    let (rest, at) = match end {
        _ if left == 0 => (Rest::Filled, None),
        None => (Rest::Resting, Some(tick)),
        Some(Stop::Refused(refusal)) => (Rest::Returned(Stop::Refused(refusal)), None),
        Some(stop) => match outside_best(store, side.other(), &limits.band) {
            Some(moved) => (Rest::Moved(stop), Some(moved)),
            None => (Rest::Returned(stop), None),
        },
    };
    let units = left;
    let number = match at {
        Some(at) => add(store, side, at, Slot { units, ..order })?,
        None => take_number(store, side, tick)?,
    };
    Ok(Placed {
        tick: at.unwrap_or(tick),
        number,
        steps,
        left,
        rest,
    })
}

/// The price nearest to this side's best one that doesn't trade with it, if it is in the band.
fn outside_best<S: TickStore>(store: &S, side: Side, band: &Band) -> Option<Tick> {
    let best = best(store, side)?.number();
    let outside = match side {
        Side::Buy => best.checked_add(1)?,
        Side::Sell => best.checked_sub(1)?,
    };
    let outside = Tick::try_from(outside).ok()?;
    band.has(outside).then_some(outside)
}

/// A new order after its match, before it rests.
struct Matched {
    steps: Vec<Step>,
    left: u64,
    /// What stopped it, if it could go on.
    end: Option<Stop>,
}

fn match_order<S: BookStore>(
    store: &mut S,
    side: Side,
    tick: Tick,
    order: &Slot,
    limits: &Limits,
    mut judge: impl FnMut(&Maker, u64) -> Verdict,
) -> Result<Matched, BookError> {
    let makers = side.other();
    let mut matched = Matched {
        steps: Vec::new(),
        left: order.units,
        end: None,
    };
    let mut levels_taken = 0u8;
    while matched.left > 0 && matched.end.is_none() {
        let Some(at) = best(store, makers).filter(|at| crosses(side, tick, *at)) else {
            break;
        };
        if limits.levels_max > 0 && levels_taken >= limits.levels_max {
            matched.end = Some(Stop::Levels);
            break;
        }
        let left_before = matched.left;
        let mut queue = Queue::open(store, makers, at).ok_or(BookError::Broken)?;
        matched.take_level(store, &mut queue, order, limits, &mut judge);
        let is_stuck = matched.end.is_none() && matched.left > 0 && queue.is_open();
        queue.close(store);
        if is_stuck {
            return Err(BookError::Broken);
        }
        if matched.left < left_before {
            levels_taken = levels_taken.saturating_add(1);
        }
    }
    Ok(matched)
}

impl Matched {
    /// Meets the orders of one price until they or the new one's units are used up, or it is stopped.
    fn take_level<S: BookStore>(
        &mut self,
        store: &mut S,
        queue: &mut Queue,
        order: &Slot,
        limits: &Limits,
        judge: &mut impl FnMut(&Maker, u64) -> Verdict,
    ) {
        while self.left > 0 {
            let Some(maker) = queue.first(store) else {
                return;
            };
            if self.steps.len() as u64 >= u64::from(limits.steps_max) {
                self.end = Some(Stop::Steps);
                return;
            }
            let units = self.left.min(maker.slot.units);
            let removal = match removal(&maker, order, limits) {
                Some(why) => Some(why),
                None => match judge(&maker, units) {
                    Verdict::Fill => None,
                    Verdict::CancelMaker(refusal) => Some(Removal::Refused(refusal)),
                    Verdict::StopTaker(refusal) => {
                        self.end = Some(Stop::Refused(refusal));
                        return;
                    }
                },
            };
            let (taken, step) = match removal {
                Some(why) => (maker.slot.units, Step::Removed { maker, why }),
                None => {
                    self.left = self.left.saturating_sub(units);
                    (units, Step::Filled { maker, units })
                }
            };
            queue.take_first(store, &maker, taken);
            self.steps.push(step);
        }
    }
}

/// Why an open order is taken out before anybody is asked.
fn removal(maker: &Maker, order: &Slot, limits: &Limits) -> Option<Removal> {
    let is_own = maker.slot.holder == order.holder || maker.slot.institution == order.institution;
    if maker.slot.expires < limits.today {
        Some(Removal::Expired)
    } else if !limits.band.has(maker.tick) {
        Some(Removal::OutsideBand)
    } else {
        is_own.then_some(Removal::Own)
    }
}

/// Whether an order at a price trades with the other side's orders at another one.
pub fn crosses(side: Side, tick: Tick, other: Tick) -> bool {
    match side {
        Side::Buy => other <= tick,
        Side::Sell => other >= tick,
    }
}

/// Puts an order in the book without matching it.
fn add<S: BookStore>(store: &mut S, side: Side, tick: Tick, slot: Slot) -> Result<u64, BookError> {
    let mut queue = match Queue::open(store, side, tick) {
        Some(queue) => queue,
        None => {
            ticks::insert(store, side, tick);
            Queue::begin(store, side, tick)?
        }
    };
    let number = queue.push(store, slot)?;
    queue.close(store);
    Ok(number)
}

/// A number at a price for an order of which nothing rests there.
fn take_number<S: BookStore>(store: &mut S, side: Side, tick: Tick) -> Result<u64, BookError> {
    if let Some(mut queue) = Queue::open(store, side, tick) {
        let number = queue.skip(store)?;
        queue.close(store);
        return Ok(number);
    }
    let number = store.next_number();
    store.put_next_number(number.checked_add(1).ok_or(BookError::Overflow)?);
    Ok(number)
}

/// Takes an open order out and says what was open of it. A level, at most three pages, three nodes and a number are read and
/// written.
pub fn cancel<S: BookStore>(store: &mut S, side: Side, tick: Tick, number: u64) -> Option<Slot> {
    let mut queue = Queue::open(store, side, tick)?;
    let slot = queue.cancel(store, number)?;
    queue.close(store);
    Some(slot)
}

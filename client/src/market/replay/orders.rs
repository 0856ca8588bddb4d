//! Orders, placed again: the same rules must find the same trades, in the same order, at the same prices.

use super::{agree, book_fault, Fault, Replay, Steps};
use crate::{
    chain::TradedDay,
    market::{
        fact::{OrderPlaced, OrderRemoved, Traded},
        ledger::Ledger,
    },
};
use limpid_market::{
    book, statistics, Band, Limits, Maker, Placed, Removal, Rest, Step, Stop, Verdict,
};
use limpid_primitives::{
    market::{DayStatisticsV1, Fen, ListingV1, OrderId, Side, Slot, Tick},
    quota::ClassId,
    Day,
};

/// The most orders that the orders of one call may meet.
const STEPS_MAX: u32 = 32;

/// An order, and what its events say it met.
pub(super) struct Group<'a> {
    /// The transaction.
    pub(super) of: Option<u32>,
    placed: &'a OrderPlaced,
    met: Vec<Met<'a>>,
}

/// An open order that the new one met, as an event has it.
#[derive(Clone, Copy)]
enum Met<'a> {
    Traded(&'a Traded),
    Removed(&'a OrderRemoved),
}

/// The same for events and rules, to be compared.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Filled {
        maker: OrderId,
        units: u64,
    },
    Removed {
        maker: OrderId,
        units: u64,
        why: Removal,
    },
}

impl<'a> Group<'a> {
    /// Of a new order.
    pub(super) fn of(of: Option<u32>, placed: &'a OrderPlaced) -> Self {
        Self {
            of,
            placed,
            met: Vec::new(),
        }
    }

    pub(super) fn trade(&mut self, trade: &'a Traded) {
        self.met.push(Met::Traded(trade));
    }

    pub(super) fn removal(&mut self, removed: &'a OrderRemoved) {
        self.met.push(Met::Removed(removed));
    }

    fn outcomes(&self) -> Vec<Outcome> {
        let of = |met: &Met<'_>| match met {
            Met::Traded(trade) => Outcome::Filled {
                maker: trade.maker,
                units: trade.units,
            },
            Met::Removed(removed) => Outcome::Removed {
                maker: removed.order,
                units: removed.units,
                why: removed.why,
            },
        };
        self.met.iter().map(of).collect()
    }

    /// What the rules of quota said of an open order: they are not asked again, because they depend on more than the market.
    fn verdict(&self, maker: OrderId) -> Verdict {
        let refused = self.met.iter().find_map(|met| match met {
            Met::Removed(removed) if removed.order == maker => match removed.why {
                Removal::Refused(refusal) => Some(refusal),
                Removal::Expired | Removal::OutsideBand | Removal::Own => None,
            },
            Met::Removed(_) | Met::Traded(_) => None,
        });
        let is_filled = self
            .met
            .iter()
            .any(|met| matches!(met, Met::Traded(trade) if trade.maker == maker));
        match (refused, self.placed.stopped) {
            (Some(refusal), _) => Verdict::CancelMaker(refusal),
            (None, Some(Stop::Refused(refusal))) if !is_filled => Verdict::StopTaker(refusal),
            (None, _) => Verdict::Fill,
        }
    }
}

impl Replay {
    pub(super) fn place_group(
        &mut self,
        group: &Group<'_>,
        steps: &mut Steps,
        time_ms: u64,
    ) -> Result<(), Fault> {
        let placed = group.placed;
        let OrderId { class, side, .. } = placed.order;
        if steps.of != group.of {
            *steps = Steps {
                of: group.of,
                count: 0,
            };
        }
        let today = Day::of(time_ms).ok_or(Fault::Time)?;
        let listing = self.listing(class)?;
        let reference = self.ledger.reference(class, &listing, today)?;
        let limits = Limits {
            today,
            band: Band::around(reference, listing.band_permille, listing.tick)
                .ok_or(Fault::Overflow)?,
            levels_max: listing.levels_max,
            steps_max: STEPS_MAX.saturating_sub(steps.count),
        };
        let slot = Slot {
            holder: placed.holder,
            institution: placed.institution,
            units: placed.units,
            expires: placed.expires,
        };
        self.ledger.hold(class, side, placed.limit, &slot)?;
        let book = self.ledger.books.entry(class).or_default();
        let judge = |maker: &Maker, _units: u64| group.verdict(maker.id(class, side.other()));
        let found = book::place(book, side, placed.limit, slot, &limits, judge)
            .map_err(|error| book_fault(class, error))?;
        let met = u32::try_from(found.steps.len()).unwrap_or(u32::MAX);
        steps.count = steps.count.saturating_add(met);
        compare(group, &found)?;
        self.settle(group, &found, slot)?;
        self.count(class, &listing, today, reference, &found)
    }

    /// An open order goes, and what was held for it is free.
    pub(super) fn take_out(&mut self, order: OrderId, units: u64) -> Result<(), Fault> {
        let OrderId {
            class,
            side,
            tick,
            number,
        } = order;
        let book = self.ledger.books.entry(class).or_default();
        let slot = book::cancel(book, side, tick, number).ok_or(Fault::OrderUnknown(order))?;
        agree(&format!("units of order {order}"), &units, &slot.units)?;
        self.ledger.release(class, side, tick, &slot)
    }

    fn listing(&self, class: ClassId) -> Result<ListingV1, Fault> {
        let listing = self.ledger.listings.get(&class);
        listing.cloned().ok_or(Fault::NotListed(class))
    }

    /// Moves money and quota of every step.
    fn settle(&mut self, group: &Group<'_>, found: &Placed, taker: Slot) -> Result<(), Fault> {
        let placed = group.placed;
        let OrderId { class, side, .. } = placed.order;
        for (step, met) in found.steps.iter().zip(&group.met) {
            match (step, met) {
                (Step::Filled { maker, units }, Met::Traded(trade)) => {
                    let value = self.ledger.value(class, maker.tick, *units)?;
                    agree(
                        &format!("trade {}", trade.trade),
                        &(trade.price, trade.paid),
                        &(maker.tick, value),
                    )?;
                    self.exchange(class, side, maker, &taker, *units, value)?;
                    if side == Side::Buy {
                        // What was held above the open order's price comes back.
                        let held = self.ledger.value(class, placed.limit, *units)?;
                        let above = held.checked_sub(value).ok_or(Fault::Overflow)?;
                        self.ledger.release_money(taker.institution, above)?;
                    }
                }
                (Step::Removed { maker, .. }, _) => {
                    self.ledger
                        .release(class, side.other(), maker.tick, &maker.slot)?;
                }
                // They were compared before.
                (Step::Filled { .. }, Met::Removed(_)) => {}
            }
        }
        self.settle_rest(class, side, placed.limit, found, taker)
    }

    /// What is left is held at the price it rests at, or not at all.
    fn settle_rest(
        &mut self,
        class: ClassId,
        side: Side,
        limit: Tick,
        found: &Placed,
        taker: Slot,
    ) -> Result<(), Fault> {
        let rest = Slot {
            units: found.left,
            ..taker
        };
        match found.rest {
            Rest::Filled | Rest::Resting => Ok(()),
            Rest::Returned(_) => self.ledger.release(class, side, limit, &rest),
            Rest::Moved(_) => {
                self.ledger.release(class, side, limit, &rest)?;
                self.ledger.hold(class, side, found.tick, &rest)
            }
        }
    }

    fn exchange(
        &mut self,
        class: ClassId,
        side: Side,
        maker: &Maker,
        taker: &Slot,
        units: u64,
        value: Fen,
    ) -> Result<(), Fault> {
        let (seller, buyer) = match side {
            Side::Buy => (&maker.slot, taker),
            Side::Sell => (taker, &maker.slot),
        };
        self.ledger
            .pay(buyer.institution, seller.institution, value)?;
        self.sell(seller.holder, buyer.holder, class, units)
    }

    /// Adds the trades to the day's statistics.
    fn count(
        &mut self,
        class: ClassId,
        listing: &ListingV1,
        today: Day,
        reference: Fen,
        found: &Placed,
    ) -> Result<(), Fault> {
        for step in &found.steps {
            let Step::Filled { maker, units } = step else {
                continue;
            };
            let before: Option<DayStatisticsV1> = self.ledger.days.get(&(class, today)).copied();
            let day = statistics::add(before, maker.tick, listing.tick, *units);
            let day = day.ok_or(Fault::Overflow)?;
            self.ledger.days.insert((class, today), day);
            let traded = TradedDay {
                day: today,
                reference,
            };
            self.ledger.last_traded.insert(class, traded);
        }
        Ok(())
    }
}

/// The rules must find what the events say.
fn compare(group: &Group<'_>, found: &Placed) -> Result<(), Fault> {
    let placed = group.placed;
    let OrderId { class, side, .. } = placed.order;
    let of = |step: &Step| match step {
        Step::Filled { maker, units } => Outcome::Filled {
            maker: maker.id(class, side.other()),
            units: *units,
        },
        Step::Removed { maker, why } => Outcome::Removed {
            maker: maker.id(class, side.other()),
            units: maker.slot.units,
            why: *why,
        },
    };
    let outcomes: Vec<_> = found.steps.iter().map(of).collect();
    let what = format!("order {}", placed.order);
    agree(&what, &group.outcomes(), &outcomes)?;
    let (left, stopped) = match found.rest {
        Rest::Filled => (0, None),
        Rest::Resting => (found.left, None),
        Rest::Moved(stop) => (found.left, Some(stop)),
        Rest::Returned(stop) => (0, Some(stop)),
    };
    agree(
        &what,
        &(
            placed.order.tick,
            placed.order.number,
            placed.left,
            placed.stopped,
        ),
        &(found.tick, found.number, left, stopped),
    )
}

impl Ledger {
    /// The price a day's band is around: the close of the last day before it with trades, or what the listing says.
    fn reference(&self, class: ClassId, listing: &ListingV1, today: Day) -> Result<Fen, Fault> {
        let Some(last) = self.last_traded.get(&class) else {
            return Ok(listing.reference);
        };
        if last.day == today {
            return Ok(last.reference);
        }
        let close = self
            .days
            .get(&(class, last.day))
            .and_then(|day| statistics::close(day, listing.tick))
            .and_then(|close| statistics::price(close, listing.tick));
        close.ok_or(Fault::Broken(class))
    }

    /// Sets aside what an order gives: quota, or money at its own price.
    fn hold(&mut self, class: ClassId, side: Side, tick: Tick, slot: &Slot) -> Result<(), Fault> {
        match side {
            Side::Sell => {
                let amount = self.grams(class, slot.units)?;
                self.hold_quota(slot.holder, class, amount)
            }
            Side::Buy => {
                let value = self.value(class, tick, slot.units)?;
                self.hold_money(slot.institution, value)
            }
        }
    }

    fn release(
        &mut self,
        class: ClassId,
        side: Side,
        tick: Tick,
        slot: &Slot,
    ) -> Result<(), Fault> {
        match side {
            Side::Sell => {
                let amount = self.grams(class, slot.units)?;
                self.release_quota(slot.holder, class, amount)
            }
            Side::Buy => {
                let value = self.value(class, tick, slot.units)?;
                self.release_money(slot.institution, value)
            }
        }
    }
}

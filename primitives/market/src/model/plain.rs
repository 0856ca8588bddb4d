//! The rules of the market over plain lists.

use crate::{Demand, Limits, Removal, Stop, Verdict};
use alloc::vec::Vec;
use limpid_primitives::market::{Fen, Side, Slot, Tick};

/// Which order it was to arrive, from 0.
pub type Arrival = usize;

/// What became of an open order that a new one met.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlainStep {
    /// They traded so many units at the open order's price.
    Filled(Arrival, Tick, u64),
    /// The open order was taken out.
    Removed(Arrival, Removal),
}

/// A new order after its match.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlainPlaced {
    /// Which order it was.
    pub arrival: Arrival,
    /// What it met.
    pub steps: Vec<PlainStep>,
    /// What was not filled.
    pub left: u64,
    /// What stopped it, if it could go on.
    pub stopped: Option<Stop>,
    /// The price at which the rest of it rests.
    pub rests_at: Option<Tick>,
}

#[derive(Clone, Copy, Debug)]
struct Open {
    arrival: Arrival,
    side: Side,
    tick: Tick,
    slot: Slot,
}

/// A book as one list of orders.
#[derive(Clone, Default, Debug)]
pub struct PlainBook {
    open: Vec<Open>,
    arrivals: usize,
}

impl PlainBook {
    /// The side's orders in the order in which they are filled.
    pub fn orders(&self, side: Side) -> Vec<(Arrival, Tick, Slot)> {
        let mut orders: Vec<&Open> = self.open.iter().filter(|open| open.side == side).collect();
        orders.sort_by(|a, b| {
            let by_price = match side {
                Side::Buy => b.tick.cmp(&a.tick),
                Side::Sell => a.tick.cmp(&b.tick),
            };
            by_price.then(a.arrival.cmp(&b.arrival))
        });
        let shown = |open: &Open| (open.arrival, open.tick, open.slot);
        orders.into_iter().map(shown).collect()
    }

    /// Takes an order out.
    pub fn cancel(&mut self, arrival: Arrival) -> Option<Slot> {
        let at = self.open.iter().position(|open| open.arrival == arrival)?;
        Some(self.open.remove(at).slot)
    }

    /// Matches an order and rests what is left.
    pub fn place(
        &mut self,
        side: Side,
        tick: Tick,
        order: Slot,
        limits: &Limits,
        mut judge: impl FnMut(&Slot, Tick, u64) -> Verdict,
    ) -> PlainPlaced {
        let arrival = self.arrivals;
        self.arrivals = self.arrivals.saturating_add(1);
        let mut placed = PlainPlaced {
            arrival,
            steps: Vec::new(),
            left: order.units,
            stopped: None,
            rests_at: None,
        };
        let mut prices: Vec<Tick> = Vec::new();
        for (maker, price, slot) in self.orders(side.other()) {
            let is_worse = match side {
                Side::Buy => price > tick,
                Side::Sell => price < tick,
            };
            if placed.left == 0 || is_worse {
                break;
            }
            let is_new_price = !prices.contains(&price);
            if is_new_price && limits.levels_max > 0 && prices.len() >= limits.levels_max.into() {
                placed.stopped = Some(Stop::Levels);
                break;
            }
            if placed.steps.len() >= limits.steps_max as usize {
                placed.stopped = Some(Stop::Steps);
                break;
            }
            let units = slot.units.min(placed.left);
            let why = if slot.expires < limits.today {
                Removal::Expired
            } else if price < limits.band.low || price > limits.band.high {
                Removal::OutsideBand
            } else if slot.holder == order.holder || slot.institution == order.institution {
                Removal::Own
            } else {
                match judge(&slot, price, units) {
                    Verdict::CancelMaker(refusal) => Removal::Refused(refusal),
                    Verdict::StopTaker(refusal) => {
                        placed.stopped = Some(Stop::Refused(refusal));
                        break;
                    }
                    Verdict::Fill => {
                        placed.left = placed.left.saturating_sub(units);
                        placed.steps.push(PlainStep::Filled(maker, price, units));
                        self.reduce(maker, units);
                        if is_new_price {
                            prices.push(price);
                        }
                        continue;
                    }
                }
            };
            self.cancel(maker);
            placed.steps.push(PlainStep::Removed(maker, why));
        }
        placed.rests_at = match placed.stopped {
            _ if placed.left == 0 => None,
            None => Some(tick),
            Some(Stop::Refused(_)) => None,
            Some(Stop::Steps | Stop::Levels) => self.outside_best(side, limits),
        };
        if let Some(tick) = placed.rests_at {
            let slot = Slot {
                units: placed.left,
                ..order
            };
            self.open.push(Open {
                arrival,
                side,
                tick,
                slot,
            });
        }
        placed
    }

    /// The best price for the side that meets no order of the other one, if it is in the band.
    fn outside_best(&self, side: Side, limits: &Limits) -> Option<Tick> {
        let (_, best, _) = *self.orders(side.other()).first()?;
        let price = match side {
            Side::Buy => best.number().checked_sub(1)?,
            Side::Sell => best.number().checked_add(1)?,
        };
        let price = Tick::try_from(price).ok()?;
        (limits.band.low <= price && price <= limits.band.high).then_some(price)
    }

    fn reduce(&mut self, arrival: Arrival, units: u64) {
        for open in &mut self.open {
            if open.arrival == arrival {
                open.slot.units = open.slot.units.saturating_sub(units);
            }
        }
        self.open.retain(|open| open.slot.units > 0);
    }
}

/// An auction's price, and what each bid gets, by the bids' places. They are in the order in which they were revealed.
///
/// The price is searched, not derived: the lowest of the offered prices at which enough is asked for, or the lowest of all.
pub fn allot(bids: &[Demand], offered: u64) -> (Option<Fen>, Vec<u64>) {
    let asked_from = |price: Fen| -> u128 {
        let counts = |bid: &&Demand| bid.price >= price;
        bids.iter()
            .filter(counts)
            .map(|bid| u128::from(bid.units))
            .sum()
    };
    let asking = || bids.iter().filter(|bid| bid.units > 0).map(|bid| bid.price);
    // The highest price at which everything is asked for: no higher one fills, and at a lower one more than that is asked for.
    let fills = asking()
        .filter(|price| asked_from(*price) >= u128::from(offered))
        .max();
    let price = if offered == 0 {
        None
    } else {
        fills.or_else(|| asking().min())
    };
    let mut left = offered;
    let mut gets = alloc::vec![0u64; bids.len()];
    let above = |bid: &Demand| price.is_some_and(|price| bid.price > price);
    let at = |bid: &Demand| Some(bid.price) == price;
    let rounds: [&dyn Fn(&Demand) -> bool; 2] = [&above, &at];
    for counts in rounds {
        for (bid, gets) in bids.iter().zip(&mut gets) {
            if counts(bid) {
                *gets = bid.units.min(left);
                left = left.saturating_sub(*gets);
            }
        }
    }
    (price, gets)
}

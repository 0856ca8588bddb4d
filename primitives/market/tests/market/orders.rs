//! Orders and limits of the tests.

use limpid_market::{book, model::MemoryStore, Band, Limits, Maker, Placed, Rest, Step, Verdict};
use limpid_primitives::{
    market::{Side, Slot, Tick},
    quota::Holder,
    Day, InstitutionId,
};

pub const SIDES: [Side; 2] = [Side::Buy, Side::Sell];

pub const TODAY: u32 = 20_000;

pub fn tick(number: u32) -> Tick {
    Tick::try_from(number).unwrap()
}

pub fn day(number: u32) -> Day {
    Day::try_from(number).unwrap()
}

/// An order of an enterprise, good for today.
pub fn slot(institution: u32, units: u64) -> Slot {
    Slot {
        holder: Holder::Institution(InstitutionId(institution)),
        institution: InstitutionId(institution),
        units,
        expires: day(TODAY),
    }
}

/// All prices, as many of them as there are, 32 orders.
pub fn limits() -> Limits {
    Limits {
        today: day(TODAY),
        band: Band {
            low: tick(1),
            high: Tick::MAX,
        },
        levels_max: 0,
        steps_max: 32,
    }
}

/// All may trade.
pub fn all(_: &Maker, _: u64) -> Verdict {
    Verdict::Fill
}

/// A book to which orders are sent.
#[derive(Default)]
pub struct Desk {
    pub store: MemoryStore,
}

impl Desk {
    /// An order with all bounds open.
    pub fn place(&mut self, side: Side, price: u32, order: Slot) -> Placed {
        self.place_within(side, price, order, &limits())
    }

    pub fn place_within(&mut self, side: Side, price: u32, order: Slot, limits: &Limits) -> Placed {
        let placed = book::place(&mut self.store, side, tick(price), order, limits, all);
        self.store.check().unwrap();
        placed.unwrap()
    }

    /// An order that must not meet any other; its number.
    pub fn rest(&mut self, side: Side, price: u32, order: Slot) -> u64 {
        let placed = self.place(side, price, order);
        assert_eq!((placed.steps, placed.rest), (vec![], Rest::Resting));
        placed.number
    }

    pub fn cancel(&mut self, side: Side, price: u32, number: u64) -> Option<Slot> {
        let slot = book::cancel(&mut self.store, side, tick(price), number);
        self.store.check().unwrap();
        slot
    }

    /// Price, institution and units of the side's orders, best first.
    pub fn open(&self, side: Side) -> Vec<(u32, u32, u64)> {
        let mut open = Vec::new();
        for level in book::depth(&self.store, side, usize::MAX) {
            let (orders, _) = book::orders(&self.store, side, level.tick, None, usize::MAX);
            for (_, slot) in orders {
                open.push((level.tick.number(), slot.institution.0, slot.units));
            }
        }
        open
    }
}

/// Price, institution and units of the fills.
pub fn fills(placed: &Placed) -> Vec<(u32, u32, u64)> {
    let fill = |step: &Step| match step {
        Step::Filled { maker, units } => {
            Some((maker.tick.number(), maker.slot.institution.0, *units))
        }
        Step::Removed { .. } => None,
    };
    placed.steps.iter().filter_map(fill).collect()
}

/// How many cases of so many random operations each are run. `LIMPID_MARKET_OPERATIONS` says how many operations that are in all;
/// without it a million if the tests are optimized, 30,000 if not.
pub fn cases(operations_a_case: usize) -> u32 {
    let default = if cfg!(debug_assertions) {
        30_000
    } else {
        1_000_000
    };
    let operations = match std::env::var("LIMPID_MARKET_OPERATIONS") {
        Ok(number) => number
            .parse()
            .expect("LIMPID_MARKET_OPERATIONS is a number"),
        Err(_) => default,
    };
    u32::try_from(usize::div_ceil(operations, operations_a_case)).unwrap()
}

//! The book against plain lists: the same trades at the same prices in the same order, and the same book.

use crate::orders::{cases, day, tick, SIDES, TODAY};
use limpid_market::{
    book,
    model::{Arrival, MemoryStore, PlainBook, PlainStep},
    Band, Limits, Rest, Step, Verdict,
};
use limpid_primitives::{
    market::{Side, Slot, Tick},
    quota::{Holder, Refusal},
    InstitutionId,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

const OPERATIONS_A_CASE: usize = 500;

#[derive(Clone, Debug)]
enum Operation {
    Place {
        is_buy: bool,
        /// Which of the case's prices; the sides mostly keep to their own half.
        price: usize,
        is_crossing: bool,
        party: u32,
        units: u64,
        days: u32,
        levels_max: u8,
        steps_max: u32,
    },
    /// One of the orders ever placed.
    Cancel(prop::sample::Index),
    /// An order's number that is none.
    CancelUnknown(prop::sample::Index, u64),
    NextDay,
    /// The band reaches so many prices from both ends inward.
    Narrow(usize),
    /// The party may not trade, or may again.
    Suspend(u32),
}

fn operation() -> impl Strategy<Value = Operation> {
    let place = (
        any::<bool>(),
        0..12usize,
        prop::bool::weighted(0.25),
        0..PARTIES,
        1..=9u64,
        0..4u32,
        0..4u8,
        prop_oneof![3 => Just(32u32), 1 => 0..6u32],
    );
    let place = place.prop_map(
        |(is_buy, price, is_crossing, party, units, days, levels_max, steps_max)| {
            Operation::Place {
                is_buy,
                price,
                is_crossing,
                party,
                units,
                days,
                levels_max,
                steps_max,
            }
        },
    );
    prop_oneof![
        70 => place,
        25 => any::<prop::sample::Index>().prop_map(Operation::Cancel),
        2 => (any::<prop::sample::Index>(), 0..100u64)
            .prop_map(|(index, number)| Operation::CancelUnknown(index, number)),
        1 => Just(Operation::NextDay),
        1 => (0..3usize).prop_map(Operation::Narrow),
        1 => (0..PARTIES).prop_map(Operation::Suspend),
    ]
}

/// Few prices make long queues, many of them far apart make the whole tree.
fn prices() -> impl Strategy<Value = Vec<u32>> {
    prop_oneof![
        Just(vec![999, 1_000]),
        Just(vec![998, 999, 1_000, 1_001]),
        prop::collection::btree_set(1u32..=Tick::MAX.number(), 2..12)
            .prop_map(|prices| prices.into_iter().collect()),
        Just(vec![
            1, 255, 256, 257, 65_535, 65_536, 65_537, 131_072, 16_777_215
        ]),
    ]
}

const PARTIES: u32 = 14;

/// The first are enterprises; then an agency's two reserves, and one of the same reserves in another agency's hands.
fn party(number: u32, units: u64, days: u32, today: u32) -> Slot {
    let reserve = |code: &str| Holder::Reserve(code.parse().unwrap());
    let (holder, institution) = match number {
        11 => (reserve("130000"), 100),
        12 => (reserve("130200"), 100),
        13 => (reserve("130200"), 101),
        _ => (Holder::Institution(InstitutionId(number)), number),
    };
    Slot {
        holder,
        institution: InstitutionId(institution),
        units,
        expires: day(today + days),
    }
}

/// The two books and what the tests know of both.
struct Pair {
    store: MemoryStore,
    plain: PlainBook,
    prices: Vec<u32>,
    today: u32,
    narrow: usize,
    suspended: [bool; 256],
    /// Where each order that ever was placed has, or had, its place.
    places: Vec<(Side, Tick, u64)>,
    arrivals: BTreeMap<(Side, Tick, u64), Arrival>,
}

impl Pair {
    fn new(prices: Vec<u32>) -> Self {
        Self {
            store: MemoryStore::default(),
            plain: PlainBook::default(),
            prices,
            today: TODAY,
            narrow: 0,
            suspended: [false; 256],
            places: Vec::new(),
            arrivals: BTreeMap::new(),
        }
    }

    fn limits(&self, levels_max: u8, steps_max: u32) -> Limits {
        let last = self.prices.len() - 1;
        let narrow = self.narrow.min(last / 2);
        Limits {
            today: day(self.today),
            band: Band {
                low: tick(self.prices[narrow]),
                high: tick(self.prices[last - narrow]),
            },
            levels_max,
            steps_max,
        }
    }

    fn run(&mut self, operation: &Operation) -> Result<(), TestCaseError> {
        match operation {
            Operation::Place { .. } => self.place(operation)?,
            Operation::Cancel(index) if !self.places.is_empty() => {
                let arrival = index.index(self.places.len());
                let (side, tick, number) = self.places[arrival];
                let expected = self.plain.cancel(arrival);
                prop_assert_eq!(book::order(&self.store, side, tick, number), expected);
                self.store.reset_counts();
                let cancelled = book::cancel(&mut self.store, side, tick, number);
                prop_assert_eq!(cancelled, expected);
                prop_assert!(self.store.reads.get() <= 8 && self.store.writes <= 8);
                prop_assert_eq!(book::order(&self.store, side, tick, number), None);
            }
            Operation::CancelUnknown(index, number) => {
                let at = tick(self.prices[index.index(self.prices.len())]);
                for side in SIDES {
                    if !self.arrivals.contains_key(&(side, at, *number)) {
                        prop_assert_eq!(book::order(&self.store, side, at, *number), None);
                        let cancelled = book::cancel(&mut self.store, side, at, *number);
                        prop_assert_eq!(cancelled, None);
                    }
                }
            }
            Operation::Cancel(_) => {}
            Operation::NextDay => self.today += 1,
            Operation::Narrow(narrow) => self.narrow = *narrow,
            Operation::Suspend(party) => {
                let id = party_id(*party);
                self.suspended[id] = !self.suspended[id];
            }
        }
        Ok(())
    }

    fn place(&mut self, operation: &Operation) -> Result<(), TestCaseError> {
        let Operation::Place {
            is_buy,
            price,
            is_crossing,
            party: number,
            units,
            days,
            levels_max,
            steps_max,
        } = *operation
        else {
            return Ok(());
        };
        let side = if is_buy { Side::Buy } else { Side::Sell };
        let half = self.prices.len() / 2;
        let at = match (is_crossing, is_buy) {
            (true, _) => price % self.prices.len(),
            (false, true) => price % half,
            (false, false) => half + price % (self.prices.len() - half),
        };
        let at = tick(self.prices[at]);
        let order = party(number, units, days, self.today);
        let limits = self.limits(levels_max, steps_max);
        let suspended = self.suspended;
        let rules = move |maker: &Slot, units: u64| {
            // A seventh of the meetings ends the new order, to be sure of that way.
            if suspended[maker.institution.0 as usize] {
                Verdict::CancelMaker(Refusal::SellerSuspended)
            } else if (maker.units + units) % 14 == 13 {
                Verdict::StopTaker(Refusal::HolderLimit)
            } else {
                Verdict::Fill
            }
        };
        let expected = self
            .plain
            .place(side, at, order, &limits, |maker, _, units| {
                rules(maker, units)
            });
        self.store.reset_counts();
        let placed = book::place(&mut self.store, side, at, order, &limits, |maker, units| {
            rules(&maker.slot, units)
        });
        let placed = placed.map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
        self.check_cost(placed.steps.len() as u64)?;
        let id = (side, placed.tick, placed.number);
        prop_assert_eq!(self.arrivals.insert(id, expected.arrival), None);
        prop_assert_eq!(self.places.len(), expected.arrival);
        self.places.push(id);
        let steps = placed
            .steps
            .iter()
            .map(|step| self.plain_step(side.other(), step));
        prop_assert_eq!(steps.collect::<Vec<_>>(), expected.steps);
        prop_assert_eq!(placed.left, expected.left);
        let rest = match (expected.stopped, expected.rests_at) {
            (Some(stop), Some(_)) => Rest::Moved(stop),
            (Some(stop), None) => Rest::Returned(stop),
            (None, Some(_)) => Rest::Resting,
            (None, None) => Rest::Filled,
        };
        prop_assert_eq!(placed.tick, expected.rests_at.unwrap_or(at));
        prop_assert_eq!(placed.rest, rest);
        self.check_is_not_crossed()
    }

    fn plain_step(&self, side: Side, step: &Step) -> PlainStep {
        let arrival = |tick, number| self.arrivals[&(side, tick, number)];
        match *step {
            Step::Filled { maker, units } => {
                PlainStep::Filled(arrival(maker.tick, maker.number), maker.tick, units)
            }
            Step::Removed { maker, why } => {
                PlainStep::Removed(arrival(maker.tick, maker.number), why)
            }
        }
    }

    /// However much is in the book.
    fn check_cost(&self, steps: u64) -> Result<(), TestCaseError> {
        let (reads, writes) = (self.store.reads.get(), self.store.writes);
        // To look for the best price, and to rest; then what each order met may cost, each at a price of its own.
        prop_assert!(
            reads <= 3 + 5 + 9 * (steps + 1),
            "{} reads, {} steps",
            reads,
            steps
        );
        prop_assert!(
            writes <= 6 + 6 * (steps + 1),
            "{} writes, {} steps",
            writes,
            steps
        );
        if steps == 0 {
            prop_assert!(writes <= 5, "{} writes", writes);
        }
        Ok(())
    }

    fn check_is_not_crossed(&self) -> Result<(), TestCaseError> {
        let best = SIDES.map(|side| book::best(&self.store, side));
        if let [Some(buy), Some(sell)] = best {
            prop_assert!(buy < sell, "crossed: {} and {}", buy, sell);
        }
        Ok(())
    }

    fn check_books(&self) -> Result<(), TestCaseError> {
        self.store.check().map_err(TestCaseError::fail)?;
        for side in SIDES {
            let mut found = Vec::new();
            for level in book::depth(&self.store, side, usize::MAX) {
                let (orders, rest) = book::orders(&self.store, side, level.tick, None, usize::MAX);
                prop_assert_eq!(rest, None);
                prop_assert_eq!(orders.len(), level.orders as usize);
                for (number, slot) in orders {
                    found.push((self.arrivals[&(side, level.tick, number)], level.tick, slot));
                }
            }
            prop_assert_eq!(found, self.plain.orders(side));
        }
        Ok(())
    }
}

fn party_id(number: u32) -> usize {
    party(number, 1, 0, TODAY).institution.0 as usize
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(OPERATIONS_A_CASE)))]
    #[test]
    fn same_trades_same_book(
        prices in prices(),
        operations in prop::collection::vec(operation(), OPERATIONS_A_CASE),
    ) {
        let mut pair = Pair::new(prices);
        for (at, operation) in operations.iter().enumerate() {
            pair.run(operation)?;
            if at % 16 == 15 {
                pair.check_books()?;
            }
        }
        pair.check_books()?;
    }
}

//! What an order costs in books of 1,000 and of 100,000 orders: `cargo bench -p limpid-market`.
//!
//! The book is kept as bytes under keys in a hash map, as a chain would keep it, without the chain's trie and disk. Prints a
//! line for each operation: time, reads and writes in either book, the ratio of the times; then the state of an open order.

#![allow(missing_docs)]

use codec::{Decode, Encode};
use limpid_market::{
    book, Band, Bits256, Level, LevelStore, Limits, NodeAt, Page, Placed, Rest, TickStore, Verdict,
};
use limpid_primitives::{
    market::{Side, Side::Buy, Side::Sell, Slot, Tick},
    quota::Holder,
    Day, InstitutionId,
};
use std::{cell::Cell, collections::HashMap, hint::black_box, time::Instant};

const BOOKS: [u32; 2] = [1_000, 100_000];
const ROUNDS: usize = 31;
const OPERATIONS: u32 = 400;
const MIDDLE: u32 = 500_000;

fn main() {
    for (name, prices) in [
        ("25 orders at each price", BOOKS.map(|orders| orders / 50)),
        ("250 prices on each side", [250, 250]),
    ] {
        println!("{name}");
        let books = [0, 1].map(|at| book_of(BOOKS[at], prices[at]));
        compare("  placing at a price that is there", &books, |store, at| {
            let price = MIDDLE - 1 - at * 7 % 20;
            place(store, Buy, price, 1 + at % 900, 1)
        });
        compare("  placing at a new price", &books, |store, at| {
            place(store, Buy, MIDDLE - 100_000 - at, 1 + at % 900, 1)
        });
        compare("  filling one order whole", &books, |store, _| {
            let best = best(store, Sell);
            let (orders, _) = book::orders(store, Sell, best, None, 1);
            let units = orders[0].1.units;
            store.reset_counts();
            place(store, Buy, best.number(), 5_000, units)
        });
        compare("  cancelling", &books, |store, at| {
            let price = MIDDLE - 100_000 - at;
            let placed = place(store, Buy, price, 1, 1);
            store.reset_counts();
            black_box(book::cancel(store, Buy, placed.tick, placed.number));
            placed
        });
        for (orders, store) in BOOKS.iter().zip(&books) {
            let bytes: usize = store
                .kept
                .iter()
                .map(|(key, value)| key.len() + value.len())
                .sum();
            println!(
                "  state of an open order among {orders:>7}   {:>5.1} bytes with its part of the keys",
                bytes as f64 / f64::from(*orders)
            );
        }
    }
}

/// Runs the operation in copies of both books, and prints what one cost.
fn compare(
    name: &str,
    books: &[ByteStore; 2],
    mut operation: impl FnMut(&mut ByteStore, u32) -> Placed,
) {
    let costs = [0, 1].map(|at| {
        let mut times = Vec::new();
        let (mut reads, mut writes) = (0, 0);
        for _ in 0..ROUNDS {
            let mut store = books[at].clone();
            let mut counts = (0, 0);
            let start = Instant::now();
            for at in 0..OPERATIONS {
                store.reset_counts();
                black_box(operation(&mut store, at));
                counts = (counts.0 + store.reads.get(), counts.1 + store.writes);
            }
            times.push(start.elapsed().as_secs_f64() / f64::from(OPERATIONS));
            (reads, writes) = counts;
        }
        times.sort_by(f64::total_cmp);
        let each = |count: u64| count as f64 / f64::from(OPERATIONS);
        (times[ROUNDS / 2], each(reads), each(writes))
    });
    let [small, large] = costs;
    println!(
        "{name:<36} {:>6.2} us {:>5.2} r {:>5.2} w   {:>6.2} us {:>5.2} r {:>5.2} w   ratio {:.2}",
        small.0 * 1e6,
        small.1,
        small.2,
        large.0 * 1e6,
        large.1,
        large.2,
        large.0 / small.0
    );
}

/// A book of so many orders at so many prices on each side.
fn book_of(orders: u32, prices: u32) -> ByteStore {
    let mut store = ByteStore::default();
    for order in 0..orders {
        let away = order / 2 % prices;
        let (side, price) = match order % 2 {
            0 => (Buy, MIDDLE - 1 - away),
            _ => (Sell, MIDDLE + 1 + away),
        };
        let placed = place(&mut store, side, price, order % 1_000, 1 + order as u64 % 7);
        assert_eq!(placed.rest, Rest::Resting);
    }
    store
}

fn place(store: &mut ByteStore, side: Side, price: u32, institution: u32, units: u64) -> Placed {
    let institution = InstitutionId(institution);
    let order = Slot {
        holder: Holder::Institution(institution),
        institution,
        units,
        expires: today(),
    };
    let limits = Limits {
        today: today(),
        band: Band {
            low: tick(1),
            high: Tick::MAX,
        },
        levels_max: 5,
        steps_max: 32,
    };
    let all = |_: &_, _| Verdict::Fill;
    book::place(store, side, tick(price), order, &limits, all).expect("the book is whole")
}

fn best(store: &ByteStore, side: Side) -> Tick {
    book::best(store, side).expect("there are orders")
}

fn today() -> Day {
    Day::try_from(20_000).expect("it is a day")
}

fn tick(number: u32) -> Tick {
    Tick::try_from(number).expect("it is a price")
}

/// A book as bytes.
#[derive(Clone, Default)]
struct ByteStore {
    kept: HashMap<Vec<u8>, Vec<u8>>,
    reads: Cell<u64>,
    writes: u64,
}

impl ByteStore {
    fn reset_counts(&mut self) {
        self.reads.set(0);
        self.writes = 0;
    }

    /// As long as a chain's keys: 32 bytes say which map, 16 are a hash, then the key itself.
    fn key(map: u8, key: impl Encode) -> Vec<u8> {
        let mut bytes = vec![map; 48];
        key.encode_to(&mut bytes);
        bytes
    }

    fn get<T: Decode>(&self, map: u8, key: impl Encode) -> Option<T> {
        self.reads.set(self.reads.get() + 1);
        let bytes = self.kept.get(&Self::key(map, key))?;
        Some(T::decode(&mut bytes.as_slice()).expect("it was encoded"))
    }

    fn put<T: Encode>(&mut self, map: u8, key: impl Encode, value: Option<T>) {
        self.writes += 1;
        let key = Self::key(map, key);
        match value {
            Some(value) => self.kept.insert(key, value.encode()),
            None => self.kept.remove(&key),
        };
    }
}

impl TickStore for ByteStore {
    fn node(&self, side: Side, at: NodeAt) -> Bits256 {
        self.get(0, (1u32, side, at)).unwrap_or_default()
    }

    fn put_node(&mut self, side: Side, at: NodeAt, bits: Bits256) {
        let bits = (!bits.is_empty()).then_some(bits);
        self.put(0, (1u32, side, at), bits);
    }
}

impl LevelStore for ByteStore {
    fn level(&self, side: Side, tick: Tick) -> Option<Level> {
        self.get(1, (1u32, side, tick))
    }

    fn put_level(&mut self, side: Side, tick: Tick, level: Option<Level>) {
        self.put(1, (1u32, side, tick), level);
    }

    fn page(&self, side: Side, tick: Tick, page: u64) -> Option<Page> {
        self.get(2, (1u32, side, tick, page))
    }

    fn put_page(&mut self, side: Side, tick: Tick, page: u64, value: Option<Page>) {
        self.put(2, (1u32, side, tick, page), value);
    }

    fn next_number(&self) -> u64 {
        self.get(3, 1u32).unwrap_or_default()
    }

    fn put_next_number(&mut self, number: u64) {
        self.put(3, 1u32, Some(number));
    }
}

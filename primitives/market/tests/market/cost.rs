//! What an order costs does not depend on the book.

use crate::orders::{all, limits, slot, tick};
use limpid_market::{book, model::MemoryStore};
use limpid_primitives::market::{Side, Side::Buy, Side::Sell};
use std::collections::BTreeMap;

/// A book of so many orders at 400 prices on each side around 10,000.
fn book_of(orders: u32) -> MemoryStore {
    let mut store = MemoryStore::default();
    for order in 0..orders {
        let away = (order / 2) % 400;
        let (side, price) = match order % 2 {
            0 => (Buy, 9_999 - away),
            _ => (Sell, 10_001 + away),
        };
        let order = slot(order % 1_000, 1 + u64::from(order % 7));
        book::place(&mut store, side, tick(price), order, &limits(), all).unwrap();
    }
    store
}

/// The most reads and writes of one operation.
fn worst(store: &mut MemoryStore, mut operation: impl FnMut(&mut MemoryStore, u32)) -> (u64, u64) {
    let mut worst = (0, 0);
    for at in 0..2_000 {
        store.reset_counts();
        operation(store, at);
        let counts = (store.reads.get(), store.writes);
        worst = (worst.0.max(counts.0), worst.1.max(counts.1));
    }
    worst
}

fn rest(store: &mut MemoryStore, side: Side, price: u32) -> u64 {
    let placed = book::place(store, side, tick(price), slot(5_000, 1), &limits(), all).unwrap();
    assert!(placed.steps.is_empty());
    placed.number
}

#[test]
fn placing_and_cancelling_cost_the_same_in_any_book() {
    let mut costs = BTreeMap::new();
    for orders in [1_000, 20_000] {
        let mut store = book_of(orders);
        // Twenty at each of a hundred prices: the other side's best, the level, a page at most.
        let placing = worst(&mut store, |store, at| {
            rest(store, Buy, 9_999 - at % 100);
        });
        // At new prices: the tree besides.
        let new_price = worst(&mut store, |store, at| {
            rest(store, Buy, 9_000 - at % 400);
        });
        let first = rest(&mut store, Sell, 50_000);
        let cancelling = worst(&mut store, |store, at| {
            let number = first + u64::from(at);
            rest(store, Sell, 50_000);
            store.reset_counts();
            assert!(book::cancel(store, Sell, tick(50_000), number).is_some());
        });
        costs.insert(orders, (placing, new_price, cancelling));
    }
    assert_eq!(costs[&1_000], costs[&20_000]);
    assert_eq!(
        costs[&1_000].0,
        (4, 2),
        "three nodes and a level; with a page when one is full"
    );
    assert_eq!(costs[&1_000].1, (7, 3), "a level, two nodes, a number");
}

#[test]
fn cancelled_orders_are_not_walked_over() {
    let mut store = MemoryStore::default();
    let numbers: Vec<u64> = (0..5_000).map(|_| rest(&mut store, Sell, 100)).collect();
    // All but the first and the last one go, the first one at the end.
    for number in &numbers[1..4_999] {
        book::cancel(&mut store, Sell, tick(100), *number).unwrap();
    }
    book::cancel(&mut store, Sell, tick(100), numbers[0]).unwrap();
    store.reset_counts();
    let placed = book::place(&mut store, Buy, tick(100), slot(1, 1), &limits(), all).unwrap();
    assert_eq!(placed.left, 0);
    assert!(store.reads.get() <= 12, "{} reads", store.reads.get());
}

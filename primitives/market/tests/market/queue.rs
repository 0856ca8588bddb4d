//! The queue of one price: pages come and go, the order stays.

use crate::orders::{fills, limits, slot, tick, Desk};
use limpid_market::{book, level::PAGE_ORDERS, Limits};
use limpid_primitives::market::Side::{Buy, Sell};
use proptest::prelude::*;

/// So many orders of one unit at 100, with their numbers; institutions are counted from 0.
fn queue_of(orders: u32) -> (Desk, Vec<u64>) {
    let mut desk = Desk::default();
    let numbers = (0..orders).map(|institution| desk.rest(Sell, 100, slot(institution, 1)));
    let numbers = numbers.collect();
    (desk, numbers)
}

fn institutions(desk: &Desk) -> Vec<u32> {
    desk.open(Sell).iter().map(|(_, id, _)| *id).collect()
}

#[test]
fn sixteen_orders_need_no_page() {
    let (desk, _) = queue_of(16);
    assert_eq!((desk.store.levels.len(), desk.store.pages.len()), (1, 0));
    let (desk, _) = queue_of(17);
    assert_eq!((desk.store.levels.len(), desk.store.pages.len()), (1, 1));
}

#[test]
fn pages_whose_orders_are_gone_are_removed() {
    // First, middle and last page, and all that lie between two others.
    for gone in [0..16, 16..32, 32..48, 48..64, 16..48, 0..48, 10..60] {
        let (mut desk, numbers) = queue_of(70);
        for at in gone.clone() {
            let slot = desk.cancel(Sell, 100, numbers[at as usize]);
            assert_eq!(slot.unwrap().institution.0, at);
        }
        let left: Vec<u32> = (0..70).filter(|at| !gone.contains(at)).collect();
        assert_eq!(institutions(&desk), left, "{gone:?}");
        let first = desk.place(Buy, 100, slot(99, 2));
        let expected: Vec<_> = left.iter().take(2).map(|id| (100, *id, 1)).collect();
        assert_eq!(fills(&first), expected, "{gone:?}");
    }
}

#[test]
fn a_tail_without_orders_is_left_out() {
    // In a queue of two pages and a full tail, the tail's orders go; then others come.
    let (mut desk, numbers) = queue_of(48);
    for number in &numbers[32..] {
        desk.cancel(Sell, 100, *number);
    }
    for institution in 48..70 {
        desk.rest(Sell, 100, slot(institution, 1));
    }
    let expected: Vec<u32> = (0..32).chain(48..70).collect();
    assert_eq!(institutions(&desk), expected);
    for number in &numbers[..32] {
        desk.cancel(Sell, 100, *number);
    }
    assert_eq!(institutions(&desk), (48..70).collect::<Vec<_>>());
}

#[test]
fn nothing_is_left_of_an_empty_queue() {
    let (mut desk, numbers) = queue_of(50);
    for number in numbers.iter().rev() {
        desk.cancel(Sell, 100, *number);
    }
    assert!(desk.store.levels.is_empty() && desk.store.pages.is_empty());
    assert!(desk.store.nodes.is_empty());
    let (mut desk, _) = queue_of(50);
    let fifty = Limits {
        steps_max: 50,
        ..limits()
    };
    desk.place_within(Buy, 100, slot(99, 50), &fifty);
    assert!(desk.store.levels.is_empty() && desk.store.pages.is_empty());
    assert!(desk.store.nodes.is_empty());
}

#[test]
fn is_shown_page_by_page() {
    let (desk, numbers) = queue_of(40);
    let (mut found, mut from) = (Vec::new(), None);
    loop {
        let (orders, next) = book::orders(&desk.store, Sell, tick(100), from, 1);
        assert!(orders.len() <= PAGE_ORDERS);
        found.extend(orders.into_iter().map(|(number, _)| number));
        match next {
            Some(next) => from = Some(next),
            None => break,
        }
    }
    assert_eq!(found, numbers);
}

proptest! {
    /// Whatever was cancelled, the queue is what is left, in order, and goes on.
    #[test]
    fn keeps_its_order(
        orders in 1..120u32,
        mut gone in prop::collection::vec(any::<prop::sample::Index>(), 0..120),
        more in 0..40u32,
    ) {
        let (mut desk, numbers) = queue_of(orders);
        let mut left: Vec<u32> = (0..orders).collect();
        for index in gone.drain(..) {
            let at = index.index(numbers.len());
            let cancelled = desk.cancel(Sell, 100, numbers[at]);
            prop_assert_eq!(cancelled.is_some(), left.contains(&(at as u32)));
            left.retain(|id| *id != at as u32);
        }
        for institution in orders..orders + more {
            desk.rest(Sell, 100, slot(institution, 1));
            left.push(institution);
        }
        prop_assert_eq!(institutions(&desk), left);
    }
}

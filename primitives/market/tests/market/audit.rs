//! What is not as it must be is found.

use crate::orders::{slot, tick, Desk};
use limpid_market::{audit::audit, model::MemoryStore, ticks, Level, LevelV1, Page, PageV1};
use limpid_primitives::market::Side::{Buy, Sell};

/// A queue of three pages and a tail.
fn store() -> MemoryStore {
    let mut desk = Desk::default();
    for institution in 0..60 {
        desk.rest(Sell, 100, slot(institution, 2));
    }
    desk.store
}

fn change_level(store: &mut MemoryStore, change: impl Fn(&mut LevelV1)) {
    let Level::V1(level) = store.levels.get_mut(&(Sell, tick(100))).unwrap();
    change(level);
}

fn change_page(store: &mut MemoryStore, page: u64, change: impl Fn(&mut PageV1)) {
    let Page::V1(page) = store.pages.get_mut(&(Sell, tick(100), page)).unwrap();
    change(page);
}

#[test]
fn a_whole_queue_is_counted() {
    let found = audit(&store(), Sell, tick(100)).unwrap();
    assert_eq!((found.orders, found.units, found.pages), (60, 120, 3));
    assert!(audit(&store(), Buy, tick(100)).is_err(), "there is none");
    assert!(audit(&store(), Sell, tick(101)).is_err(), "there is none");
}

#[test]
fn a_broken_queue_is_found() {
    type Break<'a> = (&'a str, &'a dyn Fn(&mut MemoryStore));
    let breaks: [Break; 12] = [
        ("missing", &|store| drop(store.pages.pop_first())),
        ("no order", &|store| {
            change_page(store, 1, |page| {
                page.slots = vec![None; 16].try_into().unwrap()
            });
        }),
        ("all its slots", &|store| {
            change_page(store, 1, |page| {
                page.slots = page.slots[..15].to_vec().try_into().unwrap();
            });
        }),
        ("follow each other", &|store| {
            change_page(store, 1, |page| page.before = 1)
        }),
        ("follow each other", &|store| {
            // A ring.
            change_page(store, 0, |page| page.before = 1);
            change_page(store, 1, |page| page.after = 0);
        }),
        ("follow each other", &|store| {
            change_page(store, 2, |page| page.after = 2)
        }),
        ("order of nothing", &|store| {
            change_page(store, 1, |page| {
                page.slots = vec![Some(slot(1, 0)); 16].try_into().unwrap();
            });
        }),
        ("not linked", &|store| {
            change_level(store, |level| level.before = 1)
        }),
        ("not linked", &|store| {
            change_level(store, |level| {
                level.tail = Default::default();
                level.next = 48;
            });
        }),
        ("sums", &|store| {
            change_level(store, |level| level.live += 1)
        }),
        ("sums", &|store| {
            change_level(store, |level| level.units -= 1)
        }),
        ("set of ticks", &|store| {
            ticks::remove(store, Sell, tick(100))
        }),
    ];
    for (at, (says, break_it)) in breaks.into_iter().enumerate() {
        let mut store = store();
        break_it(&mut store);
        let error = audit(&store, Sell, tick(100)).unwrap_err();
        assert!(error.contains(says), "{at}: {error}");
        assert!(store.check().is_err(), "{at}");
    }
}

#[test]
fn an_empty_level_is_found() {
    let mut store = store();
    store.pages.clear();
    change_level(&mut store, |level| {
        *level = LevelV1 {
            front: level.tail_page(),
            live: 0,
            units: 0,
            tail: vec![None; level.tail.len()].try_into().unwrap(),
            ..level.clone()
        };
    });
    let error = audit(&store, Sell, tick(100)).unwrap_err();
    assert!(error.contains("sums"), "{error}");
}

#[test]
fn what_belongs_to_no_queue_is_found() {
    let mut page_left = store();
    let page = page_left.pages[&(Sell, tick(100), 0)].clone();
    page_left.pages.insert((Sell, tick(100), 9), page);
    let mut node_left = store();
    ticks::insert(&mut node_left, Buy, tick(7));
    let mut empty_node = store();
    let empty = limpid_market::Bits256::EMPTY;
    empty_node
        .nodes
        .insert((Buy, limpid_market::NodeAt::Root), empty);
    for store in [page_left, node_left, empty_node] {
        assert!(store.check().is_err());
    }
}

//! The set of ticks is a set, and asks for few nodes.

use crate::orders::tick;
use limpid_market::{model::MemoryStore, ticks};
use limpid_primitives::market::{Side, Tick};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn any_tick() -> impl Strategy<Value = u32> {
    let ends = prop::sample::select(vec![
        1u32, 2, 255, 256, 257, 65_535, 65_536, 65_537, 16_711_679, 16_711_680, 16_777_214,
        16_777_215,
    ]);
    prop_oneof![ends, 1u32..600, 1u32..=Tick::MAX.number()]
}

proptest! {
    #[test]
    fn is_a_set(steps in prop::collection::vec((any_tick(), prop::bool::weighted(0.6)), 1..200)) {
        let mut store = MemoryStore::default();
        let mut plain = BTreeSet::new();
        for (number, is_put) in steps {
            let at = tick(number);
            store.reset_counts();
            if is_put {
                ticks::insert(&mut store, Side::Sell, at);
                plain.insert(number);
            } else {
                ticks::remove(&mut store, Side::Sell, at);
                plain.remove(&number);
            }
            prop_assert!(store.reads.get() <= 3 && store.writes <= 3);
            check_neighbours(&store, &plain, number)?;
        }
        prop_assert!(ticks::lowest(&store, Side::Buy).is_none(), "the other side has its own");
        for number in plain {
            ticks::remove(&mut store, Side::Sell, tick(number));
        }
        prop_assert!(store.nodes.is_empty(), "nothing is left of an empty set");
    }
}

fn check_neighbours(
    store: &MemoryStore,
    plain: &BTreeSet<u32>,
    number: u32,
) -> Result<(), TestCaseError> {
    let at = tick(number);
    let some = |number: Option<&u32>| number.map(|number| tick(*number));
    let side = Side::Sell;
    type Ask<'a> = (u64, Option<Tick>, &'a dyn Fn() -> Option<Tick>);
    let asks: [Ask; 4] = [
        (3, some(plain.first()), &|| ticks::lowest(store, side)),
        (3, some(plain.last()), &|| ticks::highest(store, side)),
        (5, some(plain.range(number + 1..).next()), &|| {
            ticks::above(store, side, at)
        }),
        (5, some(plain.range(..number).next_back()), &|| {
            ticks::below(store, side, at)
        }),
    ];
    for (reads_max, expected, ask) in asks {
        store.reads.set(0);
        prop_assert_eq!(ask(), expected);
        prop_assert!(store.reads.get() <= reads_max);
    }
    prop_assert_eq!(ticks::contains(store, side, at), plain.contains(&number));
    Ok(())
}

//! A class's book in memory, by the same keys as on chain.

use limpid_market::{Bits256, Level, LevelStore, NodeAt, Page, TickStore};
use limpid_primitives::market::{Side, Slot, Tick};
use std::collections::BTreeMap;

/// A book: two are the same if the chain would keep them by the same bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    /// The trees of prices.
    pub nodes: BTreeMap<(Side, NodeAt), Bits256>,
    /// The queues.
    pub levels: BTreeMap<(Side, Tick), Level>,
    /// Their pages.
    pub pages: BTreeMap<(Side, Tick, u64), Page>,
    /// No order at a price without a queue has this number or a larger one.
    pub next_number: u64,
}

/// An open order's place in its class.
pub type Place = (Side, Tick, u64);

impl Book {
    /// Every open order.
    pub fn orders(&self) -> BTreeMap<Place, Slot> {
        let of_level = |(side, tick): &(Side, Tick)| {
            let (side, tick) = (*side, *tick);
            let (orders, _) = limpid_market::book::orders(self, side, tick, None, usize::MAX);
            orders
                .into_iter()
                .map(move |(number, slot)| ((side, tick, number), slot))
        };
        self.levels.keys().flat_map(of_level).collect()
    }
}

impl TickStore for Book {
    fn node(&self, side: Side, at: NodeAt) -> Bits256 {
        let node = self.nodes.get(&(side, at));
        node.copied().unwrap_or(Bits256::EMPTY)
    }

    fn put_node(&mut self, side: Side, at: NodeAt, bits: Bits256) {
        match bits.is_empty() {
            true => self.nodes.remove(&(side, at)),
            false => self.nodes.insert((side, at), bits),
        };
    }
}

impl LevelStore for Book {
    fn level(&self, side: Side, tick: Tick) -> Option<Level> {
        self.levels.get(&(side, tick)).cloned()
    }

    fn put_level(&mut self, side: Side, tick: Tick, level: Option<Level>) {
        match level {
            Some(level) => self.levels.insert((side, tick), level),
            None => self.levels.remove(&(side, tick)),
        };
    }

    fn page(&self, side: Side, tick: Tick, page: u64) -> Option<Page> {
        self.pages.get(&(side, tick, page)).cloned()
    }

    fn put_page(&mut self, side: Side, tick: Tick, page: u64, value: Option<Page>) {
        match value {
            Some(value) => self.pages.insert((side, tick, page), value),
            None => self.pages.remove(&(side, tick, page)),
        };
    }

    fn next_number(&self) -> u64 {
        self.next_number
    }

    fn put_next_number(&mut self, number: u64) {
        self.next_number = number;
    }
}

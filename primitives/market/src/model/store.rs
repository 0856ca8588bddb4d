//! A book in maps.

use crate::{
    audit::audit,
    level::{Level, LevelStore, Page},
    ticks::{self, NodeAt, TickStore},
    Bits256,
};
use alloc::{collections::BTreeMap, vec::Vec};
use core::cell::Cell;
use limpid_primitives::market::{Side, Tick};

/// A class's book in maps. It counts how often it is read and written.
#[derive(Clone, Default, Debug)]
pub struct MemoryStore {
    /// The trees of ticks.
    pub nodes: BTreeMap<(Side, NodeAt), Bits256>,
    /// The levels.
    pub levels: BTreeMap<(Side, Tick), Level>,
    /// The pages.
    pub pages: BTreeMap<(Side, Tick, u64), Page>,
    /// The next number.
    pub next_number: u64,
    /// How often something was read.
    pub reads: Cell<u64>,
    /// How often something was written.
    pub writes: u64,
}

impl MemoryStore {
    fn read(&self) {
        self.reads.set(self.reads.get().saturating_add(1));
    }

    fn write(&mut self) {
        self.writes = self.writes.saturating_add(1);
    }

    /// Begins to count anew.
    pub fn reset_counts(&mut self) {
        self.reads.set(0);
        self.writes = 0;
    }

    /// Checks that everything kept agrees with everything else.
    pub fn check(&self) -> Result<(), &'static str> {
        for side in [Side::Buy, Side::Sell] {
            let of_side = self.levels.keys().filter(|(of, _)| *of == side);
            let kept: Vec<Tick> = of_side.map(|(_, tick)| *tick).collect();
            let mut found = Vec::new();
            let mut at = ticks::lowest(self, side);
            while let Some(tick) = at {
                found.push(tick);
                at = ticks::above(self, side, tick);
            }
            if kept != found {
                return Err("the set of ticks is not that of the levels");
            }
        }
        if self.nodes.values().any(Bits256::is_empty) {
            return Err("an empty node is kept");
        }
        let mut pages = 0usize;
        for (side, tick) in self.levels.keys() {
            pages = pages.saturating_add(audit(self, *side, *tick)?.pages);
        }
        if pages != self.pages.len() {
            return Err("a page is in no queue");
        }
        Ok(())
    }
}

impl TickStore for MemoryStore {
    fn node(&self, side: Side, at: NodeAt) -> Bits256 {
        self.read();
        self.nodes.get(&(side, at)).copied().unwrap_or_default()
    }

    fn put_node(&mut self, side: Side, at: NodeAt, bits: Bits256) {
        self.write();
        if bits.is_empty() {
            self.nodes.remove(&(side, at));
        } else {
            self.nodes.insert((side, at), bits);
        }
    }
}

impl LevelStore for MemoryStore {
    fn level(&self, side: Side, tick: Tick) -> Option<Level> {
        self.read();
        self.levels.get(&(side, tick)).cloned()
    }

    fn put_level(&mut self, side: Side, tick: Tick, level: Option<Level>) {
        self.write();
        match level {
            Some(level) => self.levels.insert((side, tick), level),
            None => self.levels.remove(&(side, tick)),
        };
    }

    fn page(&self, side: Side, tick: Tick, page: u64) -> Option<Page> {
        self.read();
        self.pages.get(&(side, tick, page)).cloned()
    }

    fn put_page(&mut self, side: Side, tick: Tick, page: u64, value: Option<Page>) {
        self.write();
        match value {
            Some(value) => self.pages.insert((side, tick, page), value),
            None => self.pages.remove(&(side, tick, page)),
        };
    }

    fn next_number(&self) -> u64 {
        self.read();
        self.next_number
    }

    fn put_next_number(&mut self, number: u64) {
        self.write();
        self.next_number = number;
    }
}

//! A class's book in the pallet's storage.

use crate::{
    pallet::{Config, Levels, Numbers, Pages, Ticks},
    types::{NODES_AN_ORDER, PAGES_AN_ORDER},
    weights::WeightInfo,
};
use alloc::collections::BTreeSet;
use core::marker::PhantomData;
use frame_support::weights::Weight;
use limpid_market::{Bits256, Level, LevelStore, NodeAt, Page, TickStore};
use limpid_primitives::{
    market::{Side, Tick},
    quota::ClassId,
};

/// The book of one class. It notes what was written besides levels, for the weight of what was done.
pub(crate) struct Book<T> {
    class: ClassId,
    nodes: BTreeSet<(Side, NodeAt)>,
    pages: BTreeSet<(Side, Tick, u64)>,
    pallet: PhantomData<T>,
}

/// How many nodes of the set of prices, and pages of queues, were written, each counted once: the orders of a call share them, and
/// most write none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Written {
    nodes: u32,
    pages: u32,
}

impl Written {
    /// At most, if so many orders are placed, or met.
    pub(crate) fn at_most(orders: u32) -> Self {
        Self {
            nodes: orders.saturating_mul(NODES_AN_ORDER),
            pages: orders.saturating_mul(PAGES_AN_ORDER),
        }
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            nodes: self.nodes.saturating_add(other.nodes),
            pages: self.pages.saturating_add(other.pages),
        }
    }

    pub(crate) fn weight<T: Config>(self) -> Weight {
        T::WeightInfo::write_nodes(self.nodes)
            .saturating_add(T::WeightInfo::write_pages(self.pages))
    }
}

impl<T> Book<T> {
    pub(crate) fn of(class: ClassId) -> Self {
        Self {
            class,
            nodes: BTreeSet::new(),
            pages: BTreeSet::new(),
            pallet: PhantomData,
        }
    }

    pub(crate) fn written(&self) -> Written {
        Written {
            nodes: self.nodes.len() as u32,
            pages: self.pages.len() as u32,
        }
    }
}

impl<T: Config> TickStore for Book<T> {
    fn node(&self, side: Side, at: NodeAt) -> Bits256 {
        Ticks::<T>::get((self.class, side, at))
    }

    fn put_node(&mut self, side: Side, at: NodeAt, bits: Bits256) {
        let key = (self.class, side, at);
        self.nodes.insert((side, at));
        if bits.is_empty() {
            Ticks::<T>::remove(key);
        } else {
            Ticks::<T>::insert(key, bits);
        }
    }
}

impl<T: Config> LevelStore for Book<T> {
    fn level(&self, side: Side, tick: Tick) -> Option<Level> {
        Levels::<T>::get((self.class, side, tick))
    }

    fn put_level(&mut self, side: Side, tick: Tick, level: Option<Level>) {
        Levels::<T>::set((self.class, side, tick), level);
    }

    fn page(&self, side: Side, tick: Tick, page: u64) -> Option<Page> {
        Pages::<T>::get((self.class, side, tick, page))
    }

    fn put_page(&mut self, side: Side, tick: Tick, page: u64, value: Option<Page>) {
        self.pages.insert((side, tick, page));
        Pages::<T>::set((self.class, side, tick, page), value);
    }

    fn next_number(&self) -> u64 {
        Numbers::<T>::get(self.class)
    }

    fn put_next_number(&mut self, number: u64) {
        Numbers::<T>::insert(self.class, number);
    }
}

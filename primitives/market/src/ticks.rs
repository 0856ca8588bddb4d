//! The set of prices at which there are orders.
//!
//! A tree of three storeys with 256 branches each: the root, a middle node for each first byte of a tick, a leaf for each first two.
//! A node has a bit for each branch in which there is something, so the best price is found in three reads and the next one in at
//! most five, whatever the number of orders.

use crate::Bits256;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use limpid_primitives::market::{Side, Tick};
use scale_info::TypeInfo;

/// A node of the tree.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum NodeAt {
    /// The node of all ticks: which first bytes there are.
    #[codec(index = 0)]
    Root,
    /// The node of a first byte: which second bytes there are.
    #[codec(index = 1)]
    Middle(u8),
    /// The node of the first two bytes: which third bytes there are.
    #[codec(index = 2)]
    Leaf(u16),
}

/// Where the tree of each side is kept.
pub trait TickStore {
    /// The node; [`Bits256::EMPTY`] if none is kept there.
    fn node(&self, side: Side, at: NodeAt) -> Bits256;

    /// Keeps a node. An empty one is removed.
    fn put_node(&mut self, side: Side, at: NodeAt, bits: Bits256);
}

/// A tick's bytes, the most significant one first.
#[derive(Clone, Copy)]
struct Path {
    first: u8,
    second: u8,
    third: u8,
}

impl Path {
    fn of(tick: Tick) -> Self {
        let [_, first, second, third] = tick.number().to_be_bytes();
        Self {
            first,
            second,
            third,
        }
    }

    fn tick(self) -> Option<Tick> {
        Tick::try_from(u32::from_be_bytes([0, self.first, self.second, self.third])).ok()
    }

    fn middle(self) -> NodeAt {
        NodeAt::Middle(self.first)
    }

    fn leaf(self) -> NodeAt {
        leaf(self.first, self.second)
    }
}

fn leaf(first: u8, second: u8) -> NodeAt {
    NodeAt::Leaf(u16::from_be_bytes([first, second]))
}

/// Whether the tick is in the set. One read.
pub fn contains<S: TickStore>(store: &S, side: Side, tick: Tick) -> bool {
    let path = Path::of(tick);
    store.node(side, path.leaf()).has(path.third)
}

/// Puts the tick in the set. At most three reads and three writes.
pub fn insert<S: TickStore>(store: &mut S, side: Side, tick: Tick) {
    let path = Path::of(tick);
    let branches = [
        (path.leaf(), path.third),
        (path.middle(), path.second),
        (NodeAt::Root, path.first),
    ];
    for (at, branch) in branches {
        let bits = store.node(side, at);
        if !bits.has(branch) {
            store.put_node(side, at, bits.with(branch));
        }
        // A node that was there is known to the nodes over it.
        if !bits.is_empty() {
            return;
        }
    }
}

/// Takes the tick out of the set. At most three reads and three writes.
pub fn remove<S: TickStore>(store: &mut S, side: Side, tick: Tick) {
    let path = Path::of(tick);
    let branches = [
        (path.leaf(), path.third),
        (path.middle(), path.second),
        (NodeAt::Root, path.first),
    ];
    for (at, branch) in branches {
        let bits = store.node(side, at);
        let rest = bits.without(branch);
        if rest != bits {
            store.put_node(side, at, rest);
        }
        // The nodes over it know only whether there is something.
        if !rest.is_empty() {
            return;
        }
    }
}

/// The lowest tick. At most three reads.
pub fn lowest<S: TickStore>(store: &S, side: Side) -> Option<Tick> {
    let first = store.node(side, NodeAt::Root).lowest()?;
    lowest_of_middle(store, side, first)
}

/// The highest tick. At most three reads.
pub fn highest<S: TickStore>(store: &S, side: Side) -> Option<Tick> {
    let first = store.node(side, NodeAt::Root).highest()?;
    highest_of_middle(store, side, first)
}

/// The lowest tick above this one. At most five reads.
pub fn above<S: TickStore>(store: &S, side: Side, tick: Tick) -> Option<Tick> {
    let path = Path::of(tick);
    if let Some(third) = store.node(side, path.leaf()).above(path.third) {
        return Path { third, ..path }.tick();
    }
    if let Some(second) = store.node(side, path.middle()).above(path.second) {
        return lowest_of_leaf(store, side, path.first, second);
    }
    let first = store.node(side, NodeAt::Root).above(path.first)?;
    lowest_of_middle(store, side, first)
}

/// The highest tick below this one. At most five reads.
pub fn below<S: TickStore>(store: &S, side: Side, tick: Tick) -> Option<Tick> {
    let path = Path::of(tick);
    if let Some(third) = store.node(side, path.leaf()).below(path.third) {
        return Path { third, ..path }.tick();
    }
    if let Some(second) = store.node(side, path.middle()).below(path.second) {
        return highest_of_leaf(store, side, path.first, second);
    }
    let first = store.node(side, NodeAt::Root).below(path.first)?;
    highest_of_middle(store, side, first)
}

/// The side's best tick: the lowest of those who sell, the highest of those who buy. At most three reads.
pub fn best<S: TickStore>(store: &S, side: Side) -> Option<Tick> {
    match side {
        Side::Buy => highest(store, side),
        Side::Sell => lowest(store, side),
    }
}

/// The side's next best tick after this one. At most five reads.
pub fn next_best<S: TickStore>(store: &S, side: Side, tick: Tick) -> Option<Tick> {
    match side {
        Side::Buy => below(store, side, tick),
        Side::Sell => above(store, side, tick),
    }
}

fn lowest_of_middle<S: TickStore>(store: &S, side: Side, first: u8) -> Option<Tick> {
    let second = store.node(side, NodeAt::Middle(first)).lowest()?;
    lowest_of_leaf(store, side, first, second)
}

fn lowest_of_leaf<S: TickStore>(store: &S, side: Side, first: u8, second: u8) -> Option<Tick> {
    let third = store.node(side, leaf(first, second)).lowest()?;
    let path = Path {
        first,
        second,
        third,
    };
    path.tick()
}

fn highest_of_middle<S: TickStore>(store: &S, side: Side, first: u8) -> Option<Tick> {
    let second = store.node(side, NodeAt::Middle(first)).highest()?;
    highest_of_leaf(store, side, first, second)
}

fn highest_of_leaf<S: TickStore>(store: &S, side: Side, first: u8, second: u8) -> Option<Tick> {
    let third = store.node(side, leaf(first, second)).highest()?;
    let path = Path {
        first,
        second,
        third,
    };
    path.tick()
}

//! How a new order meets open ones: what bounds it, what may come of it.

use crate::Band;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use limpid_primitives::{
    market::{OrderId, Side, Slot, Tick},
    quota::{ClassId, Refusal},
    Day,
};
use scale_info::TypeInfo;

/// What bounds a match.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Orders good until an earlier day are over.
    pub today: Day,
    /// Orders at other prices are taken out.
    pub band: Band,
    /// How many of the best prices one order may take; all of them if it is 0.
    pub levels_max: u8,
    /// How many orders it may meet, whether they are filled or taken out.
    pub steps_max: u32,
}

/// An open order that another one met.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Maker {
    /// Its price, which is the trade's.
    pub tick: Tick,
    /// Its place at the price.
    pub number: u64,
    /// What was open of it before.
    pub slot: Slot,
}

impl Maker {
    /// The order's name in its class.
    pub const fn id(&self, class: ClassId, side: Side) -> OrderId {
        OrderId {
            class,
            side,
            tick: self.tick,
            number: self.number,
        }
    }
}

/// What the rules say of a fill.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// The two may trade.
    Fill,
    /// The open order may not: it is taken out, and the next one is asked.
    CancelMaker(Refusal),
    /// The new order may not: it ends here.
    StopTaker(Refusal),
}

/// Why an open order was taken out.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Removal {
    /// Its last day is over.
    #[codec(index = 0)]
    Expired,
    /// Its price is outside the day's band.
    #[codec(index = 1)]
    OutsideBand,
    /// It met an order of its own holder, or of its own institution.
    #[codec(index = 2)]
    Own,
    /// Its holder may not trade now.
    #[codec(index = 3)]
    Refused(Refusal),
}

/// What became of an open order that a new one met.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// The two traded, at the open order's price.
    Filled {
        /// The open order.
        maker: Maker,
        /// How many units.
        units: u64,
    },
    /// It was taken out.
    Removed {
        /// The open order.
        maker: Maker,
        /// Why.
        why: Removal,
    },
}

/// What stopped an order that could go on.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Stop {
    /// It met as many orders as it may.
    #[codec(index = 0)]
    Steps,
    /// It took as many prices as it may.
    #[codec(index = 1)]
    Levels,
    /// Its holder may not trade.
    #[codec(index = 2)]
    Refused(Refusal),
}

/// What became of the units that were not filled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rest {
    /// There are none.
    Filled,
    /// They rest at the order's price.
    Resting,
    /// They rest one tick outside the other side's best price, because at the order's own they would cross the book.
    Moved(Stop),
    /// They are not in the book.
    Returned(Stop),
}

/// A new order after its match.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Placed {
    /// The price at which it has its place: its own, unless the rest of it was moved.
    pub tick: Tick,
    /// Its place there, even if nothing of it rests.
    pub number: u64,
    /// The orders it met, in the order it met them.
    pub steps: Vec<Step>,
    /// How many units were not filled.
    pub left: u64,
    /// What became of them.
    pub rest: Rest,
}

/// Why a book cannot be changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BookError {
    /// A number, a count or a sum of units would be too large.
    Overflow,
    /// The book is not as it was kept.
    Broken,
}

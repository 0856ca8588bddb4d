//! Orders: where they stand in the book.

use super::Tick;
use crate::{
    quota::{ClassId, Holder},
    Day, InstitutionId,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;

/// Which way an order goes.
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
pub enum Side {
    /// 买.
    #[codec(index = 0)]
    Buy,
    /// 卖.
    #[codec(index = 1)]
    Sell,
}

words!(Side, SideError, "buy, sell", {
    Buy => "buy",
    Sell => "sell",
});

impl Side {
    /// The side it trades with.
    pub const fn other(self) -> Self {
        match self {
            Self::Buy => Self::Sell,
            Self::Sell => Self::Buy,
        }
    }
}

/// An order by its place in the book, which it keeps as long as it is open. No two orders of a class ever have the same. Text:
/// class, side, ticks and number, as `1/sell/1250/4294967296`.
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
pub struct OrderId {
    /// The class.
    pub class: ClassId,
    /// The side.
    pub side: Side,
    /// The price.
    pub tick: Tick,
    /// The place at this price: the smaller one is first.
    pub number: u64,
}

/// The text is no order's place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OrderIdError;

impl FromStr for OrderId {
    type Err = OrderIdError;
    fn from_str(text: &str) -> Result<Self, OrderIdError> {
        fn next<'a, T: FromStr>(
            parts: &mut impl Iterator<Item = &'a str>,
        ) -> Result<T, OrderIdError> {
            parts
                .next()
                .and_then(|part| part.parse().ok())
                .ok_or(OrderIdError)
        }
        let mut parts = text.split('/');
        let id = Self {
            class: next(&mut parts)?,
            side: next(&mut parts)?,
            tick: next(&mut parts)?,
            number: next(&mut parts)?,
        };
        parts.next().is_none().then_some(id).ok_or(OrderIdError)
    }
}

impl fmt::Display for OrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}/{}/{}/{}",
            self.class, self.side, self.tick, self.number
        )
    }
}

serde_as_text!(OrderId);

impl fmt::Display for OrderIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "an order is named by class, side, ticks and number, as in 1/sell/1250/4294967296",
        )
    }
}

impl core::error::Error for OrderIdError {}

/// An order to be placed.
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
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct NewOrder {
    /// Which way.
    pub side: Side,
    /// At this price or a better one.
    pub tick: Tick,
    /// How many units.
    pub units: u64,
    /// The last day it is good.
    pub expires: Day,
}

/// An open order in the queue of its price.
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
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Slot {
    /// Whose quota is sold, or who gets it.
    pub holder: Holder,
    /// Whose money pays, or who is paid: the institution itself, or the agency that acts for the reserve.
    pub institution: InstitutionId,
    /// How many units are left of it.
    pub units: u64,
    /// The last day it is good.
    pub expires: Day,
}

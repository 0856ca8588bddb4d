//! Trades of the order book.

use super::{OrderId, Tick};
use crate::{quota::LotId, Moment};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

running_number!(
    /// A trade's number in its class: the number of the call that made it, times 256, and its place in that call.
    TradeId(u64)
);

/// A trade, in the version it was written in. Versions are only ever added.
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
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
pub enum Trade {
    /// The first version.
    #[codec(index = 1)]
    V1(TradeV1),
}

/// First version of [`Trade`].
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
pub struct TradeV1 {
    /// The order that rested; its price is the trade's.
    pub maker: OrderId,
    /// The order that met it. Its place at its own price is taken even if nothing of it rested.
    pub taker: OrderId,
    /// At which price.
    pub price: Tick,
    /// How many units.
    pub units: u64,
    /// The lot the quota came from.
    pub sold: LotId,
    /// The lot it became.
    pub bought: LotId,
    /// When.
    pub at: Moment,
}

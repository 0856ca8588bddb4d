//! Negotiated trades of large amounts (大宗协议).

use super::{Side, Tick};
use crate::{
    quota::{ClassId, Holder, LotId},
    InstitutionId, Moment,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

running_number!(
    /// A negotiated trade's number on chain, from 1; the offer has the same.
    BlockTradeId
);

/// An open offer of a negotiated trade, in the version it was written in. Versions are only ever added.
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
pub enum BlockOffer {
    /// The first version.
    #[codec(index = 1)]
    V1(BlockOfferV1),
}

/// First version of [`BlockOffer`]. What the offeror gives, quota or money, is held.
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
pub struct BlockOfferV1 {
    /// What was offered.
    pub new: NewBlockOffer,
    /// Whose money pays or is paid: the offeror itself, or the agency that acts for the reserve.
    pub institution: InstitutionId,
    /// When it was made.
    pub at: Moment,
}

/// A negotiated trade to be offered.
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
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct NewBlockOffer {
    /// The class.
    pub class: ClassId,
    /// Who offers.
    pub from: Holder,
    /// Who may accept.
    pub to: Holder,
    /// Which way the offeror trades.
    pub side: Side,
    /// At which price.
    pub price: Tick,
    /// How many units.
    pub units: u64,
    /// It can be accepted until then, milliseconds since 1970 UTC, exclusive.
    pub open_until_ms: u64,
}

/// A negotiated trade, in the version it was written in. Versions are only ever added.
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
pub enum BlockTrade {
    /// The first version.
    #[codec(index = 1)]
    V1(BlockTradeV1),
}

/// First version of [`BlockTrade`].
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
pub struct BlockTradeV1 {
    /// The class.
    pub class: ClassId,
    /// Who sold.
    pub seller: Holder,
    /// Who bought.
    pub buyer: Holder,
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

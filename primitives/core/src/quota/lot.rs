//! Lots: the nodes of the title graph.

use super::{ClassId, Holder, LeaseId, OfferId};
use crate::{
    market::{AuctionId, BlockTradeId, TradeId},
    AtMost, Digest, Grams, Moment, PermitNumber,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

running_number!(
    /// A lot's number on chain, from 1. A lot's parents have smaller numbers.
    LotId(u64)
);

/// A lot, in the version it was written in. Versions are only ever added, and a lot is never changed.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
pub enum Lot {
    /// The first version.
    #[codec(index = 1)]
    V1(LotV1),
}

/// First version of [`Lot`]: an amount of quota that came to a holder at one time, or came to its end with it.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LotV1 {
    /// The class.
    pub class: ClassId,
    /// Who came to hold it; of an ended lot, who held it last.
    pub holder: Holder,
    /// How much it was.
    pub amount: Grams,
    /// Why it was made.
    pub cause: Cause,
    /// The lots it came from, and how much from each, each once. Together they are its amount; an allocation has none.
    pub parents: AtMost<Part, { LotV1::PARENTS_MAX }>,
    /// When it was made.
    pub at: Moment,
}

impl LotV1 {
    /// The most lots one lot comes from: those of 32 sellers, and what the buyer had left.
    pub const PARENTS_MAX: usize = 33;
}

/// What one lot got from another.
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
pub struct Part {
    /// The lot it came from.
    pub lot: LotId,
    /// How much.
    pub amount: Grams,
}

/// Why a lot was made.
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
pub enum Cause {
    /// An agency allocated it (核定).
    #[codec(index = 0)]
    Allocation {
        /// SHA-256 of the decision.
        document: Digest,
    },
    /// Two holders agreed.
    #[codec(index = 1)]
    Transfer {
        /// The accepted offer.
        offer: OfferId,
    },
    /// It was leased.
    #[codec(index = 2)]
    Lease {
        /// The lease.
        lease: LeaseId,
    },
    /// It came back from a lease.
    #[codec(index = 3)]
    LeaseReturn {
        /// The lease.
        lease: LeaseId,
    },
    /// An agency bought it back into a reserve (回购).
    #[codec(index = 4)]
    BuyBack {
        /// The accepted offer.
        offer: OfferId,
    },
    /// An agency took it back into a reserve without consent (收回).
    #[codec(index = 5)]
    TakeBack {
        /// SHA-256 of the decision.
        document: Digest,
    },
    /// It was bought from the order book.
    #[codec(index = 6)]
    Trade {
        /// The first of the trades that were settled with it.
        trade: TradeId,
    },
    /// It was bought at an auction.
    #[codec(index = 7)]
    Auction {
        /// The auction.
        auction: AuctionId,
    },
    /// It was bought in a negotiated trade.
    #[codec(index = 8)]
    BlockTrade {
        /// The trade.
        trade: BlockTradeId,
    },
    /// It was surrendered (清缴). The lot has ended.
    #[codec(index = 9)]
    Surrender {
        /// The permit whose emissions it covers.
        permit: PermitNumber,
        /// The year of the emissions.
        year: u16,
    },
    /// It was given up (注销). The lot has ended.
    #[codec(index = 10)]
    Retirement {
        /// SHA-256 of the holder's declaration.
        document: Digest,
    },
    /// Its class was over. The lot has ended.
    #[codec(index = 11)]
    Expiry,
    /// It was allocated to a holder who had quota of the class before: the allocation's lot and the former one were joined.
    #[codec(index = 12)]
    Join,
}

impl Cause {
    /// Whether a lot made for it has ended: nobody can have it any more.
    pub const fn ends(&self) -> bool {
        matches!(
            self,
            Self::Surrender { .. } | Self::Retirement { .. } | Self::Expiry
        )
    }

    /// Whether the lot was bought: some rules say when what was bought may be sold.
    pub const fn is_purchase(&self) -> bool {
        matches!(
            self,
            Self::Trade { .. } | Self::Auction { .. } | Self::BlockTrade { .. }
        )
    }
}

/// How a lot stands.
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
pub enum LotStatus {
    /// Some of it is left with its holder.
    #[codec(index = 0)]
    Current {
        /// How much.
        left: Grams,
    },
    /// All of it is in later lots.
    #[codec(index = 1)]
    Passed,
    /// It was surrendered, given up, or expired.
    #[codec(index = 2)]
    Ended,
}

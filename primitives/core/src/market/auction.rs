//! Auctions: sealed bids, one price.

use super::Fen;
use crate::{
    quota::{ClassId, Holder},
    AtMost, Digest, InstitutionId, Moment,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

running_number!(
    /// An auction's number on chain, from 1.
    AuctionId
);

/// An auction, in the version it was written in. Versions are only ever added.
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
pub enum Auction {
    /// The first version.
    #[codec(index = 1)]
    V1(AuctionV1),
}

/// First version of [`Auction`].
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
pub struct AuctionV1 {
    /// What was announced.
    pub new: NewAuction,
    /// Who is paid: the seller itself, or the agency that acts for the reserve.
    pub institution: InstitutionId,
    /// When it was opened.
    pub opened: Moment,
    /// How far it has come.
    pub stage: AuctionStage,
}

/// An auction to be opened.
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
pub struct NewAuction {
    /// The class.
    pub class: ClassId,
    /// Whose quota is sold.
    pub seller: Holder,
    /// How many units are sold.
    pub units: u64,
    /// No lower price.
    pub floor: Fen,
    /// What is held for a sealed bid, for each unit it may ask for.
    pub margin: Fen,
    /// What becomes of the margin of a bid that is not revealed, or whose holder may not have what it won.
    pub forfeit: ForfeitRule,
    /// Bids are committed until then, milliseconds since 1970 UTC, exclusive.
    pub commit_until_ms: u64,
    /// Bids are revealed from then until this time, exclusive.
    pub reveal_until_ms: u64,
    /// SHA-256 of the announcement.
    pub document: Digest,
}

/// What becomes of the margin of a bid that is not revealed, or whose holder may not have what it won.
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
pub enum ForfeitRule {
    /// The seller gets it.
    #[codec(index = 0)]
    ToSeller,
    /// The bidder gets it back.
    #[codec(index = 1)]
    Returned,
}

words!(ForfeitRule, ForfeitRuleError, "to-seller, returned", {
    ToSeller => "to-seller",
    Returned => "returned",
});

/// How far an auction has come. That bids are committed or revealed shows in its times.
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
pub enum AuctionStage {
    /// Bids are committed or revealed, or it waits to be cleared.
    #[codec(index = 0)]
    Open,
    /// Its price was found; bids are settled.
    #[codec(index = 1)]
    Cleared {
        /// What was found.
        clearing: Clearing,
    },
    /// Every bid is settled.
    #[codec(index = 2)]
    Settled {
        /// What was found.
        clearing: Clearing,
    },
    /// It was called off.
    #[codec(index = 3)]
    Cancelled {
        /// SHA-256 of the document that says why.
        reason: Digest,
    },
}

/// What an auction found: bids above the price get all they asked for, those at the price what is left, first come first served.
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
pub struct Clearing {
    /// The price all pay; `None` if there was no bid.
    pub price: Option<Fen>,
    /// Units sold above the price.
    pub units_above: u64,
    /// Units sold at the price.
    pub units_at: u64,
}

/// One line of a bid: so many units, at this price or a lower one.
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
pub struct BidLine {
    /// The price.
    pub price: Fen,
    /// How many units.
    pub units: u64,
}

/// The lines of a bid, the highest price first, each price once.
pub type BidLines = AtMost<BidLine, { BidV1::LINES_MAX }>;

/// A line of a bid that was revealed.
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
pub struct RevealedLine {
    /// What it says.
    pub line: BidLine,
    /// Units that were revealed at the same price before: they are served first.
    pub ahead: u64,
}

/// A bid, in the version it was written in. Versions are only ever added.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
pub enum Bid {
    /// The first version.
    #[codec(index = 1)]
    V1(BidV1),
}

/// First version of [`Bid`].
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct BidV1 {
    /// Who gets the quota.
    pub holder: Holder,
    /// Whose money is held.
    pub institution: InstitutionId,
    /// The most units it may ask for.
    pub units_max: u64,
    /// Money held for it.
    pub held: Fen,
    /// How it stands.
    pub status: BidStatus,
}

impl BidV1 {
    /// The most lines of a bid.
    pub const LINES_MAX: usize = 64;
}

/// How a bid stands.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
pub enum BidStatus {
    /// Only its commitment is known.
    #[codec(index = 0)]
    Sealed {
        /// SHA-256 of its [`bid_bytes`].
        commitment: Digest,
    },
    /// It was revealed.
    #[codec(index = 1)]
    Revealed {
        /// What it asks for.
        lines: AtMost<RevealedLine, { BidV1::LINES_MAX }>,
    },
    /// It was settled.
    #[codec(index = 2)]
    Settled {
        /// How many units it got.
        units: u64,
        /// What it paid.
        paid: Fen,
    },
    /// It was not revealed in time, or its holder may not have what it won.
    #[codec(index = 3)]
    Forfeited {
        /// What the seller got of its margin.
        kept: Fen,
    },
    /// It got nothing and paid nothing: the auction was called off, or its holder could not buy when it was settled.
    #[codec(index = 4)]
    Returned,
}

/// What a sealed bid is the SHA-256 of: it can be revealed on no other chain, in no other auction and by nobody else.
///
/// `LIMPIDB1`, the genesis block's hash, the auction's number and that of the institution whose money is held (little endian, four
/// bytes each), the lines in SCALE, and 32 bytes of salt that nobody can guess.
pub fn bid_bytes(
    genesis: &Digest,
    auction: AuctionId,
    institution: InstitutionId,
    lines: &BidLines,
    salt: &[u8; 32],
) -> Vec<u8> {
    (b"LIMPIDB1", genesis, auction, institution, lines, salt).encode()
}

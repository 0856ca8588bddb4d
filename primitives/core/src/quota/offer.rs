//! Offers: what two holders agree about outside the market.

use super::{ClassId, Holder};
use crate::{Day, Digest, Grams, Moment};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

running_number!(
    /// An offer's number on chain, from 1.
    OfferId
);

/// An open offer, in the version it was written in. Versions are only ever added.
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
pub enum Offer {
    /// The first version.
    #[codec(index = 1)]
    V1(OfferV1),
}

/// First version of [`Offer`]. What is offered is set aside until the offer is accepted or withdrawn.
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
pub struct OfferV1 {
    /// What was offered.
    pub new: NewOffer,
    /// When it was made.
    pub at: Moment,
}

/// An offer to be made.
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
pub struct NewOffer {
    /// The class.
    pub class: ClassId,
    /// Who offers.
    pub from: Holder,
    /// Who may accept.
    pub to: Holder,
    /// How much.
    pub amount: Grams,
    /// For good, or on lease.
    pub terms: OfferTerms,
    /// It can be accepted until then, milliseconds since 1970 UTC, exclusive.
    pub open_until_ms: u64,
    /// SHA-256 of the agreement.
    pub document: Digest,
}

/// What is offered.
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
    serde(rename_all = "kebab-case", deny_unknown_fields)
)]
pub enum OfferTerms {
    /// It is the other's for good.
    #[codec(index = 0)]
    Transfer,
    /// It comes back after a day.
    #[codec(index = 1)]
    Lease {
        /// The last day of the lease.
        until: Day,
    },
}

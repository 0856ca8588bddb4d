//! How much a holder has of what is bounded.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// How much a holder has of what is bounded, so that no call has to count it, in the version it was written in. Versions are only ever added.
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
pub enum Tally {
    /// The first version.
    #[codec(index = 1)]
    V1(TallyV1),
}

impl Default for Tally {
    fn default() -> Self {
        Self::V1(TallyV1::default())
    }
}

/// First version of [`Tally`].
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TallyV1 {
    /// Classes it has a holding of.
    pub holdings: u32,
    /// Offers it made that are open.
    pub offers: u32,
    /// Leases that it owes something of.
    pub leases: u32,
    /// Shortfalls and overdue leases; while there is one, it may not sell.
    pub arrears: u32,
}

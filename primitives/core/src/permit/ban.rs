//! A time in which a holder gets no permit.

use crate::{DivisionCode, PermitNumber};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A ban, in the version it was written in. Versions are only ever added.
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
pub enum Ban {
    /// The first version.
    #[codec(index = 1)]
    V1(BanV1),
}

/// First version of [`Ban`]: until when, for which permit, and who may lift it.
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
pub struct BanV1 {
    /// Up to this time, exclusive, milliseconds since 1970 UTC. It may be over.
    pub until_ms: u64,
    /// The permit that was revoked or withdrawn.
    pub number: PermitNumber,
    /// The division of the agency that banned, not of the permit: agencies of this division and of those above it may lift
    /// the ban.
    pub division: DivisionCode,
}

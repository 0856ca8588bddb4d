//! What an outlet discharged in a day.

use super::{SubstitutionRule, POLLUTANTS_MAX};
use crate::{AtMost, Digest, GatewayId, InstitutionId, Micrograms, Moment, Pollutant};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// What an outlet discharged in a day, in the version it was written in. Versions are only ever added.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum DayTotal {
    /// The first version.
    #[codec(index = 1)]
    V1(DayTotalV1),
}

/// First version of [`DayTotal`].
#[derive(
    Clone,
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
pub struct DayTotalV1 {
    /// An entry a pollutant, in the order of their codes.
    pub entries: AtMost<DayEntry, POLLUTANTS_MAX>,
}

/// What is known of one pollutant's mass of a day. All of it stays visible; [`DayEntry::effective`] counts.
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
pub struct DayEntry {
    /// The pollutant.
    pub pollutant: Pollutant,
    /// What the chain read in an anchored frame.
    pub computed: Option<Computed>,
    /// What counts for want of valid data.
    pub substituted: Option<Substituted>,
    /// What the agency measured itself.
    pub overridden: Option<Overridden>,
}

impl DayEntry {
    /// An entry of which nothing is known yet.
    pub const fn new(pollutant: Pollutant) -> Self {
        Self {
            pollutant,
            computed: None,
            substituted: None,
            overridden: None,
        }
    }

    /// The mass that counts: the agency's own measurement before the computed mass, that before the substitute
    /// (排污许可管理条例, article 29). `None` if nothing counts.
    pub fn effective(&self) -> Option<Micrograms> {
        self.overridden
            .map(|overridden| overridden.mass)
            .or(self.computed.map(|computed| computed.mass))
            .or(self.substituted.map(|substituted| substituted.mass))
    }
}

/// A mass read in an anchored day frame.
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
pub struct Computed {
    /// The mass.
    pub mass: Micrograms,
    /// Where the frame is anchored.
    pub place: ProofPlace,
    /// When it was proven.
    pub at: Moment,
}

/// Where a record is anchored.
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
pub struct ProofPlace {
    /// The gateway.
    pub gateway: GatewayId,
    /// The batch.
    pub sequence: u64,
    /// The record's digest.
    pub record: Digest,
}

/// A mass that counts for want of valid data.
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
pub struct Substituted {
    /// The mass.
    pub mass: Micrograms,
    /// The rule it follows.
    pub rule: SubstitutionRule,
    /// When it was set.
    pub at: Moment,
}

/// A mass that the agency measured itself.
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
pub struct Overridden {
    /// The mass.
    pub mass: Micrograms,
    /// SHA-256 of the document with measurement and reason.
    pub document: Digest,
    /// The agency.
    pub by: InstitutionId,
    /// When it was set.
    pub at: Moment,
}

/// A proven mass that differs from the one that stands, in the version it was written in.
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
pub enum Conflict {
    /// The first version.
    #[codec(index = 1)]
    V1(ConflictV1),
}

/// First version of [`Conflict`].
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
pub struct ConflictV1 {
    /// The pollutant.
    pub pollutant: Pollutant,
    /// The mass the other frame has; `None` if it says that the data are not valid.
    pub mass: Option<Micrograms>,
    /// Where the other frame is anchored.
    pub place: ProofPlace,
    /// When it was proven.
    pub at: Moment,
}

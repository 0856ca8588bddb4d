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
    /// The first day frame that was proven, whatever it says; `None` if none is proven.
    pub frame: Option<ProofPlace>,
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
    /// What the first proven frame says of it, of those with valid data if there are any.
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

    /// The mass that counts, and what it comes from: the agency's own measurement before valid data of a frame, these before
    /// the substitute (排污许可管理条例, article 29). `None` if nothing counts.
    pub fn counting(&self) -> Option<(MassSource, Micrograms)> {
        let overridden = self.overridden.map(|it| (MassSource::Overridden, it.mass));
        let computed = self
            .computed
            .filter(|computed| computed.validity == DayValidity::Valid)
            .map(|it| (MassSource::Computed, it.mass));
        let substituted = self
            .substituted
            .map(|it| (MassSource::Substituted, it.mass));
        overridden.or(computed).or(substituted)
    }

    /// The mass that counts.
    pub fn effective(&self) -> Option<Micrograms> {
        self.counting().map(|(_, mass)| mass)
    }
}

/// What a mass that counts comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MassSource {
    /// The agency's own measurement.
    Overridden,
    /// Valid data of an anchored frame.
    Computed,
    /// A substitute.
    Substituted,
}

/// Whether what a day frame says of a pollutant counts.
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
pub enum DayValidity {
    /// It does.
    #[codec(index = 0)]
    Valid,
    /// The frame flags it as something else than normal.
    #[codec(index = 1)]
    Flagged,
    /// The frame has no mass for it, or more than one, or one that cannot be.
    #[codec(index = 2)]
    Unreadable,
    /// Accepted tags cover more of the day than the rules allow.
    #[codec(index = 3)]
    Tagged,
}

words!(DayValidity, DayValidityError, "valid, flagged, unreadable, tagged", {
    Valid => "valid",
    Flagged => "flagged",
    Unreadable => "unreadable",
    Tagged => "tagged",
});

/// What an anchored day frame says of a pollutant.
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
    /// The mass it has; zero if it has none.
    pub mass: Micrograms,
    /// Whether it counts.
    pub validity: DayValidity,
    /// Where the frame is anchored.
    pub place: ProofPlace,
    /// When it was proven.
    pub at: Moment,
}

impl Computed {
    /// The mass as the frame has it, whatever tags say; `None` if the frame itself says that the data are not valid.
    pub fn claim(&self) -> Option<Micrograms> {
        match self.validity {
            DayValidity::Valid | DayValidity::Tagged => Some(self.mass),
            DayValidity::Flagged | DayValidity::Unreadable => None,
        }
    }
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

/// What a proven frame says otherwise than the one that stands, in the version it was written in.
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

//! How a permit stands from one decision to the next.

use crate::{Digest, Moment};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// What a decision made of a permit; it holds until the next one.
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
pub struct Standing {
    /// When the decision was put on chain.
    pub at: Moment,
    /// The permit's version, from 1.
    pub version: u32,
    /// Whether the permit stands.
    pub status: PermitStatus,
    /// Valid from this time on, milliseconds since 1970 UTC.
    pub valid_from_ms: u64,
    /// Valid up to this time, exclusive.
    pub valid_until_ms: u64,
    /// SHA-256 of the decision's document.
    pub document: Digest,
}

/// Whether a permit stands. That it expired shows in its dates alone.
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
pub enum PermitStatus {
    /// It stands.
    #[codec(index = 0)]
    Active,
    /// Suspended until it is reinstated.
    #[codec(index = 1)]
    Suspended,
    /// 吊销: taken away for a serious breach.
    #[codec(index = 2)]
    Revoked,
    /// 撤销: granted wrongly, or obtained by fraud.
    #[codec(index = 3)]
    Withdrawn,
    /// 注销: ended without fault, as when the site closed.
    #[codec(index = 4)]
    Cancelled,
}

/// Why a permit is not in force at a time.
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
pub enum NotInForce {
    /// Before it became valid.
    #[codec(index = 0)]
    NotYetValid,
    /// After its last day.
    #[codec(index = 1)]
    Expired,
    /// Suspended.
    #[codec(index = 2)]
    Suspended,
    /// Revoked.
    #[codec(index = 3)]
    Revoked,
    /// Withdrawn.
    #[codec(index = 4)]
    Withdrawn,
    /// Cancelled.
    #[codec(index = 5)]
    Cancelled,
}

words!(NotInForce, NotInForceError, "not-yet-valid, expired, suspended, revoked, withdrawn, cancelled", {
    NotYetValid => "not-yet-valid",
    Expired => "expired",
    Suspended => "suspended",
    Revoked => "revoked",
    Withdrawn => "withdrawn",
    Cancelled => "cancelled",
});

impl Standing {
    /// The version, if it is in force at a time at which this standing holds; why it is not otherwise. What was decided
    /// counts before what the calendar says.
    pub fn in_force_at(&self, time_ms: u64) -> Result<u32, NotInForce> {
        match self.status {
            PermitStatus::Active => {}
            PermitStatus::Suspended => return Err(NotInForce::Suspended),
            PermitStatus::Revoked => return Err(NotInForce::Revoked),
            PermitStatus::Withdrawn => return Err(NotInForce::Withdrawn),
            PermitStatus::Cancelled => return Err(NotInForce::Cancelled),
        }
        if time_ms < self.valid_from_ms {
            Err(NotInForce::NotYetValid)
        } else if time_ms >= self.valid_until_ms {
            Err(NotInForce::Expired)
        } else {
            Ok(self.version)
        }
    }
}

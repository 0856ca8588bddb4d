//! Leases: quota that comes back.

use super::{ClassId, Holder, OfferId};
use crate::{Day, Grams, Moment};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

running_number!(
    /// A lease's number on chain, from 1.
    LeaseId
);

/// A lease, in the version it was written in. Versions are only ever added.
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
pub enum Lease {
    /// The first version.
    #[codec(index = 1)]
    V1(LeaseV1),
}

/// First version of [`Lease`].
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
pub struct LeaseV1 {
    /// The class.
    pub class: ClassId,
    /// Who leased it out, and gets it back.
    pub lessor: Holder,
    /// Who has the use of it.
    pub lessee: Holder,
    /// How much was leased.
    pub amount: Grams,
    /// How much of it is still to come back.
    pub owed: Grams,
    /// The last day of the lease.
    pub until: Day,
    /// The offer both agreed on.
    pub offer: OfferId,
    /// When it began.
    pub began: Moment,
    /// How it stands.
    pub status: LeaseStatus,
}

/// How a lease stands.
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
pub enum LeaseStatus {
    /// It runs, or is due and not yet returned.
    #[codec(index = 0)]
    Running,
    /// It was due, and not all of it was there.
    #[codec(index = 1)]
    Overdue {
        /// Since when.
        since: Moment,
    },
    /// All of it came back.
    #[codec(index = 2)]
    Returned {
        /// When.
        at: Moment,
    },
    /// The class was over before all of it came back.
    #[codec(index = 3)]
    Lapsed {
        /// When that was put on record.
        at: Moment,
    },
}

impl LeaseV1 {
    /// Whether something is still to come back.
    pub const fn is_open(&self) -> bool {
        matches!(
            self.status,
            LeaseStatus::Running | LeaseStatus::Overdue { .. }
        )
    }

    /// Whether it is due at this time.
    pub const fn is_due(&self, time_ms: u64) -> bool {
        time_ms >= self.until.end_ms()
    }
}

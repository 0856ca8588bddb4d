//! The agencies of a case beside its host.

use crate::Moment;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// An agency the host invited, in the version it was written in. Versions are only ever added.
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
pub enum Membership {
    /// The first version.
    #[codec(index = 1)]
    V1(MembershipV1),
}

/// First version of [`Membership`].
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
pub struct MembershipV1 {
    /// When it was invited last.
    pub invited: Moment,
    /// What it made of it.
    pub status: MembershipStatus,
    /// Tasks set to it that are neither done nor withdrawn.
    pub open_tasks: u32,
}

/// What an agency made of its invitation.
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
pub enum MembershipStatus {
    /// It has not answered.
    #[codec(index = 0)]
    Invited,
    /// It works on the case.
    #[codec(index = 1)]
    Joined {
        /// Since when.
        at: Moment,
    },
    /// It did not join. It can be invited again.
    #[codec(index = 2)]
    Declined {
        /// When it said so.
        at: Moment,
    },
    /// It joined and left. It can be invited again.
    #[codec(index = 3)]
    Left {
        /// When it left.
        at: Moment,
    },
}

/// An answer to an invitation.
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
pub enum InvitationAnswer {
    /// The agency works on the case from now on.
    #[codec(index = 0)]
    Join,
    /// It does not.
    #[codec(index = 1)]
    Decline,
}

words!(InvitationAnswer, InvitationAnswerError, "join, decline", {
    Join => "join",
    Decline => "decline",
});

impl MembershipV1 {
    /// Whether the agency works on the case.
    pub const fn is_joined(&self) -> bool {
        matches!(self.status, MembershipStatus::Joined { .. })
    }

    /// Whether the host can invite it (again).
    pub const fn is_over(&self) -> bool {
        matches!(
            self.status,
            MembershipStatus::Declined { .. } | MembershipStatus::Left { .. }
        )
    }
}

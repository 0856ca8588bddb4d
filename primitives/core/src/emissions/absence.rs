//! How far it is proven that a day has no data.

use crate::{GatewayId, Moment};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// How far it is proven that a gateway's batches have no day frame of an outlet's day, in the version it was written in.
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
pub enum AbsenceProgress {
    /// The first version.
    #[codec(index = 1)]
    V1(AbsenceProgressV1),
}

/// First version of [`AbsenceProgress`].
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
pub struct AbsenceProgressV1 {
    /// The gateway at which the outlet was bound when the day began.
    pub gateway: GatewayId,
    /// The first batch that was looked at.
    pub first_sequence: u64,
    /// The next one to look at.
    pub next_sequence: u64,
    /// When it was proven that none of the batches that matter has a day frame; `None` while some are to be looked at.
    pub proven: Option<Moment>,
}

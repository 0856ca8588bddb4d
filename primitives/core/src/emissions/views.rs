//! What the chain's interface tells of emissions.

use super::FindingId;
use codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;

/// Why no mass counts for a day of an outlet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum DayGap {
    /// Neither a frame is proven, nor that there is none.
    #[codec(index = 0)]
    Unproven,
    /// It is proven that there is no frame.
    #[codec(index = 1)]
    Absent,
    /// A frame is proven, and none of its data count.
    #[codec(index = 2)]
    Invalid,
}

words!(DayGap, DayGapError, "unproven, absent, invalid", {
    Unproven => "unproven",
    Absent => "absent",
    Invalid => "invalid",
});

/// A finding for which something was not done in time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Overdue {
    /// The finding.
    pub finding: FindingId,
    /// What was not done.
    pub step: OverdueStep,
    /// Until when it should have been, milliseconds since 1970 UTC.
    pub due_ms: u64,
}

/// What was not done in time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum OverdueStep {
    /// The two reviews.
    #[codec(index = 0)]
    Review,
    /// The decision.
    #[codec(index = 1)]
    Decision,
}

words!(OverdueStep, OverdueStepError, "review, decision", {
    Review => "review",
    Decision => "decision",
});

//! What calls show of the days of an outlet: a day's frames, or that a batch has none.

use crate::ShownRun;
use codec::{Decode, DecodeWithMemTracking, Encode};
use limpid_primitives::{Day, GatewayId, Outlet};
use scale_info::TypeInfo;

/// The day frames (CN 2031) of an outlet's day in one batch: all of them.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct DayProof {
    /// The outlet.
    pub outlet: Outlet,
    /// The gateway.
    pub gateway: GatewayId,
    /// The batch.
    pub sequence: u64,
    /// The day.
    pub day: Day,
    /// All records of the batch with a key in [`DayProof::keys`], in full, and a neighbour at each end that is not the batch's.
    pub run: ShownRun,
}

impl DayProof {
    /// The command code of a day's frame.
    pub const KIND: u16 = 2031;

    /// The keys that day frames of an outlet's day have.
    pub fn keys(outlet: Outlet, day: Day) -> core::ops::RangeInclusive<crate::RecordKey> {
        crate::RecordKey::of_kind(outlet, day.start_ms(), Self::KIND)
    }
}

/// How a batch shows that it has no day frame of an outlet's day.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum BatchWithout {
    /// The header's observed time does not include the beginning of the day.
    #[codec(index = 0)]
    ByHeader,
    /// The leaves around the place where it would stand.
    #[codec(index = 1)]
    ByRun(ShownRun),
}

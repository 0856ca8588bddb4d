//! What a day's list of tags holds, and how much of the day they cover. No storage is needed for it.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use limpid_primitives::{tag_days, Day, TagId, TagV1, TAGS_A_DAY_MAX};
use scale_info::TypeInfo;

/// The tags that speak of a day and are not rejected, in the order of their numbers.
pub type DayTags = BoundedVec<DayTag, ConstU32<TAGS_A_DAY_MAX>>;

/// What a tag says of one day.
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
pub struct DayTag {
    /// The tag's number at its outlet.
    pub tag: TagId,
    /// First moment of the day it speaks of, milliseconds since 1970 UTC.
    pub from_ms: u64,
    /// End of what it speaks of in the day, exclusive.
    pub until_ms: u64,
    /// Whether it counts.
    pub standing: DayTagStanding,
}

/// Whether a tag counts on its days.
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
pub enum DayTagStanding {
    /// It is filed, and does not count yet.
    #[codec(index = 0)]
    Filed,
    /// It is accepted, and counts.
    #[codec(index = 1)]
    Accepted,
}

impl DayTag {
    /// What a tag says of a day that it touches.
    pub fn new(tag: TagId, of: &TagV1, day: Day, standing: DayTagStanding) -> Self {
        Self {
            tag,
            from_ms: of.from_ms.max(day.start_ms()),
            until_ms: of.until_ms.min(day.end_ms()),
            standing,
        }
    }
}

/// How many milliseconds of `[from_ms, until_ms)` the accepted ones of a day's tags cover, each moment counted once.
pub fn tagged_ms(tags: &[DayTag], from_ms: u64, until_ms: u64) -> u64 {
    let mut periods: Vec<(u64, u64)> = tags
        .iter()
        .filter(|tag| tag.standing == DayTagStanding::Accepted)
        .map(|tag| (tag.from_ms.max(from_ms), tag.until_ms.min(until_ms)))
        .collect();
    periods.sort_unstable();
    let mut covered_ms = 0u64;
    let mut counted_until_ms = 0;
    for (begin_ms, end_ms) in periods {
        let uncounted_ms = end_ms.saturating_sub(begin_ms.max(counted_until_ms));
        covered_ms = covered_ms.saturating_add(uncounted_ms);
        counted_until_ms = counted_until_ms.max(end_ms);
    }
    covered_ms
}

/// How many days a period touches, as far as a tag may; 1 for a period that no tag can have.
pub fn days_touched(from_ms: u64, until_ms: u64) -> u32 {
    tag_days(from_ms, until_ms).map_or(1, |days| days.fold(0, |count, _| count.saturating_add(1)))
}

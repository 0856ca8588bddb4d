//! Tags (标记): why data of a period are not valid.

use crate::{Day, Digest, InstitutionId, Moment, Outlet};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

running_number!(
    /// A tag's number at its outlet, from 1.
    TagId
);

/// A tag on the data of an outlet, in the version it was written in. Versions are only ever added.
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
pub enum Tag {
    /// The first version.
    #[codec(index = 1)]
    V1(TagV1),
}

/// First version of [`Tag`].
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
pub struct TagV1 {
    /// What it says, by the code of its [`TagRule`](crate::TagRule).
    pub code: TagCode,
    /// First observed time it speaks of, milliseconds since 1970 UTC.
    pub from_ms: u64,
    /// End of the observed time it speaks of, exclusive.
    pub until_ms: u64,
    /// SHA-256 of the document with the reason.
    pub reason: Digest,
    /// SHA-256 of the proof: manual measurements, a maintenance record.
    pub proof: Digest,
    /// When it was filed.
    pub filed: Moment,
    /// The institution that filed it.
    pub filed_by: InstitutionId,
    /// Whether it was filed within the code's deadline.
    pub timeliness: TagTimeliness,
    /// What the agency found.
    pub review: TagReview,
}

/// Whether a tag was filed within its code's deadline.
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
pub enum TagTimeliness {
    /// It was.
    #[codec(index = 0)]
    OnTime,
    /// It was not.
    #[codec(index = 1)]
    Late,
}

words!(TagTimeliness, TagTimelinessError, "on-time, late", {
    OnTime => "on-time",
    Late => "late",
});

/// What the agency found of a tag.
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
pub enum TagReview {
    /// Nothing yet.
    #[codec(index = 0)]
    Filed,
    /// The data are not valid.
    #[codec(index = 1)]
    Accepted {
        /// When it was found.
        at: Moment,
        /// The agency.
        by: InstitutionId,
    },
    /// The data stand.
    #[codec(index = 2)]
    Rejected {
        /// When it was found.
        at: Moment,
        /// The agency.
        by: InstitutionId,
        /// SHA-256 of the document that says why.
        reason: Digest,
    },
}

/// A kind of tag, by its number; the council says what each number means.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(transparent)
)]
pub struct TagCode(pub u16);

/// What a tag speaks of (污染物排放自动监测设备标记规则).
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
pub enum TagSubject {
    /// 设备: the monitoring equipment.
    #[codec(index = 0)]
    Equipment,
    /// 工况: the condition of the production.
    #[codec(index = 1)]
    Condition,
}

words!(TagSubject, TagSubjectError, "equipment, condition", {
    Equipment => "equipment",
    Condition => "condition",
});

/// The tags as other pallets see them.
pub trait TagLookup {
    /// How many milliseconds of `[from_ms, until_ms)` accepted tags of an outlet cover, each moment counted once. The period
    /// lies within one [`Day`] or is one.
    fn tagged_ms(outlet: &Outlet, from_ms: u64, until_ms: u64) -> u64;

    /// Puts as many accepted tags on a day of an outlet as there can be, whatever the rules say.
    #[cfg(feature = "runtime-benchmarks")]
    fn tag_for_benchmark(outlet: &Outlet, day: Day);
}

/// How many tags may speak of one day of an outlet.
pub const TAGS_A_DAY_MAX: u32 = 16;
/// How many days one tag may speak of.
pub const TAG_DAYS_MAX: u32 = 31;

/// The days `[from_ms, until_ms)` touches, at most [`TAG_DAYS_MAX`]; `None` if it is empty or longer.
pub fn tag_days(from_ms: u64, until_ms: u64) -> Option<impl Iterator<Item = Day>> {
    let first = Day::of(from_ms)?;
    let last = Day::of(until_ms.checked_sub(1)?)?;
    let fits = from_ms < until_ms && last.number().checked_sub(first.number())? < TAG_DAYS_MAX;
    fits.then(|| {
        core::iter::successors(Some(first), |day| day.next()).take_while(move |day| *day <= last)
    })
}

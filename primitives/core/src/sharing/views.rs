//! What clients ask a node about shared data, and the shape of its answers.

use super::{DataSetId, DataSetKind, DataSetV1};
use crate::{DivisionCode, PermitNumber};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Which data sets of the catalogue are looked for: those that fit all of it and are not withdrawn.
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
pub struct DataSetFilter {
    /// What they are.
    pub kind: Option<DataSetKind>,
    /// They speak of this division, or of one in it.
    pub division: Option<DivisionCode>,
    /// They speak of this permit, or of an outlet of it.
    pub permit: Option<PermitNumber>,
    /// They speak of some time from this one on, milliseconds since 1970 UTC.
    pub from_ms: u64,
    /// And before this one.
    pub until_ms: u64,
    /// They have later numbers than this one.
    pub after: DataSetId,
}

impl DataSetFilter {
    /// Every data set.
    pub const ALL: Self = Self {
        kind: None,
        division: None,
        permit: None,
        from_ms: 0,
        until_ms: u64::MAX,
        after: DataSetId(0),
    };

    /// Whether a data set is looked for. Its number is not asked.
    pub fn fits(&self, set: &DataSetV1) -> bool {
        let new = &set.new;
        set.withdrawn.is_none()
            && self.kind.is_none_or(|kind| kind == new.kind)
            && self.division.is_none_or(|all| all.contains(new.division))
            && (self.permit.is_none() || self.permit == new.subject.permit())
            && new.from_ms < self.until_ms
            && self.from_ms < new.until_ms
    }
}

/// On which side of a request or grant an institution stands.
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
pub enum Side {
    /// It gives.
    #[codec(index = 0)]
    Provider,
    /// It asks.
    #[codec(index = 1)]
    Requester,
    /// It does neither, and the divisions of both who do are its own or lie in it.
    #[codec(index = 2)]
    Superior,
}

words!(Side, SideError, "provider, requester, superior", {
    Provider => "provider",
    Requester => "requester",
    Superior => "superior",
});

/// Which requests are asked for.
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
pub enum Openness {
    /// All.
    #[codec(index = 0)]
    Any,
    /// Those that can be answered, overdue or not.
    #[codec(index = 1)]
    Open,
}

words!(Openness, OpennessError, "any, open", {
    Any => "any",
    Open => "open",
});

/// Part of a list that is asked for piece by piece.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Page<I, E> {
    /// What was found, in the order of the numbers.
    pub entries: Vec<(I, E)>,
    /// After which number the next page begins; `None` if there is none. A page can be short, or empty, and not the last.
    pub next: Option<I>,
}

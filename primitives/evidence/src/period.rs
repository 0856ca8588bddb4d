//! The run of a batch that proves all records of an outlet in a period.

use crate::RecordKey;
use core::ops::{Range, RangeInclusive};
use limpid_primitives::Outlet;

/// An outlet and a period of observed time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
    /// The outlet.
    pub outlet: Outlet,
    /// First moment.
    pub from_ms: u64,
    /// End, exclusive.
    pub until_ms: u64,
}

impl Period {
    /// The first key inside, whether or not there is such a record.
    pub fn low(&self) -> RecordKey {
        RecordKey::lowest(self.outlet, self.from_ms)
    }

    /// The first key after.
    pub fn high(&self) -> RecordKey {
        RecordKey::lowest(self.outlet, self.until_ms)
    }

    /// Whether a record with this key is inside.
    pub fn contains(&self, key: &RecordKey) -> bool {
        (self.low()..self.high()).contains(key)
    }
}

/// The minimal run of a batch that shows all its records of a period: those inside, and the neighbour at each end.
///
/// `keys` are the batch's, sorted. Without a record inside, the run proves that there is none. An empty batch has no run.
///
/// ```
/// use limpid_evidence::{select_period, Period, RecordKey};
/// let outlet = "91130200699229617X001P/DA001".parse().unwrap();
/// let keys = [10, 20, 30, 40].map(|observed_ms| RecordKey::lowest(outlet, observed_ms));
/// let period = |from_ms, until_ms| Period { outlet, from_ms, until_ms };
/// assert_eq!(select_period(&keys, &period(20, 31)), 0..4);
/// assert_eq!(select_period(&keys, &period(21, 30)), 1..3);
/// assert_eq!(select_period(&keys, &period(50, 60)), 3..4);
/// ```
pub fn select_period(keys: &[RecordKey], period: &Period) -> Range<usize> {
    let first = keys.partition_point(|key| *key < period.low());
    let after = keys.partition_point(|key| *key < period.high());
    first.saturating_sub(1)..after.saturating_add(1).min(keys.len())
}

/// The minimal run of a batch that shows all its records with a key in a range, as [`select_period`] does for a period.
///
/// ```
/// use limpid_evidence::{select_keys, RecordKey};
/// let outlet = "91130200699229617X001P/DA001".parse().unwrap();
/// let of = |kind| RecordKey::of_kind(outlet, 10, kind);
/// let keys = [2011, 2031, 2031, 2061].map(|kind| *of(kind).start());
/// assert_eq!(select_keys(&keys, &of(2031)), 0..4);
/// assert_eq!(select_keys(&keys, &of(2051)), 2..4);
/// ```
pub fn select_keys(keys: &[RecordKey], range: &RangeInclusive<RecordKey>) -> Range<usize> {
    let first = keys.partition_point(|key| key < range.start());
    let after = keys.partition_point(|key| key <= range.end());
    first.saturating_sub(1)..after.saturating_add(1).min(keys.len())
}

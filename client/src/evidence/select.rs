//! Which batches an export of a period goes through, and what it leaves out.

use super::export::ExportError;
use crate::gateway::store::{Store, StoreError};
use limpid_evidence::Period;

/// Loggers deliver what they missed within a day.
const CATCH_UP_MS: u64 = 24 * 60 * 60 * 1000;
/// What arrives later than that is included as long as the bundle does not grow beyond so many batches for its sake.
const LATE_BATCHES_MAX: u64 = 5_000;

/// The batches a period claim speaks of, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The first batch that can hold a record of the period.
    pub first: u64,
    /// The last batch looked through.
    pub last: u64,
    /// Batches after `last` that hold records of the period, which the bundle will not show.
    pub later: Vec<u64>,
    /// Records of the period that are in no batch yet.
    pub waiting: u64,
}

/// Chooses the batches for a period, and nothing beyond `anchored`.
///
/// The first is the first that was closed at or after the period's beginning, or holds a record of it although it was closed
/// before (a logger whose clock is fast). The last is `through`; without it, the last one that was closed within 24 hours after
/// the period's end, or holds a record of it, if those are not too many.
pub fn select(
    store: &Store,
    period: &Period,
    through: Option<u64>,
    anchored: u64,
) -> Result<Selection, ExportError> {
    select_within(store, period, through, anchored, LATE_BATCHES_MAX)
}

/// As [`select`], with another bound for what is included because it arrived late.
pub(super) fn select_within(
    store: &Store,
    period: &Period,
    through: Option<u64>,
    anchored: u64,
    late_batches_max: u64,
) -> Result<Selection, ExportError> {
    if let Some(sequence) = through.filter(|through| *through > anchored) {
        return Err(ExportError::NotAnchored { sequence, anchored });
    }
    let newest = store.last_sequence()?;
    let records = store.records_of(&period.outlet, period.from_ms, period.until_ms)?;
    let mut with_records: Vec<u64> = records
        .iter()
        .filter_map(|(_, sequence)| *sequence)
        .collect();
    with_records.sort_unstable();
    with_records.dedup();
    let closed_since = first_closed_from(store, newest, period.from_ms)?;
    let first = with_records
        .first()
        .map_or(closed_since, |sequence| closed_since.min(*sequence));
    let caught_up_ms = period
        .until_ms
        .saturating_add(CATCH_UP_MS)
        .saturating_add(1);
    let caught_up = first_closed_from(store, newest, caught_up_ms)?
        .saturating_sub(1)
        .max(first);
    let late = with_records
        .iter()
        .copied()
        .rfind(|sequence| *sequence <= anchored);
    let late = late.filter(|late| late.saturating_sub(first) < late_batches_max);
    let default_last = late.unwrap_or(0).max(caught_up).min(anchored);
    let last = through.unwrap_or(default_last);
    if first > last {
        return Err(ExportError::NothingClosed { first, anchored });
    }
    with_records.retain(|sequence| *sequence > last);
    let waiting = records
        .iter()
        .filter(|(_, sequence)| sequence.is_none())
        .count();
    Ok(Selection {
        first,
        last,
        later: with_records,
        waiting: waiting as u64,
    })
}

/// The first of the batches `1..=newest` that was closed at `time_ms` or later; `newest + 1` if none was. Batches are closed
/// in the order of their numbers.
fn first_closed_from(store: &Store, newest: u64, time_ms: u64) -> Result<u64, ExportError> {
    let (mut low, mut high) = (1, newest.saturating_add(1));
    while low < high {
        let middle = low.midpoint(high);
        if closed_at_ms(store, middle)? < time_ms {
            low = middle.saturating_add(1);
        } else {
            high = middle;
        }
    }
    Ok(low)
}

fn closed_at_ms(store: &Store, sequence: u64) -> Result<u64, ExportError> {
    let batch = store
        .batch(sequence)?
        .ok_or_else(|| StoreError::Damaged(format!("batch {sequence} is missing")))?;
    Ok(batch.signed_header.header.closed_at_ms)
}

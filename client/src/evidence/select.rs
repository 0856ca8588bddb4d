//! Which batches an export of a period goes through, and what it leaves out.

use super::export::ExportError;
use crate::gateway::store::{Store, StoreError};
use limpid_evidence::Period;

/// Loggers deliver what they missed within a day; what comes later is named, and left out unless asked for.
const CATCH_UP_MS: u64 = 24 * 60 * 60 * 1000;

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

/// Chooses the batches for a period: from the first that was closed at or after its beginning, or holds a record of it
/// although it was closed before (a logger whose clock is fast), to `through`, or else the last one that was closed within
/// 24 hours after its end. Nothing beyond `anchored` is chosen.
pub fn select(
    store: &Store,
    period: &Period,
    through: Option<u64>,
    anchored: u64,
) -> Result<Selection, ExportError> {
    let newest = store.last_sequence()?;
    if let Some(through) = through.filter(|through| *through > anchored) {
        return Err(ExportError::NotAnchored {
            sequence: through,
            anchored,
        });
    }
    let records = store.records_of(&period.outlet, period.from_ms, period.until_ms)?;
    let mut sequences: Vec<u64> = records
        .iter()
        .filter_map(|(_, sequence)| *sequence)
        .collect();
    sequences.sort_unstable();
    sequences.dedup();
    let closed_after_beginning = first_closed_from(store, newest, period.from_ms)?;
    let first = sequences
        .first()
        .map_or(closed_after_beginning, |s| closed_after_beginning.min(*s));
    let end_ms = period
        .until_ms
        .saturating_add(CATCH_UP_MS)
        .saturating_add(1);
    let default_last = first_closed_from(store, newest, end_ms)?.saturating_sub(1);
    let last = through.unwrap_or_else(|| default_last.min(anchored));
    if first > last {
        return Err(ExportError::NothingClosed { first, anchored });
    }
    sequences.retain(|sequence| *sequence > last);
    let waiting = records
        .iter()
        .filter(|(_, sequence)| sequence.is_none())
        .count();
    Ok(Selection {
        first,
        last,
        later: sequences,
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

//! Finding the days of which no frame came, or none with valid data, once none is waited for any more.

use super::{
    attempt::{blocking, AttemptError, Attempts},
    ledger::Now,
    task::{OutletDay, Task},
};
use crate::gateway::{
    bindings::Registry,
    ledger::LedgerError,
    store::{Store, StoreError},
};
use limpid_evidence::DayProof;
use limpid_primitives::{emissions::DayEntry, Day, Outlet};

/// Looks for such days, one after the other.
pub struct Absences {
    attempts: Attempts,
}

/// The outlets that had a device of this gateway when a day began.
pub struct Bound {
    /// Those of whose day the store has no frame.
    pub without_frame: Vec<Outlet>,
    /// Those of whose day it has one.
    pub with_frame: Vec<Outlet>,
}

impl Absences {
    /// None is found yet.
    pub fn new(attempts: Attempts) -> Self {
        Self { attempts }
    }

    /// Looks through the next day whose data deadline has passed; returns whether there was one. The first time, days whose
    /// deadline has passed already are left out: nobody asked for them when they were due.
    pub async fn look(&self) -> Result<bool, AttemptError> {
        let (store, ledger) = (&self.attempts.store, &self.attempts.ledger);
        let now = ledger.now().await?;
        let rules = ledger.rules(now.hash).await?;
        let waited_for = Day::of(now.time_ms.saturating_sub(rules.data_deadline_ms));
        let Some(last) = waited_for.and_then(Day::previous) else {
            return Ok(false);
        };
        let day = match store.absences_through()? {
            None => {
                store.put_absences(&[], last)?;
                return Ok(false);
            }
            Some(through) if through >= last => return Ok(false),
            Some(through) => through.next().unwrap_or(last),
        };
        let read = store.clone();
        let bound = blocking(move || Bound::read(&read, day)).await??;
        let tasks = tasks(&self.attempts, bound, day, now).await?;
        store.put_absences(&tasks, day)?;
        Ok(true)
    }
}

impl Bound {
    /// Reads them from the store.
    pub fn read(store: &Store, day: Day) -> Result<Self, StoreError> {
        let bindings = store.known_bindings()?.unwrap_or_default();
        let registry = Registry::new(&bindings);
        let mut bound = Self {
            without_frame: Vec::new(),
            with_frame: Vec::new(),
        };
        for (outlet, _) in bindings {
            if !registry.covers(&outlet, day.start_ms()) {
                continue;
            }
            match has_frame(store, outlet, day)? {
                true => bound.with_frame.push(outlet),
                false => bound.without_frame.push(outlet),
            }
        }
        Ok(bound)
    }
}

/// What is to be done for a day: where there is no frame, its absence is proven; where one is proven that has no valid data of a
/// pollutant, substitutes are asked for.
pub async fn tasks(
    attempts: &Attempts,
    bound: Bound,
    day: Day,
    now: Now,
) -> Result<Vec<Task>, LedgerError> {
    let of = |outlet| OutletDay { outlet, day };
    let days = bound.with_frame.iter().map(|outlet| (*outlet, day));
    let known = attempts.ledger.days(days.collect(), now.hash).await?;
    let is_wanting = |entry: &DayEntry| entry.counting().is_none();
    let wanting = bound
        .with_frame
        .into_iter()
        .zip(known)
        .filter(|(_, known)| {
            let entries = known.iter().flat_map(|known| known.entries.iter());
            entries.into_iter().any(is_wanting)
        })
        .map(|(outlet, _)| Task::Substitution(of(outlet)));
    let absent = bound.without_frame.into_iter();
    let absent = absent.map(|outlet| Task::Absence(of(outlet)));
    Ok(absent.chain(wanting).collect())
}

/// Whether the store has a day frame of an outlet's day, anchored or not.
fn has_frame(store: &Store, outlet: Outlet, day: Day) -> Result<bool, StoreError> {
    let keys = DayProof::keys(outlet, day);
    let next = store.keys_from(&keys.start().to_bytes())?.next();
    Ok(next.transpose()?.is_some_and(|key| keys.contains(&key)))
}

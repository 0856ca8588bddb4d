//! Proofs of a day that do not say what the one that stands says. The agency decides between them.

use crate::{
    pallet::{Config, Conflicts, Event},
    Pallet,
};
use alloc::vec::Vec;
use limpid_primitives::{
    emissions::{Computed, Conflict, ConflictV1},
    Day, Outlet, Pollutant,
};

/// What a reading that does not stand says.
pub(crate) fn conflict_of(pollutant: Pollutant, other: &Computed) -> ConflictV1 {
    ConflictV1 {
        pollutant,
        mass: other.claim(),
        place: other.place,
        at: other.at,
    }
}

impl<T: Config> Pallet<T> {
    /// Keeps those that say what none kept says, as many as there is room for. The others are not said either, so that proving
    /// them again changes nothing.
    pub(crate) fn keep_conflicts(outlet: Outlet, day: Day, found: Vec<ConflictV1>) {
        if found.is_empty() {
            return;
        }
        let mut kept = Conflicts::<T>::get(outlet, day);
        let before = kept.len();
        for conflict in found {
            let is_known = kept.iter().any(|Conflict::V1(known)| {
                (known.pollutant, known.mass) == (conflict.pollutant, conflict.mass)
            });
            if !is_known && kept.try_push(Conflict::V1(conflict)).is_ok() {
                Self::deposit_event(Event::DayConflicted {
                    outlet,
                    day,
                    conflict,
                });
            }
        }
        if kept.len() > before {
            Conflicts::<T>::insert(outlet, day, kept);
        }
    }
}

//! What an outlet discharged in a day, and the sum of its year. Nothing else writes either.

use crate::{
    pallet::{Config, DayTotals, YearTotals},
    Pallet,
};
use alloc::vec::Vec;
use core::marker::PhantomData;
use limpid_primitives::{
    emissions::{
        Computed, DayEntry, DayTotal, DayTotalV1, DayValidity, MassSource, ProofPlace, YearEntry,
        YearTotal, YearTotalV1,
    },
    Day, Micrograms, Outlet, Pollutant,
};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

/// The totals of a day and of its year as a call changes them.
pub(crate) struct Totals<T> {
    outlet: Outlet,
    day: Day,
    frame: Option<ProofPlace>,
    of_day: Vec<DayEntry>,
    of_year: Vec<YearEntry>,
    year_before: Vec<YearEntry>,
    config: PhantomData<T>,
}

impl<T: Config> Totals<T> {
    pub(crate) fn of(outlet: Outlet, day: Day) -> Self {
        let of_day = Pallet::<T>::day_total(&outlet, day);
        let of_year = Pallet::<T>::year_total(&outlet, day.year())
            .entries
            .into_inner();
        Self {
            outlet,
            day,
            frame: of_day.frame,
            of_day: of_day.entries.into_inner(),
            year_before: of_year.clone(),
            of_year,
            config: PhantomData,
        }
    }

    /// The first day frame that was proven.
    pub(crate) fn frame(&self) -> Option<ProofPlace> {
        self.frame
    }

    /// Notes that a frame is proven, whatever it says. The first stays.
    pub(crate) fn note_frame(&mut self, place: ProofPlace) {
        self.frame.get_or_insert(place);
    }

    pub(crate) fn entries(&self) -> &[DayEntry] {
        &self.of_day
    }

    /// How many entries day or year have, whichever has more.
    pub(crate) fn size(&self) -> usize {
        self.of_day.len().max(self.of_year.len())
    }

    /// What is known of a pollutant, which may be nothing.
    pub(crate) fn entry(&self, pollutant: &Pollutant) -> DayEntry {
        let known = self
            .of_day
            .iter()
            .find(|entry| entry.pollutant == *pollutant);
        known.copied().unwrap_or(DayEntry::new(*pollutant))
    }

    /// Puts what is known of a pollutant, and lets the year follow.
    pub(crate) fn put(&mut self, entry: DayEntry) -> DispatchResult {
        let before = self.entry(&entry.pollutant).counting();
        match self
            .of_day
            .binary_search_by_key(&entry.pollutant, |known| known.pollutant)
        {
            Ok(place) => {
                if let Some(known) = self.of_day.get_mut(place) {
                    *known = entry;
                }
            }
            Err(place) => self.of_day.insert(place, entry),
        }
        recount(&mut self.of_year, entry.pollutant, before, entry.counting())
    }

    /// Writes the day, and the year if its sum changed.
    pub(crate) fn store(self) -> DispatchResult {
        let year = self.day.year();
        let of_day = DayTotalV1 {
            entries: fitting(self.of_day)?,
            frame: self.frame,
        };
        DayTotals::<T>::insert(self.outlet, self.day, DayTotal::V1(of_day));
        if self.of_year == self.year_before {
            return Ok(());
        }
        let key = (self.outlet.permit, year, self.outlet.code);
        if self.of_year.is_empty() {
            YearTotals::<T>::remove(key);
        } else {
            let entries = fitting(self.of_year)?;
            YearTotals::<T>::insert(key, YearTotal::V1(YearTotalV1 { entries }));
        }
        Ok(())
    }
}

impl<T: Config> Pallet<T> {
    /// What is known of a day.
    pub(crate) fn day_total(outlet: &Outlet, day: Day) -> DayTotalV1 {
        match DayTotals::<T>::get(outlet, day) {
            Some(DayTotal::V1(total)) => total,
            None => DayTotalV1::default(),
        }
    }

    /// The sums of a year.
    pub(crate) fn year_total(outlet: &Outlet, year: u16) -> YearTotalV1 {
        match YearTotals::<T>::get((outlet.permit, year, outlet.code)) {
            Some(YearTotal::V1(total)) => total,
            None => YearTotalV1::default(),
        }
    }
}

/// An outlet into one medium has fewer counted pollutants than fit: a test asks all codes.
fn fitting<V, const MAX: usize>(
    entries: Vec<V>,
) -> Result<limpid_primitives::AtMost<V, MAX>, DispatchError> {
    entries.try_into().map_err(|_| DispatchError::Exhausted)
}

/// Replaces in a year's sums what counted of a day by what counts now. A pollutant of which no day counts has no entry.
pub(crate) fn recount(
    year: &mut Vec<YearEntry>,
    pollutant: Pollutant,
    before: Option<(MassSource, Micrograms)>,
    after: Option<(MassSource, Micrograms)>,
) -> DispatchResult {
    if before == after {
        return Ok(());
    }
    let place = year.binary_search_by_key(&pollutant, |entry| entry.pollutant);
    let mut entry = match place {
        Ok(place) => year.get(place).copied().unwrap_or(empty(pollutant)),
        Err(_) => empty(pollutant),
    };
    if let Some((source, mass)) = before {
        let days = days_of(&mut entry, source);
        *days = days.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
        let rest = entry.mass.checked_sub(mass);
        entry.mass = rest.ok_or(ArithmeticError::Underflow)?;
    }
    if let Some((source, mass)) = after {
        let days = days_of(&mut entry, source);
        *days = days.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        let sum = entry.mass.checked_add(mass);
        entry.mass = sum.ok_or(ArithmeticError::Overflow)?;
    }
    let counts = entry != empty(pollutant);
    match place {
        Ok(place) if counts => {
            if let Some(known) = year.get_mut(place) {
                *known = entry;
            }
        }
        Ok(place) => {
            year.remove(place);
        }
        Err(place) if counts => year.insert(place, entry),
        Err(_) => {}
    }
    Ok(())
}

pub(crate) const fn empty(pollutant: Pollutant) -> YearEntry {
    YearEntry {
        pollutant,
        mass: Micrograms::ZERO,
        days_overridden: 0,
        days_computed: 0,
        days_substituted: 0,
    }
}

fn days_of(entry: &mut YearEntry, source: MassSource) -> &mut u16 {
    match source {
        MassSource::Overridden => &mut entry.days_overridden,
        MassSource::Computed => &mut entry.days_computed,
        MassSource::Substituted => &mut entry.days_substituted,
    }
}

/// What a newly proven reading is beside the one that stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    /// None stands yet.
    First,
    /// It says the same: a frame sent again, or proven again.
    Same,
    /// The one that stands has no valid data, and this one has.
    Better,
    /// It says otherwise.
    Differs,
}

/// The first proof stands, of those that have valid data if there are any.
pub(crate) fn judge(standing: Option<&Computed>, new: &Computed) -> Verdict {
    let Some(standing) = standing else {
        return Verdict::First;
    };
    match (standing.claim(), new.claim()) {
        (one, other) if one == other => Verdict::Same,
        (None, Some(_)) => Verdict::Better,
        _ => Verdict::Differs,
    }
}

/// The validity of a reading of a day that is tagged beyond the rule: only what would count is changed.
pub(crate) const fn tagged(validity: DayValidity) -> DayValidity {
    match validity {
        DayValidity::Valid => DayValidity::Tagged,
        other => other,
    }
}

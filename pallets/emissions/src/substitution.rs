//! What counts for a day without valid data: the rule the agency set for the division of the permit's site.

use crate::{
    pallet::{Config, Error, Event, SubstitutionRules},
    terms::named,
    totals::{tagged, Totals},
    Pallet,
};
use alloc::vec::Vec;
use frame_support::ensure;
use limpid_primitives::{
    emissions::{DayEntry, DayValidity, Substituted, SubstitutionRule},
    permit::{OutletTermsV1, PermitLookup},
    Day, DivisionCode, Grams, Micrograms, Moment, Outlet, Pollutant,
};
use sp_runtime::{DispatchError, DispatchResult};

/// How far back a rule may look.
pub const RULE_DAYS_MAX: u8 = 31;

/// Who asks for a substitute.
pub(crate) enum By {
    /// Anybody who submits: a frame or its absence must be proven.
    Submitter,
    /// An agency of this division. A gateway that anchors batches and hides their records makes neither provable; the agency
    /// answers for it that there are no valid data.
    Agency(DivisionCode),
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_substitute_day(by: By, outlet: Outlet, day: Day) -> DispatchResult {
        let now = Self::now();
        ensure!(
            Self::data_deadline_ms(day) <= now.time_ms,
            Error::<T>::DataStillDue
        );
        let permit = T::Permits::permit(&outlet.permit).ok_or(Error::<T>::PermitUnknown)?;
        let (_, terms) =
            Self::terms_at(&permit, &outlet, day.start_ms()).ok_or(Error::<T>::OutletUnknown)?;
        let mut totals = Totals::<T>::of(outlet, day);
        match by {
            By::Agency(of) => {
                ensure!(of.contains(permit.division), Error::<T>::OutsideDivision);
            }
            By::Submitter => ensure!(
                totals.frame().is_some() || Self::is_absent(&outlet, day),
                Error::<T>::DayUnproven
            ),
        }
        let tagged = Self::take_tagged(&mut totals, outlet, day)?;
        let wanting: Vec<_> = named(&outlet, &terms)
            .into_iter()
            .filter(|pollutant| totals.entry(pollutant).counting().is_none())
            .collect();
        let rule = Self::substitution_rule(permit.division);
        ensure!(
            rule.is_some() || tagged > 0 || wanting.is_empty(),
            Error::<T>::NoSubstitutionRule
        );
        let substituted = match rule {
            Some(rule) => Self::substitute(&mut totals, outlet, day, &wanting, &terms, rule, now)?,
            None => 0,
        };
        ensure!(
            tagged > 0 || substituted > 0,
            Error::<T>::NothingToSubstitute
        );
        totals.store()
    }

    /// Masses that counted count no more if tags accepted since cover too much of the day. Returns how many.
    fn take_tagged(
        totals: &mut Totals<T>,
        outlet: Outlet,
        day: Day,
    ) -> Result<usize, DispatchError> {
        if !Self::is_day_tagged(&outlet, day, &Self::rules()) {
            return Ok(0);
        }
        let is_valid = |entry: &&DayEntry| {
            let computed = entry.computed.as_ref();
            computed.is_some_and(|computed| computed.validity == DayValidity::Valid)
        };
        let valid: Vec<DayEntry> = totals.entries().iter().filter(is_valid).copied().collect();
        for mut entry in valid.iter().copied() {
            if let Some(computed) = &mut entry.computed {
                computed.validity = tagged(computed.validity);
            }
            totals.put(entry)?;
        }
        if !valid.is_empty() {
            let pollutants = valid.iter().map(|entry| entry.pollutant).collect();
            Self::deposit_event(Event::DayTagged {
                outlet,
                day,
                pollutants,
            });
        }
        Ok(valid.len())
    }

    /// Sets what counts of the pollutants that want it, as far as the rule finds something. Returns how many.
    fn substitute(
        totals: &mut Totals<T>,
        outlet: Outlet,
        day: Day,
        wanting: &[Pollutant],
        terms: &OutletTermsV1,
        rule: SubstitutionRule,
        at: Moment,
    ) -> Result<usize, DispatchError> {
        let before = Self::entries_before(&outlet, day, rule);
        let mut count = 0usize;
        for pollutant in wanting.iter().copied() {
            let history: Vec<Micrograms> = before
                .iter()
                .filter(|entry| entry.pollutant == pollutant)
                .filter_map(DayEntry::effective)
                .collect();
            let Some(mass) = mass_by(rule, &history, terms.yearly_mass(&pollutant)) else {
                continue;
            };
            let mut entry = totals.entry(&pollutant);
            entry.substituted = Some(Substituted { mass, rule, at });
            totals.put(entry)?;
            Self::deposit_event(Event::DaySubstituted {
                outlet,
                day,
                pollutant,
                mass,
                rule,
            });
            count = count.saturating_add(1);
        }
        Ok(count)
    }

    /// What is known of the days a rule looks at, at most [`RULE_DAYS_MAX`].
    fn entries_before(outlet: &Outlet, day: Day, rule: SubstitutionRule) -> Vec<DayEntry> {
        let days = match rule {
            SubstitutionRule::LargestOfDays(days) | SubstitutionRule::MeanOfDays(days) => days,
            SubstitutionRule::PermittedDay => 0,
        };
        core::iter::successors(day.previous(), |day| day.previous())
            .take(days.into())
            .flat_map(|day| Self::day_total(outlet, day).entries.into_inner())
            .collect()
    }

    /// The rule of the nearest division around a place that has one: at most four are asked.
    fn substitution_rule(division: DivisionCode) -> Option<SubstitutionRule> {
        division.and_above().find_map(SubstitutionRules::<T>::get)
    }
}

/// The mass a rule gives; `None` if it finds nothing to go by.
pub(crate) fn mass_by(
    rule: SubstitutionRule,
    before: &[Micrograms],
    permitted: Option<Grams>,
) -> Option<Micrograms> {
    match rule {
        SubstitutionRule::LargestOfDays(_) => before.iter().copied().max(),
        SubstitutionRule::MeanOfDays(_) => {
            let count = u128::try_from(before.len())
                .ok()
                .filter(|count| *count > 0)?;
            let sum = before
                .iter()
                .copied()
                .try_fold(Micrograms::ZERO, Micrograms::checked_add)?;
            Some(Micrograms(sum.0.div_ceil(count)))
        }
        SubstitutionRule::PermittedDay => {
            let year = Micrograms::from(permitted?);
            Some(Micrograms(year.0.div_ceil(365)))
        }
    }
}

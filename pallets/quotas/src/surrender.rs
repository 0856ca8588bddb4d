//! Surrender: quota for what a permit's outlets discharged.

use crate::{
    errors::refused,
    pallet::{Config, Error, Event},
    parties::check_amount,
    Pallet,
};
use frame_support::{ensure, traits::Time};
use limpid_primitives::{
    emissions::EmissionLookup,
    permit::{PermitLookup, PermitV1},
    quota::{Cause, ClassId, ClassRulesV1, Holder, Place, QuotaClassV1, Timeliness},
    Grams, InstitutionId, PermitNumber, Pollutant,
};
use pallet_institutions::Actor;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_surrender(
        actor: Actor<T::AccountId>,
        number: PermitNumber,
        year: u16,
        class: ClassId,
        amount: Grams,
    ) -> DispatchResult {
        let (definition, rules) = Self::valid_class(class).map_err(refused::<T>)?;
        check_amount(amount).map_err(refused::<T>)?;
        let covers = definition.key.vintage().covers(year);
        ensure!(covers, Error::<T>::YearNotCovered);
        let (permit, id) = Self::held_permit(&number)?;
        ensure!(id == actor.institution, Error::<T>::NotPermitHolder);
        Self::ensure_good_at(id, &permit, &definition, &rules)?;
        let pollutant = definition.key.pollutant();
        let due = Self::due(&number, pollutant, year)?;
        let before = Self::liability(&number, year, pollutant, id);
        let is_missing = amount <= before.missing(due);
        ensure!(is_missing, Error::<T>::MoreThanMissing);
        let timeliness = Self::timeliness(&permit, pollutant, year);
        let mut after = before;
        let sum = match timeliness {
            Timeliness::OnTime => &mut after.on_time,
            Timeliness::Late => &mut after.late,
        };
        *sum = sum.checked_add(amount).ok_or(ArithmeticError::Overflow)?;
        let holder = Holder::Institution(id);
        let part = Self::change_holding(&holder, class, |holding| holding.use_up(amount))
            .map_err(refused::<T>)?;
        let cause = Cause::Surrender {
            permit: number,
            year,
        };
        let lot = Self::end(&holder, class, part, cause).map_err(refused::<T>)?;
        Self::add_to_totals(class, amount, |totals| &mut totals.surrendered)?;
        Self::deposit_event(Event::QuotaSurrendered {
            permit: number,
            year,
            class,
            holder: id,
            amount,
            timeliness,
            lot,
        });
        Self::put_liability(&number, year, pollutant, &before, after)
    }

    /// The permit, and the institution that holds it.
    pub(crate) fn held_permit(
        number: &PermitNumber,
    ) -> Result<(PermitV1, InstitutionId), Error<T>> {
        let permit = T::Permits::permit(number).ok_or(Error::PermitUnknown)?;
        let holder = permit.holder.ok_or(Error::NotPermitHolder)?;
        Ok((permit, holder))
    }

    /// The enrolled place of the permit's site.
    pub(crate) fn place_of(id: InstitutionId, permit: &PermitV1) -> Result<Place, Error<T>> {
        let declaration = Self::declaration_of(id).ok_or(Error::NotEnrolled)?;
        let place = declaration.place(permit.division);
        place.copied().ok_or(Error::PlaceNotEnrolled)
    }

    /// Emissions at the permit's site can be covered with quota of the class.
    fn ensure_good_at(
        id: InstitutionId,
        permit: &PermitV1,
        class: &QuotaClassV1,
        rules: &ClassRulesV1,
    ) -> Result<(), Error<T>> {
        let place = Self::place_of(id, permit)?;
        let is_good = rules.is_good_at(&class.key, &place);
        ensure!(is_good, Error::OutsideZone);
        let declaration = Self::declaration_of(id).ok_or(Error::NotEnrolled)?;
        let is_for = rules.is_for(&class.key, declaration.sector);
        ensure!(is_for, Error::OtherSector);
        Ok(())
    }

    /// What a permit's year demands, as far as the chain knows now: a begun gram counts.
    pub(crate) fn due(
        number: &PermitNumber,
        pollutant: Pollutant,
        year: u16,
    ) -> Result<Grams, DispatchError> {
        let mass = T::Emissions::year_mass(number, &pollutant, year);
        Ok(mass.ok_or(Error::<T>::TooManyOutlets)?.grams_up())
    }

    /// Without a deadline nothing is late.
    fn timeliness(permit: &PermitV1, pollutant: Pollutant, year: u16) -> Timeliness {
        let rule = Self::surrender_rule(permit.division, pollutant);
        let deadline_ms = rule.and_then(|rule| rule.deadline_ms(year));
        match deadline_ms {
            Some(deadline_ms) if T::Time::now() >= deadline_ms => Timeliness::Late,
            _ => Timeliness::OnTime,
        }
    }
}

//! What is missing of a permit's year after the deadline, and what follows from it.

use crate::{
    errors::refused,
    holdings::Arrear,
    pallet::{Config, Deductions, Error, Event, Liabilities, SurrenderRules},
    parties::check_amount,
    Pallet,
};
use frame_support::{ensure, traits::Time};
use limpid_primitives::{
    permit::PermitLookup,
    quota::{
        Assessment, Deduction, Holder, Liability, LiabilityV1, SurrenderRule, SurrenderRuleV1,
    },
    Digest, DivisionCode, Grams, InstitutionId, PermitNumber, Pollutant,
};
use pallet_institutions::Actor;
use sp_runtime::{ArithmeticError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_set_surrender_rule(
        agency: Actor<T::AccountId>,
        division: DivisionCode,
        pollutant: Pollutant,
        rule: Option<SurrenderRule>,
    ) -> DispatchResult {
        let is_inside = agency.division.contains(division);
        ensure!(is_inside, Error::<T>::OutsideDivision);
        SurrenderRules::<T>::set(division, pollutant, rule);
        Self::deposit_event(Event::SurrenderRuleSet {
            division,
            pollutant,
            rule,
            by: agency.institution,
        });
        Ok(())
    }

    pub(crate) fn do_assess_year(
        number: PermitNumber,
        pollutant: Pollutant,
        year: u16,
    ) -> DispatchResult {
        let (permit, holder) = Self::held_permit(&number)?;
        let rule =
            Self::surrender_rule(permit.division, pollutant).ok_or(Error::<T>::RuleUnknown)?;
        let deadline_ms = rule.deadline_ms(year).ok_or(Error::<T>::YearNotCovered)?;
        let at = Self::now();
        ensure!(at.time_ms >= deadline_ms, Error::<T>::DeadlineAhead);
        let due = Self::due(&number, pollutant, year)?;
        let before = Self::liability(&number, year, pollutant, holder);
        let deduction_permille = rule.deduction_permille;
        let is_known = before
            .assessed
            .is_some_and(|last| last.due == due && last.deduction_permille == deduction_permille);
        ensure!(!is_known, Error::<T>::AlreadyAssessed);
        let after = LiabilityV1 {
            assessed: Some(Assessment {
                due,
                deduction_permille,
                at,
            }),
            ..before
        };
        Self::deposit_event(Event::YearAssessed {
            permit: number,
            year,
            pollutant,
            holder,
            due,
            shortfall: after.shortfall(),
            deduction: after.deduction(),
        });
        Self::put_liability(&number, year, pollutant, &before, after)
    }

    pub(crate) fn do_waive_shortfall(
        agency: Actor<T::AccountId>,
        number: PermitNumber,
        pollutant: Pollutant,
        year: u16,
        amount: Grams,
        document: Digest,
    ) -> DispatchResult {
        let permit = T::Permits::permit(&number).ok_or(Error::<T>::PermitUnknown)?;
        let is_inside = agency.division.contains(permit.division);
        ensure!(is_inside, Error::<T>::OutsideDivision);
        check_amount(amount).map_err(refused::<T>)?;
        let Liability::V1(before) =
            Liabilities::<T>::get((number, year, pollutant)).ok_or(Error::<T>::MoreThanMissing)?;
        let is_missing = amount <= before.shortfall();
        ensure!(is_missing, Error::<T>::MoreThanMissing);
        let waived = before.waived.checked_add(amount);
        let waived = waived.ok_or(ArithmeticError::Overflow)?;
        Self::deposit_event(Event::ShortfallWaived {
            permit: number,
            year,
            pollutant,
            amount,
            document,
            by: agency.institution,
        });
        let after = LiabilityV1 { waived, ..before };
        Self::put_liability(&number, year, pollutant, &before, after)
    }

    /// The rule of the nearest division that has one for the pollutant.
    pub(crate) fn surrender_rule(
        division: DivisionCode,
        pollutant: Pollutant,
    ) -> Option<SurrenderRuleV1> {
        division
            .and_above()
            .find_map(|division| SurrenderRules::<T>::get(division, pollutant))
            .map(|SurrenderRule::V1(rule)| rule)
    }

    /// What is on record of a permit's year.
    pub(crate) fn liability(
        number: &PermitNumber,
        year: u16,
        pollutant: Pollutant,
        holder: InstitutionId,
    ) -> LiabilityV1 {
        Liabilities::<T>::get((number, year, pollutant))
            .map_or(LiabilityV1::new(holder), |Liability::V1(stored)| stored)
    }

    /// Writes what is on record now. A shortfall that appears or goes is an arrear, and what is owed of deductions follows.
    pub(crate) fn put_liability(
        number: &PermitNumber,
        year: u16,
        pollutant: Pollutant,
        before: &LiabilityV1,
        after: LiabilityV1,
    ) -> DispatchResult {
        let holder = Holder::Institution(after.holder);
        let change = match (before.shortfall(), after.shortfall()) {
            (Grams(0), Grams(1..)) => Some(Arrear::Begins),
            (Grams(1..), Grams(0)) => Some(Arrear::Ends),
            _ => None,
        };
        if let Some(change) = change {
            Self::change_arrears(&holder, change).map_err(refused::<T>)?;
        }
        let (former, demanded) = (before.deduction(), after.deduction());
        if former != demanded {
            let Deduction::V1(mut deduction) = Deductions::<T>::get(after.holder, pollutant);
            let others = deduction.owed.saturating_sub(former);
            let owed = others.checked_add(demanded);
            deduction.owed = owed.ok_or(ArithmeticError::Overflow)?;
            Deductions::<T>::insert(after.holder, pollutant, Deduction::V1(deduction));
        }
        Liabilities::<T>::insert((number, year, pollutant), Liability::V1(after));
        Ok(())
    }

    /// Whether a permit's year would have a shortfall if it were assessed now, and how large.
    pub(crate) fn shortfall_now(
        number: &PermitNumber,
        pollutant: Pollutant,
        year: u16,
    ) -> Option<Grams> {
        let (permit, holder) = Self::held_permit(number).ok()?;
        let rule = Self::surrender_rule(permit.division, pollutant)?;
        let is_late = T::Time::now() >= rule.deadline_ms(year)?;
        let due = Self::due(number, pollutant, year)
            .ok()
            .filter(|_| is_late)?;
        Some(Self::liability(number, year, pollutant, holder).missing(due))
    }
}

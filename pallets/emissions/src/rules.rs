//! How emissions are counted and found: set by the council for all, and for days without valid data by each agency.

use crate::{
    pallet::{Config, Error, Event, Rules, SubstitutionRules},
    substitution::RULE_DAYS_MAX,
    Pallet,
};
use frame_support::{ensure, traits::Time};
use limpid_primitives::{
    emissions::{EmissionRules, EmissionRulesV1, SubstitutionRule},
    DivisionCode, Moment,
};
use pallet_institutions::Actor;
use sp_runtime::{traits::SaturatedConversion, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_set_rules(rules: EmissionRules) {
        Rules::<T>::put(rules);
        Self::deposit_event(Event::RulesSet { rules });
    }

    pub(crate) fn do_set_substitution_rule(
        agency: Actor<T::AccountId>,
        division: DivisionCode,
        rule: Option<SubstitutionRule>,
    ) -> DispatchResult {
        ensure!(
            agency.division.contains(division),
            Error::<T>::OutsideDivision
        );
        ensure!(
            rule.is_none_or(looks_back_within),
            Error::<T>::RuleOutOfRange
        );
        SubstitutionRules::<T>::set(division, rule);
        Self::deposit_event(Event::SubstitutionRuleSet {
            division,
            rule,
            by: agency.institution,
        });
        Ok(())
    }

    pub(crate) fn rules() -> EmissionRulesV1 {
        let EmissionRules::V1(rules) = Rules::<T>::get();
        rules
    }

    pub(crate) fn now() -> Moment {
        Moment {
            block: frame_system::Pallet::<T>::block_number().saturated_into(),
            time_ms: T::Time::now(),
        }
    }
}

/// Whether a rule looks at one to [`RULE_DAYS_MAX`] days.
pub(crate) fn looks_back_within(rule: SubstitutionRule) -> bool {
    match rule {
        SubstitutionRule::LargestOfDays(days) | SubstitutionRule::MeanOfDays(days) => {
            (1..=RULE_DAYS_MAX).contains(&days)
        }
        SubstitutionRule::PermittedDay => true,
    }
}

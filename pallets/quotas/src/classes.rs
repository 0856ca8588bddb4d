//! Classes and their rules.

use crate::{
    pallet::{ClassOf, Classes, Config, Error, Event, NextClass, Rules, Totals},
    types::StandingRules,
    Pallet,
};
use frame_support::{ensure, traits::Time};
use limpid_primitives::{
    quota::{
        ClassId, ClassKey, ClassRules, ClassRulesV1, ClassTotals, ClassTotalsV1, QuotaClass,
        QuotaClassV1, Refusal,
    },
    Digest, Grams, Moment,
};
use pallet_institutions::Actor;
use sp_runtime::{traits::SaturatedConversion, ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_define_class(
        agency: Actor<T::AccountId>,
        key: ClassKey,
        unit: Grams,
        rules: ClassRules,
        document: Digest,
    ) -> DispatchResult {
        let is_inside = agency.division.contains(key.zone().division());
        ensure!(is_inside, Error::<T>::OutsideDivision);
        let at = Self::now();
        ensure!(!key.vintage().is_over(at.time_ms), Error::<T>::ClassExpired);
        ensure!(!unit.is_zero(), Error::<T>::UnitEmpty);
        ensure!(!ClassOf::<T>::contains_key(key), Error::<T>::ClassExists);
        Self::ensure_rules(&agency, &key, &rules)?;
        let number = NextClass::<T>::get();
        let next = number.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        let class = ClassId(number);
        let by = agency.institution;
        let definition = QuotaClassV1 {
            key,
            unit,
            defined: at,
            by,
        };
        NextClass::<T>::put(next);
        Classes::<T>::insert(class, QuotaClass::V1(definition));
        ClassOf::<T>::insert(key, class);
        Self::deposit_event(Event::ClassDefined {
            class,
            key,
            unit,
            document,
            by,
        });
        Self::put_rules(&agency, class, rules, document);
        Ok(())
    }

    pub(crate) fn do_set_rules(
        agency: Actor<T::AccountId>,
        class: ClassId,
        rules: ClassRules,
        document: Digest,
    ) -> DispatchResult {
        let (definition, standing) =
            Self::class_with_rules(class).ok_or(Error::<T>::ClassUnknown)?;
        Self::ensure_over(&agency, &definition)?;
        let may_change = agency.division.contains(standing.division);
        ensure!(may_change, Error::<T>::SetFromAbove);
        Self::ensure_valid(&definition)?;
        Self::ensure_rules(&agency, &definition.key, &rules)?;
        let ClassRules::V1(new) = &rules;
        let ClassTotals::V1(totals) = Totals::<T>::get(class);
        ensure!(totals.allocated <= new.cap, Error::<T>::CapExceeded);
        Self::put_rules(&agency, class, rules, document);
        Ok(())
    }

    /// Every zone that may buy in is of the class's medium and in the agency's division: who lets a zone in decides for both.
    fn ensure_rules(
        agency: &Actor<T::AccountId>,
        key: &ClassKey,
        rules: &ClassRules,
    ) -> DispatchResult {
        let ClassRules::V1(rules) = rules;
        for zone in &rules.zones {
            let is_same = zone.medium() == key.zone().medium();
            ensure!(is_same, Error::<T>::ZoneUnfit);
            let is_inside = agency.division.contains(zone.division());
            ensure!(is_inside, Error::<T>::OutsideDivision);
        }
        Ok(())
    }

    fn put_rules(
        agency: &Actor<T::AccountId>,
        class: ClassId,
        rules: ClassRules,
        document: Digest,
    ) {
        let by = agency.institution;
        let standing = StandingRules {
            rules: rules.clone(),
            document,
            by,
            division: agency.division,
            at: Self::now(),
        };
        Rules::<T>::insert(class, standing);
        Self::deposit_event(Event::RulesSet {
            class,
            rules,
            document,
            by,
        });
    }

    /// The class lies in the agency's division.
    pub(crate) fn ensure_over(
        agency: &Actor<T::AccountId>,
        class: &QuotaClassV1,
    ) -> DispatchResult {
        let is_inside = agency.division.contains(class.key.zone().division());
        ensure!(is_inside, Error::<T>::OutsideDivision);
        Ok(())
    }

    /// The class is not over.
    pub(crate) fn ensure_valid(class: &QuotaClassV1) -> Result<(), Error<T>> {
        ensure!(!Self::is_over(class), Error::<T>::ClassExpired);
        Ok(())
    }

    /// Whether the class is over at the block's time.
    pub(crate) fn is_over(class: &QuotaClassV1) -> bool {
        class.key.vintage().is_over(T::Time::now())
    }

    pub(crate) fn known_class(class: ClassId) -> Option<QuotaClassV1> {
        Classes::<T>::get(class).map(|QuotaClass::V1(class)| class)
    }

    pub(crate) fn class_with_rules(class: ClassId) -> Option<(QuotaClassV1, StandingRules)> {
        Some((Self::known_class(class)?, Rules::<T>::get(class)?))
    }

    /// A class that is not over, with its rules.
    pub(crate) fn valid_class(class: ClassId) -> Result<(QuotaClassV1, ClassRulesV1), Refusal> {
        let (class, standing) = Self::class_with_rules(class).ok_or(Refusal::ClassUnknown)?;
        if Self::is_over(&class) {
            return Err(Refusal::ClassExpired);
        }
        Ok((class, standing.now()))
    }

    /// Adds to one of a class's sums.
    pub(crate) fn add_to_totals(
        class: ClassId,
        amount: Grams,
        sum: impl FnOnce(&mut ClassTotalsV1) -> &mut Grams,
    ) -> Result<(), DispatchError> {
        let ClassTotals::V1(mut totals) = Totals::<T>::get(class);
        let sum = sum(&mut totals);
        *sum = sum.checked_add(amount).ok_or(ArithmeticError::Overflow)?;
        Totals::<T>::insert(class, ClassTotals::V1(totals));
        Ok(())
    }

    /// This block, with its time.
    pub(crate) fn now() -> Moment {
        Moment {
            block: frame_system::Pallet::<T>::block_number().saturated_into(),
            time_ms: T::Time::now(),
        }
    }
}

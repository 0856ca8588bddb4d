//! What agencies decide: quota is allocated to holders, and taken back into reserves.

use crate::{
    errors::refused,
    pallet::{Allocations, Config, Deductions, Error, Event, Totals},
    parties::{check_amount, check_reserve},
    types::ShareList,
    Pallet,
};
use frame_support::ensure;
use limpid_primitives::{
    quota::{
        Allocation, AllocationV1, Cause, ClassId, ClassRulesV1, ClassTotals, Deduction, Holder,
        QuotaClassV1, Refusal, Share,
    },
    Digest, DivisionCode, Grams, Pollutant,
};
use pallet_institutions::Actor;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_allocate(
        agency: Actor<T::AccountId>,
        class: ClassId,
        document: Digest,
        shares: ShareList,
    ) -> DispatchResult {
        let (definition, standing) =
            Self::class_with_rules(class).ok_or(Error::<T>::ClassUnknown)?;
        Self::ensure_over(&agency, &definition)?;
        Self::ensure_valid(&definition)?;
        let rules = standing.now();
        for share in &shares {
            Self::allocate_share(&agency, class, &definition, &rules, document, share)?;
        }
        Ok(())
    }

    fn allocate_share(
        agency: &Actor<T::AccountId>,
        class: ClassId,
        definition: &QuotaClassV1,
        rules: &ClassRulesV1,
        document: Digest,
        share: &Share,
    ) -> DispatchResult {
        let Share { holder, amount } = *share;
        check_amount(amount).map_err(refused::<T>)?;
        let key = (class, document, holder);
        ensure!(
            !Allocations::<T>::contains_key(key),
            Error::<T>::AlreadyAllocated
        );
        Self::check_allocation(&holder, definition, rules).map_err(refused::<T>)?;
        let deducted = Self::deduct(&holder, definition.key.pollutant(), amount)?;
        let rest = amount.saturating_sub(deducted);
        Self::add_to_totals(class, rest, |totals| &mut totals.allocated)?;
        let ClassTotals::V1(totals) = Totals::<T>::get(class);
        ensure!(totals.allocated <= rules.cap, Error::<T>::CapExceeded);
        let lot = match rest {
            Grams(0) => None,
            rest => {
                let lot = Self::allocate_lot(&holder, class, rest, document);
                Some(lot.map_err(refused::<T>)?)
            }
        };
        let by = agency.institution;
        let allocation = AllocationV1 {
            granted: amount,
            deducted,
            lot,
            at: Self::now(),
            by,
        };
        Allocations::<T>::insert(key, Allocation::V1(allocation));
        Self::deposit_event(Event::QuotaAllocated {
            class,
            holder,
            granted: amount,
            deducted,
            lot,
            document,
            by,
        });
        Ok(())
    }

    /// Whether a holder may be given quota of the class at all; limits and barred areas are about buying.
    fn check_allocation(
        holder: &Holder,
        definition: &QuotaClassV1,
        rules: &ClassRulesV1,
    ) -> Result<(), Refusal> {
        match holder {
            Holder::Institution(id) => {
                let declaration = Self::declaration_of(*id).ok_or(Refusal::NotEnrolled)?;
                rules.check_holder(&definition.key, &declaration)
            }
            Holder::Reserve(division) => check_reserve(*division, definition),
        }
    }

    /// Takes what is outstanding of the holder's deductions off an amount, and returns how much that is.
    fn deduct(
        holder: &Holder,
        pollutant: Pollutant,
        amount: Grams,
    ) -> Result<Grams, DispatchError> {
        let Some(id) = holder.institution() else {
            return Ok(Grams::ZERO);
        };
        let Deduction::V1(mut deduction) = Deductions::<T>::get(id, pollutant);
        let deducted = deduction.outstanding().min(amount);
        if deducted.is_zero() {
            return Ok(deducted);
        }
        let taken = deduction.taken.checked_add(deducted);
        deduction.taken = taken.ok_or(ArithmeticError::Overflow)?;
        Deductions::<T>::insert(id, pollutant, Deduction::V1(deduction));
        Ok(deducted)
    }

    pub(crate) fn do_take_back(
        agency: Actor<T::AccountId>,
        class: ClassId,
        holder: Holder,
        reserve: DivisionCode,
        amount: Grams,
        document: Digest,
    ) -> DispatchResult {
        let definition = Self::known_class(class).ok_or(Error::<T>::ClassUnknown)?;
        Self::ensure_over(&agency, &definition)?;
        let is_inside = agency.division.contains(reserve);
        ensure!(is_inside, Error::<T>::OutsideDivision);
        Self::ensure_valid(&definition)?;
        check_amount(amount).map_err(refused::<T>)?;
        let to = Holder::Reserve(reserve);
        ensure!(holder != to, Error::<T>::SameHolder);
        check_reserve(reserve, &definition).map_err(refused::<T>)?;
        let part = Self::change_holding(&holder, class, |holding| holding.use_up_own(amount))
            .map_err(refused::<T>)?;
        let cause = Cause::TakeBack { document };
        let lot =
            Self::receive(&to, class, amount, alloc::vec![part], cause).map_err(refused::<T>)?;
        Self::deposit_event(Event::QuotaTakenBack {
            class,
            holder,
            reserve,
            amount,
            lot,
            document,
            by: agency.institution,
        });
        Ok(())
    }
}

//! Money that comes in, and the banks' references.

use crate::{
    pallet::{Banks, Config, Error, Event, References, Supply},
    Pallet,
};
use frame_support::ensure;
use limpid_primitives::{
    market::{BankTotals, BankTotalsV1, Fen, MoneyRefusal},
    Digest, InstitutionId, InstitutionKind,
};
use pallet_institutions::{Actor, InstitutionLookup};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_credit(
        bank: Actor<T::AccountId>,
        institution: InstitutionId,
        amount: Fen,
        reference: Digest,
    ) -> DispatchResult {
        let bank = bank.institution;
        ensure!(amount > Fen::ZERO, Error::<T>::Nothing);
        let kind = T::Institutions::institution(institution).map(|known| known.kind);
        let is_depositor = matches!(
            kind,
            Some(InstitutionKind::Enterprise | InstitutionKind::Agency)
        );
        ensure!(is_depositor, Error::<T>::NotDepositor);
        Self::count_reference(bank, reference)?;
        let supply = Supply::<T>::get().checked_add(amount);
        Supply::<T>::put(supply.ok_or(ArithmeticError::Overflow)?);
        Self::add_to_bank(bank, |totals| (&mut totals.credited, amount))?;
        Self::change_claim(institution, |claim| {
            let free = claim.free.checked_add(amount);
            claim.free = free.ok_or(MoneyRefusal::Overflow)?;
            Ok(())
        })
        .map_err(refused::<T>)?;
        Self::deposit_event(Event::Credited {
            institution,
            bank,
            amount,
            reference,
        });
        Ok(())
    }

    /// A bank's record counts once, whether money came in or went out.
    pub(crate) fn count_reference(bank: InstitutionId, reference: Digest) -> DispatchResult {
        let is_new = !References::<T>::contains_key(bank, reference);
        ensure!(is_new, Error::<T>::ReferenceUsed);
        References::<T>::insert(bank, reference, ());
        Ok(())
    }

    pub(crate) fn add_to_bank(
        bank: InstitutionId,
        sum: impl FnOnce(&mut BankTotalsV1) -> (&mut Fen, Fen),
    ) -> DispatchResult {
        let BankTotals::V1(mut totals) = Banks::<T>::get(bank);
        let (sum, amount) = sum(&mut totals);
        *sum = sum.checked_add(amount).ok_or(ArithmeticError::Overflow)?;
        Banks::<T>::insert(bank, BankTotals::V1(totals));
        Ok(())
    }
}

/// The error of a call for why money doesn't move.
pub(crate) fn refused<T: Config>(refusal: MoneyRefusal) -> DispatchError {
    match refusal {
        MoneyRefusal::NotEnough => Error::<T>::NotEnough.into(),
        MoneyRefusal::NotHeld => ArithmeticError::Underflow.into(),
        MoneyRefusal::Overflow => ArithmeticError::Overflow.into(),
    }
}

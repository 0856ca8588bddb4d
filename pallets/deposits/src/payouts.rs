//! Money that goes out: asked for, and confirmed or refused by the bank.

use crate::{
    claims::shift,
    credits::refused,
    pallet::{Config, Error, Event, NextPayout, OpenPayouts, Payouts, Supply},
    Pallet,
};
use frame_support::{
    ensure,
    traits::{Get, Time},
};
use limpid_primitives::{
    market::{Fen, MoneyRefusal, Payout, PayoutId, PayoutV1},
    Digest, InstitutionId, InstitutionKind, Moment,
};
use pallet_institutions::{Actor, InstitutionLookup};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult, SaturatedConversion};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_request_payout(
        depositor: Actor<T::AccountId>,
        bank: InstitutionId,
        amount: Fen,
    ) -> DispatchResult {
        let institution = depositor.institution;
        ensure!(amount > Fen::ZERO, Error::<T>::Nothing);
        let is_bank = T::Institutions::institution(bank)
            .is_some_and(|known| known.kind == InstitutionKind::SettlementBank);
        ensure!(is_bank, Error::<T>::NotBank);
        let open = OpenPayouts::<T>::get(institution);
        ensure!(open < T::PayoutsMax::get(), Error::<T>::PayoutsFull);
        Self::change_claim(institution, |claim| {
            let missing = MoneyRefusal::NotEnough;
            shift(&mut claim.free, &mut claim.paying, amount, missing)
        })
        .map_err(refused::<T>)?;
        let number = NextPayout::<T>::get();
        NextPayout::<T>::put(number.checked_add(1).ok_or(ArithmeticError::Overflow)?);
        let payout = PayoutId(number);
        let stored = PayoutV1 {
            of: institution,
            bank,
            amount,
            at: Moment {
                block: frame_system::Pallet::<T>::block_number().saturated_into(),
                time_ms: T::Time::now(),
            },
        };
        Payouts::<T>::insert(payout, Payout::V1(stored));
        OpenPayouts::<T>::insert(institution, open.saturating_add(1));
        Self::deposit_event(Event::PayoutRequested {
            payout,
            institution,
            bank,
            amount,
        });
        Ok(())
    }

    pub(crate) fn do_confirm_payout(
        bank: Actor<T::AccountId>,
        id: PayoutId,
        reference: Digest,
    ) -> DispatchResult {
        let payout = Self::payout_of(&bank, id)?;
        let amount = payout.amount;
        Self::count_reference(payout.bank, reference)?;
        Self::close(id, payout.of);
        Self::change_claim(payout.of, |claim| {
            let paying = claim.paying.checked_sub(amount);
            claim.paying = paying.ok_or(MoneyRefusal::NotHeld)?;
            Ok(())
        })
        .map_err(refused::<T>)?;
        let supply = Supply::<T>::get().checked_sub(amount);
        Supply::<T>::put(supply.ok_or(ArithmeticError::Underflow)?);
        Self::add_to_bank(payout.bank, |totals| (&mut totals.paid, amount))?;
        Self::deposit_event(Event::PayoutConfirmed {
            payout: id,
            institution: payout.of,
            bank: payout.bank,
            amount,
            reference,
        });
        Ok(())
    }

    pub(crate) fn do_refuse_payout(
        bank: Actor<T::AccountId>,
        id: PayoutId,
        reason: Digest,
    ) -> DispatchResult {
        let payout = Self::payout_of(&bank, id)?;
        Self::give_back(id, &payout)?;
        Self::deposit_event(Event::PayoutRefused { payout: id, reason });
        Ok(())
    }

    pub(crate) fn do_withdraw_request(
        depositor: Actor<T::AccountId>,
        id: PayoutId,
    ) -> DispatchResult {
        let payout = Self::known_payout(id)?;
        let is_own = payout.of == depositor.institution;
        ensure!(is_own, Error::<T>::NotRequester);
        Self::give_back(id, &payout)?;
        Self::deposit_event(Event::PayoutWithdrawn { payout: id });
        Ok(())
    }

    fn known_payout(id: PayoutId) -> Result<PayoutV1, Error<T>> {
        let Payout::V1(payout) = Payouts::<T>::get(id).ok_or(Error::PayoutUnknown)?;
        Ok(payout)
    }

    /// A payout that was asked of this bank.
    fn payout_of(bank: &Actor<T::AccountId>, id: PayoutId) -> Result<PayoutV1, DispatchError> {
        let payout = Self::known_payout(id)?;
        let is_its = payout.bank == bank.institution;
        ensure!(is_its, Error::<T>::OtherBank);
        Ok(payout)
    }

    fn give_back(id: PayoutId, payout: &PayoutV1) -> DispatchResult {
        Self::close(id, payout.of);
        Self::change_claim(payout.of, |claim| {
            let missing = MoneyRefusal::NotHeld;
            shift(&mut claim.paying, &mut claim.free, payout.amount, missing)
        })
        .map_err(refused::<T>)
    }

    fn close(id: PayoutId, of: InstitutionId) {
        Payouts::<T>::remove(id);
        match OpenPayouts::<T>::get(of).saturating_sub(1) {
            0 => OpenPayouts::<T>::remove(of),
            open => OpenPayouts::<T>::insert(of, open),
        }
    }
}

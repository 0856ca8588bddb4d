//! What courts order about quota.

use crate::{
    errors::refused,
    pallet::{Config, Error, Event, Freezes, Holdings, NextFreeze},
    parties::check_amount,
    Pallet,
};
use frame_support::ensure;
use limpid_primitives::{
    quota::{ClassId, Freeze, FreezeId, FreezeV1, Holder, Refusal, Release},
    Digest, Grams,
};
use pallet_institutions::Actor;
use sp_runtime::{ArithmeticError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_freeze(
        court: Actor<T::AccountId>,
        holder: Holder,
        class: ClassId,
        amount: Grams,
        document: Digest,
    ) -> DispatchResult {
        check_amount(amount).map_err(refused::<T>)?;
        let is_there = Holdings::<T>::contains_key(holder, class);
        ensure!(is_there, Error::<T>::HoldingUnknown);
        let number = NextFreeze::<T>::get();
        NextFreeze::<T>::put(number.checked_add(1).ok_or(ArithmeticError::Overflow)?);
        Self::change_holding(&holder, class, |holding| {
            let frozen = holding.frozen.checked_add(amount);
            holding.frozen = frozen.ok_or(Refusal::Overflow)?;
            Ok(())
        })
        .map_err(refused::<T>)?;
        let freeze = FreezeV1 {
            holder,
            class,
            amount,
            court: court.institution,
            division: court.division,
            document,
            at: Self::now(),
            released: None,
        };
        Freezes::<T>::insert(FreezeId(number), Freeze::V1(freeze));
        Self::deposit_event(Event::QuotaFrozen {
            freeze: FreezeId(number),
            holder,
            class,
            amount,
            document,
            by: court.institution,
        });
        Ok(())
    }

    pub(crate) fn do_release_freeze(
        court: Actor<T::AccountId>,
        id: FreezeId,
        document: Digest,
    ) -> DispatchResult {
        let Freeze::V1(mut freeze) = Freezes::<T>::get(id).ok_or(Error::<T>::FreezeUnknown)?;
        let is_same = court.institution == freeze.court;
        let is_above =
            court.division != freeze.division && court.division.contains(freeze.division);
        ensure!(is_same || is_above, Error::<T>::OtherCourt);
        ensure!(freeze.released.is_none(), Error::<T>::AlreadyReleased);
        Self::change_holding(&freeze.holder, freeze.class, |holding| {
            holding.frozen = holding.frozen.saturating_sub(freeze.amount);
            Ok(())
        })
        .map_err(refused::<T>)?;
        freeze.released = Some(Release {
            at: Self::now(),
            by: court.institution,
            document,
        });
        Freezes::<T>::insert(id, Freeze::V1(freeze));
        Self::deposit_event(Event::FreezeReleased {
            freeze: id,
            document,
            by: court.institution,
        });
        Ok(())
    }
}

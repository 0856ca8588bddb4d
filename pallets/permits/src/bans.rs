//! Holders who get no permit for a time.

use crate::{
    pallet::{Bans, Config, Error, Event, Permits},
    Pallet,
};
use frame_support::{ensure, traits::Get};
use limpid_primitives::{permit::Permit, Digest, PermitNumber};
use pallet_institutions::Actor;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
    pub(crate) fn do_lift_ban(
        agency: Actor<T::AccountId>,
        number: PermitNumber,
        document: Digest,
    ) -> DispatchResult {
        let Permit::V1(permit) = Permits::<T>::get(number).ok_or(Error::<T>::PermitUnknown)?;
        ensure!(
            agency.division.contains(permit.division),
            Error::<T>::OutsideDivision
        );
        ensure!(
            Self::is_banned(&number, Self::now().time_ms),
            Error::<T>::NotBanned
        );
        Bans::<T>::remove(number.holder());
        Self::deposit_event(Event::BanLifted {
            number,
            document,
            by: agency.institution,
        });
        Ok(())
    }

    pub(crate) fn is_banned(number: &PermitNumber, now_ms: u64) -> bool {
        Bans::<T>::get(number.holder()).is_some_and(|until_ms| now_ms < until_ms)
    }

    /// A ban ends, and not so late that only a mistyped year can be meant.
    pub(crate) fn ensure_ban(banned_until_ms: Option<u64>, now_ms: u64) -> DispatchResult {
        let latest_ms = now_ms.saturating_add(T::BanMsMax::get());
        let is_possible = |until_ms| until_ms > now_ms && until_ms <= latest_ms;
        ensure!(
            banned_until_ms.is_none_or(is_possible),
            Error::<T>::BanOutOfRange
        );
        Ok(())
    }

    /// Bans the holder; of two bans the longer counts.
    pub(crate) fn ban(number: &PermitNumber, until_ms: u64) {
        let holder = number.holder();
        if Bans::<T>::get(holder).is_none_or(|known_ms| known_ms < until_ms) {
            Bans::<T>::insert(holder, until_ms);
        }
    }
}

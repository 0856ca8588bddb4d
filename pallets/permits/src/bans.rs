//! Holders who get no permit for a time.

use crate::{
    pallet::{Bans, Config, Error, Event, Permits},
    Pallet,
};
use frame_support::{ensure, traits::Get};
use limpid_primitives::{
    permit::{Ban, BanV1},
    Digest, PermitNumber,
};
use pallet_institutions::Actor;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
    pub(crate) fn do_lift_ban(
        agency: Actor<T::AccountId>,
        number: PermitNumber,
        document: Digest,
    ) -> DispatchResult {
        let is_known = Permits::<T>::contains_key(number);
        ensure!(is_known, Error::<T>::PermitUnknown);
        let ban = Self::running_ban(&number, Self::now().time_ms)
            .filter(|ban| ban.number == number)
            .ok_or(Error::<T>::NotBanned)?;
        ensure!(
            agency.division.contains(ban.division),
            Error::<T>::OutsideDivision
        );
        Bans::<T>::remove(number.holder());
        Self::deposit_event(Event::BanLifted {
            number,
            document,
            by: agency.institution,
        });
        Ok(())
    }

    /// The ban on the holder of this number, for whichever of its permits, unless it is over.
    pub(crate) fn running_ban(number: &PermitNumber, now_ms: u64) -> Option<BanV1> {
        let Ban::V1(ban) = Bans::<T>::get(number.holder())?;
        (now_ms < ban.until_ms).then_some(ban)
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

    /// Bans the holder of the ban's permit. Of two bans the one that ends later is kept, with its own permit and division, and
    /// of two that end together the earlier one: no agency takes over another's ban by repeating it.
    pub(crate) fn ban(ban: BanV1) {
        let holder = ban.number.holder();
        let is_shorter = |Ban::V1(known): Ban| known.until_ms < ban.until_ms;
        if Bans::<T>::get(holder).is_none_or(is_shorter) {
            Bans::<T>::insert(holder, Ban::V1(ban));
        }
    }
}

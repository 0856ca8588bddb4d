//! How quota ends without emissions: its holder gives it up, or its class is over.

use crate::{
    errors::refused,
    pallet::{Config, Error, Event},
    parties::check_amount,
    Pallet,
};
use frame_support::ensure;
use limpid_primitives::{
    quota::{Cause, ClassId, Holder},
    Digest, Grams,
};
use pallet_institutions::Actor;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
    pub(crate) fn do_retire(
        actor: Actor<T::AccountId>,
        class: ClassId,
        holder: Holder,
        amount: Grams,
        document: Digest,
    ) -> DispatchResult {
        Self::ensure_acts_for(&actor, &holder)?;
        Self::valid_class(class).map_err(refused::<T>)?;
        check_amount(amount).map_err(refused::<T>)?;
        let part = Self::change_holding(&holder, class, |holding| holding.use_up_own(amount))
            .map_err(refused::<T>)?;
        let cause = Cause::Retirement { document };
        let lot = Self::end(&holder, class, part, cause).map_err(refused::<T>)?;
        Self::add_to_totals(class, amount, |totals| &mut totals.retired)?;
        Self::deposit_event(Event::QuotaRetired {
            class,
            holder,
            amount,
            lot,
            document,
        });
        Ok(())
    }

    pub(crate) fn do_expire_holding(class: ClassId, holder: Holder) -> DispatchResult {
        let definition = Self::known_class(class).ok_or(Error::<T>::ClassUnknown)?;
        ensure!(Self::is_over(&definition), Error::<T>::ClassValid);
        let part = Self::change_holding(&holder, class, |holding| holding.write_off())
            .map_err(refused::<T>)?
            .ok_or(Error::<T>::HoldingUnknown)?;
        let lot = Self::end(&holder, class, part, Cause::Expiry).map_err(refused::<T>)?;
        Self::add_to_totals(class, part.amount, |totals| &mut totals.expired)?;
        Self::deposit_event(Event::HoldingExpired {
            class,
            holder,
            amount: part.amount,
            lot,
        });
        Ok(())
    }
}

//! Who acts for whom, what a holder has open, and what both legs of a trade are.

use crate::{
    errors::{refused, unpaid},
    pallet::{Config, Error, Event, OpenOrders},
    Pallet,
};
use frame_support::{
    ensure,
    traits::{Get, Time},
};
use limpid_primitives::{
    market::{DepositLedger, Fen, Side},
    quota::{Cause, ClassId, Holder, QuotaClassV1, QuotaLedger, Refusal},
    Day, Grams, InstitutionId, InstitutionKind, InstitutionStatus, Moment,
};
use pallet_institutions::{Actor, InstitutionLookup};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult, SaturatedConversion};

/// What a party has to give: the amount of quota, and what it costs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Legs {
    pub(crate) quota: Grams,
    pub(crate) money: Fen,
}

impl Legs {
    /// Those of so many units at a price.
    pub(crate) fn of(unit: Grams, price: Fen, units: u64) -> Result<Self, ArithmeticError> {
        let quota = unit.0.checked_mul(units).map(Grams);
        Ok(Self {
            quota: quota.ok_or(ArithmeticError::Overflow)?,
            money: price.times(units).ok_or(ArithmeticError::Overflow)?,
        })
    }
}

impl<T: Config> Pallet<T> {
    /// The signer's institution is the holder, or an agency over the reserve's division.
    pub(crate) fn acts_for(actor: &Actor<T::AccountId>, holder: &Holder) -> bool {
        match (actor.kind, holder) {
            (InstitutionKind::Enterprise, Holder::Institution(id)) => actor.institution == *id,
            (InstitutionKind::Agency, Holder::Reserve(division)) => {
                actor.division.contains(*division)
            }
            _ => false,
        }
    }

    pub(crate) fn ensure_acts_for(actor: &Actor<T::AccountId>, holder: &Holder) -> DispatchResult {
        ensure!(Self::acts_for(actor, holder), Error::<T>::NotHolder);
        Ok(())
    }

    /// Who pays or is paid is not suspended. The ledger of quota asks this of holders; behind a reserve's order is an agency.
    pub(crate) fn check_active(side: Side, institution: InstitutionId) -> Result<(), Refusal> {
        let known = T::Institutions::institution(institution);
        match (side, known.map(|known| known.status)) {
            (_, Some(InstitutionStatus::Active)) => Ok(()),
            (Side::Sell, _) => Err(Refusal::SellerSuspended),
            (Side::Buy, _) => Err(Refusal::BuyerSuspended),
        }
    }

    pub(crate) fn known_class(class: ClassId) -> Result<QuotaClassV1, Error<T>> {
        T::Quotas::class(class).ok_or(Error::ClassUnknown)
    }

    /// A holder has one thing more open, if it may.
    pub(crate) fn count_open(holder: &Holder) -> DispatchResult {
        let open = OpenOrders::<T>::get(holder);
        ensure!(open < T::OrdersMax::get(), Error::<T>::OrdersFull);
        OpenOrders::<T>::insert(holder, open.saturating_add(1));
        Ok(())
    }

    /// A holder has one thing less open.
    pub(crate) fn count_closed(holder: &Holder) {
        match OpenOrders::<T>::get(holder).saturating_sub(1) {
            0 => OpenOrders::<T>::remove(holder),
            open => OpenOrders::<T>::insert(holder, open),
        }
    }

    /// Sets aside what the party gives, if it may give it and get what it gets.
    pub(crate) fn hold(
        side: Side,
        class: ClassId,
        holder: &Holder,
        institution: InstitutionId,
        legs: &Legs,
    ) -> DispatchResult {
        match side {
            Side::Sell => T::Quotas::hold(holder, class, legs.quota).map_err(refused::<T>),
            Side::Buy => {
                T::Quotas::may_buy(holder, class, legs.quota).map_err(refused::<T>)?;
                T::Deposits::hold(institution, legs.money).map_err(unpaid::<T>)
            }
        }
    }

    /// Gives back what was set aside.
    pub(crate) fn release(
        side: Side,
        class: ClassId,
        holder: &Holder,
        institution: InstitutionId,
        legs: &Legs,
    ) -> DispatchResult {
        match side {
            Side::Sell => T::Quotas::release(holder, class, legs.quota).map_err(refused::<T>),
            Side::Buy => T::Deposits::release(institution, legs.money).map_err(unpaid::<T>),
        }
    }

    /// Says that a holder's permit is to be changed after a settlement. A reserve has none.
    pub(crate) fn require_permit_change(class: ClassId, holder: &Holder, cause: Cause) {
        if let Holder::Institution(institution) = *holder {
            Self::deposit_event(Event::PermitChangeRequired {
                class,
                institution,
                cause,
            });
        }
    }

    pub(crate) fn today() -> Result<Day, DispatchError> {
        Ok(Day::of(T::Time::now()).ok_or(ArithmeticError::Overflow)?)
    }

    /// This block, with its time.
    pub(crate) fn now() -> Moment {
        Moment {
            block: frame_system::Pallet::<T>::block_number().saturated_into(),
            time_ms: T::Time::now(),
        }
    }
}

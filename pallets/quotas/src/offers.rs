//! What holders agree about outside the market: one offers, the other accepts.

use crate::{
    errors::refused,
    pallet::{Config, Error, Event, NextOffer, Offers},
    parties::check_amount,
    Pallet,
};
use frame_support::{
    ensure,
    traits::{Get, Time},
};
use limpid_primitives::{
    quota::{
        Cause, ClassRulesV1, Holder, NewOffer, Offer, OfferId, OfferTerms, OfferV1, Part,
        QuotaClassV1, Refusal, TransferRule,
    },
    Day,
};
use pallet_institutions::Actor;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_make_offer(actor: Actor<T::AccountId>, new: NewOffer) -> DispatchResult {
        Self::ensure_acts_for(&actor, &new.from)?;
        ensure!(new.from != new.to, Error::<T>::SameHolder);
        let (class, rules) = Self::valid_class(new.class).map_err(refused::<T>)?;
        check_amount(new.amount).map_err(refused::<T>)?;
        Self::ensure_terms(&new, &class, &rules)?;
        Self::ensure_open_until(new.open_until_ms, &class)?;
        Self::check_seller(&new.from, new.class, new.amount).map_err(refused::<T>)?;
        let offers = Self::tally(&new.from).offers;
        ensure!(offers < T::OffersMax::get(), Error::<T>::OffersFull);
        let number = NextOffer::<T>::get();
        NextOffer::<T>::put(number.checked_add(1).ok_or(ArithmeticError::Overflow)?);
        let offer = OfferId(number);
        let stored = OfferV1 {
            new,
            at: Self::now(),
        };
        Self::set_aside(&new).map_err(refused::<T>)?;
        Offers::<T>::insert(offer, Offer::V1(stored));
        Self::deposit_event(Event::OfferMade { offer, new });
        Ok(())
    }

    pub(crate) fn do_accept_offer(actor: Actor<T::AccountId>, id: OfferId) -> DispatchResult {
        let OfferV1 { new, .. } = Self::known_offer(id)?;
        Self::ensure_acts_for(&actor, &new.to)?;
        let is_open = T::Time::now() < new.open_until_ms;
        ensure!(is_open, Error::<T>::OfferOver);
        let (class, rules) = Self::valid_class(new.class).map_err(refused::<T>)?;
        Self::ensure_terms(&new, &class, &rules)?;
        Self::check_may_sell(&new.from).map_err(refused::<T>)?;
        Self::check_buyer(&new.to, new.class, new.amount).map_err(refused::<T>)?;
        let part = Self::take_offered(id, &new).map_err(refused::<T>)?;
        match new.terms {
            OfferTerms::Transfer => Self::transfer(id, &new, part),
            OfferTerms::Lease { until } => Self::begin_lease(id, &new, part, until),
        }
    }

    pub(crate) fn do_withdraw_offer(
        actor: Option<Actor<T::AccountId>>,
        id: OfferId,
    ) -> DispatchResult {
        let OfferV1 { new, .. } = Self::known_offer(id)?;
        let is_own = actor.is_some_and(|actor| Self::acts_for(&actor, &new.from));
        let is_over = T::Time::now() >= new.open_until_ms;
        ensure!(is_own || is_over, Error::<T>::OfferOpen);
        Self::change_holding(&new.from, new.class, |holding| holding.withdraw(new.amount))
            .and_then(|()| Self::close(id, &new))
            .map_err(refused::<T>)?;
        Self::deposit_event(Event::OfferWithdrawn { offer: id });
        Ok(())
    }

    fn transfer(id: OfferId, new: &NewOffer, part: Part) -> DispatchResult {
        let cause = match new.to {
            Holder::Institution(_) => Cause::Transfer { offer: id },
            Holder::Reserve(_) => Cause::BuyBack { offer: id },
        };
        let parts = alloc::vec![part];
        let lot =
            Self::receive(&new.to, new.class, new.amount, parts, cause).map_err(refused::<T>)?;
        Self::deposit_event(Event::QuotaTransferred {
            offer: id,
            class: new.class,
            from: new.from,
            to: new.to,
            amount: new.amount,
            lot,
        });
        Ok(())
    }

    fn known_offer(id: OfferId) -> Result<OfferV1, DispatchError> {
        let Offer::V1(offer) = Offers::<T>::get(id).ok_or(Error::<T>::OfferUnknown)?;
        Ok(offer)
    }

    /// The class's rules allow what is offered. A reserve may give to anyone who may have it, and take from anyone.
    fn ensure_terms(
        new: &NewOffer,
        class: &QuotaClassV1,
        rules: &ClassRulesV1,
    ) -> Result<(), Error<T>> {
        match (new.terms, new.from, new.to) {
            (OfferTerms::Transfer, Holder::Institution(_), Holder::Institution(_)) => {
                let is_allowed = rules.transfer == TransferRule::Agreed;
                ensure!(is_allowed, Error::TransferForbidden);
                Ok(())
            }
            (OfferTerms::Transfer, ..) => Ok(()),
            (OfferTerms::Lease { .. }, _, Holder::Reserve(_)) => Err(Error::LeaseToReserve),
            (OfferTerms::Lease { until }, ..) => Self::ensure_lease(until, class, rules),
        }
    }

    fn ensure_lease(
        until: Day,
        class: &QuotaClassV1,
        rules: &ClassRulesV1,
    ) -> Result<(), Error<T>> {
        let today = Day::of(T::Time::now()).ok_or(Error::LeaseOutOfRange)?;
        let further = until.number().checked_sub(today.number());
        let further = further.ok_or(Error::LeaseOutOfRange)?;
        // A day is left in which it comes back.
        let is_before_end = until < class.key.vintage().expires();
        ensure!(is_before_end, Error::LeaseOutOfRange);
        let is_short = further < rules.lease_days_max.into();
        ensure!(is_short, Error::LeaseTooLong);
        Ok(())
    }

    /// An offer is open for some time, and not beyond its class: what is set aside never stands in the way of an expiry for long.
    fn ensure_open_until(until_ms: u64, class: &QuotaClassV1) -> Result<(), Error<T>> {
        let now_ms = T::Time::now();
        let latest_ms = now_ms
            .saturating_add(T::OfferMsMax::get())
            .min(class.key.vintage().expires().end_ms());
        let is_possible = now_ms < until_ms && until_ms <= latest_ms;
        ensure!(is_possible, Error::OfferOutOfRange);
        Ok(())
    }

    fn set_aside(new: &NewOffer) -> Result<(), Refusal> {
        Self::change_holding(&new.from, new.class, |holding| holding.offer(new.amount))?;
        Self::change_tally(&new.from, |tally| {
            tally.offers = tally.offers.saturating_add(1);
            Ok(())
        })
    }

    fn take_offered(id: OfferId, new: &NewOffer) -> Result<Part, Refusal> {
        let part = Self::change_holding(&new.from, new.class, |holding| {
            let part = holding.deliver_offered(new.amount)?;
            if let OfferTerms::Lease { .. } = new.terms {
                let lent = holding.lent.checked_add(new.amount);
                holding.lent = lent.ok_or(Refusal::Overflow)?;
            }
            Ok(part)
        })?;
        Self::close(id, new)?;
        Ok(part)
    }

    fn close(id: OfferId, new: &NewOffer) -> Result<(), Refusal> {
        Offers::<T>::remove(id);
        Self::change_tally(&new.from, |tally| {
            tally.offers = tally.offers.saturating_sub(1);
            Ok(())
        })
    }
}

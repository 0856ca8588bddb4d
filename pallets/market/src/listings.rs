//! How classes are traded, and when not.

use crate::{
    pallet::{Config, Error, Event, Halts, Listings, MarketHalt},
    types::StandingListing,
    Pallet,
};
use frame_support::ensure;
use limpid_market::{session, statistics, Band};
use limpid_primitives::{
    market::{Fen, Halt, Listing, ListingV1},
    quota::{ClassId, QuotaClassV1},
    Digest, DivisionCode, InstitutionId, InstitutionKind,
};
use pallet_institutions::{Actor, InstitutionLookup};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_list_class(
        actor: Actor<T::AccountId>,
        class: ClassId,
        listing: Listing,
    ) -> DispatchResult {
        Self::ensure_supervises(&actor, &Self::known_class(class)?)?;
        let is_new = !Listings::<T>::contains_key(class);
        ensure!(is_new, Error::<T>::AlreadyListed);
        ensure!(is_fit(&listing), Error::<T>::ListingUnfit);
        let by = actor.institution;
        Self::put_listing(&actor, class, listing.clone());
        Self::deposit_event(Event::ClassListed { class, listing, by });
        Ok(())
    }

    pub(crate) fn do_set_listing(
        actor: Actor<T::AccountId>,
        class: ClassId,
        listing: Listing,
    ) -> DispatchResult {
        Self::ensure_supervises(&actor, &Self::known_class(class)?)?;
        let standing = Listings::<T>::get(class).ok_or(Error::<T>::NotListed)?;
        ensure!(Self::outranks(&actor, standing.by), Error::<T>::SetAbove);
        let Listing::V1(ListingV1 { tick, .. }) = &listing;
        // Orders, trades and statistics are kept in ticks.
        ensure!(*tick == standing.now().tick, Error::<T>::TickFixed);
        ensure!(is_fit(&listing), Error::<T>::ListingUnfit);
        let by = actor.institution;
        Self::put_listing(&actor, class, listing.clone());
        Self::deposit_event(Event::ListingSet { class, listing, by });
        Ok(())
    }

    pub(crate) fn do_halt(
        actor: Actor<T::AccountId>,
        class: Option<ClassId>,
        reason: Digest,
    ) -> DispatchResult {
        Self::ensure_supervises_part(&actor, class)?;
        let is_new = Self::halt_of(class).is_none();
        ensure!(is_new, Error::<T>::AlreadyHalted);
        let by = actor.institution;
        let halt = Halt {
            reason,
            by,
            since: Self::now(),
        };
        Self::put_halt(class, Some(halt));
        Self::deposit_event(Event::TradingHalted { class, reason, by });
        Ok(())
    }

    pub(crate) fn do_resume(actor: Actor<T::AccountId>, class: Option<ClassId>) -> DispatchResult {
        Self::ensure_supervises_part(&actor, class)?;
        let halt = Self::halt_of(class).ok_or(Error::<T>::NotHalted)?;
        ensure!(Self::outranks(&actor, halt.by), Error::<T>::HaltedAbove);
        Self::put_halt(class, None);
        let by = actor.institution;
        Self::deposit_event(Event::TradingResumed { class, by });
        Ok(())
    }

    /// Who decided may decide otherwise, and an agency over the division of the one that did. What an agency decided no exchange
    /// undoes.
    fn outranks(actor: &Actor<T::AccountId>, by: InstitutionId) -> bool {
        let Some(decider) = T::Institutions::institution(by) else {
            return true;
        };
        let is_agency = actor.kind == InstitutionKind::Agency;
        actor.institution == by
            || decider.kind != InstitutionKind::Agency
            || (is_agency && actor.division.contains(decider.division))
    }

    fn put_listing(actor: &Actor<T::AccountId>, class: ClassId, listing: Listing) {
        let standing = StandingListing {
            listing,
            by: actor.institution,
            at: Self::now(),
        };
        Listings::<T>::insert(class, standing);
    }

    /// An exchange supervises all classes, an agency those whose zone lies in its division.
    pub(crate) fn supervises(actor: &Actor<T::AccountId>, class: &QuotaClassV1) -> bool {
        match actor.kind {
            InstitutionKind::Exchange => true,
            _ => actor.division.contains(class.key.zone().division()),
        }
    }

    fn ensure_supervises(actor: &Actor<T::AccountId>, class: &QuotaClassV1) -> DispatchResult {
        let is_its = Self::supervises(actor, class);
        ensure!(is_its, Error::<T>::OutsideDivision);
        Ok(())
    }

    /// Of a class as of classes, of the whole market an exchange and the agency of the nation.
    fn ensure_supervises_part(
        actor: &Actor<T::AccountId>,
        class: Option<ClassId>,
    ) -> DispatchResult {
        if let Some(class) = class {
            return Self::ensure_supervises(actor, &Self::known_class(class)?);
        }
        let is_its = actor.kind == InstitutionKind::Exchange
            || actor.division.contains(DivisionCode::NATION);
        ensure!(is_its, Error::<T>::OutsideDivision);
        Ok(())
    }

    fn halt_of(class: Option<ClassId>) -> Option<Halt> {
        match class {
            Some(class) => Halts::<T>::get(class),
            None => MarketHalt::<T>::get(),
        }
    }

    fn put_halt(class: Option<ClassId>, halt: Option<Halt>) {
        match class {
            Some(class) => Halts::<T>::set(class, halt),
            None => MarketHalt::<T>::set(halt),
        }
    }

    /// The halt that stands in the way of trading a class: that of the market before its own.
    pub(crate) fn standing_halt(class: ClassId) -> Option<Halt> {
        MarketHalt::<T>::get().or_else(|| Halts::<T>::get(class))
    }

    pub(crate) fn ensure_not_halted(class: ClassId) -> DispatchResult {
        let is_free = Self::standing_halt(class).is_none();
        ensure!(is_free, Error::<T>::Halted);
        Ok(())
    }

    pub(crate) fn listing(class: ClassId) -> Result<ListingV1, DispatchError> {
        let standing = Listings::<T>::get(class).ok_or(Error::<T>::NotListed)?;
        Ok(standing.now())
    }
}

/// Whether a class can be traded like that: there are prices, orders and times.
fn is_fit(listing: &Listing) -> bool {
    let Listing::V1(listing) = listing;
    let has_band = |permille: u16| {
        permille <= 1_000 && Band::around(listing.reference, permille, listing.tick).is_some()
    };
    listing.tick > Fen::ZERO
        && statistics::tick(listing.reference, listing.tick).is_some()
        && has_band(listing.band_permille)
        && has_band(listing.block_band_permille)
        && (1..=listing.units_max).contains(&listing.units_min)
        && listing.block_units_min > 0
        && session::is_in_order(listing)
}

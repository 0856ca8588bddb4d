//! Auctions: opened, called off.

use crate::{
    holders::Legs,
    pallet::{Auctions, Clearings, Config, Error, Event, NextAuction, Progresses},
    types::AuctionProgress,
    Pallet,
};
use frame_support::{
    ensure,
    traits::{Get, Time},
};
use limpid_primitives::{
    market::{Auction, AuctionId, AuctionStage, AuctionV1, Fen, NewAuction, Side},
    quota::QuotaClassV1,
    Digest, Grams,
};
use pallet_institutions::Actor;
use sp_runtime::{ArithmeticError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_open_auction(actor: Actor<T::AccountId>, new: NewAuction) -> DispatchResult {
        Self::ensure_acts_for(&actor, &new.seller)?;
        let class = Self::known_class(new.class)?;
        Self::ensure_not_halted(new.class)?;
        Self::ensure_auction_fits(&new, &class)?;
        Self::ensure_floor_fits(&new)?;
        let legs = Legs::of(class.unit, Fen::ZERO, new.units)?;
        Self::hold(Side::Sell, new.class, &new.seller, actor.institution, &legs)?;
        Self::count_open(&new.seller)?;
        let number = NextAuction::<T>::get();
        NextAuction::<T>::put(number.checked_add(1).ok_or(ArithmeticError::Overflow)?);
        let auction = AuctionId(number);
        let terms = AuctionV1 {
            new,
            institution: actor.institution,
            opened: Self::now(),
            stage: AuctionStage::Open,
        };
        Auctions::<T>::insert(auction, Auction::V1(terms));
        Progresses::<T>::insert(auction, AuctionProgress::default());
        Self::deposit_event(Event::AuctionOpened { auction, terms });
        Ok(())
    }

    /// The seller calls it off while nobody has shown a bid and somebody still may, who supervises the class until it is cleared.
    pub(crate) fn do_cancel_auction(
        supervisor: Option<Actor<T::AccountId>>,
        seller: Option<Actor<T::AccountId>>,
        id: AuctionId,
        reason: Digest,
    ) -> DispatchResult {
        let auction = Self::known_auction(id)?;
        let class = Self::known_class(auction.new.class)?;
        let supervisor = supervisor.filter(|actor| Self::supervises(actor, &class));
        let seller = seller.filter(|actor| Self::acts_for(actor, &auction.new.seller));
        let by = match (supervisor, seller) {
            (Some(supervisor), _) => supervisor.institution,
            (None, Some(seller)) => {
                let is_sealed = Progresses::<T>::get(id).revealed == 0
                    && T::Time::now() < auction.new.reveal_until_ms;
                ensure!(is_sealed, Error::<T>::RevealBegun);
                seller.institution
            }
            (None, None) => return Err(Error::<T>::NotHolder.into()),
        };
        Self::ensure_stage_open(&auction)?;
        Self::free_auctioned(&auction, class.unit, auction.new.units)?;
        Clearings::<T>::remove(id);
        Self::put_stage(id, auction, AuctionStage::Cancelled { reason });
        Self::deposit_event(Event::AuctionCancelled {
            auction: id,
            reason,
            by,
        });
        Ok(())
    }

    pub(crate) fn known_auction(id: AuctionId) -> Result<AuctionV1, Error<T>> {
        let Auction::V1(auction) = Auctions::<T>::get(id).ok_or(Error::AuctionUnknown)?;
        Ok(auction)
    }

    pub(crate) fn ensure_stage_open(auction: &AuctionV1) -> DispatchResult {
        let is_open = auction.stage == AuctionStage::Open;
        ensure!(is_open, Error::<T>::AuctionNotOpen);
        Ok(())
    }

    pub(crate) fn put_stage(id: AuctionId, auction: AuctionV1, stage: AuctionStage) {
        Auctions::<T>::insert(id, Auction::V1(AuctionV1 { stage, ..auction }));
    }

    /// The auction is over for its seller: what was not sold is free.
    pub(crate) fn free_auctioned(auction: &AuctionV1, unit: Grams, units: u64) -> DispatchResult {
        let NewAuction { class, seller, .. } = auction.new;
        Self::count_closed(&seller);
        if units == 0 {
            return Ok(());
        }
        let legs = Legs::of(unit, Fen::ZERO, units)?;
        Self::release(Side::Sell, class, &seller, auction.institution, &legs)
    }

    /// Something is sold for something, no margin is more than what it is for, and there is time to bid and to reveal before the
    /// class is over.
    fn ensure_auction_fits(new: &NewAuction, class: &QuotaClassV1) -> DispatchResult {
        let (now_ms, window_ms) = (T::Time::now(), T::AuctionWindowMin::get());
        let end_ms = class.key.vintage().expires().end_ms();
        let latest_ms = now_ms.saturating_add(T::AuctionMsMax::get()).min(end_ms);
        let is_possible = new.units > 0
            && new.floor > Fen::ZERO
            && new.margin > Fen::ZERO
            && new.margin <= new.floor
            && now_ms.saturating_add(window_ms) <= new.commit_until_ms
            && new.commit_until_ms.saturating_add(window_ms) <= new.reveal_until_ms
            && new.reveal_until_ms <= latest_ms;
        ensure!(is_possible, Error::<T>::AuctionUnfit);
        Ok(())
    }

    /// An enterprise sells what is listed, for not less or more than it could ask in the book today. A reserve is sold as its agency
    /// decides.
    fn ensure_floor_fits(new: &NewAuction) -> DispatchResult {
        if new.seller.institution().is_none() {
            return Ok(());
        }
        let listing = Self::listing(new.class)?;
        let day = Self::running_day(new.class, &listing, Self::today()?);
        let band = day.band::<T>(listing.band_permille)?;
        let is_within = (day.price(band.low)?..=day.price(band.high)?).contains(&new.floor);
        ensure!(is_within, Error::<T>::OutsideBand);
        Ok(())
    }
}

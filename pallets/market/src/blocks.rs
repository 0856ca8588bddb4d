//! Negotiated trades (大宗协议): one offers, the other accepts.

use crate::{
    errors::{refused, unpaid},
    holders::Legs,
    pallet::{BlockOffers, BlockTrades, Config, Error, Event, NextBlock},
    Pallet,
};
use frame_support::{
    ensure,
    traits::{Get, Time},
};
use limpid_primitives::{
    market::{
        BlockOffer, BlockOfferV1, BlockTrade, BlockTradeId, BlockTradeV1, DepositLedger,
        NewBlockOffer, OrderId, Side,
    },
    quota::{Cause, Delivery, Holder, LotId, QuotaLedger},
    InstitutionId,
};
use pallet_institutions::Actor;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

/// A party of a negotiated trade, and whose money it pays with or is paid.
#[derive(Clone, Copy)]
struct Party {
    holder: Holder,
    institution: InstitutionId,
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_offer_block(actor: Actor<T::AccountId>, new: NewBlockOffer) -> DispatchResult {
        Self::ensure_acts_for(&actor, &new.from)?;
        ensure!(new.from != new.to, Error::<T>::SameHolder);
        let legs = Self::check_block(&new)?;
        Self::ensure_block_time(&new)?;
        Self::hold(new.side, new.class, &new.from, actor.institution, &legs)?;
        Self::count_open(&new.from)?;
        let number = NextBlock::<T>::get();
        NextBlock::<T>::put(number.checked_add(1).ok_or(ArithmeticError::Overflow)?);
        let offer = BlockTradeId(number);
        let terms = BlockOfferV1 {
            new,
            institution: actor.institution,
            at: Self::now(),
        };
        BlockOffers::<T>::insert(offer, BlockOffer::V1(terms));
        Self::deposit_event(Event::BlockOffered { offer, terms });
        Ok(())
    }

    pub(crate) fn do_accept_block(
        actor: Actor<T::AccountId>,
        trade: BlockTradeId,
    ) -> DispatchResult {
        let BlockOfferV1 {
            new, institution, ..
        } = Self::known_block(trade)?;
        Self::ensure_acts_for(&actor, &new.to)?;
        let is_open = T::Time::now() < new.open_until_ms;
        ensure!(is_open, Error::<T>::BlockOver);
        ensure!(actor.institution != institution, Error::<T>::SameHolder);
        let legs = Self::check_block(&new)?;
        let offeror = Party {
            holder: new.from,
            institution,
        };
        let acceptor = Party {
            holder: new.to,
            institution: actor.institution,
        };
        Self::check_active(new.side, institution).map_err(refused::<T>)?;
        let side = new.side.other();
        Self::hold(side, new.class, &new.to, actor.institution, &legs)?;
        let (seller, buyer) = match new.side {
            Side::Sell => {
                T::Quotas::may_deliver(&new.from, new.class, legs.quota).map_err(refused::<T>)?;
                (offeror, acceptor)
            }
            Side::Buy => {
                T::Quotas::may_buy(&new.from, new.class, legs.quota).map_err(refused::<T>)?;
                (acceptor, offeror)
            }
        };
        Self::close_block(trade, &new);
        Self::settle_block(trade, &new, &legs, seller, buyer)
    }

    pub(crate) fn do_withdraw_block(
        actor: Option<Actor<T::AccountId>>,
        id: BlockTradeId,
    ) -> DispatchResult {
        let BlockOfferV1 {
            new, institution, ..
        } = Self::known_block(id)?;
        let is_own = actor.is_some_and(|actor| Self::acts_for(&actor, &new.from));
        let is_over = T::Time::now() >= new.open_until_ms;
        ensure!(is_own || is_over, Error::<T>::BlockOpen);
        let legs = Self::legs_of_block(&new)?;
        Self::close_block(id, &new);
        Self::release(new.side, new.class, &new.from, institution, &legs)?;
        Self::deposit_event(Event::BlockWithdrawn { offer: id });
        Ok(())
    }

    fn known_block(id: BlockTradeId) -> Result<BlockOfferV1, Error<T>> {
        let BlockOffer::V1(offer) = BlockOffers::<T>::get(id).ok_or(Error::BlockUnknown)?;
        Ok(offer)
    }

    /// The class may be traded now, the amount is large enough for it, and the price is in its own band.
    fn check_block(new: &NewBlockOffer) -> Result<Legs, DispatchError> {
        let listing = Self::listing(new.class)?;
        Self::ensure_not_halted(new.class)?;
        let is_large = new.units >= listing.block_units_min;
        ensure!(is_large, Error::<T>::UnitsOutOfRange);
        let day = Self::running_day(new.class, &listing, Self::today()?);
        let band = day.band::<T>(listing.block_band_permille)?;
        ensure!(band.has(new.price), Error::<T>::OutsideBand);
        Self::legs_of_block(new)
    }

    /// What both parties give.
    pub(crate) fn legs_of_block(new: &NewBlockOffer) -> Result<Legs, DispatchError> {
        let order = OrderId {
            class: new.class,
            side: new.side,
            tick: new.price,
            number: 0,
        };
        Self::legs_of(&order, new.units)
    }

    /// An offer is open for some time, and not beyond its class.
    fn ensure_block_time(new: &NewBlockOffer) -> DispatchResult {
        let now_ms = T::Time::now();
        let end_ms = Self::known_class(new.class)?
            .key
            .vintage()
            .expires()
            .end_ms();
        let latest_ms = now_ms.saturating_add(T::OfferMsMax::get()).min(end_ms);
        let is_possible = now_ms < new.open_until_ms && new.open_until_ms <= latest_ms;
        ensure!(is_possible, Error::<T>::BlockUnfit);
        Ok(())
    }

    fn close_block(id: BlockTradeId, new: &NewBlockOffer) {
        BlockOffers::<T>::remove(id);
        Self::count_closed(&new.from);
    }

    fn settle_block(
        trade: BlockTradeId,
        new: &NewBlockOffer,
        legs: &Legs,
        seller: Party,
        buyer: Party,
    ) -> DispatchResult {
        let class = new.class;
        let cause = Cause::BlockTrade { trade };
        let sold = T::Quotas::current_lot(&seller.holder, class);
        let sold: LotId = sold.ok_or(DispatchError::Corruption)?;
        T::Deposits::pay(buyer.institution, seller.institution, legs.money).map_err(unpaid::<T>)?;
        let delivery = Delivery {
            from: seller.holder,
            amount: legs.quota,
        };
        let bought = T::Quotas::deliver(class, &buyer.holder, &[delivery], cause);
        let record = BlockTradeV1 {
            class,
            seller: seller.holder,
            buyer: buyer.holder,
            price: new.price,
            units: new.units,
            sold,
            bought: bought.map_err(refused::<T>)?,
            at: Self::now(),
        };
        BlockTrades::<T>::insert(trade, BlockTrade::V1(record));
        Self::deposit_event(Event::BlockTraded {
            trade,
            class,
            price: record.price,
            units: record.units,
            paid: legs.money,
            seller: record.seller,
            buyer: record.buyer,
            payer: buyer.institution,
            payee: seller.institution,
            sold: record.sold,
            bought: record.bought,
        });
        for holder in [seller.holder, buyer.holder] {
            Self::require_permit_change(class, &holder, cause);
        }
        Ok(())
    }
}

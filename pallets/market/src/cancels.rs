//! Orders that are taken out of the book: by their holders, or because they are over.

use crate::{
    book::{Book, Written},
    holders::Legs,
    pallet::{Config, Error, Event},
    types::OrderIds,
    weights::WeightInfo,
    Pallet,
};
use frame_support::{dispatch::DispatchResultWithPostInfo, ensure, weights::Weight};
use limpid_market::{book, statistics, Removal};
use limpid_primitives::market::{OrderId, Slot};
use pallet_institutions::Actor;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_cancel_orders(
        actor: Actor<T::AccountId>,
        orders: OrderIds,
    ) -> DispatchResultWithPostInfo {
        let mut written = Written::default();
        let mut cancelled = 0u32;
        for order in &orders {
            let mut book = Book::<T>::of(order.class);
            let Some(slot) = book::cancel(&mut book, order.side, order.tick, order.number) else {
                continue;
            };
            Self::ensure_acts_for(&actor, &slot.holder)?;
            Self::close_order(order, &slot)?;
            written = written.and(book.written());
            Self::deposit_event(Event::OrderCancelled {
                order: *order,
                units: slot.units,
            });
            cancelled = cancelled.saturating_add(1);
        }
        ensure!(cancelled > 0, Error::<T>::OrderUnknown);
        Ok(Some(Self::cancelling(orders.len() as u32, written)).into())
    }

    pub(crate) fn do_expire_orders(orders: OrderIds) -> DispatchResultWithPostInfo {
        let today = Self::today()?;
        let mut written = Written::default();
        for order in &orders {
            let mut book = Book::<T>::of(order.class);
            let open = book::order(&book, order.side, order.tick, order.number);
            let Some(slot) = open.filter(|slot| slot.expires < today) else {
                continue;
            };
            book::cancel(&mut book, order.side, order.tick, order.number);
            Self::close_order(order, &slot)?;
            written = written.and(book.written());
            Self::deposit_event(Event::OrderRemoved {
                order: *order,
                units: slot.units,
                why: Removal::Expired,
            });
        }
        Ok(Some(Self::cancelling(orders.len() as u32, written)).into())
    }

    /// What it weighs to cancel so many orders if so much is written.
    pub(crate) fn cancelling(orders: u32, written: Written) -> Weight {
        T::WeightInfo::cancel_orders(orders).saturating_add(written.weight::<T>())
    }

    /// What an order that is not in the book any more held is given back.
    fn close_order(order: &OrderId, slot: &Slot) -> DispatchResult {
        Self::count_closed(&slot.holder);
        let legs = Self::legs_of(order, slot.units)?;
        Self::release(
            order.side,
            order.class,
            &slot.holder,
            slot.institution,
            &legs,
        )
    }

    /// What is held for so many units of an order.
    pub(crate) fn legs_of(order: &OrderId, units: u64) -> Result<Legs, DispatchError> {
        let unit = Self::known_class(order.class)?.unit;
        let size = Self::listing(order.class)?.tick;
        let price = statistics::price(order.tick, size).ok_or(ArithmeticError::Overflow)?;
        Ok(Legs::of(unit, price, units)?)
    }
}

//! Orders that are placed: checked, matched, and what is left of them rests.

use crate::{
    book::{Book, Written},
    days::RunningDay,
    errors::{refused, unbooked, unpaid},
    holders::Legs,
    matching::{Fill, Meeting},
    pallet::{Config, Error, Event, NextBatch, Trades},
    types::{NewOrders, Trades as TradeList, STEPS_MAX},
    weights::WeightInfo,
    Pallet,
};
use alloc::vec::Vec;
use frame_support::{dispatch::DispatchResultWithPostInfo, ensure, traits::Get, weights::Weight};
use limpid_market::{book, session, Band, Limits, Placed, Rest, Stop};
use limpid_primitives::{
    market::{DepositLedger, Fen, ListingV1, NewOrder, OrderId, Side, Slot, Trade, TradeId},
    quota::{ClassId, Holder, QuotaLedger},
    Day, Grams, InstitutionId, Moment,
};
use pallet_institutions::Actor;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

/// One call that places a holder's orders in a class's book.
pub(crate) struct Dealing {
    pub(crate) class: ClassId,
    pub(crate) unit: Grams,
    pub(crate) holder: Holder,
    pub(crate) institution: InstitutionId,
    pub(crate) day: RunningDay,
    pub(crate) at: Moment,
    pub(crate) trades: Vec<Trade>,
    listing: ListingV1,
    band: Band,
    /// The latest last day of an order.
    latest: Day,
    batch: u64,
    steps: u32,
}

/// Where an order rests, and how much of it.
struct Rested {
    order: OrderId,
    left: u64,
    stopped: Option<Stop>,
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_place_orders(
        actor: Actor<T::AccountId>,
        class: ClassId,
        holder: Holder,
        orders: NewOrders,
    ) -> DispatchResultWithPostInfo {
        Self::ensure_acts_for(&actor, &holder)?;
        ensure!(!orders.is_empty(), Error::<T>::NoOrders);
        let mut dealing = Self::begin_dealing(class, holder, actor.institution)?;
        let mut book = Book::<T>::of(class);
        for order in &orders {
            Self::place(&mut dealing, &mut book, order)?;
        }
        let steps = dealing.steps;
        Self::keep_trades(dealing)?;
        let placed = orders.len() as u32;
        let weight = Self::weight_of(placed, steps, book.written());
        Ok(Some(weight).into())
    }

    /// The most that placing so many orders can weigh.
    pub(crate) fn placing(orders: u32) -> Weight {
        let written = Written::at_most(orders.saturating_add(STEPS_MAX));
        Self::weight_of(orders, STEPS_MAX, written)
    }

    fn weight_of(orders: u32, steps: u32, written: Written) -> Weight {
        // Once, if there are trades: the taker's `Tallies` and `GroupHoldings`, `NextLot`, `NextBatch`, `Trades`, `Days`, `LastTraded`.
        let trades = match steps {
            0 => Weight::zero(),
            _ => T::DbWeight::get().reads_writes(1, 7),
        };
        T::WeightInfo::place_orders(orders, steps)
            .saturating_add(trades)
            .saturating_add(written.weight::<T>())
    }

    fn begin_dealing(
        class: ClassId,
        holder: Holder,
        institution: InstitutionId,
    ) -> Result<Dealing, DispatchError> {
        let listing = Self::listing(class)?;
        let definition = Self::known_class(class)?;
        let at = Self::now();
        let vintage = definition.key.vintage();
        ensure!(!vintage.is_over(at.time_ms), Error::<T>::ClassExpired);
        Self::ensure_not_halted(class)?;
        let is_open = session::is_open(&listing, at.time_ms);
        ensure!(is_open, Error::<T>::MarketClosed);
        let today = Self::today()?;
        let day = Self::running_day(class, &listing, today);
        let latest = today.number().saturating_add(T::OrderDaysMax::get());
        let latest = Day::try_from(latest).unwrap_or(vintage.expires());
        Ok(Dealing {
            class,
            unit: definition.unit,
            holder,
            institution,
            band: day.band::<T>(listing.band_permille)?,
            day,
            at,
            trades: Vec::new(),
            listing,
            latest: latest.min(vintage.expires()),
            batch: NextBatch::<T>::get(class),
            steps: 0,
        })
    }

    /// Both legs are held, then the order meets those that are open; after this it is settled, and only what rests is held.
    fn place(dealing: &mut Dealing, book: &mut Book<T>, order: &NewOrder) -> DispatchResult {
        dealing.check::<T>(order)?;
        let price = dealing.day.price(order.tick)?;
        let legs = Legs::of(dealing.unit, price, order.units)?;
        let (class, holder, institution) = (dealing.class, dealing.holder, dealing.institution);
        Self::hold(order.side, class, &holder, institution, &legs)?;
        let slot = dealing.slot(order);
        let limits = dealing.limits();
        let mut meeting = Meeting::<T>::of(dealing, order.side);
        let placed = book::place(
            book,
            order.side,
            order.tick,
            slot,
            &limits,
            |maker, units| meeting.judge(maker, units),
        )
        .map_err(unbooked)?;
        let fills = meeting.settle(&placed.steps)?;
        dealing.count_steps(&placed);
        let rested = Self::rest(dealing, order.side, &placed)?;
        Self::release_unused(dealing, order, &legs, &fills, &rested)?;
        Self::tell_placed(dealing, order, &rested);
        Self::close_makers(dealing, order.side.other(), &placed.steps)?;
        Self::record(dealing, rested.order, &placed.steps, &fills)
    }

    /// What is left rests at the order's own price. If the bounds of matching stopped it while it could go on, it rests a tick
    /// outside the best price on the other side, so that the book never crosses, or nowhere.
    fn rest(dealing: &Dealing, side: Side, placed: &Placed) -> Result<Rested, DispatchError> {
        let (left, stopped) = match placed.rest {
            Rest::Filled => (0, None),
            Rest::Resting => (placed.left, None),
            Rest::Moved(stop) => (placed.left, Some(stop)),
            Rest::Returned(stop) => (0, Some(stop)),
        };
        if left > 0 {
            Self::count_open(&dealing.holder)?;
        }
        let order = OrderId {
            class: dealing.class,
            side,
            tick: placed.tick,
            number: placed.number,
        };
        Ok(Rested {
            order,
            left,
            stopped,
        })
    }

    /// Gives back what was held and is neither delivered nor needed for what rests.
    fn release_unused(
        dealing: &Dealing,
        order: &NewOrder,
        held: &Legs,
        fills: &[Fill],
        rested: &Rested,
    ) -> DispatchResult {
        let price = dealing.day.price(rested.order.tick)?;
        let mut used = Legs::of(dealing.unit, price, rested.left)?;
        for fill in fills {
            let quota = used.quota.checked_add(fill.legs.quota);
            let money = used.money.checked_add(fill.legs.money);
            used.quota = quota.ok_or(ArithmeticError::Overflow)?;
            used.money = money.ok_or(ArithmeticError::Overflow)?;
        }
        match order.side {
            Side::Sell => {
                let unused = held.quota.0.checked_sub(used.quota.0);
                let unused = Grams(unused.ok_or(ArithmeticError::Underflow)?);
                if unused.is_zero() {
                    return Ok(());
                }
                T::Quotas::release(&dealing.holder, dealing.class, unused).map_err(refused::<T>)
            }
            Side::Buy => {
                let unused = held.money.checked_sub(used.money);
                let unused = unused.ok_or(ArithmeticError::Underflow)?;
                if unused == Fen::ZERO {
                    return Ok(());
                }
                T::Deposits::release(dealing.institution, unused).map_err(unpaid::<T>)
            }
        }
    }

    fn tell_placed(dealing: &Dealing, order: &NewOrder, rested: &Rested) {
        Self::deposit_event(Event::OrderPlaced {
            order: rested.order,
            holder: dealing.holder,
            institution: dealing.institution,
            limit: order.tick,
            units: order.units,
            left: rested.left,
            stopped: rested.stopped,
            expires: order.expires,
        });
    }

    fn keep_trades(dealing: Dealing) -> DispatchResult {
        if dealing.trades.is_empty() {
            return Ok(());
        }
        dealing.day.keep::<T>();
        let Dealing {
            class,
            batch,
            trades,
            ..
        } = dealing;
        let next = batch.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        NextBatch::<T>::insert(class, next);
        let trades = TradeList::try_from(trades).map_err(|_| ArithmeticError::Overflow)?;
        Trades::<T>::insert(class, batch, trades);
        Ok(())
    }
}

impl Dealing {
    fn check<T: Config>(&self, order: &NewOrder) -> Result<(), Error<T>> {
        ensure!(self.band.has(order.tick), Error::OutsideBand);
        let range = self.listing.units_min..=self.listing.units_max;
        ensure!(range.contains(&order.units), Error::UnitsOutOfRange);
        let days = self.day.day..=self.latest;
        ensure!(days.contains(&order.expires), Error::ExpiryOutOfRange);
        Ok(())
    }

    fn slot(&self, order: &NewOrder) -> Slot {
        Slot {
            holder: self.holder,
            institution: self.institution,
            units: order.units,
            expires: order.expires,
        }
    }

    fn limits(&self) -> Limits {
        Limits {
            today: self.day.day,
            band: self.band,
            levels_max: self.listing.levels_max,
            steps_max: STEPS_MAX.saturating_sub(self.steps),
        }
    }

    fn count_steps(&mut self, placed: &Placed) {
        self.steps = self.steps.saturating_add(placed.steps.len() as u32);
    }

    /// The number of the trade at a place among those of this call.
    pub(crate) fn trade_id(&self, place: usize) -> Result<TradeId, ArithmeticError> {
        let number = self
            .batch
            .checked_mul(256)
            .and_then(|first| first.checked_add(place as u64));
        Ok(TradeId(number.ok_or(ArithmeticError::Overflow)?))
    }
}

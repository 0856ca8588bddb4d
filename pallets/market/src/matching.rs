//! What happens when an order meets open ones: rules are judged, quota is delivered against money.

use crate::{
    errors::{refused, unpaid},
    holders::Legs,
    orders::Dealing,
    pallet::{Config, Event},
    Pallet,
};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};
use core::marker::PhantomData;
use limpid_market::{Maker, Step, Verdict};
use limpid_primitives::{
    market::{DepositLedger, OrderId, Side, Trade, TradeV1},
    quota::{Cause, Delivery, Holder, LotId, QuotaLedger, Refusal},
    Grams,
};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

/// A fill that was settled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Fill {
    pub(crate) legs: Legs,
    /// The lot the quota came from.
    sold: LotId,
    /// The lot it became.
    bought: LotId,
}

/// One order meeting the open ones of the other side.
///
/// Who buys gets one lot from all it meets, so the sellers are judged by all they are to deliver, and everything is settled at the
/// end. Who sells to several buyers delivers to each at once: each is judged with what it, and others of its group, got before.
pub(crate) struct Meeting<'a, T> {
    dealing: &'a Dealing,
    side: Side,
    /// What each seller is to deliver.
    to_deliver: BTreeMap<Holder, Grams>,
    fills: Vec<Fill>,
    failure: Option<DispatchError>,
    pallet: PhantomData<T>,
}

impl<'a, T: Config> Meeting<'a, T> {
    pub(crate) fn of(dealing: &'a Dealing, side: Side) -> Self {
        Self {
            dealing,
            side,
            to_deliver: BTreeMap::new(),
            fills: Vec::new(),
            failure: None,
            pallet: PhantomData,
        }
    }

    /// Whether so many units may be traded with an open order now.
    pub(crate) fn judge(&mut self, maker: &Maker, units: u64) -> Verdict {
        let met = self.legs(maker, units).and_then(|legs| match self.side {
            Side::Buy => self.ask_seller(maker, &legs),
            Side::Sell => self.sell_to(maker, legs),
        });
        met.unwrap_or_else(|failure| {
            // The call fails with it.
            self.failure = Some(failure);
            Verdict::StopTaker(Refusal::Overflow)
        })
    }

    fn legs(&self, maker: &Maker, units: u64) -> Result<Legs, DispatchError> {
        let price = self.dealing.day.price(maker.tick)?;
        Ok(Legs::of(self.dealing.unit, price, units)?)
    }

    fn ask_seller(&mut self, maker: &Maker, legs: &Legs) -> Result<Verdict, DispatchError> {
        let seller = maker.slot.holder;
        let before = self.to_deliver.get(&seller).copied();
        let all = before.unwrap_or(Grams::ZERO).checked_add(legs.quota);
        let all = all.ok_or(ArithmeticError::Overflow)?;
        let class = self.dealing.class;
        let may = Pallet::<T>::check_active(Side::Sell, maker.slot.institution)
            .and_then(|()| T::Quotas::may_deliver(&seller, class, all));
        if let Err(refusal) = may {
            return Ok(Verdict::CancelMaker(refusal));
        }
        self.to_deliver.insert(seller, all);
        Ok(Verdict::Fill)
    }

    fn sell_to(&mut self, maker: &Maker, legs: Legs) -> Result<Verdict, DispatchError> {
        let Dealing {
            class,
            holder,
            institution,
            ..
        } = *self.dealing;
        let buyer = maker.slot.holder;
        let may = Pallet::<T>::check_active(Side::Buy, maker.slot.institution)
            .and_then(|()| T::Quotas::may_buy(&buyer, class, legs.quota));
        if let Err(refusal) = may {
            return Ok(Verdict::CancelMaker(refusal));
        }
        let sold = current_lot::<T>(&holder, self.dealing)?;
        let delivery = Delivery {
            from: holder,
            amount: legs.quota,
        };
        let bought = match self.deliver(&buyer, &[delivery])? {
            Ok(bought) => bought,
            Err(refusal) => return Ok(Verdict::CancelMaker(refusal)),
        };
        T::Deposits::pay(maker.slot.institution, institution, legs.money).map_err(unpaid::<T>)?;
        self.fills.push(Fill { legs, sold, bought });
        Ok(Verdict::Fill)
    }

    fn deliver(
        &self,
        buyer: &Holder,
        deliveries: &[Delivery],
    ) -> Result<Result<LotId, Refusal>, DispatchError> {
        let place = self.dealing.trades.len().saturating_add(self.fills.len());
        let trade = self.dealing.trade_id(place)?;
        let cause = Cause::Trade { trade };
        let class = self.dealing.class;
        Ok(T::Quotas::deliver(class, buyer, deliveries, cause))
    }

    /// Settles what is not settled yet, and says of each fill how. After this the trades are done.
    pub(crate) fn settle(mut self, steps: &[Step]) -> Result<Vec<Fill>, DispatchError> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        if self.side == Side::Sell || self.to_deliver.is_empty() {
            return Ok(self.fills);
        }
        let mut sold = Vec::new();
        for step in steps {
            let Step::Filled { maker, units } = step else {
                continue;
            };
            let legs = self.legs(maker, *units)?;
            let (from, to) = (self.dealing.institution, maker.slot.institution);
            T::Deposits::pay(from, to, legs.money).map_err(unpaid::<T>)?;
            sold.push((legs, current_lot::<T>(&maker.slot.holder, self.dealing)?));
        }
        let deliveries: Vec<_> = self
            .to_deliver
            .iter()
            .map(|(from, amount)| Delivery {
                from: *from,
                amount: *amount,
            })
            .collect();
        let bought = self.deliver(&self.dealing.holder, &deliveries)?;
        let bought = bought.map_err(refused::<T>)?;
        let fill = |(legs, sold)| Fill { legs, sold, bought };
        self.fills = sold.into_iter().map(fill).collect();
        Ok(self.fills)
    }
}

/// The lot of which all is left that a seller has.
fn current_lot<T: Config>(seller: &Holder, dealing: &Dealing) -> Result<LotId, DispatchError> {
    T::Quotas::current_lot(seller, dealing.class).ok_or(DispatchError::Corruption)
}

impl<T: Config> Pallet<T> {
    /// Open orders that were filled or taken out are not open any more; what the latter held is given back.
    pub(crate) fn close_makers(dealing: &Dealing, side: Side, steps: &[Step]) -> DispatchResult {
        for step in steps {
            match step {
                Step::Filled { maker, units } if *units < maker.slot.units => {}
                Step::Filled { maker, .. } => Self::count_closed(&maker.slot.holder),
                Step::Removed { maker, .. } => {
                    let slot = &maker.slot;
                    let price = dealing.day.price(maker.tick)?;
                    let legs = Legs::of(dealing.unit, price, slot.units)?;
                    Self::count_closed(&slot.holder);
                    let (class, holder) = (dealing.class, &slot.holder);
                    Self::release(side, class, holder, slot.institution, &legs)?;
                }
            }
        }
        Ok(())
    }

    /// Puts on record what an order met.
    pub(crate) fn record(
        dealing: &mut Dealing,
        taker: OrderId,
        steps: &[Step],
        fills: &[Fill],
    ) -> DispatchResult {
        let first = dealing.trade_id(dealing.trades.len())?;
        let side = taker.side.other();
        let mut parties = BTreeSet::new();
        let mut fills = fills.iter();
        for step in steps {
            match step {
                Step::Removed { maker, why } => Self::deposit_event(Event::OrderRemoved {
                    order: maker.id(dealing.class, side),
                    units: maker.slot.units,
                    why: *why,
                }),
                Step::Filled { maker, units } => {
                    let fill = fills.next().ok_or(DispatchError::Corruption)?;
                    Self::record_trade(dealing, taker, maker, *units, fill)?;
                    parties.extend([dealing.holder, maker.slot.holder]);
                }
            }
        }
        let cause = Cause::Trade { trade: first };
        for holder in &parties {
            Self::require_permit_change(dealing.class, holder, cause);
        }
        Ok(())
    }

    fn record_trade(
        dealing: &mut Dealing,
        taker: OrderId,
        maker: &Maker,
        units: u64,
        fill: &Fill,
    ) -> DispatchResult {
        let Dealing { class, holder, .. } = *dealing;
        let trade = dealing.trade_id(dealing.trades.len())?;
        let (price, other) = (maker.tick, maker.slot.holder);
        let record = TradeV1 {
            maker: maker.id(class, taker.side.other()),
            taker,
            price,
            units,
            sold: fill.sold,
            bought: fill.bought,
            at: dealing.at,
        };
        dealing.day.add(price, units)?;
        dealing.trades.push(Trade::V1(record));
        let (buyer, seller) = match taker.side {
            Side::Buy => (holder, other),
            Side::Sell => (other, holder),
        };
        Self::deposit_event(Event::Traded {
            class,
            trade,
            maker: record.maker,
            taker,
            price,
            units,
            paid: fill.legs.money,
            seller,
            buyer,
            sold: fill.sold,
            bought: fill.bought,
        });
        Ok(())
    }
}

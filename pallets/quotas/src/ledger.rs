//! What the market may do with quota.

use crate::{
    pallet::{Config, Event, Holdings},
    parties::check_amount,
    Pallet,
};
use alloc::vec::Vec;
use frame_support::storage::with_storage_layer;
use limpid_primitives::{
    quota::{
        Cause, ClassId, Delivery, Holder, Holding, LotId, Part, QuotaClassV1, QuotaLedger, Refusal,
    },
    Grams,
};
use sp_runtime::DispatchError;

impl<T: Config> QuotaLedger for Pallet<T> {
    fn class(class: ClassId) -> Option<QuotaClassV1> {
        Self::known_class(class)
    }

    fn may_sell(holder: &Holder, class: ClassId, amount: Grams) -> Result<(), Refusal> {
        Self::check_seller(holder, class, amount)
    }

    fn may_deliver(holder: &Holder, class: ClassId, amount: Grams) -> Result<(), Refusal> {
        Self::valid_class(class)?;
        check_amount(amount)?;
        Self::check_may_sell(holder)?;
        let holding = Self::holding(holder, class);
        holding.check_delivery(amount, holding.held)
    }

    fn may_buy(holder: &Holder, class: ClassId, amount: Grams) -> Result<(), Refusal> {
        Self::check_buyer(holder, class, amount)
    }

    fn hold(holder: &Holder, class: ClassId, amount: Grams) -> Result<(), Refusal> {
        Self::check_seller(holder, class, amount)?;
        Self::change_holding(holder, class, |holding| holding.hold(amount))
    }

    fn release(holder: &Holder, class: ClassId, amount: Grams) -> Result<(), Refusal> {
        Self::change_holding(holder, class, |holding| holding.release(amount))
    }

    fn deliver(
        class: ClassId,
        to: &Holder,
        deliveries: &[Delivery],
        cause: Cause,
    ) -> Result<LotId, Refusal> {
        let mut refusal = Refusal::Overflow;
        with_storage_layer(|| {
            Self::deliver_parts(class, to, deliveries, cause).map_err(|refused| {
                refusal = refused;
                DispatchError::Other("refused")
            })
        })
        .map_err(|_| refusal)
    }

    fn current_lot(holder: &Holder, class: ClassId) -> Option<LotId> {
        Self::holding(holder, class).lot
    }

    fn held(holder: &Holder, class: ClassId) -> Grams {
        Self::holding(holder, class).held
    }

    fn all_held() -> Vec<(Holder, ClassId, Grams)> {
        Holdings::<T>::iter()
            .map(|(holder, class, Holding::V1(holding))| (holder, class, holding.held))
            .filter(|(.., held)| !held.is_zero())
            .collect()
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn class_for_benchmark() -> ClassId {
        crate::benchmarking::open_class::<T>()
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn fund_for_benchmark(holder: &Holder, class: ClassId, amount: Grams) {
        crate::benchmarking::fund::<T>(holder, class, amount);
    }
}

impl<T: Config> Pallet<T> {
    fn deliver_parts(
        class: ClassId,
        to: &Holder,
        deliveries: &[Delivery],
        cause: Cause,
    ) -> Result<LotId, Refusal> {
        if deliveries.len() > <Self as QuotaLedger>::DELIVERIES_MAX {
            return Err(Refusal::Overflow);
        }
        let mut parts = Vec::<Part>::new();
        let mut amount = Grams::ZERO;
        for delivery in deliveries {
            check_amount(delivery.amount)?;
            if delivery.from == *to {
                return Err(Refusal::SameHolder);
            }
            let part = Self::change_holding(&delivery.from, class, |holding| {
                holding.deliver_held(delivery.amount)
            })?;
            amount = amount.checked_add(part.amount).ok_or(Refusal::Overflow)?;
            parts.push(part);
        }
        check_amount(amount)?;
        let lot = Self::receive(to, class, amount, parts, cause)?;
        Self::deposit_event(Event::QuotaDelivered {
            class,
            to: *to,
            amount,
            lot,
            cause,
        });
        Ok(lot)
    }
}

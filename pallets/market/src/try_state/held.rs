//! What is held of quota and money, and how much everybody has open.

use crate::{
    pallet::{Auctions, Bids, BlockOffers, Config, OpenOrders, Progresses},
    Pallet,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::Get};
use limpid_primitives::{
    market::{Auction, AuctionStage, Bid, BlockOffer, DepositLedger, Fen, OrderId, Side, Slot},
    quota::{ClassId, Holder, QuotaLedger},
    Grams, InstitutionId,
};
use sp_runtime::{DispatchError, TryRuntimeError};

/// What should be held, and open.
#[derive(Default)]
struct Held {
    quota: BTreeMap<(Holder, ClassId), Grams>,
    money: BTreeMap<InstitutionId, Fen>,
    open: BTreeMap<Holder, u32>,
}

impl Held {
    fn add_quota(&mut self, holder: Holder, class: ClassId, more: Grams) {
        let sum = self.quota.entry((holder, class)).or_default();
        *sum = sum.saturating_add(more);
    }

    fn add_money(&mut self, institution: InstitutionId, more: Fen) {
        let sum = self.money.entry(institution).or_default();
        *sum = Fen(sum.0.saturating_add(more.0));
    }

    fn add_open(&mut self, holder: Holder) {
        let count = self.open.entry(holder).or_default();
        *count = count.saturating_add(1);
    }
}

impl<T: Config> Pallet<T> {
    /// 2. to 4. Nothing is held but for what is open.
    pub(crate) fn check_held(orders: &[(OrderId, Slot)]) -> Result<(), TryRuntimeError> {
        let mut held = Held::default();
        for (order, slot) in orders {
            Self::add_order(&mut held, order, slot)?;
        }
        for BlockOffer::V1(offer) in BlockOffers::<T>::iter_values() {
            let order = OrderId {
                class: offer.new.class,
                side: offer.new.side,
                tick: offer.new.price,
                number: 0,
            };
            let slot = Slot {
                holder: offer.new.from,
                institution: offer.institution,
                units: offer.new.units,
                expires: Self::today()?,
            };
            Self::add_order(&mut held, &order, &slot)?;
        }
        Self::add_auctions(&mut held)?;
        for (_, _, Bid::V1(bid)) in Bids::<T>::iter() {
            held.add_money(bid.institution, bid.held);
        }
        Self::compare_held(held)
    }

    fn add_order(held: &mut Held, order: &OrderId, slot: &Slot) -> Result<(), DispatchError> {
        let legs = Self::legs_of(order, slot.units)?;
        match order.side {
            Side::Sell => held.add_quota(slot.holder, order.class, legs.quota),
            Side::Buy => held.add_money(slot.institution, legs.money),
        }
        held.add_open(slot.holder);
        Ok(())
    }

    fn add_auctions(held: &mut Held) -> Result<(), TryRuntimeError> {
        for (id, Auction::V1(auction)) in Auctions::<T>::iter() {
            let new = auction.new;
            let is_over = matches!(
                auction.stage,
                AuctionStage::Settled { .. } | AuctionStage::Cancelled { .. }
            );
            if is_over {
                continue;
            }
            let unsold = new.units.checked_sub(Progresses::<T>::get(id).sold);
            let unsold = unsold.ok_or("an auction sold more than it offered")?;
            let unit = Self::known_class(new.class)
                .map_err(DispatchError::from)?
                .unit;
            let amount = Grams(unit.0.saturating_mul(unsold));
            held.add_quota(new.seller, new.class, amount);
            held.add_open(new.seller);
        }
        Ok(())
    }

    fn compare_held(mut held: Held) -> Result<(), TryRuntimeError> {
        held.quota.retain(|_, amount| !amount.is_zero());
        held.money.retain(|_, amount| *amount > Fen::ZERO);
        let quota: BTreeMap<_, _> = T::Quotas::all_held()
            .into_iter()
            .map(|(holder, class, amount)| ((holder, class), amount))
            .collect();
        ensure!(
            quota == held.quota,
            "quota is held for something else than what is open"
        );
        let money: BTreeMap<_, _> = T::Deposits::all_held().into_iter().collect();
        ensure!(
            money == held.money,
            "money is held for something else than what is open"
        );
        let open: BTreeMap<_, _> = OpenOrders::<T>::iter().collect();
        ensure!(open == held.open, "what is open is not counted");
        let most = open.values().copied().max().unwrap_or(0);
        ensure!(most <= T::OrdersMax::get(), "a holder has too much open");
        Ok(())
    }
}

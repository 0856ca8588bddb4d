//! Invariants 5 to 8: what a holding consists of, and the sums kept beside it.

use crate::{
    pallet::{Config, Enrolments, Freezes, GroupHoldings, Holdings, Leases, Lots, Offers, Tallies},
    Pallet,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::Get};
use limpid_primitives::{
    quota::{ClassId, Enrolment, Freeze, Holder, Holding, Lease, Lot, Offer, Tally, TallyV1},
    Grams, Uscc,
};
use sp_runtime::TryRuntimeError;

/// What is offered, frozen, leased and lent of a holding.
type Parts = [Grams; 4];

impl<T: Config> Pallet<T> {
    /// 5. A holding and its lot.
    pub(super) fn check_holdings() -> Result<(), TryRuntimeError> {
        for (holder, class, Holding::V1(holding)) in Holdings::<T>::iter() {
            ensure!(!holding.is_empty(), "a holding is empty");
            ensure!(
                holding.lot.is_some() != holding.amount.is_zero(),
                "a holding has a lot of nothing, or something and no lot"
            );
            if let Some(id) = holding.lot {
                let Lot::V1(lot) = Lots::<T>::get(id).ok_or("a holding's lot is missing")?;
                let is_its = lot.holder == holder && lot.class == class && !lot.cause.ends();
                ensure!(is_its, "a holding's lot is another's");
            }
            let aside = holding.held.checked_add(holding.offered);
            let aside = aside.and_then(|aside| aside.checked_add(holding.bought));
            ensure!(
                aside.is_some_and(|aside| aside <= holding.amount),
                "more is set aside or bought than there is"
            );
        }
        Ok(())
    }

    /// 6. What is offered, frozen, leased and lent.
    pub(super) fn check_parts_of_holdings() -> Result<(), TryRuntimeError> {
        let mut sums = BTreeMap::<(Holder, ClassId), Parts>::new();
        let mut add = |holder, class, part: usize, amount: Grams| {
            let parts = sums.entry((holder, class)).or_default();
            if let Some(sum) = parts.get_mut(part) {
                *sum = sum.saturating_add(amount);
            }
        };
        for Offer::V1(offer) in Offers::<T>::iter_values() {
            add(offer.new.from, offer.new.class, 0, offer.new.amount);
        }
        for Freeze::V1(freeze) in Freezes::<T>::iter_values() {
            if freeze.released.is_none() {
                add(freeze.holder, freeze.class, 1, freeze.amount);
            }
        }
        for Lease::V1(lease) in Leases::<T>::iter_values() {
            ensure!(
                lease.owed <= lease.amount,
                "more of a lease is owed than was leased"
            );
            if lease.is_open() {
                ensure!(
                    !lease.owed.is_zero(),
                    "nothing is owed of a lease that is open"
                );
                add(lease.lessee, lease.class, 2, lease.owed);
                add(lease.lessor, lease.class, 3, lease.owed);
            }
        }
        let stored: BTreeMap<_, Parts> = Holdings::<T>::iter()
            .map(|(holder, class, Holding::V1(holding))| {
                let parts = [
                    holding.offered,
                    holding.frozen,
                    holding.leased,
                    holding.lent,
                ];
                ((holder, class), parts)
            })
            .filter(|(_, parts)| parts.iter().any(|part| !part.is_zero()))
            .collect();
        ensure!(
            sums == stored,
            "what is offered, frozen, leased or lent is not what offers, freezes and leases say"
        );
        Ok(())
    }

    /// 7. Tallies; their arrears are invariant 9.
    pub(super) fn check_tallies() -> Result<(), TryRuntimeError> {
        let mut counted = BTreeMap::<Holder, TallyV1>::new();
        for (holder, _) in Holdings::<T>::iter_keys() {
            let tally = counted.entry(holder).or_default();
            tally.holdings = tally.holdings.saturating_add(1);
        }
        for Offer::V1(offer) in Offers::<T>::iter_values() {
            let tally = counted.entry(offer.new.from).or_default();
            tally.offers = tally.offers.saturating_add(1);
        }
        for Lease::V1(lease) in Leases::<T>::iter_values() {
            if lease.is_open() {
                let tally = counted.entry(lease.lessee).or_default();
                tally.leases = tally.leases.saturating_add(1);
            }
        }
        let stored: BTreeMap<Holder, TallyV1> = Tallies::<T>::iter()
            .map(|(holder, Tally::V1(tally))| {
                (
                    holder,
                    TallyV1 {
                        arrears: 0,
                        ..tally
                    },
                )
            })
            .filter(|(_, tally)| *tally != TallyV1::default())
            .collect();
        ensure!(stored == counted, "a tally is wrong");
        for tally in stored.into_values() {
            let is_bounded = tally.holdings <= T::HoldingsMax::get()
                && tally.offers <= T::OffersMax::get()
                && tally.leases <= T::LeasesMax::get();
            ensure!(is_bounded, "a holder has more than it may");
        }
        Ok(())
    }

    /// 8. Groups.
    pub(super) fn check_groups() -> Result<(), TryRuntimeError> {
        let mut sums = BTreeMap::<(Uscc, ClassId), Grams>::new();
        for (id, Enrolment::V1(enrolment)) in Enrolments::<T>::iter() {
            ensure!(
                enrolment.declaration.is_in_order(),
                "an enrolment's places are not in order"
            );
            let Some(group) = enrolment.declaration.group else {
                continue;
            };
            for (class, Holding::V1(holding)) in Holdings::<T>::iter_prefix(Holder::Institution(id))
            {
                let sum = sums.entry((group, class)).or_default();
                *sum = sum
                    .saturating_add(holding.amount)
                    .saturating_add(holding.lent);
            }
        }
        sums.retain(|_, sum| !sum.is_zero());
        let stored: BTreeMap<_, _> = GroupHoldings::<T>::iter()
            .map(|(group, class, sum)| ((group, class), sum))
            .collect();
        ensure!(stored == sums, "a group's sum is not its members'");
        Ok(())
    }
}

//! Invariants 2 to 4: the title graph, and that nothing is lost or made in it.

use crate::{
    pallet::{Allocations, Classes, Config, Holdings, Lots, Rules, Totals},
    Pallet,
};
use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::ensure;
use limpid_primitives::{
    quota::{Allocation, Cause, ClassId, ClassTotals, ClassTotalsV1, Holding, Lot, LotId, LotV1},
    Grams,
};
use sp_runtime::TryRuntimeError;

/// All lots, and what later ones name of each.
pub(super) struct Graph {
    lots: BTreeMap<LotId, LotV1>,
    named: BTreeMap<LotId, Grams>,
}

impl<T: Config> Pallet<T> {
    /// 2. Lots and their parents.
    pub(super) fn check_lots() -> Result<Graph, TryRuntimeError> {
        let lots: BTreeMap<_, _> = Lots::<T>::iter()
            .map(|(id, Lot::V1(lot))| (id, lot))
            .collect();
        let mut named = BTreeMap::<LotId, Grams>::new();
        for (id, lot) in &lots {
            let mut sum = Grams::ZERO;
            let mut before = None;
            for part in &lot.parents {
                let parent = lots.get(&part.lot).ok_or("a lot's parent is missing")?;
                ensure!(part.lot < *id, "a lot's parent is not older");
                ensure!(before < Some(part.lot), "a lot names a parent twice");
                ensure!(
                    parent.class == lot.class,
                    "a lot's parent is of another class"
                );
                ensure!(!parent.cause.ends(), "a lot's parent has ended");
                ensure!(!part.amount.is_zero(), "a lot got nothing of a parent");
                before = Some(part.lot);
                sum = sum
                    .checked_add(part.amount)
                    .ok_or("a sum of parents overflows")?;
                let of_parent = named.entry(part.lot).or_default();
                *of_parent = of_parent
                    .checked_add(part.amount)
                    .ok_or("a sum of children overflows")?;
            }
            let is_root = matches!(lot.cause, Cause::Allocation { .. });
            ensure!(
                is_root == lot.parents.is_empty(),
                "a lot comes from nowhere"
            );
            ensure!(is_root || sum == lot.amount, "a lot is not what it got");
            ensure!(!lot.amount.is_zero(), "a lot is of nothing");
        }
        Self::check_roots(&lots)?;
        Ok(Graph { lots, named })
    }

    fn check_roots(lots: &BTreeMap<LotId, LotV1>) -> Result<(), TryRuntimeError> {
        let mut roots = BTreeSet::new();
        for ((class, document, holder), Allocation::V1(allocation)) in Allocations::<T>::iter() {
            let rest = allocation.granted.checked_sub(allocation.deducted);
            let rest = rest.ok_or("more was deducted than granted")?;
            ensure!(
                allocation.lot.is_some() != rest.is_zero(),
                "an allocation has a lot of nothing, or something and no lot"
            );
            let Some(id) = allocation.lot else {
                continue;
            };
            let lot = lots.get(&id).ok_or("an allocation's lot is missing")?;
            let is_its = lot.class == class
                && lot.holder == holder
                && lot.amount == rest
                && lot.cause == Cause::Allocation { document };
            ensure!(is_its, "an allocation's lot is another one");
            roots.insert(id);
        }
        let all = lots.values().filter(|lot| lot.parents.is_empty()).count();
        ensure!(roots.len() == all, "a root has no allocation");
        Ok(())
    }

    /// 3. Each lot is in later lots and in its holder's hands.
    pub(super) fn check_conservation(graph: &Graph) -> Result<(), TryRuntimeError> {
        let mut left = BTreeMap::<LotId, Grams>::new();
        for Holding::V1(holding) in Holdings::<T>::iter_values() {
            if let Some(id) = holding.lot {
                let twice = left.insert(id, holding.amount);
                ensure!(twice.is_none(), "a lot is in two holdings");
            }
        }
        for (id, lot) in &graph.lots {
            let named = graph.named.get(id).copied().unwrap_or_default();
            let left = left.get(id).copied().unwrap_or_default();
            let is_all = match lot.cause.ends() {
                true => named.is_zero() && left.is_zero(),
                false => named.checked_add(left) == Some(lot.amount),
            };
            ensure!(is_all, "a lot's quota is lost, or twice there");
        }
        Ok(())
    }

    /// 4. Each class's sums.
    pub(super) fn check_classes(graph: &Graph) -> Result<(), TryRuntimeError> {
        let mut sums = BTreeMap::<ClassId, ClassTotalsV1>::new();
        for lot in graph.lots.values() {
            let totals = sums.entry(lot.class).or_default();
            let sum = match lot.cause {
                Cause::Allocation { .. } => &mut totals.allocated,
                Cause::Surrender { .. } => &mut totals.surrendered,
                Cause::Retirement { .. } => &mut totals.retired,
                Cause::Expiry => &mut totals.expired,
                _ => continue,
            };
            *sum = sum
                .checked_add(lot.amount)
                .ok_or("a class's sum overflows")?;
        }
        let mut live = BTreeMap::<ClassId, Grams>::new();
        for (_, class, Holding::V1(holding)) in Holdings::<T>::iter() {
            let sum = live.entry(class).or_default();
            *sum = sum
                .checked_add(holding.amount)
                .ok_or("a class's holdings overflow")?;
        }
        for class in Classes::<T>::iter_keys() {
            let ClassTotals::V1(totals) = Totals::<T>::get(class);
            let summed = sums.get(&class).copied().unwrap_or_default();
            ensure!(totals == summed, "a class's sums are not those of its lots");
            let live = live.get(&class).copied().unwrap_or_default();
            ensure!(
                totals.live() == Some(live),
                "quota of a class is lost or made"
            );
            let rules = Rules::<T>::get(class).ok_or("a class has no rules")?.now();
            ensure!(
                totals.allocated <= rules.cap,
                "more was allocated than the cap"
            );
        }
        Ok(())
    }
}

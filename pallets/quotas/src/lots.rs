//! The title graph: lots are added, and nothing else happens to them.

use crate::{
    pallet::{Config, Lots, NextLot},
    Pallet,
};
use alloc::{collections::BTreeMap, vec, vec::Vec};
use frame_support::traits::Time;
use limpid_primitives::{
    quota::{Cause, ClassId, Holder, Lot, LotId, LotV1, Part, Refusal},
    AtMost, Day, Digest, Grams,
};

impl<T: Config> Pallet<T> {
    /// Makes the lot an allocation is, and gives it to a holder. What the holder had before is joined with it.
    pub(crate) fn allocate_lot(
        holder: &Holder,
        class: ClassId,
        amount: Grams,
        document: Digest,
    ) -> Result<LotId, Refusal> {
        let id = Self::next_lot()?;
        let cause = Cause::Allocation { document };
        Self::insert_lot(id, holder, class, amount, Vec::new(), cause)?;
        if Self::holding(holder, class).lot.is_none() {
            Self::change_holding(holder, class, |holding| holding.receive(id, amount))?;
        } else {
            let part = Part { lot: id, amount };
            Self::receive(holder, class, amount, vec![part], Cause::Join)?;
        }
        Ok(id)
    }

    /// Gives a holder what was taken out of other holdings: all it has of the class becomes one new lot.
    pub(crate) fn receive(
        holder: &Holder,
        class: ClassId,
        amount: Grams,
        mut parts: Vec<Part>,
        cause: Cause,
    ) -> Result<LotId, Refusal> {
        let id = Self::next_lot()?;
        let today = Day::of(T::Time::now()).ok_or(Refusal::Overflow)?;
        let (rest, sum) = Self::change_holding(holder, class, |holding| {
            let rest = holding.receive(id, amount)?;
            if cause.is_purchase() {
                holding.note_bought(amount, today);
            }
            Ok((rest, holding.amount))
        })?;
        parts.extend(rest);
        Self::insert_lot(id, holder, class, sum, parts, cause)?;
        Ok(id)
    }

    /// Ends quota that was taken out of a holding.
    pub(crate) fn end(
        holder: &Holder,
        class: ClassId,
        part: Part,
        cause: Cause,
    ) -> Result<LotId, Refusal> {
        let id = Self::next_lot()?;
        Self::insert_lot(id, holder, class, part.amount, vec![part], cause)?;
        Ok(id)
    }

    fn next_lot() -> Result<LotId, Refusal> {
        let number = NextLot::<T>::get();
        NextLot::<T>::put(number.checked_add(1).ok_or(Refusal::Overflow)?);
        Ok(LotId(number))
    }

    fn insert_lot(
        id: LotId,
        holder: &Holder,
        class: ClassId,
        amount: Grams,
        parts: Vec<Part>,
        cause: Cause,
    ) -> Result<(), Refusal> {
        let lot = LotV1 {
            class,
            holder: *holder,
            amount,
            cause,
            parents: merged(parts)?,
            at: Self::now(),
        };
        Lots::<T>::insert(id, Lot::V1(lot));
        Ok(())
    }
}

/// The parts, each lot once, oldest first.
fn merged(parts: Vec<Part>) -> Result<AtMost<Part, { LotV1::PARENTS_MAX }>, Refusal> {
    let mut sums = BTreeMap::<LotId, Grams>::new();
    for Part { lot, amount } in parts {
        let sum = sums.entry(lot).or_default();
        *sum = sum.checked_add(amount).ok_or(Refusal::Overflow)?;
    }
    let parts: Vec<_> = sums
        .into_iter()
        .map(|(lot, amount)| Part { lot, amount })
        .collect();
    parts.try_into().map_err(|_| Refusal::Overflow)
}

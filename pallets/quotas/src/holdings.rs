//! What holders have now, and how much of what is bounded.

use crate::{
    pallet::{Config, Event, Holdings, Tallies},
    Pallet,
};
use frame_support::traits::Get;
use limpid_primitives::{
    quota::{ClassId, Holder, Holding, HoldingV1, Refusal, Tally, TallyV1},
    Grams,
};

impl<T: Config> Pallet<T> {
    /// What a holder has of a class; all noughts if it has nothing.
    pub(crate) fn holding(holder: &Holder, class: ClassId) -> HoldingV1 {
        let stored = Holdings::<T>::get(holder, class);
        stored.map_or_else(HoldingV1::default, |Holding::V1(holding)| holding)
    }

    /// Changes what a holder has of a class. The sums of its group and its own tally follow; an entry that says nothing goes.
    pub(crate) fn change_holding<R>(
        holder: &Holder,
        class: ClassId,
        change: impl FnOnce(&mut HoldingV1) -> Result<R, Refusal>,
    ) -> Result<R, Refusal> {
        let before = Self::holding(holder, class);
        let mut after = before;
        let result = change(&mut after)?;
        match (before.is_empty(), after.is_empty()) {
            (true, false) => Self::change_tally(holder, |tally| {
                if tally.holdings >= T::HoldingsMax::get() {
                    return Err(Refusal::HoldingsFull);
                }
                tally.holdings = tally.holdings.saturating_add(1);
                Ok(())
            })?,
            (false, true) => Self::change_tally(holder, |tally| {
                tally.holdings = tally.holdings.saturating_sub(1);
                Ok(())
            })?,
            _ => {}
        }
        let counted_before = counted(&before).ok_or(Refusal::Overflow)?;
        let counted_after = counted(&after).ok_or(Refusal::Overflow)?;
        if counted_before != counted_after {
            let group = holder.institution().and_then(Self::group_of);
            Self::move_in_group(group, class, counted_before, counted_after)
                .map_err(|_| Refusal::Overflow)?;
        }
        if after.is_empty() {
            Holdings::<T>::remove(holder, class);
        } else {
            Holdings::<T>::insert(holder, class, Holding::V1(after));
        }
        Ok(result)
    }

    pub(crate) fn tally(holder: &Holder) -> TallyV1 {
        let Tally::V1(tally) = Tallies::<T>::get(holder);
        tally
    }

    pub(crate) fn change_tally(
        holder: &Holder,
        change: impl FnOnce(&mut TallyV1) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let mut tally = Self::tally(holder);
        change(&mut tally)?;
        if tally == TallyV1::default() {
            Tallies::<T>::remove(holder);
        } else {
            Tallies::<T>::insert(holder, Tally::V1(tally));
        }
        Ok(())
    }

    /// A holder has one arrear more, or one less.
    pub(crate) fn change_arrears(holder: &Holder, change: Arrear) -> Result<(), Refusal> {
        let before = Self::tally(holder).arrears;
        let after = match change {
            Arrear::Begins => before.saturating_add(1),
            Arrear::Ends => before.saturating_sub(1),
        };
        Self::change_tally(holder, |tally| {
            tally.arrears = after;
            Ok(())
        })?;
        let holder = *holder;
        match (before, after) {
            (0, 1..) => Self::deposit_event(Event::SellingLocked { holder }),
            (1.., 0) => Self::deposit_event(Event::SellingUnlocked { holder }),
            _ => {}
        }
        Ok(())
    }
}

/// What counts towards limits: what is there, and what is lent, since it comes back.
pub(crate) fn counted(holding: &HoldingV1) -> Option<Grams> {
    holding.amount.checked_add(holding.lent)
}

/// What happens to an arrear.
#[derive(Clone, Copy)]
pub(crate) enum Arrear {
    Begins,
    Ends,
}

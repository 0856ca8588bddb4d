//! What clients ask about quota.

use crate::{
    pallet::{Config, Holdings, Lots},
    types::TitlePart,
    Pallet,
};
use alloc::{collections::BTreeSet, vec::Vec};
use limpid_primitives::{
    quota::{ClassId, Holder, Holding, Lot, LotId, LotStatus},
    Grams, PermitNumber, Pollutant,
};

/// Lots of one answer.
const LOTS_MAX: usize = 1_000;

impl<T: Config> Pallet<T> {
    /// The lots that lead from some lots back to allocations, the newest first. Parents are older than their lots, so one pass
    /// meets each lot once; what doesn't fit into one answer goes on from [`TitlePart::rest`].
    pub fn title(lots: Vec<LotId>) -> TitlePart {
        let mut open: BTreeSet<LotId> = lots.into_iter().collect();
        let mut found = Vec::new();
        while found.len() < LOTS_MAX {
            let Some(id) = open.pop_last() else {
                break;
            };
            let Some(lot) = Lots::<T>::get(id) else {
                continue;
            };
            let Lot::V1(known) = &lot;
            open.extend(known.parents.iter().map(|part| part.lot));
            found.push((id, lot));
        }
        TitlePart {
            lots: found,
            rest: open.into_iter().collect(),
        }
    }

    /// How a lot stands; `None` if there is none with this number.
    pub fn lot_status(id: LotId) -> Option<LotStatus> {
        let Lot::V1(lot) = Lots::<T>::get(id)?;
        let holding = Self::holding(&lot.holder, lot.class);
        Some(if lot.cause.ends() {
            LotStatus::Ended
        } else if holding.lot == Some(id) {
            LotStatus::Current {
                left: holding.amount,
            }
        } else {
            LotStatus::Passed
        })
    }

    /// All a holder has, at most `HoldingsMax` classes.
    pub fn holdings(holder: Holder) -> Vec<(ClassId, Holding)> {
        let mut holdings: Vec<_> = Holdings::<T>::iter_prefix(holder).collect();
        holdings.sort_by_key(|(class, _)| *class);
        holdings
    }

    /// What would be missing of a permit's year if it were assessed now; `None` if it cannot be.
    pub fn shortfall(permit: PermitNumber, pollutant: Pollutant, year: u16) -> Option<Grams> {
        Self::shortfall_now(&permit, pollutant, year)
    }
}

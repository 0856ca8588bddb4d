//! The agencies of each division, so that the one that acts in a place is found without looking at all institutions.

use crate::{
    pallet::{AgenciesOf, Config, Error, Institutions, UnlistedAgencies},
    Pallet,
};
use frame_support::{
    pallet_prelude::StorageVersion,
    traits::{ConstU32, Get, GetStorageVersion},
    weights::Weight,
    BoundedVec,
};
use limpid_primitives::{DivisionCode, Institution, InstitutionId, InstitutionKind};
use sp_runtime::DispatchResult;

/// Most agencies of one division: its bureau, and the offices and stations that act for it.
pub const AGENCIES_MAX: u32 = 32;

/// The agencies of one division, in the order of their numbers.
pub type Agencies = BoundedVec<InstitutionId, ConstU32<AGENCIES_MAX>>;

/// The version that brought the lists.
const LISTED: u16 = 2;

impl<T: Config> Pallet<T> {
    /// Puts an institution on its division's list, if it is an agency.
    pub(crate) fn list_agency(
        id: InstitutionId,
        kind: InstitutionKind,
        division: DivisionCode,
    ) -> DispatchResult {
        if kind != InstitutionKind::Agency {
            return Ok(());
        }
        AgenciesOf::<T>::try_mutate(division, |agencies| {
            if let Err(place) = agencies.binary_search(&id) {
                agencies
                    .try_insert(place, id)
                    .map_err(|_| Error::<T>::AgenciesFull)?;
            }
            Ok(())
        })
    }

    /// Takes an agency off its division's list. One that had no room on it gets the place.
    pub(crate) fn unlist_agency(
        id: InstitutionId,
        kind: InstitutionKind,
        division: DivisionCode,
    ) -> DispatchResult {
        if kind != InstitutionKind::Agency {
            return Ok(());
        }
        let mut agencies = AgenciesOf::<T>::get(division);
        if !agencies.contains(&id) {
            UnlistedAgencies::<T>::remove(division, id);
            return Ok(());
        }
        agencies.retain(|listed| *listed != id);
        AgenciesOf::<T>::set(division, agencies);
        let waiting = UnlistedAgencies::<T>::iter_key_prefix(division).next();
        if let Some(next) = waiting {
            UnlistedAgencies::<T>::remove(division, next);
            Self::list_agency(next, kind, division)?;
        }
        AgenciesOf::<T>::mutate_exists(division, |list| {
            *list = list.take().filter(|agencies| !agencies.is_empty());
        });
        Ok(())
    }
}

/// Lists the agencies of a chain that began before there were lists, once.
pub(crate) fn migrate<T: Config>() -> Weight {
    if Pallet::<T>::on_chain_storage_version() >= LISTED {
        return T::DbWeight::get().reads(1);
    }
    let mut read = 1u64;
    let mut listed = 0u64;
    for (id, Institution::V1(institution)) in Institutions::<T>::iter() {
        read = read.saturating_add(1);
        if institution.kind != InstitutionKind::Agency {
            continue;
        }
        listed = listed.saturating_add(1);
        if Pallet::<T>::list_agency(id, institution.kind, institution.division).is_err() {
            log::error!(
                target: "runtime::institutions",
                "agency {id}: the list of division {} is full",
                institution.division
            );
            UnlistedAgencies::<T>::insert(institution.division, id, ());
        }
    }
    StorageVersion::new(LISTED).put::<Pallet<T>>();
    T::DbWeight::get().reads_writes(read.saturating_add(listed), listed.saturating_add(1))
}

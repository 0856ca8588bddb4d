//! Which office acts in a place: the nearest first (谁近谁先管).

use crate::{
    pallet::{Clues, Config, Error, Handed},
    Pallet,
};
use alloc::vec::Vec;
use frame_support::ensure;
use limpid_primitives::{
    joint_case::Clue, Digest, DivisionCode, InstitutionId, InstitutionStatus, InstitutionV1,
};
use pallet_institutions::{InstitutionLookup, AGENCIES_MAX};
use sp_runtime::DispatchResult;

/// The most offices nearer to a place than another: those of a county, its city and its province.
pub(crate) const NEARER_MAX: u32 = 3 * AGENCIES_MAX;

impl<T: Config> Pallet<T> {
    /// No office nearer to the place may still have the clue. The sender may be nearer: it has it already, and hands it on.
    pub(crate) fn ensure_nearest(
        sender: InstitutionId,
        receiver: &InstitutionV1,
        place: DivisionCode,
        content: &Digest,
    ) -> DispatchResult {
        let own = receiver.division;
        let is_before = place
            .and_above()
            .take_while(|division| *division != own)
            .flat_map(T::Institutions::agencies_of)
            .any(|office| office != sender && Self::may_have(office, Some(content)));
        ensure!(!is_before, Error::<T>::NearerOffice);
        Ok(())
    }

    /// Whether a division has an agency that can act.
    pub(crate) fn has_office(division: DivisionCode) -> bool {
        T::Institutions::agencies_of(division)
            .into_iter()
            .any(|office| Self::may_have(office, None))
    }

    /// Whether an office can act, and has not been relieved of this content.
    fn may_have(office: InstitutionId, content: Option<&Digest>) -> bool {
        let is_active = T::Institutions::institution(office)
            .is_some_and(|institution| institution.status == InstitutionStatus::Active);
        let is_off = || {
            content
                .and_then(|content| Handed::<T>::get(content, office))
                .and_then(Clues::<T>::get)
                .is_some_and(|Clue::V1(clue)| clue.is_off(office))
        };
        is_active && !is_off()
    }

    /// The offices a clue about this place goes to first: `CasesApi::nearest`.
    pub fn nearest(place: DivisionCode, content: Option<Digest>) -> Vec<InstitutionId> {
        place
            .and_above()
            .map(|division| {
                let mut offices = T::Institutions::agencies_of(division);
                offices.retain(|office| Self::may_have(*office, content.as_ref()));
                offices
            })
            .find(|offices| !offices.is_empty())
            .unwrap_or_default()
    }
}

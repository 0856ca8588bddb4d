//! Who may hold quota, and who acts for a holder.

use crate::{
    holdings::counted,
    pallet::{Config, Enrolments, Error, Event, GroupHoldings, Holdings},
    Pallet, WeightInfo,
};
use frame_support::{dispatch::DispatchResultWithPostInfo, ensure};
use limpid_primitives::{
    quota::{ClassId, Declaration, Enrolment, EnrolmentV1, Holder, Holding},
    Digest, Grams, InstitutionId, InstitutionKind, InstitutionStatus, Uscc,
};
use pallet_institutions::{Actor, InstitutionLookup};
use sp_runtime::{ArithmeticError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_enrol_holder(
        agency: Actor<T::AccountId>,
        institution: InstitutionId,
        declaration: Declaration,
        document: Digest,
    ) -> DispatchResultWithPostInfo {
        let enterprise = T::Institutions::institution(institution)
            .filter(|known| known.kind == InstitutionKind::Enterprise)
            .ok_or(Error::<T>::HolderUnknown)?;
        ensure!(declaration.is_in_order(), Error::<T>::PlacesUnordered);
        let divisions = declaration.places.iter().map(|place| place.division);
        let are_inside = core::iter::once(enterprise.division)
            .chain(divisions)
            .all(|division| agency.division.contains(division));
        ensure!(are_inside, Error::<T>::OutsideDivision);
        Self::ensure_not_from_above(&agency, institution)?;
        let moved = Self::change_group(institution, declaration.group)?;
        let enrolment = EnrolmentV1 {
            declaration,
            document,
            at: Self::now(),
            by: agency.institution,
        };
        Enrolments::<T>::insert(institution, Enrolment::V1(enrolment.clone()));
        Self::deposit_event(Event::HolderEnrolled {
            institution,
            enrolment,
        });
        Ok(Some(T::WeightInfo::enrol_holder(moved)).into())
    }

    /// No agency of a larger division enrolled the institution.
    fn ensure_not_from_above(
        agency: &Actor<T::AccountId>,
        institution: InstitutionId,
    ) -> DispatchResult {
        let former = Enrolments::<T>::get(institution)
            .and_then(|Enrolment::V1(former)| T::Institutions::institution(former.by));
        let is_from_above = former.is_some_and(|by| {
            by.division != agency.division && by.division.contains(agency.division)
        });
        ensure!(!is_from_above, Error::<T>::SetFromAbove);
        Ok(())
    }

    /// Moves what counts of an institution from its group to another, and returns how many holdings that were.
    fn change_group(
        institution: InstitutionId,
        group: Option<Uscc>,
    ) -> Result<u32, ArithmeticError> {
        let former = Self::group_of(institution);
        if former == group {
            return Ok(0);
        }
        let mut moved = 0u32;
        // At most `HoldingsMax`: the tally sees to it.
        for (class, Holding::V1(holding)) in
            Holdings::<T>::iter_prefix(Holder::Institution(institution))
        {
            let amount = counted(&holding).ok_or(ArithmeticError::Overflow)?;
            Self::move_in_group(former, class, amount, Grams::ZERO)?;
            Self::move_in_group(group, class, Grams::ZERO, amount)?;
            moved = moved.saturating_add(1);
        }
        Ok(moved)
    }

    /// So much of a member of the group counted of a class, and so much counts now.
    pub(crate) fn move_in_group(
        group: Option<Uscc>,
        class: ClassId,
        before: Grams,
        after: Grams,
    ) -> Result<(), ArithmeticError> {
        let Some(group) = group.filter(|_| before != after) else {
            return Ok(());
        };
        let sum = GroupHoldings::<T>::get(group, class)
            .checked_sub(before)
            .ok_or(ArithmeticError::Underflow)?
            .checked_add(after)
            .ok_or(ArithmeticError::Overflow)?;
        if sum.is_zero() {
            GroupHoldings::<T>::remove(group, class);
        } else {
            GroupHoldings::<T>::insert(group, class, sum);
        }
        Ok(())
    }

    pub(crate) fn declaration_of(institution: InstitutionId) -> Option<Declaration> {
        Enrolments::<T>::get(institution).map(|Enrolment::V1(enrolment)| enrolment.declaration)
    }

    pub(crate) fn group_of(institution: InstitutionId) -> Option<Uscc> {
        Self::declaration_of(institution)?.group
    }

    /// Whether an institution is there and not suspended. A reserve always is.
    pub(crate) fn is_active(holder: &Holder) -> bool {
        holder.institution().is_none_or(|id| {
            T::Institutions::institution(id)
                .is_some_and(|known| known.status == InstitutionStatus::Active)
        })
    }

    /// The signer's institution is the holder, or an agency over the reserve's division.
    pub(crate) fn acts_for(actor: &Actor<T::AccountId>, holder: &Holder) -> bool {
        match (actor.kind, holder) {
            (InstitutionKind::Enterprise, Holder::Institution(id)) => actor.institution == *id,
            (InstitutionKind::Agency, Holder::Reserve(division)) => {
                actor.division.contains(*division)
            }
            _ => false,
        }
    }

    pub(crate) fn ensure_acts_for(actor: &Actor<T::AccountId>, holder: &Holder) -> DispatchResult {
        ensure!(Self::acts_for(actor, holder), Error::<T>::NotHolder);
        Ok(())
    }
}

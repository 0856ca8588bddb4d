//! Institutions from admission on: what they are called, whether they may act, and how much.

use crate::{
    authority::Authority,
    pallet::{
        AgenciesOf, Allowances, Config, Error, Event, Headcounts, InstitutionOf, Institutions,
        Members, NextInstitution, Usages,
    },
    types::{admitter_of, Admitter, Allowance},
    Headcount, InstitutionLookup, Pallet, Usage,
};
use alloc::vec::Vec;
use frame_support::{ensure, traits::Get};
use limpid_primitives::{
    Digest, DivisionCode, Duties, Duty, Institution, InstitutionId, InstitutionKind,
    InstitutionName, InstitutionStatus, InstitutionV1, Uscc,
};
use sp_runtime::{ArithmeticError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_admit_institution(
        authority: Authority<T::AccountId>,
        kind: InstitutionKind,
        uscc: Uscc,
        name: InstitutionName,
        division: DivisionCode,
        administrator: T::AccountId,
    ) -> DispatchResult {
        Self::ensure_admits(&authority, kind, division)?;
        ensure!(
            !InstitutionOf::<T>::contains_key(uscc),
            Error::<T>::UsccTaken
        );
        ensure!(
            !Members::<T>::contains_key(&administrator),
            Error::<T>::AccountTaken
        );
        let by = authority.by();
        let institution = Self::insert_institution(InstitutionV1 {
            kind,
            uscc,
            name: name.clone(),
            division,
            status: InstitutionStatus::Active,
            admitted: Self::now(),
            admitted_by: by,
        })?;
        Self::list_agency(institution, kind, division)?;
        let duties = Duties::from(Duty::Administrator);
        Self::insert_member(institution, &administrator, duties)?;
        Self::deposit_event(Event::InstitutionAdmitted {
            institution,
            kind,
            uscc,
            name,
            division,
            by,
        });
        Self::deposit_event(Event::MemberAdded {
            institution,
            account: administrator,
            duties,
        });
        Ok(())
    }

    pub(crate) fn do_amend_institution(
        authority: Authority<T::AccountId>,
        id: InstitutionId,
        name: InstitutionName,
        division: DivisionCode,
    ) -> DispatchResult {
        let institution = Self::ensure_over(&authority, id)?;
        Self::ensure_inside(&authority, division)?;
        if division != institution.division {
            Self::unlist_agency(id, institution.kind, institution.division)?;
            Self::list_agency(id, institution.kind, division)?;
        }
        let amended = InstitutionV1 {
            name: name.clone(),
            division,
            ..institution
        };
        Institutions::<T>::insert(id, Institution::V1(amended));
        Self::deposit_event(Event::InstitutionAmended {
            institution: id,
            name,
            division,
            by: authority.by(),
        });
        Ok(())
    }

    pub(crate) fn do_suspend_institution(
        authority: Authority<T::AccountId>,
        id: InstitutionId,
        reason: Digest,
    ) -> DispatchResult {
        let institution = Self::ensure_over(&authority, id)?;
        ensure!(
            institution.status == InstitutionStatus::Active,
            Error::<T>::AlreadySuspended
        );
        let since = Self::now();
        let suspended = InstitutionV1 {
            status: InstitutionStatus::Suspended { since },
            ..institution
        };
        Institutions::<T>::insert(id, Institution::V1(suspended));
        Self::deposit_event(Event::InstitutionSuspended {
            institution: id,
            reason,
            by: authority.by(),
        });
        Ok(())
    }

    pub(crate) fn do_reinstate_institution(
        authority: Authority<T::AccountId>,
        id: InstitutionId,
        reason: Digest,
    ) -> DispatchResult {
        let institution = Self::ensure_over(&authority, id)?;
        ensure!(
            institution.status != InstitutionStatus::Active,
            Error::<T>::NotSuspended
        );
        let active = InstitutionV1 {
            status: InstitutionStatus::Active,
            ..institution
        };
        Institutions::<T>::insert(id, Institution::V1(active));
        Self::deposit_event(Event::InstitutionReinstated {
            institution: id,
            reason,
            by: authority.by(),
        });
        Ok(())
    }

    pub(crate) fn do_set_allowance(
        id: InstitutionId,
        allowance: Option<Allowance>,
    ) -> DispatchResult {
        Self::known(id)?;
        Allowances::<T>::set(id, allowance);
        Self::deposit_event(Event::AllowanceSet {
            institution: id,
            allowance,
        });
        Ok(())
    }

    /// What an institution may take in one window.
    pub fn allowance(id: InstitutionId) -> Allowance {
        Allowances::<T>::get(id).unwrap_or_else(T::DefaultAllowance::get)
    }

    /// What an institution has taken in the current window.
    pub fn usage(id: InstitutionId) -> Usage {
        let window = Self::now().block.checked_div(T::WindowBlocks::get());
        Usages::<T>::get(id).in_window(window.unwrap_or_default())
    }

    /// Writes an institution under the next number.
    pub(crate) fn insert_institution(
        institution: InstitutionV1,
    ) -> Result<InstitutionId, ArithmeticError> {
        let number = NextInstitution::<T>::get();
        let next = number.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        let id = InstitutionId(number);
        NextInstitution::<T>::put(next);
        InstitutionOf::<T>::insert(institution.uscc, id);
        Institutions::<T>::insert(id, Institution::V1(institution));
        Headcounts::<T>::insert(id, Headcount::default());
        Ok(id)
    }

    fn ensure_admits(
        authority: &Authority<T::AccountId>,
        kind: InstitutionKind,
        division: DivisionCode,
    ) -> DispatchResult {
        let admits = match (authority, admitter_of(kind)) {
            (Authority::Council, Admitter::Council) => true,
            (Authority::Administrator(actor), Admitter::Agency) => {
                actor.kind == InstitutionKind::Agency
            }
            _ => false,
        };
        ensure!(admits, Error::<T>::NotAdmittingAuthority);
        Self::ensure_inside(authority, division)
    }

    fn ensure_inside(
        authority: &Authority<T::AccountId>,
        division: DivisionCode,
    ) -> DispatchResult {
        if let Authority::Administrator(actor) = authority {
            ensure!(
                actor.division.contains(division),
                Error::<T>::OutsideDivision
            );
        }
        Ok(())
    }
}

impl<T: Config> InstitutionLookup<T::AccountId> for Pallet<T> {
    fn institution(id: InstitutionId) -> Option<InstitutionV1> {
        let Institution::V1(institution) = Institutions::<T>::get(id)?;
        Some(institution)
    }

    fn by_uscc(uscc: &Uscc) -> Option<(InstitutionId, InstitutionV1)> {
        let id = InstitutionOf::<T>::get(uscc)?;
        Some((id, <Self as InstitutionLookup<_>>::institution(id)?))
    }

    fn agencies_of(division: DivisionCode) -> Vec<InstitutionId> {
        AgenciesOf::<T>::get(division).into_inner()
    }

    fn acts_for(account: &T::AccountId) -> Option<(InstitutionId, InstitutionKind)> {
        let actor = Self::actor(account.clone()).ok()?;
        Some((actor.institution, actor.kind))
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn admit_for_benchmark(
        kind: InstitutionKind,
        uscc: Uscc,
        division: DivisionCode,
        member: &T::AccountId,
    ) -> InstitutionId {
        crate::benchmarking::admit::<T>(kind, uscc, division, member)
    }
}

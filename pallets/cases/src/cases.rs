//! Opening and closing a case, and who takes part in it.

use crate::{
    pallet::{Cases, Config, Error, Event, Memberships, NextCase, Tallies},
    Pallet,
};
use frame_support::{ensure, traits::Time};
use limpid_primitives::{
    joint_case::{Case, CaseId, CaseTally, CaseTallyV1, CaseV1, Closing, Membership},
    Digest, InstitutionId, InstitutionKind, InstitutionStatus, InstitutionV1, Moment,
};
use pallet_institutions::{Actor, InstitutionLookup};
use sp_runtime::{traits::SaturatedConversion, ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_open_case(agency: Actor<T::AccountId>, document: Digest) -> DispatchResult {
        let number = NextCase::<T>::get();
        let next = number.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        let (id, host) = (CaseId(number), agency.institution);
        NextCase::<T>::put(next);
        let opened = CaseV1 {
            host,
            document,
            at: Self::now(),
            closed: None,
        };
        Cases::<T>::insert(id, Case::V1(opened));
        Self::deposit_event(Event::CaseOpened {
            case: id,
            host,
            document,
        });
        Ok(())
    }

    pub(crate) fn do_close_case(
        agency: Actor<T::AccountId>,
        id: CaseId,
        result: Digest,
    ) -> DispatchResult {
        let case = Self::ensure_host(&agency, id)?;
        ensure!(case.is_open(), Error::<T>::CaseClosed);
        ensure!(Self::tally(id).open_tasks == 0, Error::<T>::TasksOpen);
        let at = Self::now();
        let closed = Some(Closing { result, at });
        Cases::<T>::insert(id, Case::V1(CaseV1 { closed, ..case }));
        Self::deposit_event(Event::CaseClosed {
            case: id,
            result,
            by: agency.institution,
        });
        Ok(())
    }

    /// The case, if the agency hosts it.
    pub(crate) fn ensure_host(
        agency: &Actor<T::AccountId>,
        id: CaseId,
    ) -> Result<CaseV1, DispatchError> {
        let case = Self::known(id)?;
        ensure!(case.host == agency.institution, Error::<T>::NotHost);
        Ok(case)
    }

    /// The case, if it is open.
    pub(crate) fn ensure_open(id: CaseId) -> Result<CaseV1, DispatchError> {
        let case = Self::known(id)?;
        ensure!(case.is_open(), Error::<T>::CaseClosed);
        Ok(case)
    }

    /// The case, if it is open and the agency takes part in it.
    pub(crate) fn ensure_takes_part(
        agency: &Actor<T::AccountId>,
        id: CaseId,
    ) -> Result<CaseV1, DispatchError> {
        let case = Self::ensure_open(id)?;
        ensure!(
            Self::takes_part(id, &case, agency.institution),
            Error::<T>::NotMember
        );
        Ok(case)
    }

    /// Whether it is the host, or a member that joined.
    pub(crate) fn takes_part(id: CaseId, case: &CaseV1, institution: InstitutionId) -> bool {
        case.host == institution
            || Memberships::<T>::get(id, institution)
                .is_some_and(|Membership::V1(membership)| membership.is_joined())
    }

    fn known(id: CaseId) -> Result<CaseV1, DispatchError> {
        let Case::V1(case) = Cases::<T>::get(id).ok_or(Error::<T>::CaseUnknown)?;
        Ok(case)
    }

    /// How much is in a case.
    pub(crate) fn tally(id: CaseId) -> CaseTallyV1 {
        let CaseTally::V1(tally) = Tallies::<T>::get(id);
        tally
    }

    pub(crate) fn put_tally(id: CaseId, tally: CaseTallyV1) {
        Tallies::<T>::insert(id, CaseTally::V1(tally));
    }

    /// The agency with this number, if it may act.
    pub(crate) fn ensure_agency(id: InstitutionId) -> Result<InstitutionV1, DispatchError> {
        let institution = T::Institutions::institution(id)
            .filter(|institution| institution.kind == InstitutionKind::Agency)
            .ok_or(Error::<T>::AgencyUnknown)?;
        ensure!(
            institution.status == InstitutionStatus::Active,
            Error::<T>::AgencySuspended
        );
        Ok(institution)
    }

    /// This block, with its time.
    pub(crate) fn now() -> Moment {
        Moment {
            block: frame_system::Pallet::<T>::block_number().saturated_into(),
            time_ms: T::Time::now(),
        }
    }
}

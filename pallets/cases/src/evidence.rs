//! Evidence bundles of a case, by their digests.

use crate::{
    pallet::{Config, Error, Event, Evidence},
    Pallet,
};
use frame_support::{ensure, traits::Get};
use limpid_primitives::{
    joint_case::{CaseEvidence, CaseEvidenceV1, CaseId, CaseTallyV1, CaseV1, Recognition},
    permit::PermitLookup,
    sharing::RecognitionLookup,
    Digest, DivisionCode, PermitNumber,
};
use pallet_institutions::{Actor, InstitutionLookup};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_attach_evidence(
        agency: Actor<T::AccountId>,
        id: CaseId,
        bundle: Digest,
        permit: Option<PermitNumber>,
    ) -> DispatchResult {
        let case = Self::ensure_takes_part(&agency, id)?;
        ensure!(
            !Evidence::<T>::contains_key(id, bundle),
            Error::<T>::AlreadyAttached
        );
        let recognition = match permit {
            Some(permit) => Self::recognition(&case, &permit)?,
            None => Recognition::NoneNeeded,
        };
        Self::count_evidence(id)?;
        let by = agency.institution;
        let attached = CaseEvidenceV1 {
            by,
            permit,
            at: Self::now(),
            recognition,
        };
        Evidence::<T>::insert(id, bundle, CaseEvidence::V1(attached));
        Self::deposit_event(Event::EvidenceAttached {
            case: id,
            bundle,
            permit,
            recognition,
            by,
        });
        Ok(())
    }

    /// Why evidence about a permit counts at the host's.
    fn recognition(case: &CaseV1, permit: &PermitNumber) -> Result<Recognition, DispatchError> {
        let place = T::Permits::permit(permit)
            .ok_or(Error::<T>::PermitUnknown)?
            .division;
        let host = T::Institutions::institution(case.host)
            .ok_or(Error::<T>::AgencyUnknown)?
            .division;
        if DivisionCode::province(host).contains(place) {
            return Ok(Recognition::Own);
        }
        ensure!(
            T::Recognitions::recognised(host, permit),
            Error::<T>::ArchiveNotRecognised
        );
        Ok(Recognition::Recognised)
    }

    /// Counts one more bundle, if there is room.
    fn count_evidence(id: CaseId) -> DispatchResult {
        let tally = Self::tally(id);
        ensure!(
            tally.evidence < T::EvidenceMax::get(),
            Error::<T>::EvidenceFull
        );
        let evidence = tally
            .evidence
            .checked_add(1)
            .ok_or(ArithmeticError::Overflow)?;
        Self::put_tally(id, CaseTallyV1 { evidence, ..tally });
        Ok(())
    }
}

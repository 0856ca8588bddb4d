//! The catalogue: publishing, revising and withdrawing data sets.

use crate::{
    numbers::take_number,
    pallet::{Config, DataSets, Error, Event, NextDataSet, Versions},
    Pallet,
};
use frame_support::ensure;
use limpid_primitives::{
    permit::PermitLookup,
    sharing::{
        DataSet, DataSetId, DataSetV1, Escrow, EscrowFault, NewDataSet, NewVersion, Version,
        VersionV1, Withdrawal,
    },
    Digest, InstitutionId, InstitutionKind, InstitutionStatus, Moment,
};
use pallet_institutions::{Actor, InstitutionLookup};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

/// The number of a data set's first version.
const FIRST: u32 = 1;

impl<T: Config> Pallet<T> {
    pub(crate) fn do_publish_data_set(
        agency: Actor<T::AccountId>,
        new: NewDataSet,
        version: NewVersion,
    ) -> DispatchResult {
        let is_inside = agency.division.contains(new.division);
        ensure!(is_inside, Error::<T>::OutsideDivision);
        ensure!(new.from_ms < new.until_ms, Error::<T>::PeriodEmpty);
        Self::ensure_subject(&new)?;
        Self::ensure_escrow(version.escrow.as_ref())?;
        let (at, by) = (Self::now(), agency.institution);
        let id = DataSetId(take_number::<NextDataSet<T>>()?);
        Self::deposit_event(Event::DataSetPublished {
            data_set: id,
            division: new.division,
            kind: new.kind,
            plain: version.plain,
            sealed: version.sealed,
            by,
        });
        let set = DataSetV1 {
            new,
            provider: by,
            versions: FIRST,
            published: at,
            withdrawn: None,
        };
        DataSets::<T>::insert(id, DataSet::V1(set));
        Self::put_version(id, FIRST, version, at, by);
        Ok(())
    }

    pub(crate) fn do_revise_data_set(
        agency: Actor<T::AccountId>,
        id: DataSetId,
        version: NewVersion,
    ) -> DispatchResult {
        let set = Self::ensure_provided(&agency, id)?;
        Self::ensure_escrow(version.escrow.as_ref())?;
        let (at, by) = (Self::now(), agency.institution);
        let versions = set.versions.checked_add(1);
        let versions = versions.ok_or(ArithmeticError::Overflow)?;
        Self::deposit_event(Event::DataSetRevised {
            data_set: id,
            version: versions,
            plain: version.plain,
            sealed: version.sealed,
            by,
        });
        DataSets::<T>::insert(id, DataSet::V1(DataSetV1 { versions, ..set }));
        Self::put_version(id, versions, version, at, by);
        Ok(())
    }

    pub(crate) fn do_withdraw_data_set(
        agency: Actor<T::AccountId>,
        id: DataSetId,
        reason: Digest,
    ) -> DispatchResult {
        let set = Self::ensure_provided(&agency, id)?;
        let (at, by) = (Self::now(), agency.institution);
        let withdrawn = Some(Withdrawal { at, by, reason });
        // From here on nothing of it is granted or renewed.
        DataSets::<T>::insert(id, DataSet::V1(DataSetV1 { withdrawn, ..set }));
        Self::deposit_event(Event::DataSetWithdrawn {
            data_set: id,
            reason,
            by,
        });
        Ok(())
    }

    /// The data set with this number, withdrawn or not.
    pub(crate) fn data_set(id: DataSetId) -> Result<DataSetV1, DispatchError> {
        let DataSet::V1(set) = DataSets::<T>::get(id).ok_or(Error::<T>::DataSetUnknown)?;
        Ok(set)
    }

    /// The data set with this number, if it is offered.
    pub(crate) fn ensure_offered(id: DataSetId) -> Result<DataSetV1, DispatchError> {
        let set = Self::data_set(id)?;
        ensure!(set.withdrawn.is_none(), Error::<T>::DataSetWithdrawn);
        Ok(set)
    }

    /// A version of a data set.
    pub(crate) fn version(id: DataSetId, number: u32) -> Result<VersionV1, DispatchError> {
        let found = Versions::<T>::get(id, number);
        let Version::V1(version) = found.ok_or(Error::<T>::VersionUnknown)?;
        Ok(version)
    }

    /// The data set, if the agency is its provider and it is offered.
    fn ensure_provided(
        agency: &Actor<T::AccountId>,
        id: DataSetId,
    ) -> Result<DataSetV1, DispatchError> {
        let set = Self::data_set(id)?;
        ensure!(set.provider == agency.institution, Error::<T>::NotProvider);
        ensure!(set.withdrawn.is_none(), Error::<T>::DataSetWithdrawn);
        Ok(set)
    }

    /// What a data set speaks of is there, so that nobody publishes about another division's permits.
    fn ensure_subject(new: &NewDataSet) -> DispatchResult {
        if let Some(number) = new.subject.permit() {
            let permit = T::Permits::permit(&number).ok_or(Error::<T>::SubjectUnknown)?;
            let is_inside = new.division.contains(permit.division);
            ensure!(is_inside, Error::<T>::SubjectOutside);
        }
        Ok(())
    }

    /// An escrow's agencies can open what is sealed to them.
    fn ensure_escrow(escrow: Option<&Escrow>) -> DispatchResult {
        let Some(escrow) = escrow else {
            return Ok(());
        };
        escrow.check().map_err(|fault| match fault {
            EscrowFault::Threshold => Error::<T>::EscrowThreshold,
            EscrowFault::AgencyTwice => Error::<T>::EscrowAgencyTwice,
        })?;
        for share in &escrow.shares {
            let agency = T::Institutions::institution(share.agency);
            let is_fit = agency.is_some_and(|agency| {
                agency.kind == InstitutionKind::Agency && agency.status == InstitutionStatus::Active
            });
            ensure!(is_fit, Error::<T>::EscrowAgencyUnfit);
            Self::ensure_sealed_to(share.agency, &share.sealed)?;
        }
        Ok(())
    }

    fn put_version(id: DataSetId, number: u32, new: NewVersion, at: Moment, by: InstitutionId) {
        Versions::<T>::insert(id, number, Version::V1(VersionV1 { new, at, by }));
    }
}

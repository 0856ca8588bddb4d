//! Recognition of other provinces' permit archives.

use crate::{
    pallet::{Config, Error, Event, RecognisedArchives, Recognitions},
    Pallet,
};
use alloc::vec::Vec;
use frame_support::ensure;
use limpid_primitives::{
    sharing::{
        are_of_two_provinces, DataSetId, DataSetKind, DataSetV1, RecognisedArchive, Recognition,
        RecognitionV1, Withdrawal,
    },
    Digest, DivisionCode,
};
use pallet_institutions::Actor;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_recognise_archive(
        agency: Actor<T::AccountId>,
        division: DivisionCode,
        archive: DataSetId,
        version: u32,
        document: Digest,
    ) -> DispatchResult {
        ensure!(
            agency.division.contains(division),
            Error::<T>::OutsideDivision
        );
        let set = Self::ensure_foreign_archive(division, archive)?;
        let published = Self::version(archive, version)?.at;
        let known = Self::recognition(division, archive);
        let is_new = known.is_none_or(|known| known.version != version);
        ensure!(is_new, Error::<T>::AlreadyRecognised);
        let covered = RecognisedArchive {
            archive,
            version,
            division: set.new.division,
            subject: set.new.subject,
            published,
        };
        // From here on evidence about its permits is accepted.
        Self::list_archive(division, covered)?;
        let by = agency.institution;
        let recognition = RecognitionV1 {
            division,
            archive,
            version,
            document,
            at: Self::now(),
            by,
            withdrawn: None,
        };
        Recognitions::<T>::insert(division, archive, Recognition::V1(recognition));
        Self::deposit_event(Event::ArchiveRecognised {
            division,
            archive,
            version,
            document,
            by,
        });
        Ok(())
    }

    pub(crate) fn do_withdraw_recognition(
        agency: Actor<T::AccountId>,
        division: DivisionCode,
        archive: DataSetId,
        document: Digest,
    ) -> DispatchResult {
        ensure!(
            agency.division.contains(division),
            Error::<T>::OutsideDivision
        );
        let recognition = Self::recognition(division, archive).ok_or(Error::<T>::NotRecognised)?;
        let by = agency.institution;
        let withdrawn = RecognitionV1 {
            withdrawn: Some(Withdrawal {
                at: Self::now(),
                by,
                reason: document,
            }),
            ..recognition
        };
        Recognitions::<T>::insert(division, archive, Recognition::V1(withdrawn));
        // From here on nothing is accepted by it.
        Self::unlist_archive(division, archive);
        Self::deposit_event(Event::RecognitionWithdrawn {
            division,
            archive,
            document,
            by,
        });
        Ok(())
    }

    /// The recognition of an archive in a division, unless it was withdrawn.
    fn recognition(division: DivisionCode, archive: DataSetId) -> Option<RecognitionV1> {
        let Recognition::V1(recognition) = Recognitions::<T>::get(division, archive)?;
        recognition.withdrawn.is_none().then_some(recognition)
    }

    /// The archive, if it is a permit archive of another province that is offered.
    fn ensure_foreign_archive(
        division: DivisionCode,
        archive: DataSetId,
    ) -> Result<DataSetV1, DispatchError> {
        let set = Self::ensure_offered(archive)?;
        let is_archive = set.new.kind == DataSetKind::PermitArchive;
        ensure!(is_archive, Error::<T>::NotPermitArchive);
        let is_foreign = are_of_two_provinces(division, set.new.division);
        ensure!(is_foreign, Error::<T>::SameProvince);
        Ok(set)
    }

    /// Puts an archive on the division's list, in the place of another version of it.
    fn list_archive(division: DivisionCode, covered: RecognisedArchive) -> DispatchResult {
        RecognisedArchives::<T>::try_mutate(division, |list| {
            let others = list.iter().filter(|known| known.archive != covered.archive);
            let all: Vec<_> = others.copied().chain([covered]).collect();
            *list = all.try_into().map_err(|_| Error::<T>::RecognitionsFull)?;
            Ok(())
        })
    }

    /// Takes an archive off the division's list; an empty list goes.
    fn unlist_archive(division: DivisionCode, archive: DataSetId) {
        RecognisedArchives::<T>::mutate_exists(division, |slot| {
            let list = slot.take().unwrap_or_default().into_iter();
            let others: Vec<_> = list.filter(|known| known.archive != archive).collect();
            let others = Some(others).filter(|others| !others.is_empty());
            // Fewer than there were, so that they fit.
            *slot = others.and_then(|others| others.try_into().ok());
        });
    }
}

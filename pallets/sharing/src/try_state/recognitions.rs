//! Recognitions, and the lists that stand for them.

use crate::{
    pallet::{Config, RecognisedArchives, Recognitions},
    Pallet,
};
use alloc::collections::BTreeMap;
use frame_support::ensure;
use limpid_primitives::{
    sharing::{
        are_of_two_provinces, DataSetId, DataSetKind, RecognisedArchive, Recognition, RecognitionV1,
    },
    DivisionCode,
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
    /// 8. The lists are what the recognitions make of them.
    pub(super) fn check_recognitions() -> Result<(), TryRuntimeError> {
        let mut expected = BTreeMap::<(DivisionCode, DataSetId), RecognisedArchive>::new();
        for (division, archive, Recognition::V1(recognition)) in Recognitions::<T>::iter() {
            ensure!(
                (recognition.division, recognition.archive) == (division, archive),
                "a recognition is not under its own key"
            );
            let covered = Self::covered(&recognition)?;
            if recognition.withdrawn.is_none() {
                expected.insert((division, archive), covered);
            }
        }
        let mut listed = BTreeMap::new();
        for (division, list) in RecognisedArchives::<T>::iter() {
            ensure!(
                !list.is_empty() && list.len() <= RecognisedArchive::OF_A_DIVISION_MAX,
                "a division's list is too long, or empty"
            );
            for covered in &list {
                let twice = listed.insert((division, covered.archive), *covered);
                ensure!(twice.is_none(), "a division lists an archive twice");
            }
        }
        ensure!(
            listed == expected,
            "a division's list is not what its recognitions say"
        );
        Ok(())
    }

    fn covered(recognition: &RecognitionV1) -> Result<RecognisedArchive, TryRuntimeError> {
        let set = Self::data_set(recognition.archive)?;
        ensure!(
            set.new.kind == DataSetKind::PermitArchive
                && are_of_two_provinces(recognition.division, set.new.division),
            "what is recognised is no permit archive of another province"
        );
        Ok(RecognisedArchive {
            archive: recognition.archive,
            version: recognition.version,
            division: set.new.division,
            subject: set.new.subject,
            published: Self::version(recognition.archive, recognition.version)?.at,
        })
    }
}

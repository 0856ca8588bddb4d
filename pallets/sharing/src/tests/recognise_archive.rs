use crate::{mock::*, Error, Event, RecognisedArchives, Recognitions};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::sharing::{
    DataSetId, NewDataSet, RecognisedArchive, Recognition, RecognitionV1, Subject,
};
use sp_runtime::{DispatchError, DispatchResult};

fn recognise_in(account: AccountId, code: u32) -> DispatchResult {
    Sharing::recognise_archive(signed(account), division(code), SET, 1, DOCUMENT)
}

fn listed() -> Vec<RecognisedArchive> {
    RecognisedArchives::<Test>::get(division(SHANXI)).into_inner()
}

#[test]
fn its_permits_count_in_the_division() {
    ExtBuilder::default().archived().run(|| {
        let at = go_on_by(5);
        assert_ok!(recognise(SET, 1));
        assert_eq!(
            events(),
            [Event::ArchiveRecognised {
                division: division(SHANXI),
                archive: SET,
                version: 1,
                document: DOCUMENT,
                by: OTHER_AGENCY,
            }]
        );
        let recognition = RecognitionV1 {
            division: division(SHANXI),
            archive: SET,
            version: 1,
            document: DOCUMENT,
            at,
            by: OTHER_AGENCY,
            withdrawn: None,
        };
        assert_eq!(
            Recognitions::<Test>::get(division(SHANXI), SET),
            Some(Recognition::V1(recognition))
        );
        let covered = RecognisedArchive {
            archive: SET,
            version: 1,
            division: division(HEBEI),
            subject: Subject::None,
            published: NOW,
        };
        assert_eq!(listed(), [covered]);
    });
}

#[test]
fn another_version_takes_its_place_and_an_older_one_can() {
    ExtBuilder::default().archived().run(|| {
        assert_ok!(revise(SET));
        for version in [1, 2, 1] {
            assert_ok!(recognise(SET, version));
            let versions: Vec<u32> = listed().iter().map(|known| known.version).collect();
            assert_eq!(versions, [version]);
        }
    });
}

#[test]
fn it_can_be_recognised_again_after_it_was_withdrawn() {
    ExtBuilder::default().archived().run(|| {
        assert_ok!(recognise(SET, 1));
        assert_ok!(unrecognise(SET));
        assert_ok!(recognise(SET, 1));
        assert_eq!(listed().len(), 1);
    });
}

#[test]
fn an_agency_above_can_recognise_for_a_division() {
    ExtBuilder::default().archived().run(|| {
        assert_ok!(recognise_in(MINISTER, SHANDONG));
        assert_ok!(recognise_in(OTHER_AGENT, 140_100));
    });
}

#[test]
fn fails_for_a_submitter() {
    ExtBuilder::default().archived().run(|| {
        assert_noop!(recognise_in(OTHER_CLERK, SHANXI), DispatchError::BadOrigin);
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().archived().run(|| {
        for account in [AGENT, THIRD_AGENT] {
            assert_noop!(
                recognise_in(account, SHANXI),
                Error::<Test>::OutsideDivision
            );
        }
    });
}

#[test]
fn fails_when_there_is_no_such_archive_or_version() {
    ExtBuilder::default().archived().run(|| {
        assert_noop!(recognise(DataSetId(2), 1), Error::<Test>::DataSetUnknown);
        assert_noop!(recognise(SET, 2), Error::<Test>::VersionUnknown);
    });
}

#[test]
fn fails_when_it_is_withdrawn_or_no_archive() {
    ExtBuilder::default().archived().published().run(|| {
        assert_ok!(withdraw(SET));
        assert_noop!(recognise(SET, 1), Error::<Test>::DataSetWithdrawn);
        assert_noop!(recognise(DataSetId(2), 1), Error::<Test>::NotPermitArchive);
    });
}

#[test]
fn fails_in_its_own_province_and_for_the_nation() {
    ExtBuilder::default().archived().run(|| {
        for (account, code) in [
            (AGENT, HEBEI),
            (CITY_AGENT, TANGSHAN),
            (MINISTER, BAODING),
            (MINISTER, NATION),
        ] {
            assert_noop!(recognise_in(account, code), Error::<Test>::SameProvince);
        }
        let national = NewDataSet {
            division: division(NATION),
            ..new_archive()
        };
        assert_ok!(Sharing::publish_data_set(
            signed(MINISTER),
            national,
            new_version(PLAIN)
        ));
        assert_noop!(recognise(DataSetId(2), 1), Error::<Test>::SameProvince);
    });
}

#[test]
fn fails_when_it_is_recognised_already() {
    ExtBuilder::default().archived().run(|| {
        assert_ok!(recognise(SET, 1));
        assert_noop!(recognise(SET, 1), Error::<Test>::AlreadyRecognised);
    });
}

#[test]
fn fails_when_there_are_as_many_as_can_be() {
    ExtBuilder::default().run(|| {
        let most = RecognisedArchive::OF_A_DIVISION_MAX as u32;
        for id in 1..=most + 1 {
            assert_ok!(publish(new_archive(), new_version(PLAIN)));
            if id <= most {
                assert_ok!(recognise(DataSetId(id), 1));
            }
        }
        let last = DataSetId(most + 1);
        assert_noop!(recognise(last, 1), Error::<Test>::RecognitionsFull);
        // Another version needs no room.
        assert_ok!(revise(SET));
        assert_ok!(recognise(SET, 2));
        assert_ok!(unrecognise(SET));
        assert_ok!(recognise(last, 1));
    });
}

use crate::{mock::*, Error, Event, RecognisedArchives, Recognitions};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::sharing::{DataSetId, Recognition, Withdrawal};
use sp_runtime::DispatchError;

#[test]
fn its_permits_no_longer_count() {
    ExtBuilder::default().archived().archived().run(|| {
        assert_ok!(recognise(SET, 1));
        assert_ok!(recognise(DataSetId(2), 1));
        let at = go_on_by(5);
        events();
        assert_ok!(unrecognise(SET));
        assert_eq!(
            events(),
            [Event::RecognitionWithdrawn {
                division: division(SHANXI),
                archive: SET,
                document: REASON,
                by: OTHER_AGENCY,
            }]
        );
        let Some(Recognition::V1(recognition)) = Recognitions::<Test>::get(division(SHANXI), SET)
        else {
            panic!("a recognition is gone");
        };
        let withdrawn = Withdrawal {
            at,
            by: OTHER_AGENCY,
            reason: REASON,
        };
        assert_eq!(recognition.withdrawn, Some(withdrawn));
        let left: Vec<_> = RecognisedArchives::<Test>::get(division(SHANXI))
            .iter()
            .map(|known| known.archive)
            .collect();
        assert_eq!(left, [DataSetId(2)]);
    });
}

#[test]
fn the_last_leaves_no_list() {
    ExtBuilder::default().archived().run(|| {
        assert_ok!(recognise(SET, 1));
        assert_ok!(unrecognise(SET));
        assert!(!RecognisedArchives::<Test>::contains_key(division(SHANXI)));
    });
}

#[test]
fn an_agency_above_can_withdraw_also_when_the_archive_is_withdrawn() {
    ExtBuilder::default().archived().run(|| {
        assert_ok!(recognise(SET, 1));
        assert_ok!(withdraw(SET));
        assert_ok!(Sharing::withdraw_recognition(
            signed(MINISTER),
            division(SHANXI),
            SET,
            REASON
        ));
    });
}

#[test]
fn fails_for_a_submitter() {
    ExtBuilder::default().archived().run(|| {
        assert_ok!(recognise(SET, 1));
        assert_noop!(
            Sharing::withdraw_recognition(signed(OTHER_CLERK), division(SHANXI), SET, REASON),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().archived().run(|| {
        assert_ok!(recognise(SET, 1));
        for account in [AGENT, THIRD_AGENT] {
            assert_noop!(
                Sharing::withdraw_recognition(signed(account), division(SHANXI), SET, REASON),
                Error::<Test>::OutsideDivision
            );
        }
    });
}

#[test]
fn fails_when_it_is_not_recognised() {
    ExtBuilder::default().archived().run(|| {
        assert_noop!(unrecognise(SET), Error::<Test>::NotRecognised);
        assert_ok!(recognise(SET, 1));
        assert_ok!(unrecognise(SET));
        assert_noop!(unrecognise(SET), Error::<Test>::NotRecognised);
    });
}

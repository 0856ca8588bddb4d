use super::{file, finding, one_of_each, state};
use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::emissions::{FindingId, FindingStatus};
use sp_runtime::{DispatchError, DispatchResult};

fn dismiss(by: u64, id: FindingId) -> DispatchResult {
    Emissions::dismiss_finding(signed(by), id, DOCUMENT)
}

#[test]
fn it_does_not_stand() {
    ExtBuilder::default().run(|| {
        let id = file(1);
        assert_ok!(dismiss(AGENT, id));
        assert_eq!(
            events(),
            [Event::FindingDismissed {
                finding: id,
                document: DOCUMENT,
                by: AGENCY,
            }]
        );
        assert_eq!(
            finding(id).status,
            FindingStatus::Dismissed {
                at: now(),
                document: DOCUMENT
            }
        );
    });
}

#[test]
fn it_can_be_dismissed_until_it_is_decided() {
    ExtBuilder::default().run(|| {
        let [filed, reviewed, notified, upheld, dismissed] = one_of_each();
        let stated = file(9);
        state(stated);
        for id in [filed, reviewed, notified, stated] {
            assert_ok!(dismiss(APPROVERS[0], id));
        }
        assert_noop!(dismiss(AGENT, upheld), Error::<Test>::AlreadyUpheld);
        assert_noop!(dismiss(AGENT, dismissed), Error::<Test>::AlreadyDismissed);
    });
}

#[test]
fn fails_for_others_than_agencies() {
    ExtBuilder::default().run(|| {
        let id = file(1);
        for by in [CLERK, CARRIER, PARTY] {
            assert_noop!(dismiss(by, id), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn fails_when_it_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(dismiss(AGENT, FindingId(1)), Error::<Test>::FindingUnknown);
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().run(|| {
        let id = file(1);
        assert_noop!(dismiss(OTHER_AGENT, id), Error::<Test>::OutsideDivision);
    });
}

use super::{file, finding, one_of_each};
use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::emissions::{
    FindingId, FindingStatus, Review,
    ReviewKind::{self, Legal, Technical},
};
use sp_runtime::{DispatchError, DispatchResult};

fn review(by: u64, id: FindingId, kind: ReviewKind) -> DispatchResult {
    Emissions::review_finding(signed(by), id, kind, DOCUMENT)
}

#[test]
fn two_persons_review_it() {
    ExtBuilder::default().run(|| {
        let id = file(1);
        assert_ok!(review(APPROVERS[0], id, Technical));
        assert_eq!(
            events(),
            [Event::FindingReviewed {
                finding: id,
                kind: Technical,
                document: DOCUMENT,
                by: AGENCY,
            }]
        );
        assert_eq!(finding(id).status, FindingStatus::Filed);
        go_to(after_today(2 * HOUR_MS));
        assert_ok!(review(APPROVERS[1], id, Legal));
        assert_eq!(finding(id).status, FindingStatus::Reviewed { at: now() });
        assert_eq!(
            finding(id).legal_review,
            Some(Review {
                institution: AGENCY,
                account: account(APPROVERS[1]).into(),
                at: now(),
                document: DOCUMENT,
            })
        );
    });
}

#[test]
fn the_order_of_the_reviews_is_free() {
    ExtBuilder::default().run(|| {
        let id = file(1);
        assert_ok!(review(APPROVERS[0], id, Legal));
        assert_ok!(review(APPROVERS[1], id, Technical));
        assert!(matches!(finding(id).status, FindingStatus::Reviewed { .. }));
    });
}

#[test]
fn fails_for_others_than_approvers() {
    ExtBuilder::default().run(|| {
        let id = file(1);
        for by in [AGENT, CLERK, CARRIER, PARTY] {
            assert_noop!(review(by, id, Technical), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn fails_when_it_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            review(APPROVERS[0], FindingId(1), Technical),
            Error::<Test>::FindingUnknown
        );
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().run(|| {
        let id = file(1);
        assert_noop!(
            review(OTHER_APPROVER, id, Technical),
            Error::<Test>::OutsideDivision
        );
    });
}

#[test]
fn fails_when_the_review_is_given() {
    ExtBuilder::default().run(|| {
        let id = file(1);
        assert_ok!(review(APPROVERS[0], id, Technical));
        for by in APPROVERS {
            assert_noop!(review(by, id, Technical), Error::<Test>::ReviewGiven);
        }
    });
}

#[test]
fn fails_for_the_person_who_gave_the_other() {
    ExtBuilder::default().run(|| {
        let id = file(1);
        assert_ok!(review(APPROVERS[0], id, Technical));
        assert_noop!(review(APPROVERS[0], id, Legal), Error::<Test>::ReviewerSame);
    });
}

#[test]
fn fails_at_any_other_stage() {
    ExtBuilder::default().run(|| {
        let [_, reviewed, notified, upheld, dismissed] = one_of_each();
        for (id, error) in [
            (reviewed, Error::<Test>::AlreadyReviewed),
            (notified, Error::<Test>::AlreadyReviewed),
            (upheld, Error::<Test>::AlreadyUpheld),
            (dismissed, Error::<Test>::AlreadyDismissed),
        ] {
            assert_noop!(review(APPROVERS[0], id, Technical), error);
        }
    });
}

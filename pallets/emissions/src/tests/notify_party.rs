use super::{file, finding, one_of_each, review};
use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::emissions::{FindingId, FindingStatus};
use sp_runtime::{DispatchError, DispatchResult};

fn notify(by: u64, id: FindingId) -> DispatchResult {
    Emissions::notify_party(signed(by), id, DOCUMENT)
}

#[test]
fn the_time_for_a_statement_begins() {
    ExtBuilder::default().run(|| {
        let id = file(1);
        review(id);
        assert_ok!(notify(AGENT, id));
        let statement_until_ms = now().time_ms + Emissions::rules().statement_deadline_ms;
        assert_eq!(
            events(),
            [Event::PartyNotified {
                finding: id,
                notice: DOCUMENT,
                statement_until_ms,
                by: AGENCY,
            }]
        );
        assert_eq!(
            finding(id).status,
            FindingStatus::Notified { statement_until_ms }
        );
        assert_eq!(finding(id).notice, Some((now(), DOCUMENT)));
    });
}

#[test]
fn fails_for_others_than_agencies() {
    ExtBuilder::default().run(|| {
        let id = file(1);
        review(id);
        for by in [CLERK, CARRIER, PARTY] {
            assert_noop!(notify(by, id), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn fails_when_it_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(notify(AGENT, FindingId(1)), Error::<Test>::FindingUnknown);
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().run(|| {
        let id = file(1);
        review(id);
        assert_noop!(notify(OTHER_AGENT, id), Error::<Test>::OutsideDivision);
    });
}

#[test]
fn fails_at_any_other_stage() {
    ExtBuilder::default().run(|| {
        let [filed, _, notified, upheld, dismissed] = one_of_each();
        for (id, error) in [
            (filed, Error::<Test>::NotReviewed),
            (notified, Error::<Test>::AlreadyNotified),
            (upheld, Error::<Test>::AlreadyUpheld),
            (dismissed, Error::<Test>::AlreadyDismissed),
        ] {
            assert_noop!(notify(AGENT, id), error);
        }
    });
}

use super::{file, finding, notify, one_of_each};
use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::emissions::FindingId;
use sp_runtime::{DispatchError, DispatchResult};

fn state(by: u64, id: FindingId) -> DispatchResult {
    Emissions::state_position(signed(by), id, DOCUMENT)
}

#[test]
fn the_party_is_heard() {
    ExtBuilder::default().run(|| {
        let id = file(1);
        notify(id);
        assert_ok!(state(PARTY, id));
        assert_eq!(
            events(),
            [Event::PositionStated {
                finding: id,
                statement: DOCUMENT,
                by: ENTERPRISE,
            }]
        );
        assert_eq!(finding(id).statement, Some((now(), DOCUMENT)));
    });
}

#[test]
fn fails_for_others_than_enterprises() {
    ExtBuilder::default().run(|| {
        let id = file(1);
        notify(id);
        for by in [AGENT, CARRIER] {
            assert_noop!(state(by, id), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn fails_when_it_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(state(PARTY, FindingId(1)), Error::<Test>::FindingUnknown);
    });
}

#[test]
fn fails_for_another_enterprise() {
    ExtBuilder::default().run(|| {
        let id = file(1);
        notify(id);
        assert_noop!(state(STRANGER, id), Error::<Test>::NotHolder);
    });
}

#[test]
fn fails_a_second_time() {
    ExtBuilder::default().run(|| {
        let id = file(1);
        notify(id);
        assert_ok!(state(PARTY, id));
        assert_noop!(state(PARTY, id), Error::<Test>::StatementGiven);
    });
}

#[test]
fn fails_after_the_deadline() {
    ExtBuilder::default().run(|| {
        let id = file(1);
        notify(id);
        let deadline_ms = HOUR_MS + Emissions::rules().statement_deadline_ms;
        go_to(after_today(deadline_ms + 1));
        assert_noop!(state(PARTY, id), Error::<Test>::StatementTooLate);
        go_to(after_today(deadline_ms));
        assert_ok!(state(PARTY, id));
    });
}

#[test]
fn fails_at_any_other_stage() {
    ExtBuilder::default().run(|| {
        let [filed, reviewed, _, upheld, dismissed] = one_of_each();
        for (id, error) in [
            (filed, Error::<Test>::NotReviewed),
            (reviewed, Error::<Test>::NotNotified),
            (upheld, Error::<Test>::AlreadyUpheld),
            (dismissed, Error::<Test>::AlreadyDismissed),
        ] {
            assert_noop!(state(PARTY, id), error);
        }
    });
}

use super::{file, finding, notify, one_of_each, state};
use crate::{
    mock::{doubles::tag, *},
    Error, Event,
};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::emissions::{FindingId, FindingStatus};
use sp_runtime::{DispatchError, DispatchResult};

fn uphold(by: u64, id: FindingId) -> DispatchResult {
    Emissions::uphold_finding(signed(by), id, DOCUMENT)
}

#[test]
fn it_stands_after_the_partys_statement() {
    ExtBuilder::default().run(|| {
        let id = file(1);
        state(id);
        assert_ok!(uphold(AGENT, id));
        assert_eq!(
            events(),
            [Event::FindingUpheld {
                finding: id,
                document: DOCUMENT,
                by: AGENCY,
            }]
        );
        assert_eq!(
            finding(id).status,
            FindingStatus::Upheld {
                at: now(),
                document: DOCUMENT
            }
        );
    });
}

#[test]
fn it_stands_after_the_deadline_of_a_party_that_is_silent() {
    ExtBuilder::default().run(|| {
        let id = file(1);
        notify(id);
        let deadline_ms = HOUR_MS + Emissions::rules().statement_deadline_ms;
        go_to(after_today(deadline_ms));
        assert_noop!(uphold(AGENT, id), Error::<Test>::StatementPending);
        go_to(after_today(deadline_ms + 1));
        assert_ok!(uphold(AGENT, id));
    });
}

#[test]
fn fails_for_others_than_agencies() {
    ExtBuilder::default().run(|| {
        let id = file(1);
        state(id);
        for by in [CLERK, CARRIER, PARTY] {
            assert_noop!(uphold(by, id), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn fails_when_it_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(uphold(AGENT, FindingId(1)), Error::<Test>::FindingUnknown);
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().run(|| {
        let id = file(1);
        state(id);
        assert_noop!(uphold(OTHER_AGENT, id), Error::<Test>::OutsideDivision);
    });
}

#[test]
fn fails_when_a_tag_accepted_since_covers_it() {
    ExtBuilder::default().run(|| {
        let id = file(1);
        state(id);
        let from_ms = finding(id).observed_ms;
        tag(stack(), from_ms..from_ms + HOUR_MS / 4);
        let before = finding(id);
        tag(stack(), from_ms + HOUR_MS / 2..from_ms + HOUR_MS / 2 + 1);
        assert_noop!(uphold(AGENT, id), Error::<Test>::DataTagged);
        assert_eq!(finding(id), before);
        assert_ok!(Emissions::dismiss_finding(signed(AGENT), id, DOCUMENT));
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
            assert_noop!(uphold(AGENT, id), error);
        }
    });
}

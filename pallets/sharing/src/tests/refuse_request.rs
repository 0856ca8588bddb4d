use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::sharing::{Answer, RequestId};
use sp_runtime::DispatchError;

#[test]
fn the_refusal_is_on_record() {
    ExtBuilder::default().published().requested().run(|| {
        let at = go_on_by(5);
        assert_ok!(refuse(REQUEST));
        assert_eq!(
            events(),
            [Event::RequestRefused {
                request: REQUEST,
                requester: OTHER_AGENCY,
                reason: REASON,
                by: AGENCY,
            }]
        );
        let refused = Answer::Refused {
            reason: REASON,
            at,
            by: AGENCY,
        };
        assert_eq!(the_request(REQUEST).answer, refused);
    });
}

#[test]
fn who_was_refused_can_ask_again() {
    ExtBuilder::default().published().requested().run(|| {
        assert_ok!(refuse(REQUEST));
        assert_ok!(request(SET));
        assert_eq!(the_request(RequestId(2)).answer, Answer::Open);
    });
}

#[test]
fn fails_for_a_submitter() {
    ExtBuilder::default().published().requested().run(|| {
        assert_noop!(
            Sharing::refuse_request(signed(CLERK), REQUEST, REASON),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_request_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(refuse(REQUEST), Error::<Test>::RequestUnknown);
    });
}

#[test]
fn fails_for_all_but_the_provider() {
    ExtBuilder::default().published().requested().run(|| {
        for account in [CITY_AGENT, OTHER_AGENT, MINISTER] {
            assert_noop!(
                Sharing::refuse_request(signed(account), REQUEST, REASON),
                Error::<Test>::NotProvider
            );
        }
    });
}

#[test]
fn fails_when_it_is_answered() {
    ExtBuilder::default().granted().requested().run(|| {
        assert_ok!(refuse(RequestId(2)));
        for id in [1, 2] {
            assert_noop!(refuse(RequestId(id)), Error::<Test>::AlreadyAnswered);
        }
    });
}

use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::sharing::{Answer, RequestId};

fn take_back(id: RequestId) -> sp_runtime::DispatchResult {
    Sharing::withdraw_request(signed(OTHER_CLERK), id)
}

#[test]
fn it_is_not_answered_any_more() {
    ExtBuilder::default().published().requested().run(|| {
        let at = go_on_by(5);
        assert_ok!(take_back(REQUEST));
        assert_eq!(
            events(),
            [Event::RequestWithdrawn {
                request: REQUEST,
                by: OTHER_AGENCY,
            }]
        );
        assert_eq!(the_request(REQUEST).answer, Answer::Withdrawn { at });
        assert_noop!(grant(REQUEST), Error::<Test>::AlreadyAnswered);
        assert_noop!(refuse(REQUEST), Error::<Test>::AlreadyAnswered);
    });
}

#[test]
fn fails_when_the_request_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(take_back(REQUEST), Error::<Test>::RequestUnknown);
    });
}

#[test]
fn fails_for_all_but_the_requester() {
    ExtBuilder::default().published().requested().run(|| {
        for account in [AGENT, JUDGE, MINISTER] {
            assert_noop!(
                Sharing::withdraw_request(signed(account), REQUEST),
                Error::<Test>::NotRequester
            );
        }
    });
}

#[test]
fn fails_when_it_is_answered() {
    ExtBuilder::default()
        .granted()
        .requested()
        .requested()
        .run(|| {
            assert_ok!(refuse(RequestId(2)));
            assert_ok!(take_back(RequestId(3)));
            for id in 1..=3 {
                assert_noop!(take_back(RequestId(id)), Error::<Test>::AlreadyAnswered);
            }
        });
}

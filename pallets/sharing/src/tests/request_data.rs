use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::sharing::{Answer, DataSetId, NewRequest, RequestId, RequestV1};
use sp_runtime::DispatchError;

const ANSWER_BY_MS: u64 = NOW.time_ms + ANSWER_DAYS as u64 * DAY_MS;

#[test]
fn it_is_open_and_has_a_deadline() {
    ExtBuilder::default().published().run(|| {
        assert_ok!(request(SET));
        assert_eq!(
            events(),
            [Event::DataRequested {
                request: REQUEST,
                data_set: SET,
                version: 1,
                basis: new_request(SET).basis,
                provider: AGENCY,
                answer_by_ms: ANSWER_BY_MS,
                by: OTHER_AGENCY,
            }]
        );
        let made = RequestV1 {
            new: new_request(SET),
            requester: OTHER_AGENCY,
            provider: AGENCY,
            at: NOW,
            answer_by_ms: ANSWER_BY_MS,
            answer: Answer::Open,
        };
        assert_eq!(the_request(REQUEST), made);
    });
}

#[test]
fn a_court_and_an_agency_without_key_can_ask() {
    ExtBuilder::default().published().run(|| {
        for (account, id) in [(JUDGE, 1), (MINISTER, 2)] {
            assert_ok!(Sharing::request_data(signed(account), new_request(SET)));
            assert_eq!(the_request(RequestId(id)).provider, AGENCY);
        }
    });
}

#[test]
fn an_older_version_can_be_asked_for() {
    ExtBuilder::default().published().run(|| {
        assert_ok!(revise(SET));
        assert_ok!(request(SET));
        assert_eq!(the_request(REQUEST).new.version, 1);
    });
}

#[test]
fn fails_for_an_enterprise() {
    ExtBuilder::default().published().run(|| {
        assert_noop!(
            Sharing::request_data(signed(OWNER), new_request(SET)),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_there_is_no_such_data_set_or_version() {
    ExtBuilder::default().published().run(|| {
        assert_noop!(request(DataSetId(2)), Error::<Test>::DataSetUnknown);
        for version in [0, 2] {
            let new = NewRequest {
                version,
                ..new_request(SET)
            };
            assert_noop!(
                Sharing::request_data(signed(OTHER_CLERK), new),
                Error::<Test>::VersionUnknown
            );
        }
    });
}

#[test]
fn fails_when_the_data_set_is_withdrawn() {
    ExtBuilder::default().published().run(|| {
        assert_ok!(withdraw(SET));
        assert_noop!(request(SET), Error::<Test>::DataSetWithdrawn);
    });
}

#[test]
fn fails_for_the_provider() {
    ExtBuilder::default().published().run(|| {
        assert_noop!(
            Sharing::request_data(signed(AGENT), new_request(SET)),
            Error::<Test>::OwnDataSet
        );
    });
}

#[test]
fn fails_when_the_time_of_use_is_empty_or_over() {
    ExtBuilder::default().published().run(|| {
        let used = |use_from_ms, use_until_ms| {
            let new = NewRequest {
                use_from_ms,
                use_until_ms,
                ..new_request(SET)
            };
            Sharing::request_data(signed(OTHER_CLERK), new)
        };
        let now = NOW.time_ms;
        assert_noop!(used(now + 1, now + 1), Error::<Test>::PeriodEmpty);
        assert_noop!(used(now - 2, now), Error::<Test>::UsePast);
        assert_ok!(used(now - 2, now + 1));
    });
}

use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::sharing::{
    Answer, GrantId, GrantScope, GrantStanding, GrantV1, RenewalList, RequestId, SealedKey,
};
use sp_runtime::{DispatchError, DispatchResult};

fn grant_with(scope: GrantScope, expires_ms: u64, sealed: SealedKey) -> DispatchResult {
    Sharing::grant_request(signed(AGENT), REQUEST, scope, expires_ms, sealed, DOCUMENT)
}

#[test]
fn the_requester_has_the_key() {
    ExtBuilder::default().published().requested().run(|| {
        let at = go_on_by(5);
        assert_ok!(grant(REQUEST));
        assert_eq!(
            events(),
            [Event::RequestGranted {
                request: REQUEST,
                grant: GRANT,
                requester: OTHER_AGENCY,
                expires_ms: EXPIRES_MS,
                document: DOCUMENT,
                by: AGENCY,
            }]
        );
        let given = GrantV1 {
            request: REQUEST,
            data_set: SET,
            version: 1,
            provider: AGENCY,
            requester: OTHER_AGENCY,
            scope: scope(),
            document: DOCUMENT,
            expires_ms: EXPIRES_MS,
            sealed: sealed(1),
            at,
            by: AGENCY,
            renewed: RenewalList::default(),
            revoked: None,
        };
        assert_eq!(the_grant(GRANT), given);
        assert_eq!(
            the_request(REQUEST).answer,
            Answer::Granted { grant: GRANT }
        );
        assert_eq!(Sharing::grant_standing(GRANT), Some(GrantStanding::Live));
    });
}

#[test]
fn it_is_over_from_its_end_on() {
    ExtBuilder::default().granted().run(|| {
        go_on_by(EXPIRES_MS - NOW.time_ms - 1);
        assert_eq!(Sharing::grant_standing(GRANT), Some(GrantStanding::Live));
        go_on_by(1);
        assert_eq!(Sharing::grant_standing(GRANT), Some(GrantStanding::Expired));
    });
}

#[test]
fn an_overdue_request_can_be_granted() {
    ExtBuilder::default().published().requested().run(|| {
        let at = go_on_by(u64::from(ANSWER_DAYS) * DAY_MS + 1);
        assert_ok!(grant_with(scope(), at.time_ms + 1, sealed(1)));
    });
}

#[test]
fn a_version_can_be_granted_to_several() {
    ExtBuilder::default().granted().requested().run(|| {
        assert_ok!(grant(RequestId(2)));
        assert_eq!(the_grant(GrantId(2)).request, RequestId(2));
    });
}

#[test]
fn fails_for_a_submitter() {
    ExtBuilder::default().published().requested().run(|| {
        assert_noop!(
            Sharing::grant_request(
                signed(CLERK),
                REQUEST,
                scope(),
                EXPIRES_MS,
                sealed(1),
                DOCUMENT
            ),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_request_is_unknown() {
    ExtBuilder::default().published().run(|| {
        assert_noop!(grant(REQUEST), Error::<Test>::RequestUnknown);
    });
}

#[test]
fn fails_for_all_but_the_provider() {
    ExtBuilder::default().published().requested().run(|| {
        for account in [CITY_AGENT, OTHER_AGENT, MINISTER] {
            assert_noop!(
                Sharing::grant_request(
                    signed(account),
                    REQUEST,
                    scope(),
                    EXPIRES_MS,
                    sealed(1),
                    DOCUMENT
                ),
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
            assert_noop!(grant(RequestId(id)), Error::<Test>::AlreadyAnswered);
        }
    });
}

#[test]
fn fails_when_the_data_set_is_withdrawn() {
    ExtBuilder::default().published().requested().run(|| {
        assert_ok!(withdraw(SET));
        assert_noop!(grant(REQUEST), Error::<Test>::DataSetWithdrawn);
        assert_ok!(refuse(REQUEST));
    });
}

#[test]
fn fails_when_the_scope_is_empty_or_goes_beyond_the_period() {
    ExtBuilder::default().published().requested().run(|| {
        let scoped = |from_ms, until_ms| {
            let scope = GrantScope {
                from_ms,
                until_ms,
                ..scope()
            };
            grant_with(scope, EXPIRES_MS, sealed(1))
        };
        let (from_ms, until_ms) = (scope().from_ms, scope().until_ms);
        assert_noop!(scoped(from_ms, from_ms), Error::<Test>::PeriodEmpty);
        assert_noop!(scoped(from_ms - 1, until_ms), Error::<Test>::ScopeOutside);
        assert_noop!(scoped(from_ms, until_ms + 1), Error::<Test>::ScopeOutside);
        assert_ok!(scoped(from_ms + 1, until_ms - 1));
    });
}

#[test]
fn fails_when_it_would_end_in_the_past_or_too_late() {
    ExtBuilder::default().published().requested().run(|| {
        let latest = NOW.time_ms + GRANT_MS_MAX;
        for expires_ms in [NOW.time_ms, latest + 1, u64::MAX] {
            assert_noop!(
                grant_with(scope(), expires_ms, sealed(1)),
                Error::<Test>::ExpiryOutOfRange
            );
        }
        assert_ok!(grant_with(scope(), latest, sealed(1)));
    });
}

#[test]
fn fails_when_the_key_is_not_sealed_to_the_requesters_current_key() {
    ExtBuilder::default().published().requested().run(|| {
        assert_noop!(
            grant_with(scope(), EXPIRES_MS, impossible()),
            Error::<Test>::SealedKeyImpossible
        );
        assert_noop!(
            grant_with(scope(), EXPIRES_MS, sealed(2)),
            Error::<Test>::KeyNotCurrent
        );
        assert_ok!(Sharing::register_key(signed(OTHER_AGENT), public(200)));
        assert_noop!(grant(REQUEST), Error::<Test>::KeyNotCurrent);
        assert_ok!(grant_with(scope(), EXPIRES_MS, sealed(2)));
    });
}

#[test]
fn fails_when_the_requester_has_no_key() {
    ExtBuilder::default().published().run(|| {
        assert_ok!(Sharing::request_data(signed(MINISTER), new_request(SET)));
        assert_noop!(grant(REQUEST), Error::<Test>::KeyNotCurrent);
    });
}

use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::sharing::{GrantStanding, Revocation};
use sp_runtime::DispatchError;

#[test]
fn nothing_is_served_by_it_from_then_on() {
    ExtBuilder::default().granted().run(|| {
        let at = go_on_by(5);
        assert_ok!(revoke(GRANT));
        assert_eq!(
            events(),
            [Event::GrantRevoked {
                grant: GRANT,
                reason: REASON,
                by: AGENCY,
            }]
        );
        let revoked = Revocation {
            at,
            by: AGENCY,
            reason: REASON,
        };
        assert_eq!(the_grant(GRANT).revoked, Some(revoked));
        assert!(!the_grant(GRANT).is_live_at(at.time_ms));
        assert_eq!(Sharing::grant_standing(GRANT), Some(GrantStanding::Revoked));
    });
}

#[test]
fn an_expired_one_can_be_revoked_and_what_arrived_confirmed_after_it() {
    ExtBuilder::default().granted().run(|| {
        go_on_by(EXPIRES_MS - NOW.time_ms);
        assert_ok!(revoke(GRANT));
        assert_ok!(confirm(GRANT, PLAIN));
        assert_eq!(Sharing::grant_standing(GRANT), Some(GrantStanding::Revoked));
    });
}

#[test]
fn fails_for_a_submitter() {
    ExtBuilder::default().granted().run(|| {
        assert_noop!(
            Sharing::revoke_grant(signed(CLERK), GRANT, REASON),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_grant_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(revoke(GRANT), Error::<Test>::GrantUnknown);
    });
}

#[test]
fn fails_for_all_but_the_provider() {
    ExtBuilder::default().granted().run(|| {
        for account in [CITY_AGENT, OTHER_AGENT, MINISTER] {
            assert_noop!(
                Sharing::revoke_grant(signed(account), GRANT, REASON),
                Error::<Test>::NotProvider
            );
        }
    });
}

#[test]
fn fails_when_it_is_revoked_already() {
    ExtBuilder::default().granted().run(|| {
        assert_ok!(revoke(GRANT));
        assert_noop!(revoke(GRANT), Error::<Test>::AlreadyRevoked);
    });
}

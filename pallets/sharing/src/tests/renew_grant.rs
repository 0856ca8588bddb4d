use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    sharing::{GrantId, GrantStanding, GrantV1, Renewal},
    Digest,
};
use sp_runtime::DispatchResult;

const LATER_MS: u64 = EXPIRES_MS + DAY_MS;
const RENEWAL: Digest = Digest([16; 32]);

fn renew(id: GrantId, expires_ms: u64) -> DispatchResult {
    Sharing::renew_grant(signed(AGENT), id, expires_ms, RENEWAL)
}

#[test]
fn it_ends_later() {
    ExtBuilder::default().granted().run(|| {
        let before = the_grant(GRANT);
        let at = go_on_by(5);
        assert_ok!(renew(GRANT, LATER_MS));
        assert_eq!(
            events(),
            [Event::GrantRenewed {
                grant: GRANT,
                expires_ms: LATER_MS,
                document: RENEWAL,
                by: AGENCY,
            }]
        );
        let renewed = GrantV1 {
            expires_ms: LATER_MS,
            renewed: vec![Renewal {
                from_ms: EXPIRES_MS,
                to_ms: LATER_MS,
                document: RENEWAL,
                at,
                by: AGENCY,
            }]
            .try_into()
            .expect("not too many"),
            ..before
        };
        assert_eq!(the_grant(GRANT), renewed);
    });
}

#[test]
fn an_expired_one_is_live_again() {
    ExtBuilder::default().granted().run(|| {
        go_on_by(EXPIRES_MS - NOW.time_ms + 1);
        assert_ok!(renew(GRANT, LATER_MS));
        assert_eq!(Sharing::grant_standing(GRANT), Some(GrantStanding::Live));
    });
}

#[test]
fn what_was_before_stays_on_record() {
    ExtBuilder::default().granted().run(|| {
        // It was over for a day before the first renewal, and not before the second.
        let first = go_on_by(EXPIRES_MS - NOW.time_ms + DAY_MS);
        assert_ok!(renew(GRANT, LATER_MS + DAY_MS));
        let second = go_on_by(1);
        assert_ok!(renew(GRANT, LATER_MS + 2 * DAY_MS));
        let kept = the_grant(GRANT).renewed;
        let ends: Vec<_> = kept
            .iter()
            .map(|renewal| (renewal.from_ms, renewal.to_ms, renewal.at))
            .collect();
        assert_eq!(
            ends,
            [
                (EXPIRES_MS, LATER_MS + DAY_MS, first),
                (LATER_MS + DAY_MS, LATER_MS + 2 * DAY_MS, second),
            ]
        );
    });
}

#[test]
fn fails_when_it_was_renewed_as_often_as_it_can_be() {
    ExtBuilder::default().granted().run(|| {
        for later in 1..=GrantV1::RENEWALS_MAX as u64 {
            assert_ok!(renew(GRANT, EXPIRES_MS + later));
        }
        assert_noop!(renew(GRANT, LATER_MS), Error::<Test>::RenewalsFull);
        assert_eq!(the_grant(GRANT).renewed.len(), GrantV1::RENEWALS_MAX);
    });
}

#[test]
fn fails_when_the_grant_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(renew(GRANT, LATER_MS), Error::<Test>::GrantUnknown);
    });
}

#[test]
fn fails_for_all_but_the_provider() {
    ExtBuilder::default().granted().run(|| {
        for account in [CITY_AGENT, OTHER_AGENT, MINISTER] {
            assert_noop!(
                Sharing::renew_grant(signed(account), GRANT, LATER_MS, RENEWAL),
                Error::<Test>::NotProvider
            );
        }
    });
}

#[test]
fn fails_when_it_is_revoked() {
    ExtBuilder::default().granted().run(|| {
        assert_ok!(revoke(GRANT));
        assert_noop!(renew(GRANT, LATER_MS), Error::<Test>::AlreadyRevoked);
    });
}

#[test]
fn fails_when_the_data_set_is_withdrawn() {
    ExtBuilder::default().granted().run(|| {
        assert_ok!(withdraw(SET));
        assert_noop!(renew(GRANT, LATER_MS), Error::<Test>::DataSetWithdrawn);
    });
}

#[test]
fn fails_when_it_would_end_no_later_too_late_or_in_the_past() {
    ExtBuilder::default().granted().run(|| {
        assert_noop!(renew(GRANT, EXPIRES_MS), Error::<Test>::ExpiryNotLater);
        let latest = NOW.time_ms + GRANT_MS_MAX;
        assert_noop!(renew(GRANT, latest + 1), Error::<Test>::ExpiryOutOfRange);
        go_on_by(LATER_MS - NOW.time_ms);
        assert_noop!(renew(GRANT, LATER_MS), Error::<Test>::ExpiryOutOfRange);
    });
}

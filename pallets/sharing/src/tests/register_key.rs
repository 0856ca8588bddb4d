use crate::{mock::*, CurrentKeys, Error, Event, Keys};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::sharing::{KeyNumber, SealingKey, SealingKeyV1, X25519Key};
use sp_runtime::DispatchError;

fn register(account: AccountId, public: X25519Key) -> sp_runtime::DispatchResult {
    Sharing::register_key(signed(account), public)
}

#[test]
fn the_first_is_number_one() {
    ExtBuilder::default().run(|| {
        assert_ok!(register(MINISTER, public(1)));
        assert_eq!(
            events(),
            [Event::KeyRegistered {
                institution: MINISTRY,
                key: KeyNumber(1),
                public: public(1),
            }]
        );
        let key = SealingKeyV1 {
            public: public(1),
            since: NOW,
            until: None,
        };
        assert_eq!(
            Keys::<Test>::get(MINISTRY, KeyNumber(1)),
            Some(SealingKey::V1(key))
        );
        assert_eq!(CurrentKeys::<Test>::get(MINISTRY), Some(KeyNumber(1)));
    });
}

#[test]
fn a_second_takes_the_place_of_the_first_and_grants_stay() {
    ExtBuilder::default().granted().run(|| {
        let before = the_grant(GRANT);
        let at = go_on_by(5);
        assert_ok!(register(OTHER_AGENT, public(200)));
        assert_eq!(CurrentKeys::<Test>::get(OTHER_AGENCY), Some(KeyNumber(2)));
        let old = SealingKeyV1 {
            public: public(OTHER_AGENT),
            since: NOW,
            until: Some(at),
        };
        assert_eq!(
            Keys::<Test>::get(OTHER_AGENCY, KeyNumber(1)),
            Some(SealingKey::V1(old))
        );
        assert_eq!(the_grant(GRANT), before);
    });
}

#[test]
fn a_court_has_keys_too() {
    ExtBuilder::default().run(|| {
        assert_ok!(register(JUDGE, public(200)));
        assert_eq!(CurrentKeys::<Test>::get(COURT), Some(KeyNumber(2)));
    });
}

#[test]
fn a_key_from_before_can_come_back_under_another_number() {
    ExtBuilder::default().run(|| {
        assert_ok!(register(AGENT, public(200)));
        assert_ok!(register(AGENT, public(AGENT)));
        assert_eq!(CurrentKeys::<Test>::get(AGENCY), Some(KeyNumber(3)));
    });
}

#[test]
fn fails_for_a_submitter_and_for_an_enterprise() {
    ExtBuilder::default().run(|| {
        for account in [CLERK, OWNER] {
            assert_noop!(register(account, public(1)), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn fails_when_it_is_all_zeros() {
    ExtBuilder::default().run(|| {
        assert_noop!(register(AGENT, X25519Key::ZERO), Error::<Test>::KeyEmpty);
    });
}

#[test]
fn fails_when_it_is_the_current_one() {
    ExtBuilder::default().run(|| {
        assert_noop!(register(AGENT, public(AGENT)), Error::<Test>::KeyUnchanged);
    });
}

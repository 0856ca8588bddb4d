use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_evidence::chain::{Anchor, Gateway, GatewayKey, GatewayKeyV1};
use limpid_primitives::InstitutionId;
use sp_runtime::{DispatchError, DispatchResult};

fn rotate(by: AccountId, seed: u8) -> DispatchResult {
    Anchors::rotate_key(signed(by), GATEWAY, public(seed), proof(seed, OPERATOR))
}

#[test]
fn the_operator_replaces_the_key_and_the_old_one_keeps_its_past() {
    ExtBuilder::default().run(|| {
        let moment = later_by(3_000);
        go_to(moment);
        assert_ok!(rotate(ENGINEER, 2));
        assert_eq!(
            events(),
            [Event::KeyRotated {
                gateway: GATEWAY,
                key_index: 1,
                public: public(2),
                by: OPERATOR,
            }]
        );
        let old = GatewayKeyV1 {
            public: public(1),
            since: NOW,
            until: Some(moment),
        };
        let new = GatewayKeyV1 {
            public: public(2),
            since: moment,
            until: None,
        };
        for (index, key) in [(0, old), (1, new)] {
            assert_eq!(
                crate::GatewayKeys::<Test>::get(GATEWAY, index),
                Some(GatewayKey::V1(key))
            );
        }
        let Some(Gateway::V1(gateway)) = crate::Gateways::<Test>::get(GATEWAY) else {
            panic!("no gateway");
        };
        assert_eq!(gateway.key_index, 1);
    });
}

#[test]
fn new_headers_need_the_new_key_and_name_it() {
    ExtBuilder::default().run(|| {
        assert_ok!(anchor(chain_of(GATEWAY, 1, 1)));
        assert_ok!(rotate(AGENT, 2));
        assert_noop!(
            anchor(chain_of(GATEWAY, 1, 1)),
            Error::<Test>::SignatureInvalid { index: 0 }
        );
        assert_ok!(anchor(chain_of(GATEWAY, 1, 2)));
        for (sequence, key_index) in [(1, 0), (2, 1)] {
            let Some(Anchor::V1(anchor)) = crate::Anchors::<Test>::get(GATEWAY, sequence) else {
                panic!("no anchor");
            };
            assert_eq!(anchor.key_index, key_index);
        }
    });
}

#[test]
fn fails_for_who_is_no_member() {
    ExtBuilder::default().run(|| {
        assert_noop!(rotate(99, 2), DispatchError::BadOrigin);
    });
}

#[test]
fn fails_when_the_gateway_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Anchors::rotate_key(signed(AGENT), SECOND, public(2), proof(2, OPERATOR)),
            Error::<Test>::GatewayUnknown
        );
    });
}

#[test]
fn fails_for_other_duties_institutions_and_divisions() {
    let owner_of_enterprise = 30;
    ExtBuilder::default().run(|| {
        for by in [CARRIER, CLERK, OTHER_AGENT, owner_of_enterprise] {
            assert_noop!(rotate(by, 2), Error::<Test>::NotInCharge);
        }
    });
}

#[test]
fn fails_when_the_gateway_has_had_all_its_keys() {
    ExtBuilder::default().run(|| {
        for seed in 2..=KEYS_MAX as u8 {
            assert_ok!(rotate(ENGINEER, seed));
        }
        assert_noop!(rotate(ENGINEER, 9), Error::<Test>::KeysFull);
    });
}

#[test]
fn fails_when_the_key_is_weak() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Anchors::rotate_key(signed(ENGINEER), GATEWAY, [0; 32], [0; 64]),
            Error::<Test>::KeyWeak
        );
    });
}

#[test]
fn fails_when_the_key_was_used_before() {
    ExtBuilder::default().run(|| {
        assert_ok!(rotate(ENGINEER, 2));
        for used in [1, 2] {
            assert_noop!(rotate(ENGINEER, used), Error::<Test>::KeyUsed);
        }
    });
}

#[test]
fn fails_when_the_proof_is_for_another_operator() {
    ExtBuilder::default().run(|| {
        let wrong = proof(2, InstitutionId(9));
        assert_noop!(
            Anchors::rotate_key(signed(ENGINEER), GATEWAY, public(2), wrong),
            Error::<Test>::KeyProofInvalid
        );
    });
}

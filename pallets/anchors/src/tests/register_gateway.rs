use crate::{mock::*, Error, Event};
use ed25519_dalek::{Signer, VerifyingKey};
use frame_support::{assert_noop, assert_ok};
use limpid_evidence::chain::{Gateway, GatewayKey, GatewayKeyV1, GatewayStatus, GatewayV1, Head};
use limpid_primitives::InstitutionId;
use sp_runtime::{DispatchError, DispatchResult};

fn register_for(
    by: AccountId,
    operator: InstitutionId,
    division_code: u32,
    public: [u8; 32],
    proof: [u8; 64],
) -> DispatchResult {
    Anchors::register_gateway(signed(by), operator, division(division_code), public, proof)
}

#[test]
fn an_agency_registers_a_gateway_with_its_first_key() {
    ExtBuilder::without_gateway().run(|| {
        assert_ok!(register(1));
        assert_eq!(
            events(),
            [Event::GatewayRegistered {
                gateway: GATEWAY,
                operator: OPERATOR,
                division: division(TANGSHAN),
                public: public(1),
                by: AGENCY,
            }]
        );
        let gateway = GatewayV1 {
            operator: OPERATOR,
            division: division(TANGSHAN),
            status: GatewayStatus::Active,
            key_index: 0,
            registered: NOW,
        };
        assert_eq!(
            crate::Gateways::<Test>::get(GATEWAY),
            Some(Gateway::V1(gateway))
        );
        let first = GatewayKeyV1 {
            public: public(1),
            since: NOW,
            until: None,
        };
        assert_eq!(
            crate::GatewayKeys::<Test>::get(GATEWAY, 0),
            Some(GatewayKey::V1(first))
        );
        assert_eq!(crate::Heads::<Test>::get(GATEWAY), Some(Head::START));
    });
}

#[test]
fn an_enterprise_or_an_agency_can_operate_too() {
    ExtBuilder::without_gateway().run(|| {
        for (operator, seed) in [(ENTERPRISE, 1), (AGENCY, 2)] {
            assert_ok!(register_for(
                AGENT,
                operator,
                HEBEI,
                public(seed),
                proof(seed, operator)
            ));
        }
    });
}

#[test]
fn fails_for_who_is_no_agencys_administrator_or_approver() {
    ExtBuilder::without_gateway().run(|| {
        for by in [CLERK, ENGINEER, 99] {
            assert_noop!(
                register_for(by, OPERATOR, TANGSHAN, public(1), proof(1, OPERATOR)),
                DispatchError::BadOrigin
            );
        }
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::without_gateway().run(|| {
        assert_noop!(
            register_for(
                OTHER_AGENT,
                OPERATOR,
                TANGSHAN,
                public(1),
                proof(1, OPERATOR)
            ),
            Error::<Test>::OutsideDivision
        );
    });
}

#[test]
fn fails_when_the_operator_is_unknown_or_a_court() {
    ExtBuilder::without_gateway().run(|| {
        for operator in [InstitutionId(50), COURT] {
            assert_noop!(
                register_for(AGENT, operator, TANGSHAN, public(1), proof(1, operator)),
                Error::<Test>::OperatorUnfit
            );
        }
    });
}

#[test]
fn fails_when_the_operator_is_suspended() {
    ExtBuilder::without_gateway().suspended(OPERATOR).run(|| {
        assert_noop!(register(1), Error::<Test>::OperatorUnfit);
    });
}

/// A point of order 8.
const SMALL_ORDER: [u8; 32] = [
    0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
    0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
];

#[test]
fn fails_when_the_key_is_no_point_of_the_prime_order_group() {
    let small = VerifyingKey::from_bytes(&SMALL_ORDER).expect("a point");
    assert!(small.is_weak());
    let mixed = key(1).verifying_key().to_edwards() + small.to_edwards();
    let mut no_point = [0; 32];
    no_point[0] = 2;
    // The neutral element, once as it should be written and once with its y above the field's prime.
    let neutral = core::array::from_fn(|place| u8::from(place == 0));
    let mut not_canonical = [0xff; 32];
    not_canonical[0] = 0xee;
    not_canonical[31] = 0x7f;
    ExtBuilder::without_gateway().run(|| {
        for weak in [
            SMALL_ORDER,
            mixed.compress().0,
            no_point,
            neutral,
            not_canonical,
        ] {
            assert_noop!(
                register_for(AGENT, OPERATOR, TANGSHAN, weak, [0; 64]),
                Error::<Test>::KeyWeak
            );
        }
    });
}

#[test]
fn fails_when_the_key_was_used_before() {
    ExtBuilder::default().run(|| {
        assert_noop!(register(1), Error::<Test>::KeyUsed);
    });
}

#[test]
fn fails_when_the_proof_is_for_another_operator_or_chain_or_key() {
    ExtBuilder::without_gateway().run(|| {
        let other_chain = crate::key_proof_bytes(&REASON, OPERATOR, &public(1));
        let proofs = [
            proof(1, ENTERPRISE),
            proof(2, OPERATOR),
            key(1).sign(&other_chain).to_bytes(),
            [0; 64],
        ];
        for proof in proofs {
            assert_noop!(
                register_for(AGENT, OPERATOR, TANGSHAN, public(1), proof),
                Error::<Test>::KeyProofInvalid
            );
        }
    });
}

#[test]
fn what_is_signed_is_as_documented() {
    let bytes = crate::key_proof_bytes(&REASON, InstitutionId(0x0102_0304), &[9; 32]);
    let mut expected = b"LIMPIDK1".to_vec();
    expected.extend([7; 32]);
    expected.extend([1, 2, 3, 4]);
    expected.extend([9; 32]);
    assert_eq!(bytes.as_slice(), expected);
}

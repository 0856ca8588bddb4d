use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_evidence::chain::{Gateway, GatewayStatus};
use sp_runtime::DispatchError;

#[test]
fn its_batches_are_not_taken_and_what_is_anchored_stays() {
    ExtBuilder::default().run(|| {
        assert_ok!(anchor(chain_of(GATEWAY, 1, 1)));
        events();
        assert_ok!(Anchors::suspend_gateway(signed(AGENT), GATEWAY, REASON));
        assert_eq!(
            events(),
            [Event::GatewaySuspended {
                gateway: GATEWAY,
                reason: REASON,
                by: AGENCY,
            }]
        );
        let Some(Gateway::V1(gateway)) = crate::Gateways::<Test>::get(GATEWAY) else {
            panic!("no gateway");
        };
        assert_eq!(gateway.status, GatewayStatus::Suspended { since: NOW });
        assert!(crate::Anchors::<Test>::contains_key(GATEWAY, 1));
        assert_noop!(
            anchor(chain_of(GATEWAY, 1, 1)),
            Error::<Test>::HeaderGatewaySuspended { index: 0 }
        );
    });
}

#[test]
fn fails_for_the_operator() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Anchors::suspend_gateway(signed(ENGINEER), GATEWAY, REASON),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_gateway_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Anchors::suspend_gateway(signed(AGENT), SECOND, REASON),
            Error::<Test>::GatewayUnknown
        );
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Anchors::suspend_gateway(signed(OTHER_AGENT), GATEWAY, REASON),
            Error::<Test>::OutsideDivision
        );
    });
}

#[test]
fn fails_when_it_is_suspended_already() {
    ExtBuilder::default().run(|| {
        assert_ok!(Anchors::suspend_gateway(signed(AGENT), GATEWAY, REASON));
        assert_noop!(
            Anchors::suspend_gateway(signed(AGENT), GATEWAY, REASON),
            Error::<Test>::AlreadySuspended
        );
    });
}

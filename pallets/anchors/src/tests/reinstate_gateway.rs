use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

#[test]
fn its_batches_are_taken_again() {
    ExtBuilder::default().run(|| {
        assert_ok!(Anchors::suspend_gateway(signed(AGENT), GATEWAY, REASON));
        events();
        assert_ok!(Anchors::reinstate_gateway(signed(AGENT), GATEWAY, REASON));
        assert_eq!(
            events(),
            [Event::GatewayReinstated {
                gateway: GATEWAY,
                reason: REASON,
                by: AGENCY,
            }]
        );
        assert_ok!(anchor(chain_of(GATEWAY, 1, 1)));
    });
}

#[test]
fn fails_for_the_operator() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Anchors::reinstate_gateway(signed(ENGINEER), GATEWAY, REASON),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_gateway_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Anchors::reinstate_gateway(signed(AGENT), SECOND, REASON),
            Error::<Test>::GatewayUnknown
        );
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Anchors::reinstate_gateway(signed(OTHER_AGENT), GATEWAY, REASON),
            Error::<Test>::OutsideDivision
        );
    });
}

#[test]
fn fails_when_it_is_not_suspended() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Anchors::reinstate_gateway(signed(AGENT), GATEWAY, REASON),
            Error::<Test>::NotSuspended
        );
    });
}

use crate::{mock::*, outlets::UNBOUND_AFTER_MS_MAX, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_evidence::chain::{Binding, BindingV1};
use sp_runtime::{DispatchError, DispatchResult};

fn unbind(by: AccountId, until_ms: u64) -> DispatchResult {
    Anchors::unbind_outlet(signed(by), GATEWAY, stack(1), until_ms)
}

#[test]
fn the_binding_ends_and_stays_on_record() {
    ExtBuilder::default().bound(stack(1), mn(1)).run(|| {
        assert_ok!(unbind(AGENT, FROM_MS + 10));
        assert_eq!(
            events(),
            [Event::OutletUnbound {
                gateway: GATEWAY,
                outlet: stack(1),
                mn: mn(1),
                until_ms: FROM_MS + 10,
                by: AGENCY,
            }]
        );
        let binding = BindingV1 {
            mn: mn(1),
            from_ms: FROM_MS,
            until_ms: Some(FROM_MS + 10),
        };
        assert_eq!(
            crate::Bindings::<Test>::get(GATEWAY, stack(1)).into_inner(),
            [Binding::V1(binding)]
        );
    });
}

#[test]
fn fails_for_the_operator() {
    ExtBuilder::default().bound(stack(1), mn(1)).run(|| {
        assert_noop!(unbind(ENGINEER, FROM_MS + 10), DispatchError::BadOrigin);
    });
}

#[test]
fn fails_when_the_gateway_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Anchors::unbind_outlet(signed(AGENT), SECOND, stack(1), FROM_MS),
            Error::<Test>::GatewayUnknown
        );
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().bound(stack(1), mn(1)).run(|| {
        assert_noop!(
            unbind(OTHER_AGENT, FROM_MS + 10),
            Error::<Test>::OutsideDivision
        );
    });
}

#[test]
fn fails_when_the_outlet_is_not_bound() {
    ExtBuilder::default().run(|| {
        assert_noop!(unbind(AGENT, FROM_MS), Error::<Test>::NotBound);
    });
}

#[test]
fn fails_when_the_binding_has_ended_already() {
    ExtBuilder::default().bound(stack(1), mn(1)).run(|| {
        assert_ok!(unbind(AGENT, FROM_MS + 10));
        assert_noop!(unbind(AGENT, FROM_MS + 20), Error::<Test>::NotBound);
    });
}

#[test]
fn fails_when_it_would_end_before_it_begins() {
    ExtBuilder::default().bound(stack(1), mn(1)).run(|| {
        assert_noop!(unbind(AGENT, FROM_MS), Error::<Test>::PeriodEmpty);
    });
}

#[test]
fn fails_when_it_would_end_in_the_future() {
    ExtBuilder::default().bound(stack(1), mn(1)).run(|| {
        assert_noop!(
            unbind(AGENT, NOW.time_ms + AHEAD_AFTER_MS + 1),
            Error::<Test>::PeriodInFuture
        );
    });
}

#[test]
fn fails_when_it_would_end_more_than_a_day_ago() {
    ExtBuilder::default().run(|| {
        let earlier_ms = NOW.time_ms - 3 * UNBOUND_AFTER_MS_MAX;
        assert_ok!(Anchors::bind_outlet(
            signed(AGENT),
            GATEWAY,
            stack(1),
            mn(1),
            earlier_ms
        ));
        let limit_ms = NOW.time_ms - UNBOUND_AFTER_MS_MAX;
        assert_noop!(unbind(AGENT, limit_ms - 1), Error::<Test>::PeriodPast);
        assert_ok!(unbind(AGENT, limit_ms));
    });
}

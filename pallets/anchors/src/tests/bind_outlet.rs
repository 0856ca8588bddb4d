use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_evidence::chain::{Binding, BindingV1, BINDINGS_MAX};
use limpid_primitives::{GatewayId, Mn, Outlet};
use sp_runtime::{DispatchError, DispatchResult};

fn bind(gateway: GatewayId, outlet: Outlet, mn: Mn, from_ms: u64) -> DispatchResult {
    Anchors::bind_outlet(signed(AGENT), gateway, outlet, mn, from_ms)
}

fn unbind(outlet: Outlet, until_ms: u64) -> DispatchResult {
    Anchors::unbind_outlet(signed(AGENT), GATEWAY, outlet, until_ms)
}

#[test]
fn a_device_is_bound_to_an_outlet_from_a_time_on() {
    ExtBuilder::default().run(|| {
        assert_ok!(bind(GATEWAY, stack(1), mn(1), FROM_MS));
        assert_eq!(
            events(),
            [Event::OutletBound {
                gateway: GATEWAY,
                outlet: stack(1),
                mn: mn(1),
                from_ms: FROM_MS,
                by: AGENCY,
            }]
        );
        let binding = BindingV1 {
            mn: mn(1),
            from_ms: FROM_MS,
            until_ms: None,
        };
        assert_eq!(
            crate::Bindings::<Test>::get(GATEWAY, stack(1)).into_inner(),
            [Binding::V1(binding)]
        );
    });
}

#[test]
fn an_outlet_goes_from_one_gateway_to_another_without_a_gap() {
    ExtBuilder::default().bound(stack(1), mn(1)).run(|| {
        assert_ok!(register(2));
        assert_ok!(unbind(stack(1), FROM_MS + 10));
        assert_ok!(bind(SECOND, stack(1), mn(1), FROM_MS + 10));
        assert_ok!(bind(GATEWAY, stack(2), mn(2), FROM_MS));
    });
}

#[test]
fn a_holder_without_a_credit_code_is_not_looked_up() {
    ExtBuilder::default().run(|| {
        let outlet = "H9130200ABC123456A001P/DW001".parse().expect("an outlet");
        assert_ok!(bind(GATEWAY, outlet, mn(1), FROM_MS));
    });
}

#[test]
fn fails_for_the_operator() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Anchors::bind_outlet(signed(ENGINEER), GATEWAY, stack(1), mn(1), FROM_MS),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_gateway_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            bind(SECOND, stack(1), mn(1), FROM_MS),
            Error::<Test>::GatewayUnknown
        );
    });
}

#[test]
fn fails_when_gateway_or_holder_lies_outside_the_agencys_division() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Anchors::bind_outlet(signed(OTHER_AGENT), GATEWAY, stack(1), mn(1), FROM_MS),
            Error::<Test>::OutsideDivision
        );
        assert_noop!(
            bind(GATEWAY, outlet(FAR_ENTERPRISE.0, 1), mn(1), FROM_MS),
            Error::<Test>::OutsideDivision
        );
    });
}

#[test]
fn fails_when_the_holder_is_no_admitted_enterprise() {
    ExtBuilder::default().run(|| {
        for holder in [50, COURT.0] {
            assert_noop!(
                bind(GATEWAY, outlet(holder, 1), mn(1), FROM_MS),
                Error::<Test>::HolderUnknown
            );
        }
    });
}

#[test]
fn fails_when_it_would_begin_in_the_future() {
    ExtBuilder::default().run(|| {
        let limit_ms = NOW.time_ms + AHEAD_AFTER_MS;
        assert_noop!(
            bind(GATEWAY, stack(1), mn(1), limit_ms + 1),
            Error::<Test>::PeriodInFuture
        );
        assert_ok!(bind(GATEWAY, stack(1), mn(1), limit_ms));
    });
}

#[test]
fn fails_when_the_outlet_is_bound_here_or_elsewhere() {
    ExtBuilder::default().bound(stack(1), mn(1)).run(|| {
        assert_ok!(register(2));
        for gateway in [GATEWAY, SECOND] {
            assert_noop!(
                bind(gateway, stack(1), mn(2), NOW.time_ms),
                Error::<Test>::OutletTaken
            );
        }
    });
}

#[test]
fn fails_when_the_outlet_was_bound_at_that_time() {
    ExtBuilder::default().bound(stack(1), mn(1)).run(|| {
        assert_ok!(unbind(stack(1), FROM_MS + 10));
        assert_noop!(
            bind(GATEWAY, stack(1), mn(2), FROM_MS + 9),
            Error::<Test>::OutletTaken
        );
        assert_ok!(bind(GATEWAY, stack(1), mn(2), FROM_MS + 10));
    });
}

#[test]
fn fails_when_the_device_is_bound_elsewhere() {
    ExtBuilder::default().bound(stack(1), mn(1)).run(|| {
        assert_noop!(
            bind(GATEWAY, stack(2), mn(1), NOW.time_ms),
            Error::<Test>::MnTaken
        );
        assert_ok!(unbind(stack(1), FROM_MS + 10));
        assert_noop!(
            bind(GATEWAY, stack(2), mn(1), FROM_MS + 9),
            Error::<Test>::MnTaken
        );
        assert_ok!(bind(GATEWAY, stack(2), mn(1), FROM_MS + 10));
    });
}

#[test]
fn fails_when_the_outlet_has_had_all_its_bindings() {
    ExtBuilder::default().run(|| {
        let max = u64::from(BINDINGS_MAX);
        for start_ms in (FROM_MS..).take(max as usize) {
            assert_ok!(bind(GATEWAY, stack(1), mn(1), start_ms));
            assert_ok!(unbind(stack(1), start_ms + 1));
        }
        assert_noop!(
            bind(GATEWAY, stack(1), mn(1), FROM_MS + max),
            Error::<Test>::BindingsFull
        );
    });
}

use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_evidence::chain::{Binding, BindingV1, BINDINGS_MAX};
use limpid_primitives::{
    permit::{PermitStatus, Standing},
    GatewayId, Mn, Outlet,
};
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
fn a_holders_permit_without_a_credit_code_will_do() {
    ExtBuilder::default().run(|| {
        let outlet: Outlet = "H9130200ABC123456A001P/DW001".parse().expect("an outlet");
        put_permit(&outlet.permit, vec![standing(1)]);
        put_outlet(&outlet, 1);
        assert_ok!(bind(GATEWAY, outlet, mn(1), FROM_MS));
    });
}

#[test]
fn the_binding_may_begin_before_the_permit() {
    ExtBuilder::default().run(|| {
        let young = Standing {
            valid_from_ms: NOW.time_ms,
            ..standing(1)
        };
        put_permit(&stack(1).permit, vec![young]);
        assert_ok!(bind(GATEWAY, stack(1), mn(1), FROM_MS));
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
fn fails_when_gateway_or_permit_lies_outside_the_agencys_division() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Anchors::bind_outlet(signed(OTHER_AGENT), GATEWAY, stack(1), mn(1), FROM_MS),
            Error::<Test>::OutsideDivision
        );
        put_permit_in(&stack(1).permit, division(SHANXI));
        assert_noop!(
            bind(GATEWAY, stack(1), mn(1), FROM_MS),
            Error::<Test>::OutsideDivision
        );
    });
}

#[test]
fn fails_when_the_permit_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            bind(GATEWAY, outlet(FAR_ENTERPRISE.0, 1), mn(1), FROM_MS),
            Error::<Test>::PermitUnknown
        );
    });
}

#[test]
fn fails_when_the_permit_is_not_in_force() {
    use PermitStatus::{Active, Cancelled, Revoked, Suspended, Withdrawn};
    let now_ms = NOW.time_ms;
    ExtBuilder::default().run(|| {
        for (status, valid_from_ms, valid_until_ms) in [
            (Suspended, 0, now_ms + 1),
            (Revoked, 0, now_ms + 1),
            (Withdrawn, 0, now_ms + 1),
            (Cancelled, 0, now_ms + 1),
            (Active, now_ms + 1, now_ms + 2),
            (Active, 0, now_ms),
        ] {
            let ended = Standing {
                status,
                valid_from_ms,
                valid_until_ms,
                ..standing(1)
            };
            put_permit(&stack(1).permit, vec![standing(1), ended]);
            assert_noop!(
                bind(GATEWAY, stack(1), mn(1), FROM_MS),
                Error::<Test>::PermitNotInForce
            );
        }
    });
}

#[test]
fn fails_when_the_version_in_force_has_no_such_outlet() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            bind(GATEWAY, stack(STACKS + 1), mn(1), FROM_MS),
            Error::<Test>::OutletUnknown
        );
        let amended = Standing {
            at: NOW,
            ..standing(2)
        };
        put_permit(&stack(1).permit, vec![standing(1), amended]);
        put_outlet(&stack(STACKS + 1), 2);
        assert_noop!(
            bind(GATEWAY, stack(1), mn(1), FROM_MS),
            Error::<Test>::OutletUnknown
        );
        assert_ok!(bind(GATEWAY, stack(STACKS + 1), mn(1), FROM_MS));
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

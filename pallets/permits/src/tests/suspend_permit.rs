use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::permit::{NotInForce, PermitStatus, Standing};
use sp_runtime::DispatchError;

#[test]
fn it_is_not_in_force_from_its_block_on() {
    ExtBuilder::default().permit(site(1)).run(|| {
        let before = present(site(1));
        let at = go_on_by(DAY_MS);
        assert_ok!(suspend(site(1)));
        assert_eq!(
            events(),
            [Event::PermitSuspended {
                number: site(1),
                document: REASON,
                by: AGENCY,
            }]
        );
        let suspended = Standing {
            at,
            status: PermitStatus::Suspended,
            document: REASON,
            ..before
        };
        let permit = permit(site(1));
        assert_eq!(*permit.standings, [before, suspended]);
        assert_eq!(permit.in_force_at(at.time_ms - 1), Ok(1));
        assert_eq!(permit.in_force_at(at.time_ms), Err(NotInForce::Suspended));
    });
}

#[test]
fn fails_for_the_holder() {
    ExtBuilder::default().permit(site(1)).run(|| {
        assert_noop!(
            Permits::suspend_permit(signed(OWNER), site(1), REASON),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().permit(site(1)).run(|| {
        assert_noop!(
            Permits::suspend_permit(signed(OTHER_AGENT), site(1), REASON),
            Error::<Test>::OutsideDivision
        );
    });
}

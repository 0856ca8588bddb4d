use crate::{mock::*, Error, Event, Stage};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::permit::NotInForce;
use sp_runtime::DispatchError;

#[test]
fn it_is_in_force_again_in_the_version_it_had() {
    ExtBuilder::default().permit(site(1)).run(|| {
        assert_ok!(amend(site(1)));
        assert_ok!(suspend(site(1)));
        events();
        let at = go_on_by(DAY_MS);
        assert_ok!(reinstate(site(1)));
        assert_eq!(
            events(),
            [Event::PermitReinstated {
                number: site(1),
                document: REASON,
                by: AGENCY,
            }]
        );
        let permit = permit(site(1));
        assert_eq!(
            permit.in_force_at(at.time_ms - 1),
            Err(NotInForce::Suspended)
        );
        assert_eq!(permit.in_force_at(at.time_ms), Ok(2));
    });
}

#[test]
fn fails_for_the_holder() {
    ExtBuilder::default().run(|| {
        bring_to(Stage::Suspended, site(1));
        assert_noop!(
            Permits::reinstate_permit(signed(OWNER), site(1), REASON),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().run(|| {
        bring_to(Stage::Suspended, site(1));
        assert_noop!(
            Permits::reinstate_permit(signed(OTHER_AGENT), site(1), REASON),
            Error::<Test>::OutsideDivision
        );
    });
}

/// A suspension does not stop the clock.
#[test]
fn fails_when_it_expired_while_it_was_suspended() {
    ExtBuilder::default().run(|| {
        bring_to(Stage::Suspended, site(1));
        go_on_by(VALIDITY.until_ms - NOW.time_ms);
        assert_noop!(reinstate(site(1)), Error::<Test>::PermitExpired);
    });
}

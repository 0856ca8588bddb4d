use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::permit::{NotInForce, PermitStatus};
use sp_runtime::DispatchError;

#[test]
fn it_ends_and_nobody_is_banned() {
    ExtBuilder::default().permit(site(1)).run(|| {
        let at = go_on_by(DAY_MS);
        assert_ok!(cancel(site(1)));
        assert_eq!(
            events(),
            [Event::PermitCancelled {
                number: site(1),
                document: REASON,
                by: AGENCY,
            }]
        );
        assert_eq!(present(site(1)).status, PermitStatus::Cancelled);
        let permit = permit(site(1));
        assert_eq!(permit.in_force_at(at.time_ms - 1), Ok(1));
        assert_eq!(permit.in_force_at(at.time_ms), Err(NotInForce::Cancelled));
        assert_eq!(crate::Bans::<Test>::iter().count(), 0);
    });
}

#[test]
fn fails_for_the_holder() {
    ExtBuilder::default().permit(site(1)).run(|| {
        assert_noop!(
            Permits::cancel_permit(signed(OWNER), site(1), REASON),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().permit(site(1)).run(|| {
        assert_noop!(
            Permits::cancel_permit(signed(OTHER_AGENT), site(1), REASON),
            Error::<Test>::OutsideDivision
        );
    });
}

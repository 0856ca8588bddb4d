use crate::{mock::*, Error, Event, Stage};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::permit::{NotInForce, PermitStatus};
use sp_runtime::DispatchError;

#[test]
fn it_ends_its_holder_is_banned_and_the_past_stays() {
    ExtBuilder::default().permit(site(1)).run(|| {
        let at = go_on_by(DAY_MS);
        let until_ms = at.time_ms + 1;
        assert_ok!(withdraw(site(1), Some(until_ms)));
        assert_eq!(
            events(),
            [Event::PermitWithdrawn {
                number: site(1),
                document: REASON,
                banned_until_ms: Some(until_ms),
                by: AGENCY,
            }]
        );
        assert_eq!(present(site(1)).status, PermitStatus::Withdrawn);
        let permit = permit(site(1));
        assert_eq!(permit.in_force_at(at.time_ms - 1), Ok(1));
        assert_eq!(permit.in_force_at(at.time_ms), Err(NotInForce::Withdrawn));
        assert_eq!(ban(site(1)), Some(ban_by_agency(site(1), until_ms)));
    });
}

/// Fraud may come to light after the permit expired; the ban follows from it all the same.
#[test]
fn an_expired_permit_is_withdrawn_too() {
    ExtBuilder::default().run(|| {
        bring_to(Stage::Expired, site(1));
        let until_ms = VALIDITY.until_ms + BAN_MS_MAX;
        assert_ok!(withdraw(site(1), Some(until_ms)));
        assert_noop!(Issue::of(site(2)).send(), Error::<Test>::HolderBanned);
    });
}

#[test]
fn fails_for_the_holder() {
    ExtBuilder::default().permit(site(1)).run(|| {
        assert_noop!(
            Permits::withdraw_permit(signed(OWNER), site(1), REASON, None),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().permit(site(1)).run(|| {
        assert_noop!(
            Permits::withdraw_permit(signed(OTHER_AGENT), site(1), REASON, None),
            Error::<Test>::OutsideDivision
        );
    });
}

#[test]
fn fails_when_the_ban_would_be_over_or_too_long() {
    ExtBuilder::default().permit(site(1)).run(|| {
        for until_ms in [NOW.time_ms, NOW.time_ms + BAN_MS_MAX + 1] {
            assert_noop!(
                withdraw(site(1), Some(until_ms)),
                Error::<Test>::BanOutOfRange
            );
        }
    });
}

use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::permit::PermitStatus;
use sp_runtime::DispatchError;

/// A permit whose revocation banned its holder.
fn banned(test: impl FnOnce()) {
    ExtBuilder::default().permit(site(1)).run(|| {
        assert_ok!(revoke(site(1), Some(NOW.time_ms + BAN_MS_MAX)));
        events();
        test();
    });
}

#[test]
fn the_holder_can_get_a_permit_and_what_was_decided_stays() {
    banned(|| {
        assert_ok!(lift_ban(site(1)));
        assert_eq!(
            events(),
            [Event::BanLifted {
                number: site(1),
                document: REASON,
                by: AGENCY,
            }]
        );
        assert_eq!(crate::Bans::<Test>::iter().count(), 0);
        assert_eq!(present(site(1)).status, PermitStatus::Revoked);
        assert_ok!(Issue::of(site(1)).send());
    });
}

#[test]
fn fails_for_the_holder() {
    banned(|| {
        assert_noop!(
            Permits::lift_ban(signed(OWNER), site(1), REASON),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_permit_is_unknown() {
    banned(|| {
        assert_noop!(lift_ban(site(2)), Error::<Test>::PermitUnknown);
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    banned(|| {
        assert_noop!(
            Permits::lift_ban(signed(OTHER_AGENT), site(1), REASON),
            Error::<Test>::OutsideDivision
        );
    });
}

#[test]
fn fails_when_the_holder_is_not_banned() {
    ExtBuilder::default().permit(site(1)).run(|| {
        assert_noop!(lift_ban(site(1)), Error::<Test>::NotBanned);
    });
    banned(|| {
        go_on_by(BAN_MS_MAX);
        assert_noop!(lift_ban(site(1)), Error::<Test>::NotBanned);
    });
}

use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::permit::{NotInForce, PermitStatus};
use sp_runtime::DispatchError;

#[test]
fn it_ends_and_its_holder_is_banned() {
    ExtBuilder::default().permit(site(1)).run(|| {
        let at = go_on_by(DAY_MS);
        let banned_until_ms = Some(at.time_ms + BAN_MS_MAX);
        assert_ok!(revoke(site(1), banned_until_ms));
        assert_eq!(
            events(),
            [Event::PermitRevoked {
                number: site(1),
                document: REASON,
                banned_until_ms,
                by: AGENCY,
            }]
        );
        assert_eq!(present(site(1)).status, PermitStatus::Revoked);
        let permit = permit(site(1));
        assert_eq!(permit.in_force_at(at.time_ms - 1), Ok(1));
        assert_eq!(permit.in_force_at(at.time_ms), Err(NotInForce::Revoked));
        assert_eq!(crate::Bans::<Test>::get(site(1).holder()), banned_until_ms);
    });
}

#[test]
fn without_a_ban_the_number_is_free_at_once() {
    ExtBuilder::default().permit(site(1)).run(|| {
        assert_ok!(revoke(site(1), None));
        assert_eq!(crate::Bans::<Test>::iter().count(), 0);
        assert_ok!(Issue::of(site(1)).send());
    });
}

#[test]
fn of_two_bans_the_longer_counts() {
    ExtBuilder::default()
        .permit(site(1))
        .permit(site(2))
        .permit(site(3))
        .run(|| {
            let ban = || crate::Bans::<Test>::get(site(1).holder());
            assert_ok!(revoke(site(1), Some(NOW.time_ms + 20)));
            assert_ok!(revoke(site(2), Some(NOW.time_ms + 10)));
            assert_eq!(ban(), Some(NOW.time_ms + 20));
            assert_ok!(revoke(site(3), Some(NOW.time_ms + 30)));
            assert_eq!(ban(), Some(NOW.time_ms + 30));
        });
}

#[test]
fn fails_for_the_holder() {
    ExtBuilder::default().permit(site(1)).run(|| {
        assert_noop!(
            Permits::revoke_permit(signed(OWNER), site(1), REASON, None),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().permit(site(1)).run(|| {
        assert_noop!(
            Permits::revoke_permit(signed(OTHER_AGENT), site(1), REASON, None),
            Error::<Test>::OutsideDivision
        );
    });
}

#[test]
fn fails_when_the_ban_would_be_over_or_too_long() {
    ExtBuilder::default().permit(site(1)).run(|| {
        let latest_ms = NOW.time_ms + BAN_MS_MAX;
        for until_ms in [0, NOW.time_ms, latest_ms + 1, u64::MAX] {
            assert_noop!(
                revoke(site(1), Some(until_ms)),
                Error::<Test>::BanOutOfRange
            );
        }
        assert_ok!(revoke(site(1), Some(latest_ms)));
    });
}

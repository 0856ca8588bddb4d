use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::permit::{BanV1, NotInForce, PermitStatus};
use sp_runtime::DispatchError;

#[test]
fn it_ends_and_its_holder_is_banned() {
    ExtBuilder::default().permit(site(1)).run(|| {
        let at = go_on_by(DAY_MS);
        let until_ms = at.time_ms + BAN_MS_MAX;
        assert_ok!(revoke(site(1), Some(until_ms)));
        assert_eq!(
            events(),
            [Event::PermitRevoked {
                number: site(1),
                document: REASON,
                banned_until_ms: Some(until_ms),
                by: AGENCY,
            }]
        );
        assert_eq!(present(site(1)).status, PermitStatus::Revoked);
        let permit = permit(site(1));
        assert_eq!(permit.in_force_at(at.time_ms - 1), Ok(1));
        assert_eq!(permit.in_force_at(at.time_ms), Err(NotInForce::Revoked));
        assert_eq!(ban(site(1)), Some(ban_by_agency(site(1), until_ms)));
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
fn of_two_bans_the_one_that_ends_later_is_kept_whole() {
    ExtBuilder::default()
        .permit(site(1))
        .permit(site(2))
        .permit(site(3))
        .permit(site(4))
        .run(|| {
            let until_ms = NOW.time_ms + 20;
            assert_ok!(revoke(site(1), Some(until_ms)));
            // A shorter ban and one that ends together with the first leave it as it is, whoever bans.
            for (number, shorter_ms) in [(site(2), 10), (site(3), 0)] {
                assert_ok!(Permits::revoke_permit(
                    signed(CITY_AGENT),
                    number,
                    REASON,
                    Some(until_ms - shorter_ms)
                ));
                assert_eq!(ban(number), Some(ban_by_agency(site(1), until_ms)));
            }
            let longer_ms = until_ms + 1;
            assert_ok!(Permits::revoke_permit(
                signed(CITY_AGENT),
                site(4),
                REASON,
                Some(longer_ms)
            ));
            let longer = BanV1 {
                until_ms: longer_ms,
                number: site(4),
                division: division(TANGSHAN),
            };
            assert_eq!(ban(site(1)), Some(longer));
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

use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{permit::PermitStatus, PermitNumber};
use sp_runtime::{DispatchError, DispatchResult};

/// A permit whose revocation banned its holder.
fn banned(test: impl FnOnce()) {
    ExtBuilder::default().permit(site(1)).run(|| {
        assert_ok!(revoke(site(1), Some(NOW.time_ms + BAN_MS_MAX)));
        events();
        test();
    });
}

/// The same, and the holder has a second permit.
fn banned_with_another_site(test: impl FnOnce()) {
    ExtBuilder::default()
        .permit(site(1))
        .permit(site(2))
        .run(|| {
            assert_ok!(revoke(site(1), Some(NOW.time_ms + BAN_MS_MAX)));
            test();
        });
}

fn lift_by(agent: AccountId, number: PermitNumber) -> DispatchResult {
    Permits::lift_ban(signed(agent), number, REASON)
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
        assert_noop!(lift_by(OWNER, site(1)), DispatchError::BadOrigin);
    });
}

#[test]
fn fails_when_the_permit_is_unknown() {
    banned(|| {
        assert_noop!(lift_ban(site(2)), Error::<Test>::PermitUnknown);
    });
}

/// The permit lies in the city, whose agency could have revoked it too; but it was the province that banned.
#[test]
fn fails_for_an_agency_below_the_one_that_banned() {
    banned(|| {
        assert_noop!(lift_by(CITY_AGENT, site(1)), Error::<Test>::OutsideDivision);
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    banned(|| {
        assert_noop!(
            lift_by(OTHER_AGENT, site(1)),
            Error::<Test>::OutsideDivision
        );
    });
}

/// A ban is lifted by the number it is for: another site of the same holder, in the division of whoever asks, does not do.
#[test]
fn fails_for_another_permit_of_the_holder() {
    banned_with_another_site(|| {
        for agent in [AGENT, CITY_AGENT] {
            assert_noop!(lift_by(agent, site(2)), Error::<Test>::NotBanned);
        }
    });
    banned_with_another_site(|| {
        assert_ok!(revoke(site(2), Some(NOW.time_ms + 1)));
        assert_noop!(lift_ban(site(2)), Error::<Test>::NotBanned);
        assert_ok!(lift_ban(site(1)));
    });
}

#[test]
fn the_agency_that_banned_and_one_above_it_can() {
    for agent in [CITY_AGENT, AGENT] {
        ExtBuilder::default().permit(site(1)).run(|| {
            let until_ms = Some(NOW.time_ms + BAN_MS_MAX);
            let by = signed(CITY_AGENT);
            assert_ok!(Permits::revoke_permit(by, site(1), REASON, until_ms));
            assert_noop!(
                lift_by(OTHER_AGENT, site(1)),
                Error::<Test>::OutsideDivision
            );
            assert_ok!(lift_by(agent, site(1)));
            assert_eq!(ban(site(1)), None);
        });
    }
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

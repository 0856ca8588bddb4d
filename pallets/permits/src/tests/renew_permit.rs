use crate::{mock::*, Error, Event, Validity};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::permit::{Category, Standing};
use sp_runtime::DispatchError;

const LONGEST_MS: u64 = VALIDITY.until_ms + VALIDITY_MS_MAX;

#[test]
fn it_gets_a_later_end_and_its_next_version() {
    ExtBuilder::default().permit(site(1)).run(|| {
        let before = present(site(1));
        let at = go_on_by(DAY_MS);
        assert_ok!(renew(site(1), LONGEST_MS));
        assert_eq!(
            events(),
            [Event::PermitRenewed {
                number: site(1),
                version: 2,
                category: Category::Key,
                valid_until_ms: LONGEST_MS,
                document: REASON,
                by: AGENCY,
            }]
        );
        let renewed = Standing {
            at,
            version: 2,
            valid_until_ms: LONGEST_MS,
            document: REASON,
            ..before
        };
        assert_eq!(present(site(1)), renewed);
        assert_eq!(permit(site(1)).in_force_at(VALIDITY.until_ms), Ok(2));
    });
}

#[test]
fn a_ban_for_another_sites_sake_does_not_stand_in_its_way() {
    ExtBuilder::default()
        .permit(site(1))
        .permit(site(2))
        .run(|| {
            assert_ok!(revoke(site(1), Some(NOW.time_ms + 1)));
            assert_ok!(renew(site(2), LONGEST_MS));
        });
}

#[test]
fn fails_for_the_holder() {
    ExtBuilder::default().permit(site(1)).run(|| {
        let outlets = list(vec![drain()]);
        assert_noop!(
            Permits::renew_permit(
                signed(OWNER),
                site(1),
                LONGEST_MS,
                Category::Key,
                REASON,
                outlets
            ),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().permit(site(1)).run(|| {
        let outlets = list(vec![drain()]);
        assert_noop!(
            Permits::renew_permit(
                signed(OTHER_AGENT),
                site(1),
                LONGEST_MS,
                Category::Key,
                REASON,
                outlets
            ),
            Error::<Test>::OutsideDivision
        );
    });
}

#[test]
fn fails_from_the_moment_on_in_which_it_expires() {
    ExtBuilder::default().permit(site(1)).run(|| {
        go_on_by(VALIDITY.until_ms - NOW.time_ms);
        assert_noop!(renew(site(1), LONGEST_MS), Error::<Test>::PermitExpired);
    });
    ExtBuilder::default().permit(site(1)).run(|| {
        go_on_by(VALIDITY.until_ms - NOW.time_ms - 1);
        assert_ok!(renew(site(1), LONGEST_MS));
    });
}

#[test]
fn fails_when_it_would_not_end_later() {
    ExtBuilder::default().permit(site(1)).run(|| {
        for until_ms in [VALIDITY.until_ms - 1, VALIDITY.until_ms] {
            assert_noop!(renew(site(1), until_ms), Error::<Test>::PeriodEmpty);
        }
        assert_ok!(renew(site(1), VALIDITY.until_ms + 1));
    });
}

#[test]
fn fails_when_it_would_be_renewed_by_too_much() {
    ExtBuilder::default().permit(site(1)).run(|| {
        for until_ms in [LONGEST_MS + 1, u64::MAX] {
            assert_noop!(renew(site(1), until_ms), Error::<Test>::PeriodTooLong);
        }
        assert_ok!(renew(site(1), LONGEST_MS));
    });
}

#[test]
fn fails_when_it_was_renewed_ahead() {
    ExtBuilder::default().run(|| {
        let validity = Validity {
            from_ms: NOW.time_ms,
            until_ms: NOW.time_ms + VALIDITY_MS_MAX,
        };
        assert_ok!(Issue {
            validity,
            ..Issue::of(site(1))
        }
        .send());
        assert_ok!(renew(site(1), validity.until_ms + 1));
        assert_noop!(
            renew(site(1), validity.until_ms + 2),
            Error::<Test>::RenewalTooEarly
        );
        go_on_by(1);
        assert_ok!(renew(site(1), validity.until_ms + 2));
    });
}

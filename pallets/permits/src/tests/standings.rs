//! How many decisions a permit holds.

use crate::{mock::*, Error, Stage};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::permit::PermitV1;

/// A permit with only the place left that is kept for its end.
fn full(stage: Stage) {
    bring_to(Stage::Active, site(1));
    let last = PermitV1::STANDINGS_MAX - 1;
    while permit(site(1)).standings.len() < last - 1 {
        assert_ok!(amend(site(1)));
    }
    assert_ok!(match stage {
        Stage::Suspended => suspend(site(1)),
        _ => amend(site(1)),
    });
    assert_eq!(permit(site(1)).standings.len(), last);
}

#[test]
fn fails_when_only_the_place_for_its_end_is_left() {
    ExtBuilder::default().run(|| {
        full(Stage::Active);
        assert_noop!(amend(site(1)), Error::<Test>::StandingsFull);
        assert_noop!(
            renew(site(1), VALIDITY.until_ms + 1),
            Error::<Test>::StandingsFull
        );
        assert_noop!(suspend(site(1)), Error::<Test>::StandingsFull);
        go_on_by(VALIDITY.until_ms - NOW.time_ms);
        let again = Issue {
            validity: crate::Validity {
                from_ms: VALIDITY.until_ms,
                until_ms: VALIDITY.until_ms + 1,
            },
            ..Issue::of(site(1))
        };
        assert_noop!(again.send(), Error::<Test>::StandingsFull);
    });
    ExtBuilder::default().run(|| {
        full(Stage::Suspended);
        assert_noop!(reinstate(site(1)), Error::<Test>::StandingsFull);
    });
}

#[test]
fn it_can_always_be_ended() {
    for stage in [Stage::Active, Stage::Suspended] {
        let ends: [fn() -> sp_runtime::DispatchResult; 3] = [
            || revoke(site(1), None),
            || withdraw(site(1), None),
            || cancel(site(1)),
        ];
        for end in ends {
            ExtBuilder::default().run(|| {
                full(stage);
                assert_ok!(end());
                assert_eq!(permit(site(1)).standings.len(), PermitV1::STANDINGS_MAX);
                assert_noop!(Issue::of(site(1)).send(), Error::<Test>::StandingsFull);
                assert_ok!(Issue::of(site(2)).send());
            });
        }
    }
}

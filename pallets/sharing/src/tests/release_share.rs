use crate::{mock::*, Error, Event, Openings};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::sharing::{Opening, OpeningId, ReleasedShare, SealedKey};
use sp_runtime::{DispatchError, DispatchResult};

const OPENING: OpeningId = OpeningId(1);

/// Runs a test with the escrow of three opened by a court.
fn ordered(test: impl FnOnce()) {
    ExtBuilder::default().escrowed().run(|| {
        assert_ok!(Sharing::order_opening(signed(JUDGE), SET, 1, DOCUMENT));
        events();
        test();
    });
}

fn release(account: AccountId, sealed: SealedKey) -> DispatchResult {
    Sharing::release_share(signed(account), OPENING, sealed)
}

fn released() -> Vec<ReleasedShare> {
    let Opening::V1(opening) = Openings::<Test>::get(OPENING).expect("an opening");
    opening.released.into_inner()
}

#[test]
fn the_court_gets_it() {
    ordered(|| {
        let at = go_on_by(5);
        assert_ok!(release(CITY_AGENT, sealed(1)));
        assert_ok!(release(THIRD_AGENT, sealed(1)));
        let event = |released, by| Event::ShareReleased {
            opening: OPENING,
            released,
            by,
        };
        assert_eq!(events(), [event(1, CITY_AGENCY), event(2, THIRD_AGENCY)]);
        let share = |agency| ReleasedShare {
            agency,
            sealed: sealed(1),
            at,
        };
        assert_eq!(released(), [share(CITY_AGENCY), share(THIRD_AGENCY)]);
    });
}

#[test]
fn more_than_the_threshold_can_be_released() {
    ordered(|| {
        for account in [CITY_AGENT, THIRD_AGENT, OTHER_AGENT] {
            assert_ok!(release(account, sealed(1)));
        }
        assert_eq!(released().len(), 3);
    });
}

#[test]
fn fails_for_a_court() {
    ordered(|| {
        assert_noop!(release(JUDGE, sealed(1)), DispatchError::BadOrigin);
    });
}

#[test]
fn fails_when_the_opening_is_unknown() {
    ordered(|| {
        assert_noop!(
            Sharing::release_share(signed(CITY_AGENT), OpeningId(2), sealed(1)),
            Error::<Test>::OpeningUnknown
        );
    });
}

#[test]
fn fails_for_who_keeps_no_share() {
    ordered(|| {
        for account in [AGENT, MINISTER] {
            assert_noop!(release(account, sealed(1)), Error::<Test>::NotEscrowAgency);
        }
    });
}

#[test]
fn fails_a_second_time() {
    ordered(|| {
        assert_ok!(release(CITY_AGENT, sealed(1)));
        assert_noop!(
            release(CITY_AGENT, sealed(1)),
            Error::<Test>::AlreadyReleased
        );
    });
}

#[test]
fn fails_when_it_is_not_sealed_to_the_courts_current_key() {
    ordered(|| {
        assert_noop!(
            release(CITY_AGENT, impossible()),
            Error::<Test>::SealedKeyImpossible
        );
        assert_ok!(Sharing::register_key(signed(JUDGE), public(200)));
        assert_noop!(release(CITY_AGENT, sealed(1)), Error::<Test>::KeyNotCurrent);
        assert_ok!(release(CITY_AGENT, sealed(2)));
    });
}

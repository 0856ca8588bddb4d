//! Which sets are announced, and when they are in force.

use crate::{mock::*, HISTORY_SESSIONS};
use frame_support::{assert_ok, traits::KeyOwnerProofSystem};
use pallet_session::historical::{HistoricalSessions, StoredRange};
use sp_runtime::{key_types::DUMMY, testing::UintAuthorityId};

#[test]
fn a_change_is_queued_at_the_end_of_the_session_and_in_force_a_session_later() {
    ExtBuilder::default().run(|| {
        assert_ok!(change(&[E], &[A]));
        assert_eq!(Session::validators(), [A, B, C, D]);
        assert_eq!(queued(), [A, B, C, D]);
        next_session();
        assert_eq!(Session::validators(), [A, B, C, D]);
        assert_eq!(queued(), [B, C, D, E]);
        assert_eq!(Announced::get(), []);
        next_session();
        assert_eq!(Session::validators(), [B, C, D, E]);
        assert_eq!(Announced::get(), [(2, vec![B, C, D, E])]);
    });
}

#[test]
fn without_a_change_no_set_is_announced() {
    ExtBuilder::default().run(|| {
        for _ in 0..5 {
            next_session();
        }
        assert_eq!(Announced::get(), []);
    });
}

#[test]
fn a_change_is_announced_once() {
    ExtBuilder::default().run(|| {
        assert_ok!(change(&[E], &[]));
        for _ in 0..5 {
            next_session();
        }
        assert_eq!(Announced::get(), [(2, vec![A, B, C, D, E])]);
    });
}

#[test]
fn a_change_that_is_taken_back_in_time_is_not_announced() {
    ExtBuilder::default().run(|| {
        assert_ok!(change(&[E], &[A]));
        assert_ok!(change(&[A], &[E]));
        assert_eq!(approved(), [B, C, D, A]);
        for _ in 0..3 {
            next_session();
        }
        // Who validates keeps its place, whatever the order of approval.
        assert_eq!(Session::validators(), [A, B, C, D]);
        assert_eq!(Announced::get(), []);
    });
}

#[test]
fn new_keys_are_announced_once_and_in_force_a_session_later() {
    ExtBuilder::default().run(|| {
        assert_ok!(set_keys(B, 21));
        next_session();
        assert_eq!(InForce::get()[1], (B, UintAuthorityId(B)));
        next_session();
        assert_eq!(InForce::get()[1], (B, UintAuthorityId(21)));
        for _ in 0..3 {
            next_session();
        }
        assert_eq!(Announced::get(), [(2, vec![A, B, C, D])]);
    });
}

#[test]
fn the_same_keys_again_are_not_announced() {
    ExtBuilder::default().run(|| {
        assert_ok!(set_keys(B, B));
        for _ in 0..3 {
            next_session();
        }
        assert_eq!(Announced::get(), []);
    });
}

#[test]
fn the_whole_set_can_be_exchanged() {
    ExtBuilder::default()
        .minimum(2)
        .validators(&[A, B])
        .run(|| {
            assert_ok!(change(&[E, F], &[A, B]));
            next_session();
            next_session();
            assert_eq!(Session::validators(), [E, F]);
        });
}

#[test]
fn one_without_keys_is_skipped_and_joins_when_it_sets_some() {
    ExtBuilder::default().run(|| {
        assert_ok!(change(&[E, F], &[]));
        assert_ok!(Session::purge_keys(RuntimeOrigin::signed(E)));
        for _ in 0..3 {
            next_session();
        }
        assert_eq!(Session::validators(), [A, B, C, D, F]);
        assert_ok!(set_keys(E, 51));
        next_session();
        next_session();
        assert_eq!(Session::validators(), [A, B, C, D, F, E]);
        let sets = [(2, vec![A, B, C, D, F]), (5, vec![A, B, C, D, F, E])];
        assert_eq!(Announced::get(), sets);
    });
}

#[test]
fn too_few_with_keys_do_not_replace_those_in_force() {
    ExtBuilder::default().run(|| {
        assert_ok!(change(&[E, F], &[A, B]));
        assert_ok!(Session::purge_keys(RuntimeOrigin::signed(E)));
        for _ in 0..3 {
            next_session();
        }
        // A is not approved any more, but without it there would be three.
        assert_eq!(Session::validators(), [A, C, D, F]);
        assert_ok!(set_keys(E, 51));
        next_session();
        next_session();
        assert_eq!(Session::validators(), [C, D, F, E]);
    });
}

#[test]
fn one_in_force_that_throws_its_keys_away_leaves_the_set_in_a_handover() {
    ExtBuilder::default().run(|| {
        // Nobody can vote in its place, and no other is there: even the last one in the list is not left out in silence.
        assert_ok!(Session::purge_keys(RuntimeOrigin::signed(D)));
        for _ in 0..4 {
            next_session();
        }
        assert_eq!(Session::validators(), [A, B, C]);
        assert_eq!(Announced::get(), [(2, vec![A, B, C])]);
        assert_eq!(approved(), [A, B, C, D]);
    });
}

#[test]
fn a_suspended_agencys_validator_stays() {
    ExtBuilder::default().validators(&[A, B, C, D, E]).run(|| {
        let suspended = Institutions::suspend_institution(
            RuntimeOrigin::root(),
            AGENCY_OF_E,
            Default::default(),
        );
        assert_ok!(suspended);
        for _ in 0..3 {
            next_session();
        }
        assert_eq!(Session::validators(), [A, B, C, D, E]);
    });
}

/// That whoever held the key in this session can be named later.
fn stays_provable(account: AccountId, number: u64) {
    let key = (DUMMY, number.to_le_bytes());
    let proof = Historical::prove(key).expect("it is in force");
    let session = Session::current_index();
    for later in 0..3 {
        let proven = Historical::check_proof(key, proof.clone());
        assert_eq!(
            proven,
            Some((account, ())),
            "session {session}, {later} sessions later"
        );
        next_session();
    }
}

#[test]
fn votes_of_every_session_stay_provable() {
    ExtBuilder::default().run(|| {
        for _ in 0..3 {
            stays_provable(B, B);
        }
    });
}

#[test]
fn votes_with_a_new_key_stay_provable() {
    ExtBuilder::default().run(|| {
        assert_ok!(set_keys(B, 21));
        next_session();
        next_session();
        stays_provable(B, 21);
    });
}

#[test]
fn votes_of_a_new_validator_stay_provable() {
    ExtBuilder::default().run(|| {
        assert_ok!(change(&[E], &[A]));
        next_session();
        next_session();
        stays_provable(E, E);
    });
}

#[test]
fn roots_are_forgotten_when_they_are_old() {
    ExtBuilder::default().session_blocks(1).run(|| {
        while Session::current_index() < HISTORY_SESSIONS + 10 {
            next_session();
        }
        // The next session has its root already.
        let stored = (10, HISTORY_SESSIONS + 12);
        assert_eq!(StoredRange::<Test>::get(), Some(stored));
        assert!(!HistoricalSessions::<Test>::contains_key(9));
        assert!(HistoricalSessions::<Test>::contains_key(10));
        assert_eq!(HistoricalSessions::<Test>::iter_keys().count(), 170);
    });
}

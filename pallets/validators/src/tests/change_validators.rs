use crate::{mock::*, Error, Event, Offenders, Pardons, Removing};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

#[test]
fn the_council_adds_a_validator() {
    ExtBuilder::default().run(|| {
        assert_ok!(change(&[E], &[]));
        assert_eq!(approved(), [A, B, C, D, E]);
        let expected = Event::ValidatorsChanged {
            added: some(&[E]),
            removed: some(&[]),
        };
        assert_eq!(events(), [expected]);
    });
}

#[test]
fn the_council_replaces_validators() {
    ExtBuilder::default().run(|| {
        assert_ok!(change(&[E, F], &[A, C]));
        assert_eq!(approved(), [B, D, E, F]);
        let expected = Event::ValidatorsChanged {
            added: some(&[E, F]),
            removed: some(&[A, C]),
        };
        assert_eq!(events(), [expected]);
    });
}

#[test]
fn the_council_removes_a_validator_above_the_minimum() {
    ExtBuilder::default().validators(&[A, B, C, D, E]).run(|| {
        assert_ok!(change(&[], &[B]));
        assert_eq!(approved(), [A, C, D, E]);
    });
}

#[test]
fn nobody_else_changes_validators() {
    ExtBuilder::default().run(|| {
        let by = |origin| Validators::change_validators(origin, some(&[E]), some(&[]));
        assert_noop!(by(RuntimeOrigin::signed(A)), DispatchError::BadOrigin);
        assert_noop!(by(RuntimeOrigin::none()), DispatchError::BadOrigin);
    });
}

#[test]
fn an_offender_that_is_added_again_is_pardoned() {
    ExtBuilder::default().validators(&[A, B, C, D, E]).run(|| {
        next_session();
        offend(&[B], 0);
        assert_ok!(change(&[B], &[]));
        assert_eq!(Offenders::<Test>::get(B), None);
        assert_eq!(Pardons::<Test>::get(B), Some(1));
        assert_eq!(approved(), [A, C, D, E, B]);
    });
}

#[test]
fn an_offender_that_is_kept_is_pardoned_by_adding_it() {
    ExtBuilder::default().run(|| {
        offend(&[B], 0);
        events();
        assert_ok!(change(&[B], &[]));
        assert_eq!(Removing::<Test>::get(), some(&[]));
        assert_eq!(Offenders::<Test>::get(B), None);
        assert_eq!(approved(), [A, B, C, D]);
        // It is a validator like the others, also when there are enough of them.
        assert_ok!(change(&[E], &[]));
        assert_eq!(approved(), [A, B, C, D, E]);
    });
}

#[test]
fn offenders_that_were_kept_go_as_far_as_the_minimum_allows() {
    ExtBuilder::default().run(|| {
        offend(&[B, C], 0);
        events();
        assert_ok!(change(&[E], &[]));
        assert_eq!(approved(), [A, C, D, E]);
        let expected = [
            Event::ValidatorsChanged {
                added: some(&[E]),
                removed: some(&[]),
            },
            Event::OffenderRemoved {
                validator: B,
                session: 0,
            },
        ];
        assert_eq!(events(), expected);
        assert_eq!(Removing::<Test>::get(), some(&[C]));
        assert_ok!(change(&[F], &[A]));
        assert_eq!(approved(), [C, D, E, F]);
        assert_eq!(Removing::<Test>::get(), some(&[C]));
    });
}

#[test]
fn several_offenders_that_were_kept_go_at_once() {
    ExtBuilder::default().run(|| {
        offend(&[B, C], 0);
        assert_ok!(change(&[E, F], &[]));
        assert_eq!(approved(), [A, D, E, F]);
        assert_eq!(Removing::<Test>::get(), some(&[]));
    });
}

#[test]
fn an_offender_that_is_kept_can_be_replaced() {
    ExtBuilder::default().run(|| {
        offend(&[B], 0);
        events();
        assert_ok!(change(&[E], &[B]));
        assert_eq!(approved(), [A, C, D, E]);
        assert_eq!(Removing::<Test>::get(), some(&[]));
        assert_eq!(events().len(), 1, "it is told as removed once");
        assert!(Offenders::<Test>::contains_key(B));
    });
}

#[test]
fn fails_when_nobody_is_named() {
    ExtBuilder::default().run(|| {
        assert_noop!(change(&[], &[]), Error::<Test>::NothingToChange);
    });
}

#[test]
fn fails_when_one_to_add_is_approved_already() {
    ExtBuilder::default().run(|| {
        assert_noop!(change(&[E, A], &[]), Error::<Test>::AlreadyValidator);
    });
}

#[test]
fn fails_when_one_to_add_stands_twice() {
    ExtBuilder::default().run(|| {
        assert_noop!(change(&[E, E], &[]), Error::<Test>::AlreadyValidator);
        offend(&[B], 0);
        assert_noop!(change(&[B, B], &[]), Error::<Test>::AlreadyValidator);
    });
}

#[test]
fn fails_when_one_to_remove_is_not_approved() {
    ExtBuilder::default().run(|| {
        assert_noop!(change(&[F], &[E]), Error::<Test>::NotValidator);
        assert_noop!(change(&[E], &[A, A]), Error::<Test>::NotValidator);
    });
}

#[test]
fn fails_when_one_to_add_has_no_keys() {
    ExtBuilder::default().run(|| {
        assert_noop!(change(&[KEYLESS], &[]), Error::<Test>::KeysUnknown);
    });
}

#[test]
fn fails_when_one_to_add_is_no_agencys_member() {
    ExtBuilder::default().run(|| {
        for account in [OWNER, STRANGER] {
            pallet_session::NextKeys::<Test>::insert(account, keys(account));
            assert_noop!(change(&[account], &[]), Error::<Test>::NotAgencyMember);
        }
    });
}

#[test]
fn fails_when_the_agency_of_one_to_add_is_suspended() {
    ExtBuilder::default().run(|| {
        let suspended = Institutions::suspend_institution(
            RuntimeOrigin::root(),
            AGENCY_OF_E,
            Default::default(),
        );
        assert_ok!(suspended);
        assert_noop!(change(&[E], &[]), Error::<Test>::NotAgencyMember);
    });
}

#[test]
fn fails_when_too_many_would_be_approved() {
    ExtBuilder::default()
        .validators(&[A, B, C, D, E, F])
        .run(|| {
            assert_ok!(set_keys(KEYLESS, 70));
            assert_noop!(change(&[KEYLESS], &[]), Error::<Test>::TooManyValidators);
            assert_ok!(change(&[KEYLESS], &[A]));
        });
}

#[test]
fn fails_when_fewer_than_the_minimum_would_be_approved() {
    ExtBuilder::default().run(|| {
        assert_noop!(change(&[], &[A]), Error::<Test>::BelowMinimum);
        assert_noop!(change(&[E], &[A, B]), Error::<Test>::BelowMinimum);
    });
}

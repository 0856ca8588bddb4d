use crate::{mock::*, Event, Offence, OffenceV1, Offenders, Removing};
use frame_support::assert_ok;

#[test]
fn an_offender_is_removed_and_on_record() {
    ExtBuilder::default().validators(&[A, B, C, D, E]).run(|| {
        offend(&[B], 0);
        assert_eq!(approved(), [A, C, D, E]);
        let offence = OffenceV1 {
            session: 0,
            reported: NOW,
        };
        assert_eq!(Offenders::<Test>::get(B), Some(Offence::V1(offence)));
        let expected = Event::OffenderRemoved {
            validator: B,
            session: 0,
        };
        assert_eq!(events(), [expected]);
    });
}

#[test]
fn an_offender_is_out_of_force_after_the_next_session() {
    ExtBuilder::default().validators(&[A, B, C, D, E]).run(|| {
        offend(&[B], 0);
        next_session();
        assert_eq!(Session::validators(), [A, B, C, D, E]);
        next_session();
        assert_eq!(Session::validators(), [A, C, D, E]);
        assert_eq!(Announced::get(), [(2, vec![A, C, D, E])]);
    });
}

#[test]
fn an_offender_stays_while_too_few_would_be_left() {
    ExtBuilder::default().run(|| {
        offend(&[B], 0);
        assert_eq!(approved(), [A, B, C, D]);
        assert_eq!(Removing::<Test>::get(), some(&[B]));
        let expected = Event::OffenderKept {
            validator: B,
            session: 0,
        };
        assert_eq!(events(), [expected]);
        for _ in 0..3 {
            next_session();
        }
        assert_eq!(Session::validators(), [A, B, C, D]);
        // Until another is in its place.
        assert_ok!(change(&[E], &[]));
        next_session();
        next_session();
        assert_eq!(Session::validators(), [A, C, D, E]);
        assert_eq!(Announced::get(), [(5, vec![A, C, D, E])]);
    });
}

#[test]
fn of_two_offenders_one_goes_and_one_stays_at_the_minimum() {
    ExtBuilder::default().validators(&[A, B, C, D, E]).run(|| {
        offend(&[B, D], 0);
        assert_eq!(approved(), [A, C, D, E]);
        assert_eq!(Removing::<Test>::get(), some(&[D]));
    });
}

#[test]
fn an_offence_that_is_told_again_changes_nothing() {
    ExtBuilder::default().validators(&[A, B, C, D, E]).run(|| {
        offend(&[B, C], 0);
        let before = (
            approved(),
            Removing::<Test>::get(),
            Offenders::<Test>::get(B),
        );
        events();
        next_session();
        offend(&[B, C], 0);
        offend(&[B, C], 1);
        assert_eq!(events(), []);
        let after = (
            approved(),
            Removing::<Test>::get(),
            Offenders::<Test>::get(B),
        );
        assert_eq!(before, after);
    });
}

#[test]
fn an_offender_that_was_removed_before_is_only_on_record() {
    ExtBuilder::default().validators(&[A, B, C, D, E]).run(|| {
        assert_ok!(change(&[], &[B]));
        events();
        offend(&[B], 0);
        assert!(Offenders::<Test>::contains_key(B));
        assert_eq!(approved(), [A, C, D, E]);
        assert_eq!(events(), []);
    });
}

#[test]
fn what_was_pardoned_does_not_count_however_late_it_is_told() {
    ExtBuilder::default().validators(&[A, B, C, D, E]).run(|| {
        next_session();
        offend(&[B], 0);
        assert_ok!(change(&[B], &[]));
        events();
        // Another votes' contradiction of those days; or the first again, because a second offender of its round was found.
        offend(&[B], 0);
        offend(&[B], 1);
        assert_eq!(Offenders::<Test>::get(B), None);
        assert_eq!(approved(), [A, C, D, E, B]);
        // What it does from now on counts.
        next_session();
        offend(&[B], 2);
        assert_eq!(approved(), [A, C, D, E]);
        assert_eq!(Offenders::<Test>::get(B).map(|o| o.session()), Some(2));
    });
}

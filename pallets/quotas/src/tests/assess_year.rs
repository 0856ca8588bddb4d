use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    quota::{Assessment, Deduction, Liability, LiabilityV1},
    Grams, Moment,
};
use sp_runtime::{DispatchError, DispatchResult};

/// No member of any institution.
const NOBODY: AccountId = 999;

fn assess() -> DispatchResult {
    Quotas::assess_year(signed(CLERK), permit(), nox(), YEAR)
}

fn liability() -> LiabilityV1 {
    let stored = crate::Liabilities::<Test>::get((permit(), YEAR, nox()));
    let Liability::V1(liability) = stored.expect("a liability");
    liability
}

fn owed() -> Grams {
    let Deduction::V1(deduction) = crate::Deductions::<Test>::get(PLANT, nox());
    deduction.owed
}

fn discharge(grams: u64) {
    let micrograms = u128::from(grams) * 1_000_000;
    set_mass(&permit(), nox(), YEAR, Some(micrograms));
}

/// A world after the deadline: 80 discharged, 50 surrendered on time.
fn world(test: impl FnOnce()) {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        set_rule();
        discharge(80);
        Quotas::surrender(signed(OWNER), permit(), YEAR, CLASS, Grams(50)).expect("a surrender");
        wait_until(deadline_ms());
        System::reset_events();
        test();
    });
}

#[test]
fn a_shortfall_locks_selling_and_is_deducted_later() {
    world(|| {
        assert_eq!(Quotas::shortfall(permit(), nox(), YEAR), Some(Grams(30)));
        assert_ok!(assess());
        assert_eq!(
            events(),
            [
                Event::YearAssessed {
                    permit: permit(),
                    year: YEAR,
                    pollutant: nox(),
                    holder: PLANT,
                    due: Grams(80),
                    shortfall: Grams(30),
                    deduction: Grams(30),
                },
                Event::SellingLocked { holder: SELLER },
            ]
        );
        let at = Moment {
            block: 2,
            time_ms: deadline_ms(),
        };
        let assessed = Assessment {
            due: Grams(80),
            deduction_permille: 1_000,
            at,
        };
        assert_eq!(liability().assessed, Some(assessed));
        assert_eq!(owed(), Grams(30));
    });
}

#[test]
fn who_surrendered_all_is_not_locked() {
    ExtBuilder::default().run(|| {
        set_rule();
        wait_until(deadline_ms());
        assert_ok!(assess());
        assert_eq!(liability().shortfall(), Grams(0));
        assert_eq!(crate::Tallies::<Test>::iter().count(), 0);
    });
}

#[test]
fn it_is_assessed_again_when_totals_change() {
    world(|| {
        assert_ok!(assess());
        assert_noop!(assess(), Error::<Test>::AlreadyAssessed);
        discharge(90);
        assert_ok!(assess());
        assert_eq!((liability().shortfall(), owed()), (Grams(40), Grams(40)));
        System::reset_events();
        // The agency measured less: nothing is missing after all.
        discharge(45);
        assert_ok!(assess());
        assert_eq!((liability().shortfall(), owed()), (Grams(0), Grams(0)));
        assert_eq!(events()[1], Event::SellingUnlocked { holder: SELLER });
    });
}

#[test]
fn fails_for_strangers() {
    world(|| {
        assert_noop!(
            Quotas::assess_year(signed(NOBODY), permit(), nox(), YEAR),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_permit_is_unknown_or_without_holder() {
    world(|| {
        let other = format!("{}002P", uscc(2)).parse().expect("a number");
        let assess = || Quotas::assess_year(signed(CLERK), other, nox(), YEAR);
        assert_noop!(assess(), Error::<Test>::PermitUnknown);
        put_permit(&other, None, TANGSHAN);
        assert_noop!(assess(), Error::<Test>::NotPermitHolder);
    });
}

#[test]
fn a_site_that_is_not_enrolled_is_assessed() {
    world(|| {
        put_permit(&permit(), Some(PLANT), BAODING);
        assert_ok!(assess());
        assert_eq!(events()[1], Event::SellingLocked { holder: SELLER });
    });
}

#[test]
fn a_holder_that_is_not_enrolled_is_assessed() {
    world(|| {
        crate::Enrolments::<Test>::remove(PLANT);
        assert_ok!(assess());
        assert_eq!(liability().shortfall(), Grams(30));
        assert_eq!(events()[1], Event::SellingLocked { holder: SELLER });
    });
}

#[test]
fn fails_without_a_rule() {
    world(|| {
        let sulphur = "a21026".parse().expect("a pollutant");
        assert_noop!(
            Quotas::assess_year(signed(CLERK), permit(), sulphur, YEAR),
            Error::<Test>::RuleUnknown
        );
    });
}

#[test]
fn fails_for_a_year_the_rule_does_not_have() {
    world(|| {
        assert_noop!(
            Quotas::assess_year(signed(CLERK), permit(), nox(), YEAR - 1),
            Error::<Test>::YearNotCovered
        );
    });
}

#[test]
fn fails_before_the_deadline() {
    ExtBuilder::default().run(|| {
        set_rule();
        wait_until(deadline_ms() - 1);
        assert_eq!(Quotas::shortfall(permit(), nox(), YEAR), None);
        assert_noop!(assess(), Error::<Test>::DeadlineAhead);
    });
}

#[test]
fn fails_when_the_outlets_are_too_many_to_add_up() {
    world(|| {
        set_mass(&permit(), nox(), YEAR, None);
        assert_noop!(assess(), Error::<Test>::TooManyOutlets);
    });
}

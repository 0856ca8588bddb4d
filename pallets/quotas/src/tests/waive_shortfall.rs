use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    quota::{Deduction, Liability},
    Grams,
};
use sp_runtime::{DispatchError, DispatchResult};

fn waive(by: AccountId, grams: u64) -> DispatchResult {
    Quotas::waive_shortfall(signed(by), permit(), nox(), YEAR, Grams(grams), DOCUMENT)
}

/// A world with a shortfall of 80.
fn world(test: impl FnOnce()) {
    ExtBuilder::default().run(|| {
        set_rule();
        set_mass(&permit(), nox(), YEAR, Some(80_000_000));
        wait_until(deadline_ms());
        Quotas::assess_year(signed(CLERK), permit(), nox(), YEAR).expect("an assessment");
        System::reset_events();
        test();
    });
}

#[test]
fn nothing_is_owed_of_what_is_waived() {
    world(|| {
        assert_ok!(waive(CITY_AGENT, 30));
        assert_eq!(
            events(),
            [Event::ShortfallWaived {
                permit: permit(),
                year: YEAR,
                pollutant: nox(),
                amount: Grams(30),
                document: DOCUMENT,
                by: CITY_AGENCY,
            }]
        );
        let stored = crate::Liabilities::<Test>::get((permit(), YEAR, nox()));
        let Liability::V1(liability) = stored.expect("a liability");
        assert_eq!(liability.shortfall(), Grams(50));
        let Deduction::V1(deduction) = crate::Deductions::<Test>::get(PLANT, nox());
        assert_eq!(deduction.owed, Grams(50));
        assert_ok!(waive(AGENT, 50));
        assert_eq!(events()[1], Event::SellingUnlocked { holder: SELLER });
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    world(|| {
        assert_noop!(waive(CLERK, 1), DispatchError::BadOrigin);
        assert_noop!(waive(OTHER_AGENT, 1), Error::<Test>::OutsideDivision);
    });
}

#[test]
fn fails_when_the_permit_is_unknown() {
    world(|| {
        let other = format!("{}002P", uscc(2)).parse().expect("a number");
        assert_noop!(
            Quotas::waive_shortfall(signed(AGENT), other, nox(), YEAR, Grams(1), DOCUMENT),
            Error::<Test>::PermitUnknown
        );
    });
}

#[test]
fn fails_for_nothing_or_more_than_is_missing() {
    world(|| {
        assert_noop!(waive(AGENT, 0), Error::<Test>::Nothing);
        assert_noop!(waive(AGENT, 81), Error::<Test>::MoreThanMissing);
        assert_ok!(waive(AGENT, 80));
    });
    ExtBuilder::default().run(|| {
        assert_noop!(waive(AGENT, 1), Error::<Test>::MoreThanMissing);
    });
}

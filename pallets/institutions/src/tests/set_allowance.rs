use crate::{mock::*, Allowance, Error, Event};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

const SMALL: Allowance = Allowance {
    ref_time: 1,
    bytes: 2,
};

#[test]
fn the_council_sets_it_and_puts_the_default_back() {
    ExtBuilder::default().run(|| {
        for (allowance, then) in [(Some(SMALL), SMALL), (None, DefaultAllowance::get())] {
            assert_ok!(Institutions::set_allowance(
                signed(COUNCIL),
                ENTERPRISE,
                allowance
            ));
            assert_eq!(
                events(),
                [Event::AllowanceSet {
                    institution: ENTERPRISE,
                    allowance,
                }]
            );
            assert_eq!(Institutions::allowance(ENTERPRISE), then);
        }
    });
}

#[test]
fn fails_for_an_agency() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Institutions::set_allowance(signed(AGENT), ENTERPRISE, Some(SMALL)),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_institution_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Institutions::set_allowance(signed(COUNCIL), NEXT, Some(SMALL)),
            Error::<Test>::InstitutionUnknown
        );
    });
}

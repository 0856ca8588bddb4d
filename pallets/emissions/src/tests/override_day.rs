use super::{entry, kilograms, prove_day, year_of};
use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{emissions::Overridden, Day, Micrograms, Pollutant};
use sp_runtime::{DispatchError, DispatchResult};

fn override_with(by: u64, pollutant: Pollutant, day: Day, mass: Micrograms) -> DispatchResult {
    Emissions::override_day(signed(by), stack(), pollutant, day, mass, DOCUMENT)
}

#[test]
fn the_agencys_measurement_counts_and_the_computed_mass_stays_visible() {
    ExtBuilder::default().run(|| {
        prove_day(today(), "a21002-Cou=10;a21026-Cou=4");
        System::reset_events();
        assert_ok!(override_with(AGENT, nox(), today(), kilograms(12)));
        assert_eq!(
            events(),
            [Event::DayOverridden {
                outlet: stack(),
                day: today(),
                pollutant: nox(),
                mass: kilograms(12),
                document: DOCUMENT,
                by: AGENCY,
            }]
        );
        let entry = entry(today(), nox());
        assert_eq!(
            entry.overridden,
            Some(Overridden {
                mass: kilograms(12),
                document: DOCUMENT,
                by: AGENCY,
                at: now(),
            })
        );
        assert_eq!(entry.computed.map(|it| it.mass), Some(kilograms(10)));
        assert_eq!(year_of(nox()).mass, kilograms(12));
        assert_eq!(
            (year_of(nox()).days_overridden, year_of(nox()).days_computed),
            (1, 0)
        );
        assert_eq!(year_of(so2()).mass, kilograms(4));
    });
}

#[test]
fn it_can_come_first_and_be_corrected() {
    ExtBuilder::default().run(|| {
        assert_ok!(override_with(AGENT, nox(), today(), kilograms(12)));
        prove_day(today(), "a21002-Cou=10");
        assert_eq!(year_of(nox()).mass, kilograms(12));
        assert_ok!(override_with(
            APPROVERS[0],
            nox(),
            today(),
            Micrograms::ZERO
        ));
        assert_eq!(year_of(nox()).mass, Micrograms::ZERO);
        assert_eq!(year_of(nox()).days_overridden, 1);
    });
}

#[test]
fn it_need_not_be_a_pollutant_the_permit_names() {
    ExtBuilder::default().run(|| {
        let carbon_monoxide = pollutant("a21005");
        assert_ok!(override_with(AGENT, carbon_monoxide, today(), kilograms(1)));
    });
}

#[test]
fn fails_for_others_than_agencies() {
    ExtBuilder::default().run(|| {
        for by in [CARRIER, PARTY, CLERK] {
            assert_noop!(
                override_with(by, nox(), today(), kilograms(1)),
                DispatchError::BadOrigin
            );
        }
    });
}

#[test]
fn fails_before_the_day_is_over() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            override_with(AGENT, nox(), day_after(1), kilograms(1)),
            Error::<Test>::PeriodNotOver { index: 0 }
        );
    });
}

#[test]
fn fails_without_a_permit() {
    ExtBuilder::default().without_permit().run(|| {
        assert_noop!(
            override_with(AGENT, nox(), today(), kilograms(1)),
            Error::<Test>::PermitUnknown
        );
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            override_with(OTHER_AGENT, nox(), today(), kilograms(1)),
            Error::<Test>::OutsideDivision
        );
    });
}

#[test]
fn fails_when_the_permit_does_not_speak_of_the_outlet() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Emissions::override_day(
                signed(AGENT),
                outlet("DA009"),
                nox(),
                today(),
                kilograms(1),
                DOCUMENT
            ),
            Error::<Test>::OutletUnknown
        );
    });
}

#[test]
fn fails_for_a_pollutant_that_frames_do_not_count_there() {
    ExtBuilder::default().run(|| {
        // A flow, a pollutant of water, a code of nobody.
        for code in ["a00000", "w01018", "a99999"] {
            assert_noop!(
                override_with(AGENT, pollutant(code), today(), kilograms(1)),
                Error::<Test>::PollutantNotCounted
            );
        }
    });
}

#[test]
fn fails_with_more_than_any_mass() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            override_with(AGENT, nox(), today(), Micrograms(Micrograms::MAX.0 + 1)),
            Error::<Test>::MassTooLarge
        );
        assert_ok!(override_with(AGENT, nox(), today(), Micrograms::MAX));
    });
}

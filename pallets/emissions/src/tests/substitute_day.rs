use super::{entry, kilograms, prove_day, total, year, year_of};
use crate::{
    mock::{
        doubles::{self, tag},
        records::terms,
        *,
    },
    substitution::mass_by,
    Error, Event,
};
use frame_support::{assert_noop, assert_ok};
use limpid_evidence::BatchWithout;
use limpid_primitives::{
    emissions::{
        DayValidity,
        SubstitutionRule::{self, LargestOfDays, MeanOfDays, PermittedDay},
    },
    permit::OutletTermsV1,
    Day, Grams, Micrograms,
};
use sp_runtime::{DispatchError, DispatchResult};

fn substitute(day: Day) -> DispatchResult {
    Emissions::substitute_day(signed(CARRIER), stack(), day)
}

/// Goes behind the deadline and proves that today has no frame.
fn prove_absence() {
    go_behind_deadline();
    let shown = doubles::last(GATEWAY);
    let batches = vec![BatchWithout::ByHeader; shown as usize];
    let batches = batches.try_into().expect("not too many");
    Emissions::prove_absence(signed(CARRIER), stack(), today(), GATEWAY, 1, batches)
        .expect("an absence");
    System::reset_events();
}

#[test]
fn the_rule_counts_for_a_day_proven_absent() {
    ExtBuilder::default().rule(LargestOfDays(3)).run(|| {
        for (back, mass) in [(4, 99), (3, 5), (2, 7), (1, 6)] {
            prove_day(day_after(-back), &format!("a21002-Cou={mass}"));
        }
        prove_absence();
        assert_ok!(substitute(today()));
        assert_eq!(
            events(),
            [Event::DaySubstituted {
                outlet: stack(),
                day: today(),
                pollutant: nox(),
                mass: kilograms(7),
                rule: LargestOfDays(3),
            }]
        );
        let substituted = entry(today(), nox()).substituted.expect("a substitute");
        assert_eq!(substituted.at, now());
        assert_eq!(year_of(nox()).mass, kilograms(5 + 7 + 6 + 99 + 7));
        assert_eq!(year_of(nox()).days_substituted, 1);
    });
}

#[test]
fn the_rule_counts_for_what_a_frame_has_no_valid_data_of() {
    ExtBuilder::default().rule(PermittedDay).run(|| {
        prove_day(today(), "a21002-Cou=3,a21002-Flag=D");
        go_behind_deadline();
        System::reset_events();
        assert_ok!(substitute(today()));
        // 3,650 kg a year; sulphur dioxide has no yearly mass.
        assert_eq!(entry(today(), nox()).effective(), Some(kilograms(10)));
        assert_eq!(year().len(), 1);
    });
}

#[test]
fn what_a_proven_frame_does_not_speak_of_is_substituted() {
    ExtBuilder::default().rule(PermittedDay).run(|| {
        prove_day(today(), "a21026-Cou=3");
        go_behind_deadline();
        assert_ok!(substitute(today()));
        assert_eq!(entry(today(), nox()).effective(), Some(kilograms(10)));
        assert_eq!(entry(today(), so2()).effective(), Some(kilograms(3)));
    });
}

#[test]
fn tags_accepted_since_take_the_computed_mass_away() {
    ExtBuilder::default().rule(PermittedDay).run(|| {
        prove_day(today(), "a21002-Cou=3;a21026-Cou=4");
        tag(stack(), today().start_ms()..today().end_ms());
        go_behind_deadline();
        System::reset_events();
        assert_ok!(substitute(today()));
        assert_eq!(
            events(),
            [
                Event::DayTagged {
                    outlet: stack(),
                    day: today(),
                    pollutants: vec![nox(), so2()],
                },
                Event::DaySubstituted {
                    outlet: stack(),
                    day: today(),
                    pollutant: nox(),
                    mass: kilograms(10),
                    rule: PermittedDay,
                }
            ]
        );
        let computed = entry(today(), nox()).computed.expect("a mass");
        assert_eq!(
            (computed.mass, computed.validity),
            (kilograms(3), DayValidity::Tagged)
        );
        assert_eq!(year_of(so2()).mass, Micrograms::ZERO);
        assert_noop!(substitute(today()), Error::<Test>::NothingToSubstitute);
    });
}

#[test]
fn a_tagged_day_counts_no_more_even_without_a_rule() {
    ExtBuilder::default().run(|| {
        prove_day(today(), "a21002-Cou=3");
        tag(stack(), today().start_ms()..today().end_ms());
        go_behind_deadline();
        assert_ok!(substitute(today()));
        assert_eq!(year(), []);
        assert_noop!(substitute(today()), Error::<Test>::NoSubstitutionRule);
    });
}

#[test]
fn a_computed_mass_replaces_a_substitute_and_both_stay_visible() {
    ExtBuilder::default().rule(PermittedDay).run(|| {
        prove_absence();
        assert_ok!(substitute(today()));
        assert_eq!(year_of(nox()).mass, kilograms(10));
        prove_day(today(), "a21002-Cou=2");
        let entry = entry(today(), nox());
        assert_eq!(entry.effective(), Some(kilograms(2)));
        assert!(entry.substituted.is_some());
        assert_eq!(year_of(nox()).mass, kilograms(2));
        assert_eq!(year_of(nox()).days_substituted, 0);
    });
}

#[test]
fn substitutes_of_the_days_before_count_too() {
    ExtBuilder::default().rule(MeanOfDays(2)).run(|| {
        prove_day(day_after(-2), "a21002-Cou=4");
        prove_day(day_after(-1), "a21002-Cou=,a21002-Flag=F");
        prove_day(today(), "a21002-Cou=,a21002-Flag=F");
        go_behind_deadline();
        assert_ok!(substitute(day_after(-1)));
        assert_ok!(substitute(today()));
        assert_eq!(entry(today(), nox()).effective(), Some(kilograms(4)));
    });
}

#[test]
fn the_nearest_divisions_rule_applies() {
    ExtBuilder::default().rule(PermittedDay).run(|| {
        prove_day(today(), "a21026-Cou=6");
        go_behind_deadline();
        let set = |code, rule| {
            Emissions::set_substitution_rule(signed(AGENT), division(code), Some(rule))
        };
        // Another city's does not.
        assert_ok!(set(130_100, LargestOfDays(1)));
        assert_ok!(set(TANGSHAN, LargestOfDays(1)));
        assert_noop!(substitute(today()), Error::<Test>::NothingToSubstitute);
        assert_ok!(Emissions::set_substitution_rule(
            signed(AGENT),
            division(TANGSHAN),
            None
        ));
        assert_ok!(substitute(today()));
        assert_eq!(
            entry(today(), nox()).substituted.map(|it| it.rule),
            Some(PermittedDay)
        );
    });
}

#[test]
fn rules_round_up_to_the_microgram() {
    let of = |rule: SubstitutionRule, before: &[u128], permitted: Option<u64>| {
        let before: Vec<_> = before.iter().copied().map(Micrograms).collect();
        mass_by(rule, &before, permitted.map(Grams)).map(|mass| mass.0)
    };
    assert_eq!(of(LargestOfDays(9), &[1, 7, 3], None), Some(7));
    assert_eq!(of(MeanOfDays(9), &[1, 1, 2], None), Some(2));
    assert_eq!(of(MeanOfDays(9), &[3, 3], None), Some(3));
    assert_eq!(of(PermittedDay, &[9], Some(365)), Some(1_000_000));
    assert_eq!(of(PermittedDay, &[], Some(366)), Some(1_002_740));
    for rule in [LargestOfDays(9), MeanOfDays(9), PermittedDay] {
        assert_eq!(of(rule, &[], None), None);
    }
    let most = [u128::MAX, u128::MAX];
    assert_eq!(of(MeanOfDays(9), &most, None), None);
}

#[test]
fn an_agency_of_the_division_needs_no_proof() {
    ExtBuilder::default().rule(PermittedDay).run(|| {
        let by_agency = || Emissions::substitute_day(signed(AGENT), stack(), today());
        assert_noop!(by_agency(), Error::<Test>::DataStillDue);
        go_behind_deadline();
        assert_noop!(substitute(today()), Error::<Test>::DayUnproven);
        assert_noop!(
            Emissions::substitute_day(signed(OTHER_AGENT), stack(), today()),
            Error::<Test>::OutsideDivision
        );
        assert_ok!(by_agency());
        assert_eq!(entry(today(), nox()).effective(), Some(kilograms(10)));
    });
}

#[test]
fn fails_without_the_duty() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Emissions::substitute_day(signed(STRANGER), stack(), today()),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_before_the_deadline() {
    ExtBuilder::default().rule(PermittedDay).run(|| {
        prove_day(today(), "a21002-Cou=,a21002-Flag=D");
        let deadline_ms = Emissions::rules().data_deadline_ms;
        go_to(after_today(deadline_ms - 1));
        assert_noop!(substitute(today()), Error::<Test>::DataStillDue);
        go_to(after_today(deadline_ms));
        assert_ok!(substitute(today()));
    });
}

#[test]
fn fails_without_a_permit() {
    ExtBuilder::default().without_permit().run(|| {
        go_behind_deadline();
        assert_noop!(substitute(today()), Error::<Test>::PermitUnknown);
    });
}

#[test]
fn fails_when_the_permit_does_not_speak_of_the_outlet() {
    ExtBuilder::default().run(|| {
        go_behind_deadline();
        assert_noop!(
            Emissions::substitute_day(signed(CARRIER), outlet("DA009"), today()),
            Error::<Test>::OutletUnknown
        );
    });
}

#[test]
fn fails_when_neither_frame_nor_absence_is_proven() {
    ExtBuilder::default().rule(PermittedDay).run(|| {
        go_behind_deadline();
        assert_noop!(substitute(today()), Error::<Test>::DayUnproven);
        // The agency's own measurement of one pollutant proves nothing of the other.
        assert_ok!(Emissions::override_day(
            signed(AGENT),
            stack(),
            so2(),
            today(),
            kilograms(1),
            DOCUMENT
        ));
        assert_noop!(substitute(today()), Error::<Test>::DayUnproven);
    });
}

#[test]
fn fails_without_a_rule() {
    ExtBuilder::default().run(|| {
        prove_absence();
        assert_noop!(substitute(today()), Error::<Test>::NoSubstitutionRule);
    });
}

#[test]
fn fails_when_all_counts_or_nothing_can() {
    ExtBuilder::default().rule(LargestOfDays(31)).run(|| {
        prove_absence();
        // No day before has a mass.
        assert_noop!(substitute(today()), Error::<Test>::NothingToSubstitute);
    });
    let none = OutletTermsV1 {
        limits: Default::default(),
        yearly_masses: Default::default(),
        ..terms()
    };
    ExtBuilder::default().terms(none).run(|| {
        prove_absence();
        assert_noop!(substitute(today()), Error::<Test>::NothingToSubstitute);
        assert!(total(today()).entries.is_empty());
    });
}

use crate::{mock::*, Error, Event, SubstitutionRules};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::emissions::SubstitutionRule::{
    self, LargestOfDays, MeanOfDays, PermittedDay,
};
use sp_runtime::{DispatchError, DispatchResult};

fn set(by: u64, code: u32, rule: Option<SubstitutionRule>) -> DispatchResult {
    Emissions::set_substitution_rule(signed(by), division(code), rule)
}

#[test]
fn an_agency_sets_and_removes_it_in_its_division() {
    ExtBuilder::default().run(|| {
        for (code, rule) in [
            (HEBEI, Some(PermittedDay)),
            (TANGSHAN, Some(LargestOfDays(31))),
            (TANGSHAN, None),
        ] {
            assert_ok!(set(AGENT, code, rule));
            assert_eq!(
                events(),
                [Event::SubstitutionRuleSet {
                    division: division(code),
                    rule,
                    by: AGENCY,
                }]
            );
            assert_eq!(SubstitutionRules::<Test>::get(division(code)), rule);
        }
    });
}

#[test]
fn fails_for_others_than_agencies() {
    ExtBuilder::default().run(|| {
        for by in [CLERK, CARRIER, PARTY] {
            assert_noop!(
                set(by, TANGSHAN, Some(PermittedDay)),
                DispatchError::BadOrigin
            );
        }
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().run(|| {
        for code in [100_000, SHANXI] {
            assert_noop!(
                set(AGENT, code, Some(PermittedDay)),
                Error::<Test>::OutsideDivision
            );
        }
    });
}

#[test]
fn fails_when_it_looks_at_no_day_or_too_many() {
    ExtBuilder::default().run(|| {
        for days in [0, 32, u8::MAX] {
            for rule in [LargestOfDays(days), MeanOfDays(days)] {
                assert_noop!(set(AGENT, HEBEI, Some(rule)), Error::<Test>::RuleOutOfRange);
            }
        }
        assert_ok!(set(AGENT, HEBEI, Some(MeanOfDays(1))));
    });
}

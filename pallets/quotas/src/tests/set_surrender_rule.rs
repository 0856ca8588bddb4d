use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::quota::{SurrenderRule, SurrenderRuleV1};
use sp_runtime::{DispatchError, DispatchResult};

fn set(by: AccountId, code: u32, rule: Option<SurrenderRule>) -> DispatchResult {
    Quotas::set_surrender_rule(signed(by), division(code), nox(), rule)
}

#[test]
fn the_nearest_rule_counts() {
    ExtBuilder::default().run(|| {
        let rule = |days| {
            let SurrenderRule::V1(rule) = surrender_rule();
            SurrenderRule::V1(SurrenderRuleV1 {
                deadline_days: days,
                ..rule
            })
        };
        let days =
            || Quotas::surrender_rule(division(TANGSHAN), nox()).map(|rule| rule.deadline_days);
        assert_eq!(days(), None);
        assert_ok!(set(MINISTER, NATION, Some(rule(10))));
        assert_ok!(set(AGENT, HEBEI, Some(rule(20))));
        assert_eq!(days(), Some(20));
        assert_ok!(set(CITY_AGENT, TANGSHAN, Some(rule(30))));
        assert_eq!(days(), Some(30));
        assert_ok!(set(AGENT, TANGSHAN, None));
        assert_ok!(set(AGENT, HEBEI, None));
        assert_eq!(days(), Some(10));
        let other = "a21026".parse().expect("a pollutant");
        assert_eq!(Quotas::surrender_rule(division(TANGSHAN), other), None);
    });
}

#[test]
fn it_is_told() {
    ExtBuilder::default().run(|| {
        assert_ok!(set(AGENT, TANGSHAN, Some(surrender_rule())));
        assert_eq!(
            events(),
            [Event::SurrenderRuleSet {
                division: division(TANGSHAN),
                pollutant: nox(),
                rule: Some(surrender_rule()),
                by: AGENCY,
            }]
        );
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().run(|| {
        assert_noop!(set(CLERK, TANGSHAN, None), DispatchError::BadOrigin);
        for (by, code) in [(AGENT, SHANXI), (CITY_AGENT, HEBEI)] {
            assert_noop!(set(by, code, None), Error::<Test>::OutsideDivision);
        }
    });
}

use super::prove_day;
use crate::{mock::*, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::emissions::{EmissionRules, EmissionRulesV1};
use sp_runtime::DispatchError;

fn rules() -> EmissionRules {
    EmissionRules::V1(EmissionRulesV1 {
        data_deadline_ms: 0,
        ..Default::default()
    })
}

#[test]
fn the_council_sets_them() {
    ExtBuilder::default().run(|| {
        assert_eq!(Emissions::rules(), EmissionRulesV1::default());
        assert_ok!(Emissions::set_rules(root(), rules()));
        assert_eq!(events(), [Event::RulesSet { rules: rules() }]);
        assert_eq!(Emissions::rules().data_deadline_ms, 0);
    });
}

#[test]
fn what_is_counted_stays() {
    ExtBuilder::default().run(|| {
        prove_day(today(), "a21002-Cou=1");
        let before = super::year();
        assert_ok!(Emissions::set_rules(root(), rules()));
        assert_eq!(super::year(), before);
    });
}

#[test]
fn no_rule_lets_time_overflow() {
    ExtBuilder::default().run(|| {
        let endless = EmissionRules::V1(EmissionRulesV1 {
            data_deadline_ms: u64::MAX,
            review_deadline_ms: u64::MAX,
            statement_deadline_ms: u64::MAX,
            decision_deadline_ms: u64::MAX,
            ..Default::default()
        });
        assert_ok!(Emissions::set_rules(root(), endless));
        let id = super::file(1);
        super::notify(id);
        go_to(after_today(u64::MAX / 2));
        assert!(Emissions::overdue_findings(id).0.is_empty());
        assert_noop!(
            Emissions::substitute_day(signed(CARRIER), stack(), today()),
            crate::Error::<Test>::DataStillDue
        );
    });
}

#[test]
fn fails_for_all_but_the_council() {
    ExtBuilder::default().run(|| {
        for by in [AGENT, APPROVERS[0], CARRIER] {
            assert_noop!(
                Emissions::set_rules(signed(by), rules()),
                DispatchError::BadOrigin
            );
        }
    });
}

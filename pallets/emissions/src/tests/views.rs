//! Answers to clients.

use super::{file, kilograms, notify, prove, prove_day, review, state};
use crate::mock::{
    doubles::{bind, issue},
    records::{record, terms},
    *,
};
use frame_support::assert_ok;
use limpid_primitives::{
    emissions::{DayGap, EmissionLookup, FindingId, Overdue, OverdueStep, YearEntry, YearTotal},
    permit::PermitStatus,
};

#[test]
fn a_permits_year_is_the_sum_over_its_outlets() {
    ExtBuilder::default().run(|| {
        prove_day(today(), "a21002-Cou=10;a21026-Cou=1");
        let other = outlet("DA002");
        issue(other, terms(), PermitStatus::Active);
        bind(GATEWAY, other, mn());
        let anchored = anchor(vec![record(
            other,
            2031,
            today().start_ms(),
            "a21002-Cou=5",
        )]);
        assert_ok!(prove(vec![anchored.proof(other, today())]));
        assert_ok!(Emissions::override_day(
            signed(AGENT),
            other,
            so2(),
            today(),
            kilograms(2),
            DOCUMENT
        ));
        let entry = |pollutant, mass, days_overridden, days_computed| YearEntry {
            pollutant,
            mass: kilograms(mass),
            days_overridden,
            days_computed,
            days_substituted: 0,
        };
        assert_eq!(
            Emissions::year_of_permit(permit(), today().year()),
            [entry(nox(), 15, 0, 2), entry(so2(), 3, 1, 1)]
        );
        assert_eq!(Emissions::year_of_permit(permit(), 1999), []);
        let mass = |pollutant, year| Emissions::year_mass(&permit(), &pollutant, year);
        assert_eq!(mass(nox(), today().year()), Some(kilograms(15)));
        assert_eq!(mass(nox(), 1999), Some(kilograms(0)));
        assert_eq!(
            mass(pollutant("a21005"), today().year()),
            Some(kilograms(0))
        );
    });
}

#[test]
fn a_year_of_too_many_outlets_is_not_added_up() {
    ExtBuilder::default().build().execute_with(|| {
        let year = today().year();
        let most = <Emissions as EmissionLookup>::YEAR_OUTLETS_MAX;
        for number in 0..=most {
            let code = outlet(&format!("DA{number:03}")).code;
            let total = YearTotal::V1(Default::default());
            crate::YearTotals::<Test>::insert((permit(), year, code), total);
            let mass = Emissions::year_mass(&permit(), &nox(), year);
            assert_eq!(mass.is_some(), number < most);
        }
    });
}

#[test]
fn days_without_data_say_what_is_known_of_them() {
    ExtBuilder::default().run(|| {
        prove_day(day_after(-2), "a21002-Cou=1");
        prove_day(day_after(-1), "a21002-Cou=1,a21002-Flag=D");
        go_behind_deadline();
        let batches = vec![limpid_evidence::BatchWithout::ByHeader; 2];
        assert_ok!(Emissions::prove_absence(
            signed(CARRIER),
            stack(),
            today(),
            GATEWAY,
            1,
            batches.try_into().expect("two")
        ));
        assert_eq!(
            Emissions::days_without_data(stack(), day_after(-2), day_after(2)),
            [
                (day_after(-1), DayGap::Invalid),
                (today(), DayGap::Absent),
                (day_after(1), DayGap::Unproven)
            ]
        );
        assert_eq!(
            Emissions::days_without_data(stack(), day_after(1), day_after(-1)),
            []
        );
        let all = Emissions::days_without_data(stack(), day(0), day_after(0));
        assert_eq!(all.len(), 366);
    });
}

#[test]
fn overdue_is_what_was_not_done_in_time() {
    ExtBuilder::default().run(|| {
        let ids = [0, 1, 2, 3].map(file);
        review(ids[1]);
        notify(ids[2]);
        state(ids[3]);
        let rules = Emissions::rules();
        let overdue = |ms| {
            go_to(after_today(HOUR_MS + ms));
            let (overdue, next) = Emissions::overdue_findings(FindingId(1));
            assert_eq!(next, None);
            overdue
                .into_iter()
                .map(|Overdue { finding, step, .. }| (finding, step))
                .collect::<Vec<_>>()
        };
        assert_eq!(overdue(rules.review_deadline_ms), []);
        let review = (ids[0], OverdueStep::Review);
        assert_eq!(overdue(rules.review_deadline_ms + 1), [review]);
        let heard = (ids[3], OverdueStep::Decision);
        assert_eq!(overdue(rules.decision_deadline_ms + 1), [review, heard]);
        let silent = (ids[2], OverdueStep::Decision);
        let last_ms = rules.statement_deadline_ms + rules.decision_deadline_ms;
        assert_eq!(overdue(last_ms + 1), [review, silent, heard]);
        assert_eq!(Emissions::overdue_findings(ids[3]).0.len(), 1);
        assert_eq!(Emissions::overdue_findings(FindingId(u32::MAX)).0, []);
    });
}

#[test]
fn overdue_findings_come_in_pages() {
    ExtBuilder::default().build().execute_with(|| {
        crate::NextFinding::<Test>::put(2_500);
        let page = |from| Emissions::overdue_findings(FindingId(from)).1;
        assert_eq!(page(1), Some(FindingId(1_001)));
        assert_eq!(page(1_001), Some(FindingId(2_001)));
        assert_eq!(page(2_001), None);
    });
}

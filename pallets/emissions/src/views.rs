//! Answers to clients. Each looks at a bounded part of the state; none is part of a block.

use crate::{
    pallet::{Config, Findings, NextFinding, YearTotals},
    totals::empty,
    Pallet,
};
use alloc::{collections::BTreeMap, vec::Vec};
use limpid_primitives::{
    emissions::{
        DayGap, EmissionRulesV1, Finding, FindingId, FindingStatus, FindingV1, Overdue,
        OverdueStep, YearEntry, YearTotal,
    },
    Day, Outlet, PermitNumber, Pollutant,
};

/// How many days one question looks at.
const DAYS_MAX: usize = 366;
/// How many findings one question looks at.
const FINDINGS_MAX: u32 = 1_000;

impl<T: Config> Pallet<T> {
    /// What a permit's outlets discharged in a year, all together: `EmissionsApi::year_of_permit`.
    pub fn year_of_permit(permit: PermitNumber, year: u16) -> Vec<YearEntry> {
        let mut sums: BTreeMap<Pollutant, YearEntry> = BTreeMap::new();
        for YearTotal::V1(total) in YearTotals::<T>::iter_prefix_values((permit, year)) {
            for entry in total.entries {
                let pollutant = entry.pollutant;
                let sum = sums.entry(pollutant).or_insert(empty(pollutant));
                *sum = together(sum, &entry);
            }
        }
        sums.into_values().collect()
    }

    /// The days on which no mass counts: `EmissionsApi::days_without_data`.
    pub fn days_without_data(outlet: Outlet, from: Day, until: Day) -> Vec<(Day, DayGap)> {
        core::iter::successors(Some(from), |day| day.next())
            .take_while(|day| *day < until)
            .take(DAYS_MAX)
            .filter_map(|day| Some((day, Self::gap(&outlet, day)?)))
            .collect()
    }

    fn gap(outlet: &Outlet, day: Day) -> Option<DayGap> {
        let total = Self::day_total(outlet, day);
        if total.entries.iter().any(|entry| entry.counting().is_some()) {
            return None;
        }
        Some(if total.frame.is_some() {
            DayGap::Invalid
        } else if Self::is_absent(outlet, day) {
            DayGap::Absent
        } else {
            DayGap::Unproven
        })
    }

    /// The findings for which something was not done in time: `EmissionsApi::overdue_findings`.
    pub fn overdue_findings(from: FindingId) -> (Vec<Overdue>, Option<FindingId>) {
        let end = from.0.saturating_add(FINDINGS_MAX);
        let next = NextFinding::<T>::get();
        let now_ms = Self::now().time_ms;
        let rules = Self::rules();
        let overdue = (from.0..end.min(next))
            .map(FindingId)
            .filter_map(|id| {
                let Finding::V1(finding) = Findings::<T>::get(id)?;
                let (step, due_ms) = due(&finding, &rules)?;
                (now_ms > due_ms).then_some(Overdue {
                    finding: id,
                    step,
                    due_ms,
                })
            })
            .collect();
        (overdue, (end < next).then_some(FindingId(end)))
    }
}

fn together(one: &YearEntry, other: &YearEntry) -> YearEntry {
    let mass = one.mass.checked_add(other.mass).unwrap_or(one.mass);
    YearEntry {
        pollutant: one.pollutant,
        mass,
        days_overridden: one.days_overridden.saturating_add(other.days_overridden),
        days_computed: one.days_computed.saturating_add(other.days_computed),
        days_substituted: one.days_substituted.saturating_add(other.days_substituted),
    }
}

/// What is to be done with a finding next, and until when; `None` if the rules name no time for it.
pub(crate) fn due(finding: &FindingV1, rules: &EmissionRulesV1) -> Option<(OverdueStep, u64)> {
    match finding.status {
        FindingStatus::Filed => {
            let filed_ms = finding.filed.time_ms;
            let due_ms = filed_ms.saturating_add(rules.review_deadline_ms);
            Some((OverdueStep::Review, due_ms))
        }
        FindingStatus::Notified { statement_until_ms } => {
            let heard_ms = match finding.statement {
                Some((at, _)) => at.time_ms,
                None => statement_until_ms,
            };
            let due_ms = heard_ms.saturating_add(rules.decision_deadline_ms);
            Some((OverdueStep::Decision, due_ms))
        }
        FindingStatus::Reviewed { .. }
        | FindingStatus::Upheld { .. }
        | FindingStatus::Dismissed { .. } => None,
    }
}

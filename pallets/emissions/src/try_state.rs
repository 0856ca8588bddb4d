//! The invariants of the pallet's documentation, checked over the whole state. Never part of a block.

#![cfg(any(test, feature = "try-runtime"))]

use crate::{
    pallet::{
        Absences, Config, Conflicts, DayTotals, FindingOf, Findings, NextFinding, YearTotals,
    },
    totals::recount,
    types::{is_counted, Excess},
    Pallet,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::ensure;
use limpid_primitives::{
    emissions::{
        AbsenceProgress, Conflict, DayTotal, Finding, FindingId, FindingStatus, FindingV1,
        YearEntry, YearTotal,
    },
    Day, Outlet, OutletCode, PermitNumber,
};
use sp_runtime::TryRuntimeError;

/// The key of a year's total.
type YearKey = (PermitNumber, u16, OutletCode);

impl<T: Config> Pallet<T> {
    /// Checks every invariant.
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::check_years()?;
        for (outlet, day, DayTotal::V1(_)) in DayTotals::<T>::iter() {
            Self::check_day(outlet, day)?;
        }
        Self::check_conflicts()?;
        Self::check_findings()?;
        Self::check_absences()
    }

    /// 1. Years are the sums of their days.
    fn check_years() -> Result<(), TryRuntimeError> {
        let mut sums: BTreeMap<YearKey, Vec<YearEntry>> = BTreeMap::new();
        for (outlet, day, DayTotal::V1(total)) in DayTotals::<T>::iter() {
            let key = (outlet.permit, day.year(), outlet.code);
            for entry in total.entries {
                if entry.counting().is_some() {
                    let sum = sums.entry(key).or_default();
                    recount(sum, entry.pollutant, None, entry.counting())
                        .map_err(|_| "the sum of a year is too large")?;
                }
            }
        }
        let years: BTreeMap<YearKey, Vec<YearEntry>> = YearTotals::<T>::iter()
            .map(|(key, YearTotal::V1(total))| (key, total.entries.into_inner()))
            .collect();
        ensure!(years == sums, "a year is not the sum of its days");
        Ok(())
    }

    /// 2. and 3. Entries of a day.
    fn check_day(outlet: Outlet, day: Day) -> Result<(), TryRuntimeError> {
        let total = Self::day_total(&outlet, day);
        let pollutants = || total.entries.iter().map(|entry| entry.pollutant);
        ensure!(
            pollutants().is_sorted_by(|one, next| one < next),
            "a day's pollutants are not in order"
        );
        ensure!(
            pollutants().all(|pollutant| is_counted(&pollutant, outlet.code.medium())),
            "a day has a pollutant that is not counted there"
        );
        let computed = total.entries.iter().any(|entry| entry.computed.is_some());
        ensure!(
            !computed || total.frame.is_some(),
            "a day has a computed mass and no frame"
        );
        Ok(())
    }

    /// 4. Conflicts.
    fn check_conflicts() -> Result<(), TryRuntimeError> {
        for (outlet, day, conflicts) in Conflicts::<T>::iter() {
            let total = Self::day_total(&outlet, day);
            for (place, Conflict::V1(conflict)) in conflicts.iter().enumerate() {
                let standing = total
                    .entries
                    .iter()
                    .find(|entry| entry.pollutant == conflict.pollutant)
                    .and_then(|entry| entry.computed)
                    .ok_or("a conflict is with nothing")?;
                ensure!(
                    standing.claim() != conflict.mass,
                    "a conflict says what stands"
                );
                let again = conflicts.iter().take(place).any(|Conflict::V1(other)| {
                    (other.pollutant, other.mass) == (conflict.pollutant, conflict.mass)
                });
                ensure!(!again, "two conflicts say the same");
            }
        }
        Ok(())
    }

    /// 5. and 6. Findings.
    fn check_findings() -> Result<(), TryRuntimeError> {
        let given = NextFinding::<T>::get().saturating_sub(1);
        let is_given = |count: usize| u32::try_from(count) == Ok(given);
        ensure!(
            is_given(Findings::<T>::iter_keys().count())
                && is_given(FindingOf::<T>::iter_keys().count()),
            "a finding or its mean has a number that was not given out"
        );
        for id in (1..=given).map(FindingId) {
            let Finding::V1(finding) =
                Findings::<T>::get(id).ok_or("a finding's number is missing")?;
            let excess = Excess {
                pollutant: finding.pollutant,
                averaging: finding.averaging,
                observed_ms: finding.observed_ms,
            };
            ensure!(
                FindingOf::<T>::get(finding.outlet, excess) == Some(id),
                "a finding is not found by its mean"
            );
            check_steps(&finding)?;
        }
        Ok(())
    }

    /// 7. Absences.
    fn check_absences() -> Result<(), TryRuntimeError> {
        for AbsenceProgress::V1(progress) in Absences::<T>::iter_values() {
            ensure!(
                (1..=progress.next_sequence).contains(&progress.first_sequence),
                "an absence ends before it begins"
            );
        }
        Ok(())
    }
}

/// 6. What a finding has when it has come so far.
fn check_steps(finding: &FindingV1) -> Result<(), TryRuntimeError> {
    let reviewed = match (finding.technical_review, finding.legal_review) {
        (Some(one), Some(other)) => {
            ensure!(
                one.account != other.account,
                "one person gave both reviews of a finding"
            );
            true
        }
        _ => false,
    };
    let notified = finding.notice.is_some();
    let (expects_reviews, expects_notice) = match finding.status {
        FindingStatus::Filed => (Some(false), Some(false)),
        FindingStatus::Reviewed { .. } => (Some(true), Some(false)),
        FindingStatus::Notified { .. } | FindingStatus::Upheld { .. } => (Some(true), Some(true)),
        FindingStatus::Dismissed { .. } => (None, None),
    };
    ensure!(
        expects_reviews.is_none_or(|expected| expected == reviewed)
            && expects_notice.is_none_or(|expected| expected == notified),
        "a finding's reviews or notice are not those of its status"
    );
    ensure!(
        reviewed || !notified,
        "a party was notified without both reviews"
    );
    ensure!(
        notified || finding.statement.is_none(),
        "a party was heard that was not notified"
    );
    Ok(())
}

//! One file a call; then what holds over all of them.

mod dismiss_finding;
mod invariants;
mod matrix;
mod notify_party;
mod override_day;
mod prove_absence;
mod prove_days;
mod prove_exceedance;
mod review_finding;
mod set_rules;
mod set_substitution_rule;
mod state_position;
mod steps;
mod substitute_day;
mod uphold_finding;
mod views;

use crate::mock::*;
use limpid_evidence::DayProof;
use limpid_primitives::{
    emissions::{
        DayEntry, DayTotal, DayTotalV1, Finding, FindingId, FindingV1, YearEntry, YearTotal,
    },
    permit::Averaging,
    Micrograms, Pollutant,
};
use sp_runtime::DispatchResult;

/// Proves days as the gateway's operator does.
fn prove(proofs: Vec<DayProof>) -> frame_support::dispatch::DispatchResultWithPostInfo {
    Emissions::prove_days(
        signed(CARRIER),
        proofs.try_into().expect("not too many proofs"),
    )
}

/// Anchors a day frame of [`stack`] with these items, and proves it.
fn prove_day(day: limpid_primitives::Day, items: &str) {
    let anchored = anchor(vec![records::day_record(day, items)]);
    prove(vec![anchored.proof(stack(), day)]).expect("a proof");
}

fn total(day: limpid_primitives::Day) -> DayTotalV1 {
    match crate::DayTotals::<Test>::get(stack(), day) {
        Some(DayTotal::V1(total)) => total,
        None => DayTotalV1::default(),
    }
}

fn entry(day: limpid_primitives::Day, pollutant: Pollutant) -> DayEntry {
    let entries = total(day).entries;
    let known = entries.iter().find(|entry| entry.pollutant == pollutant);
    known.copied().unwrap_or(DayEntry::new(pollutant))
}

/// The sums of the year of [`today`] at [`stack`].
fn year() -> Vec<YearEntry> {
    let key = (permit(), today().year(), stack().code);
    match crate::YearTotals::<Test>::get(key) {
        Some(YearTotal::V1(total)) => total.entries.into_inner(),
        None => Vec::new(),
    }
}

fn year_of(pollutant: Pollutant) -> YearEntry {
    let known = year()
        .into_iter()
        .find(|entry| entry.pollutant == pollutant);
    known.unwrap_or(crate::totals::empty(pollutant))
}

const fn kilograms(kilograms: u128) -> Micrograms {
    Micrograms(kilograms * 1_000_000_000)
}

/// Shows the frame of an hour of [`today`] and accuses it of an exceedance of nitrogen oxides.
fn accuse(hour: u64, items: &str) -> DispatchResult {
    let record = records::hour_record(hour, items);
    let key = record.key;
    let anchored = anchor(vec![record]);
    Emissions::prove_exceedance(
        signed(CARRIER),
        stack(),
        GATEWAY,
        anchored.sequence,
        nox(),
        Averaging::Hour,
        anchored.show(&(key..=key)),
    )
}

/// Files a finding of nitrogen oxides in an hour of [`today`].
fn file(hour: u64) -> FindingId {
    accuse(hour, "a21002-ZsAvg=50.1,a21002-Flag=N").expect("an exceedance");
    System::reset_events();
    FindingId(crate::NextFinding::<Test>::get() - 1)
}

fn finding(id: FindingId) -> FindingV1 {
    let Some(Finding::V1(finding)) = crate::Findings::<Test>::get(id) else {
        panic!("no finding {id}");
    };
    finding
}

/// Brings a finding to a step by everything that comes before it.
fn review(id: FindingId) {
    use limpid_primitives::emissions::ReviewKind;
    for (approver, kind) in APPROVERS
        .into_iter()
        .zip([ReviewKind::Technical, ReviewKind::Legal])
    {
        Emissions::review_finding(signed(approver), id, kind, DOCUMENT).expect("a review");
    }
    System::reset_events();
}

fn notify(id: FindingId) {
    review(id);
    Emissions::notify_party(signed(AGENT), id, DOCUMENT).expect("a notice");
    System::reset_events();
}

fn state(id: FindingId) {
    notify(id);
    Emissions::state_position(signed(PARTY), id, DOCUMENT).expect("a statement");
    System::reset_events();
}

/// A finding of each stage: filed, reviewed, notified, upheld, dismissed.
fn one_of_each() -> [FindingId; 5] {
    let ids = [0, 1, 2, 3, 4].map(file);
    review(ids[1]);
    notify(ids[2]);
    state(ids[3]);
    Emissions::uphold_finding(signed(AGENT), ids[3], DOCUMENT).expect("a decision");
    Emissions::dismiss_finding(signed(AGENT), ids[4], DOCUMENT).expect("a decision");
    System::reset_events();
    ids
}

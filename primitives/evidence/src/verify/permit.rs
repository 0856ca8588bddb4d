//! The link `permit`: whether the outlet's permit was in force, as far as the file shows it.
//!
//! What was discharged without a permit in force is evidence too, so only a value that cannot be read fails this link. And
//! the file may leave the permit out, so whatever is said of it begins with whether it is shown.
//!
//! A state shows nothing of the time after its block. Whoever makes a bundle chooses the block, and loggers' clocks may run
//! ahead: of a time later than the block's, nothing is said but that it is undecided.

use super::{
    bundle::Bundle,
    report::{Checked, Fault, Link},
    state::{Read, State},
};
use crate::Period;
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use limpid_primitives::{
    permit::{NotInForce, PermitV1, Standing},
    DivisionCode, InstitutionId, Moment, PermitNumber,
};
use serde::Serialize;

/// What the state proof shows of the outlet's permit.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PermitShown {
    /// Nothing: neither that it was in force nor that it was not.
    #[default]
    NotShown,
    /// The chain keeps no permit of this number.
    Absent,
    /// There is a value, and it is not one of version 1.
    Undecodable,
    /// The permit.
    Shown(PermitFacts),
}

/// A permit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PermitFacts {
    /// Its number.
    pub number: PermitNumber,
    /// The agency that issued it.
    pub issuer: InstitutionId,
    /// The enterprise that holds it, if that has a credit code.
    pub holder: Option<InstitutionId>,
    /// The division of its site.
    pub division: DivisionCode,
    /// What was decided of it, oldest first.
    pub standings: Vec<Standing>,
    /// How it stands now, that is, at the block whose state is shown; `None` if that block's time is not shown.
    pub now: Option<PermitThen>,
    /// How it stood in the claimed period; undecided from the moment after now.
    pub period: Vec<PermitSpan>,
}

/// How a permit stands at a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct PermitThen {
    /// Whether it is in force.
    pub in_force: PermitForce,
    /// Its version; for an undecided time that of now.
    pub version: u32,
    /// When what counts was put on chain; for an undecided time what counts now. That may be after the time itself: permits are
    /// older than the chain.
    pub decided: Moment,
}

/// Whether a permit is in force.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PermitForce {
    /// It is.
    Yes,
    /// It is not.
    No(NotInForce),
    /// The time is later than the block whose state is shown: what counts then may still be decided.
    Undecided,
}

/// How a permit stands from one time to another.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct PermitSpan {
    /// First moment.
    pub from_ms: u64,
    /// End, exclusive.
    pub until_ms: u64,
    /// How it stands at all times between.
    #[serde(flatten)]
    pub then: PermitThen,
}

impl PermitShown {
    pub(super) fn new(bundle: &Bundle, state: &State) -> Self {
        let permit = match &state.permit {
            Read::Unknown | Read::Broken => return Self::NotShown,
            Read::Absent => return Self::Absent,
            Read::Undecodable => return Self::Undecodable,
            Read::Value(permit) => permit,
        };
        let now_ms = state.now_ms.value().copied();
        let period = bundle.claim.period().zip(now_ms);
        Self::Shown(PermitFacts {
            number: bundle.claim.outlet().permit,
            issuer: permit.issuer,
            holder: permit.holder,
            division: permit.division,
            standings: permit.standings.to_vec(),
            now: now_ms.and_then(|now_ms| PermitThen::at(permit, now_ms, now_ms)),
            period: period.map_or_else(Vec::new, |(period, now_ms)| spans(permit, &period, now_ms)),
        })
    }
}

impl PermitThen {
    /// How a permit stands at a time, as far as that is known now. `None` only for a permit about which nothing was ever decided.
    pub(super) fn at(permit: &PermitV1, time_ms: u64, now_ms: u64) -> Option<Self> {
        let standing = permit.standing_at(time_ms.min(now_ms))?;
        let in_force = match standing.in_force_at(time_ms) {
            _ if time_ms > now_ms => PermitForce::Undecided,
            Ok(_) => PermitForce::Yes,
            Err(reason) => PermitForce::No(reason),
        };
        Some(Self {
            in_force,
            version: standing.version,
            decided: standing.at,
        })
    }

    /// Why it is known not to be in force.
    fn fault(&self) -> Option<NotInForce> {
        match self.in_force {
            PermitForce::Yes | PermitForce::Undecided => None,
            PermitForce::No(reason) => Some(reason),
        }
    }

    /// Something if the time is undecided.
    fn undecided(&self) -> Option<()> {
        (self.in_force == PermitForce::Undecided).then_some(())
    }
}

/// How a permit stands in a period. At most three spans for each standing, and two: the last one is undecided.
fn spans(permit: &PermitV1, period: &Period, now_ms: u64) -> Vec<PermitSpan> {
    let changes = permit.standings.iter().flat_map(|standing| {
        [
            standing.at.time_ms,
            standing.valid_from_ms,
            standing.valid_until_ms,
        ]
    });
    let mut bounds: Vec<u64> = changes
        .chain([period.from_ms, now_ms.saturating_add(1)])
        .filter(|change| (period.from_ms..period.until_ms).contains(change))
        .collect();
    bounds.sort_unstable();
    bounds.dedup();
    let ends = bounds.iter().copied().skip(1).chain([period.until_ms]);
    let mut spans: Vec<PermitSpan> = Vec::new();
    for (from_ms, until_ms) in bounds.iter().copied().zip(ends) {
        let Some(then) = PermitThen::at(permit, from_ms, now_ms) else {
            continue;
        };
        match spans.last_mut() {
            Some(last) if last.then == then => last.until_ms = until_ms,
            _ => spans.push(PermitSpan {
                from_ms,
                until_ms,
                then,
            }),
        }
    }
    spans
}

/// The link `permit`.
pub(super) fn check(bundle: &Bundle, state: &State) -> Checked {
    let number = bundle.claim.outlet().permit;
    let permit = match &state.permit {
        Read::Value(permit) => permit,
        Read::Unknown | Read::Broken => {
            let detail = format!("the file does NOT SHOW permit {number}: neither that it was in force nor that it was not");
            return Ok(("permit-not-shown", detail));
        }
        Read::Absent => {
            let detail = format!("the chain keeps NO permit of the number {number}");
            return Ok(("permit-absent", detail));
        }
        Read::Undecodable => {
            let detail = "the value on chain is not a permit of version 1";
            return Err(Fault::failed("permit-undecodable", detail));
        }
    };
    let not_reached = || Fault::not_reached(Link::State);
    let now_ms = state.now_ms.value().copied().ok_or_else(not_reached)?;
    let now = PermitThen::at(permit, now_ms, now_ms).ok_or_else(not_reached)?;
    let fault = find_then(bundle, permit, now_ms, PermitThen::fault)
        .map(|(reason, place)| format!("{reason} ({place})"));
    let undecided =
        find_then(bundle, permit, now_ms, PermitThen::undecided).map(|(_, place)| place);
    let (code, mut detail) = statement(fault, undecided, now.fault());
    if is_older_than_decided(bundle, permit, now_ms) {
        detail.push_str("; the permit was put on chain only after that time");
    }
    Ok((code, detail))
}

/// Whether a time is asked for that lies before anything was decided of the permit on chain.
fn is_older_than_decided(bundle: &Bundle, permit: &PermitV1, now_ms: u64) -> bool {
    let of_records = bundle.records().map(|(_, record)| record.key.observed_ms);
    let of_period = bundle.claim.period().map(|period| period.from_ms);
    of_records.chain(of_period).any(|time_ms| {
        PermitThen::at(permit, time_ms, now_ms).is_some_and(|then| time_ms < then.decided.time_ms)
    })
}

/// The first time spoken of at which something is found, and where that is: at a record's time, or in the claimed period.
fn find_then<T>(
    bundle: &Bundle,
    permit: &PermitV1,
    now_ms: u64,
    find: impl Fn(&PermitThen) -> Option<T>,
) -> Option<(T, String)> {
    let of_record = bundle.records().find_map(|(_, record)| {
        let found = find(&PermitThen::at(permit, record.key.observed_ms, now_ms)?)?;
        Some((found, format!("record {}", record.key.arrival)))
    });
    let of_period = || {
        let period = bundle.claim.period()?;
        let of_span = |span: &PermitSpan| {
            let (from_ms, until_ms) = (span.from_ms, span.until_ms);
            Some((
                find(&span.then)?,
                format!("from {from_ms} until {until_ms}"),
            ))
        };
        spans(permit, &period, now_ms).iter().find_map(of_span)
    };
    of_record.or_else(of_period)
}

/// What the link says, for programs and for people: first where it was not in force, then where it is undecided. In force
/// then is said only if it was at every time spoken of.
fn statement(
    fault: Option<String>,
    undecided: Option<String>,
    now: Option<NotInForce>,
) -> (&'static str, String) {
    let code = match (&fault, &undecided, now) {
        (Some(_), _, None) => "permit-not-in-force-then",
        (Some(_), _, Some(_)) => "permit-not-in-force",
        (None, Some(_), _) => "permit-not-yet-decided",
        (None, None, Some(_)) => "permit-not-in-force-now",
        (None, None, None) => "permit-in-force",
    };
    let undecided = undecided
        .map(|place| format!("NOT YET DECIDED for what is later than the block shown ({place})"));
    let fault = fault.map(|fault| format!("NOT in force then: {fault}"));
    let then = match (fault, undecided) {
        (None, None) => "in force then".to_string(),
        (Some(only), None) | (None, Some(only)) => only,
        (Some(fault), Some(undecided)) => format!("{fault}; {undecided}"),
    };
    let detail = match now {
        None if code == "permit-in-force" => format!("{then}, and in force at the block shown"),
        None => format!("{then}; in force at the block shown"),
        Some(now) => format!("{then}; NOT in force at the block shown: {now}"),
    };
    (code, detail)
}

#[cfg(test)]
mod tests;

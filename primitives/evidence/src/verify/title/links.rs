//! The links `lot` to `holder`: `docs/spec/title.md`, "Links".

use super::super::{
    report::{each, Checked, Fault, Link, OK},
    state::Read,
};
use super::graph::{Graph, TITLE_LOTS_MAX};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    format,
    string::{String, ToString},
};
use limpid_primitives::{
    quota::{Cause, HoldingV1, LotId, LotStatus, LotV1},
    Grams, InstitutionStatus,
};

/// The link `lot`.
pub(super) fn check_lots(graph: &Graph) -> Checked {
    if graph.is_cut {
        let detail = format!(
            "it leads back to more than {TITLE_LOTS_MAX} lots: more are not read, so nothing is decided"
        );
        return Err(Fault::undecided("too-many-lots", detail));
    }
    each(graph.lots.iter(), |(id, lot)| {
        check_lot(graph, *id, lot.required("no-lot", "lot-undecodable")?)
    })?;
    Ok(OK)
}

fn check_lot(graph: &Graph, id: LotId, lot: &LotV1) -> Result<(), Fault> {
    let of_class = graph.newest().map(|newest| newest.class);
    if of_class.is_some_and(|class| class != lot.class) {
        return Err(fault(id, "other-class", "it is of another class"));
    }
    let mut seen = BTreeSet::new();
    for part in lot.parents.iter() {
        if part.lot >= id {
            return Err(fault(
                id,
                "parent-not-older",
                "it came from itself or from a later lot",
            ));
        }
        if !seen.insert(part.lot) {
            return Err(fault(
                id,
                "parent-twice",
                "it names a lot twice that it came from",
            ));
        }
        let parent = graph.lots.get(&part.lot).and_then(Read::value);
        if parent.is_some_and(|parent| parent.cause.ends()) {
            return Err(fault(
                id,
                "parent-ended",
                "it came from a lot that had ended",
            ));
        }
    }
    Ok(())
}

/// The link `parts`.
pub(super) fn check_parts(graph: &Graph) -> Checked {
    let mut given: BTreeMap<LotId, u128> = BTreeMap::new();
    for (id, lot) in graph.known() {
        if lot.amount.is_zero() || lot.parents.iter().any(|part| part.amount.is_zero()) {
            return Err(fault(id, "nothing", "it, or what it came from, is nothing"));
        }
        let parts = lot.parents.iter().map(|part| u128::from(part.amount.0));
        let sum = parts.fold(0, u128::saturating_add);
        if !lot.parents.is_empty() && sum != u128::from(lot.amount.0) {
            return Err(fault(
                id,
                "other-sum",
                "what it came from is another amount",
            ));
        }
        for part in lot.parents.iter() {
            let sum = given.entry(part.lot).or_default();
            *sum = sum.saturating_add(part.amount.0.into());
        }
    }
    for (id, lot) in graph.known() {
        if given
            .get(&id)
            .is_some_and(|given| *given > u128::from(lot.amount.0))
        {
            return Err(fault(id, "given-twice", "more came from it than it was"));
        }
    }
    graph.all_read()?;
    Ok(OK)
}

/// The link `allocation`.
pub(super) fn check_allocations(graph: &Graph) -> Checked {
    each(graph.known(), |(id, lot)| check_root(graph, id, lot))?;
    graph.all_read()?;
    Ok(OK)
}

fn check_root(graph: &Graph, id: LotId, lot: &LotV1) -> Result<(), Fault> {
    let is_allocation = matches!(lot.cause, Cause::Allocation { .. });
    match (lot.parents.is_empty(), is_allocation) {
        (false, false) => return Ok(()),
        (true, false) => {
            return Err(fault(
                id,
                "not-allocated",
                "it came from nothing, and was not allocated",
            ))
        }
        (false, true) => {
            return Err(fault(
                id,
                "not-first",
                "it was allocated, and came from other lots",
            ))
        }
        (true, true) => {}
    }
    let read = graph.allocations.get(&id).unwrap_or(&Read::Unknown);
    let allocation = read.required("no-allocation", "allocation-undecodable")?;
    if allocation.lot != Some(id) {
        return Err(fault(id, "other-lot", "its allocation made another lot"));
    }
    if allocation.granted.checked_sub(allocation.deducted) != Some(lot.amount) {
        return Err(fault(
            id,
            "other-amount",
            "its allocation was of another amount",
        ));
    }
    Ok(())
}

/// The link `class`.
pub(super) fn check_class(graph: &Graph) -> Checked {
    if graph.newest().is_none() {
        return Err(Fault::not_reached(Link::Lot));
    }
    graph.class.required("no-class", "class-undecodable")?;
    Ok(OK)
}

/// The link `holding`: how the lot stands, as [`status`] says it; only what contradicts itself fails.
pub(super) fn check_holding(graph: &Graph) -> Checked {
    let Some(lot) = graph.newest() else {
        return Err(Fault::not_reached(Link::Lot));
    };
    let holding = match &graph.holding {
        Read::Unknown | Read::Broken => return Err(Fault::not_reached(Link::State)),
        Read::Undecodable => {
            let detail = "the value on chain is not of version 1";
            return Err(Fault::failed("holding-undecodable", detail));
        }
        Read::Absent => HoldingV1::default(),
        Read::Value(holding) => *holding,
    };
    let is_there = holding.lot == Some(graph.lot);
    let is_possible = !holding.amount.is_zero() && holding.amount <= lot.amount;
    if is_there && (lot.cause.ends() || !is_possible) {
        return Err(fault(
            graph.lot,
            "other-holding",
            "what its holder has of it cannot be left of it",
        ));
    }
    Ok(match status(graph) {
        None | Some(LotStatus::Passed) => (
            "lot-passed",
            "nothing is left of the lot: all of it is in later lots".to_string(),
        ),
        Some(LotStatus::Ended) => (
            "lot-ended",
            "the lot has ended: it was surrendered, given up, or expired".to_string(),
        ),
        Some(LotStatus::Current { left }) => current(graph, left, &holding),
    })
}

/// What is said of a lot of which something is left.
fn current(graph: &Graph, left: Grams, holding: &HoldingV1) -> (&'static str, String) {
    let vintage = graph.class.value().map(|class| class.key.vintage());
    let is_over = vintage
        .zip(graph.now_ms.value())
        .is_some_and(|(vintage, now_ms)| vintage.is_over(*now_ms));
    let burdens = [
        ("frozen by courts", holding.frozen),
        ("to be given back to lessors", holding.leased),
        ("set aside for the market", holding.held),
        ("set aside for offers", holding.offered),
    ];
    let mut detail = format!("{} g are left with the holder", left.0);
    let mut code = "lot-current";
    for (what, amount) in burdens {
        if !amount.is_zero() {
            code = "lot-burdened";
            detail.push_str(&format!("; {} g {what}", amount.0));
        }
    }
    if is_over {
        code = "lot-class-over";
        detail.push_str("; the class is OVER: nothing can be done with it any more");
    }
    (code, detail)
}

/// How the lot stands, if lot and holding can be read.
pub(super) fn status(graph: &Graph) -> Option<LotStatus> {
    let lot = graph.newest()?;
    let holding = match &graph.holding {
        Read::Absent => HoldingV1::default(),
        Read::Value(holding) => *holding,
        Read::Unknown | Read::Broken | Read::Undecodable => return None,
    };
    Some(if lot.cause.ends() {
        LotStatus::Ended
    } else if holding.lot == Some(graph.lot) {
        LotStatus::Current {
            left: holding.amount,
        }
    } else {
        LotStatus::Passed
    })
}

/// The link `holder`.
pub(super) fn check_holders(graph: &Graph) -> Checked {
    let mut suspended = None;
    for (id, institution) in &graph.institutions {
        if let Read::Value(institution) = institution {
            if let InstitutionStatus::Suspended { since } = institution.status {
                suspended = suspended.or(Some((*id, since)));
            }
        }
    }
    each(graph.institutions.values(), |institution| {
        institution
            .required("no-institution", "institution-undecodable")
            .map(|_| ())
    })?;
    graph.all_read()?;
    Ok(match suspended {
        Some((id, since)) => (
            "holder-suspended",
            format!("institution {id} is suspended since block {}", since.block),
        ),
        None => OK,
    })
}

fn fault(id: LotId, code: &'static str, detail: &str) -> Fault {
    Fault::failed(code, format!("lot {id}: {detail}"))
}

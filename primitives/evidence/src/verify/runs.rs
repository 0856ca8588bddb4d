//! The links `leaf` and `range`: the records are in the batches, and nothing of the claim is left out.

use super::{
    bundle::{BatchProof, Bundle, Claim, RecordClaim, ShownLeaf},
    report::{each, Checked, Fault, OK},
};
use crate::{run_root, Period};
use alloc::{format, vec::Vec};
use limpid_primitives::Digest;

/// The link `leaf`.
pub(super) fn check_leaves(bundle: &Bundle) -> Checked {
    each(bundle.batches.iter(), check_root)?;
    Ok(OK)
}

fn check_root(batch: &BatchProof) -> Result<(), Fault> {
    let sequence = batch.header.sequence;
    let leaves: Vec<Digest> = batch
        .run
        .leaves
        .iter()
        .map(|leaf| leaf.leaf().hash())
        .collect();
    let root = run_root(
        batch.header.records,
        batch.run.start,
        &leaves,
        &batch.run.nodes,
    )
    .map_err(|error| Fault::failed("run-malformed", format!("batch {sequence}: {error}")))?;
    if root == batch.header.root {
        Ok(())
    } else {
        Err(Fault::failed(
            "other-root",
            format!("batch {sequence}: the leaves do not lead to the header's root"),
        ))
    }
}

/// The link `range`.
pub(super) fn check_ranges(bundle: &Bundle) -> Checked {
    each(bundle.batches.iter(), |batch| {
        check_order(batch)?;
        match (&bundle.claim, bundle.claim.period()) {
            (Claim::Record(claim), _) => check_single(batch, claim),
            (_, Some(period)) => check_period(batch, &period),
            (_, None) => Ok(()),
        }
    })?;
    Ok(OK)
}

fn fault(batch: &BatchProof, code: &'static str, detail: &str) -> Fault {
    Fault::failed(code, format!("batch {}: {detail}", batch.header.sequence))
}

fn check_order(batch: &BatchProof) -> Result<(), Fault> {
    let keys = || batch.run.leaves.iter().map(ShownLeaf::key);
    if !keys().zip(keys().skip(1)).all(|(one, next)| one < next) {
        return Err(fault(
            batch,
            "out-of-order",
            "the gateway's leaves are not sorted",
        ));
    }
    let header = &batch.header;
    let span = header.observed_from_ms..=header.observed_until_ms;
    if !keys().all(|key| span.contains(&key.observed_ms)) {
        return Err(fault(
            batch,
            "outside-header",
            "a leaf lies outside the header's observed time",
        ));
    }
    Ok(())
}

fn check_single(batch: &BatchProof, claim: &RecordClaim) -> Result<(), Fault> {
    match batch.run.leaves.as_slice() {
        [ShownLeaf::Record(record)] if record.key.outlet == claim.outlet => Ok(()),
        _ => Err(fault(
            batch,
            "not-the-record",
            "a claim of one record shows that record and nothing else",
        )),
    }
}

fn check_period(batch: &BatchProof, period: &Period) -> Result<(), Fault> {
    let leaves = batch.run.leaves.as_slice();
    let before = leaves
        .iter()
        .filter(|leaf| *leaf.key() < period.low())
        .count();
    let after = leaves
        .iter()
        .filter(|leaf| *leaf.key() >= period.high())
        .count();
    let end = u64::from(batch.run.start).saturating_add(leaves.len() as u64);
    if before == 0 && batch.run.start != 0 {
        return Err(fault(
            batch,
            "open-start",
            "records before the first leaf may be left out",
        ));
    }
    if after == 0 && end != u64::from(batch.header.records) {
        return Err(fault(
            batch,
            "open-end",
            "records after the last leaf may be left out",
        ));
    }
    if before > 1 || after > 1 {
        return Err(fault(
            batch,
            "not-minimal",
            "more neighbours are shown than are needed",
        ));
    }
    if leaves
        .iter()
        .any(|leaf| leaf.record().is_some() != period.contains(leaf.key()))
    {
        return Err(fault(
            batch,
            "wrong-form",
            "records of the period are shown in full, and no others",
        ));
    }
    Ok(())
}

//! The links `sequence`, `signature` and `anchor`: the batches' headers among each other, at the gateway and on chain.

use super::{
    bundle::{BatchProof, Bundle},
    report::{each, Checked, Fault, OK},
    signature,
    state::{BatchState, State},
};
use crate::BatchHeader;
use alloc::format;
use limpid_primitives::Digest;

/// The link `sequence`.
pub(super) fn check_sequence(bundle: &Bundle) -> Checked {
    let (first, last) = bundle.claim.sequences();
    let mut previous: Option<&BatchHeader> = None;
    let mut expected = Some(first);
    for BatchProof { header, .. } in &bundle.batches {
        check_header(bundle, header)?;
        if expected != Some(header.sequence) {
            return Err(fault(header, "gap", "it is not the one that follows"));
        }
        if previous.is_some_and(|previous| previous.hash(&bundle.genesis) != header.previous) {
            return Err(fault(
                header,
                "other-previous",
                "it follows another header than the one shown",
            ));
        }
        expected = header.sequence.checked_add(1);
        previous = Some(header);
    }
    match previous {
        Some(header) if header.sequence == last => Ok(OK),
        Some(header) => Err(fault(header, "gap", "it is not the last of the claim")),
        None => Err(Fault::failed("gap", "there is no batch")),
    }
}

fn check_header(bundle: &Bundle, header: &BatchHeader) -> Result<(), Fault> {
    if header.gateway != bundle.gateway {
        return Err(fault(header, "other-gateway", "it is of another gateway"));
    }
    if header.records == 0 || header.observed_from_ms > header.observed_until_ms {
        return Err(fault(
            header,
            "header-empty",
            "it has no record or no observed time",
        ));
    }
    if (header.sequence == 1) != (header.previous == Digest::ZERO) {
        return Err(fault(
            header,
            "other-previous",
            "only the first batch follows none",
        ));
    }
    Ok(())
}

fn fault(header: &BatchHeader, code: &'static str, detail: &str) -> Fault {
    Fault::failed(code, format!("batch {}: {detail}", header.sequence))
}

/// The link `signature`.
pub(super) fn check_signatures(bundle: &Bundle, state: &State) -> Checked {
    each(
        bundle.batches.iter().zip(&state.batches),
        |(batch, state)| check_signature(&bundle.genesis, batch, state),
    )?;
    Ok(OK)
}

fn check_signature(genesis: &Digest, batch: &BatchProof, state: &BatchState) -> Result<(), Fault> {
    let key = state.key.required("no-key", "key-undecodable")?;
    let signed = batch.header.signing_bytes(genesis);
    if signature::is_valid(&key.public, &batch.signature.0, &signed) {
        Ok(())
    } else {
        Err(fault(
            &batch.header,
            "signature-wrong",
            "the gateway's key did not sign this header",
        ))
    }
}

/// The link `anchor`.
pub(super) fn check_anchors(bundle: &Bundle, state: &State) -> Checked {
    each(
        bundle.batches.iter().zip(&state.batches),
        |(batch, state)| {
            let anchor = state.anchor.required("no-anchor", "anchor-undecodable")?;
            if anchor.header == batch.header {
                Ok(())
            } else {
                Err(fault(
                    &batch.header,
                    "other-header",
                    "the chain keeps another header",
                ))
            }
        },
    )?;
    Ok(OK)
}

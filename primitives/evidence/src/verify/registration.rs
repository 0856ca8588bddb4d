//! The links `gateway` and `binding`: who made the records, and for which outlet.

use super::{
    bundle::Bundle,
    report::{each, Checked, Fault, OK},
    state::State,
};
use crate::{
    chain::{BindingV1, GatewayStatus},
    Payload, Record,
};
use alloc::{format, string::String};
use limpid_primitives::InstitutionStatus;

/// The link `gateway`.
pub(super) fn check_gateway(state: &State) -> Checked {
    let gateway = state
        .gateway
        .required("no-gateway", "gateway-undecodable")?;
    let operator = state
        .operator
        .required("no-operator", "operator-undecodable")?;
    if let GatewayStatus::Suspended { since } = gateway.status {
        return Ok((
            "gateway-suspended",
            format!("the gateway is suspended since block {}", since.block),
        ));
    }
    if let InstitutionStatus::Suspended { since } = operator.status {
        return Ok((
            "operator-suspended",
            format!("the operator is suspended since block {}", since.block),
        ));
    }
    Ok(("ok", String::new()))
}

/// The link `binding`.
pub(super) fn check_bindings(bundle: &Bundle, state: &State) -> Checked {
    let bindings = state
        .bindings
        .required("no-binding", "binding-undecodable")?;
    each(bundle.records(), |(_, record)| {
        check_record(bindings, record)
    })?;
    let bound = bundle.claim.period().is_none_or(|period| {
        bindings
            .iter()
            .any(|binding| binding.overlaps(period.from_ms, period.until_ms))
    });
    if bound {
        Ok(OK)
    } else {
        Err(Fault::failed(
            "period-unbound",
            "no device was bound to the outlet in the period",
        ))
    }
}

fn check_record(bindings: &[BindingV1], record: &Record) -> Result<(), Fault> {
    let device_ok = |binding: &BindingV1| match &record.payload {
        Payload::Frame { mn, .. } => binding.mn == *mn,
        Payload::File(_) => true,
    };
    let observed_ms = record.key.observed_ms;
    if bindings
        .iter()
        .any(|binding| binding.covers(observed_ms) && device_ok(binding))
    {
        return Ok(());
    }
    let detail = format!(
        "record {}: its device was not bound to the outlet at that time",
        record.key.arrival
    );
    Err(Fault::failed("record-unbound", detail))
}

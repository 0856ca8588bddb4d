//! The links of a share bundle: `docs/spec/share-bundle.md`, "Links".

use super::super::{
    report::{Checked, Fault, Link, OK},
    state::Read,
};
use super::shown::{Granted, Shown};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use limpid_primitives::{
    sharing::{Answer, GrantStanding, GrantV1, Receipt, ReceiptList, ReceiptMatch, RequestV1},
    InstitutionKind, InstitutionStatus,
};

/// What is said where there is no grant.
const NOT_GRANTED: (&str, String) = ("not-granted", String::new());

/// The link `request`: what became of it is stated, not judged.
pub(super) fn check_request(shown: &Shown) -> Checked {
    let request = shown
        .request
        .required("no-request", "request-undecodable")?;
    let Read::Value(now_ms) = &shown.now_ms else {
        return Err(Fault::not_reached(Link::State));
    };
    if request.provider == request.requester {
        return Err(fault("same-parties", "who asked is who was asked"));
    }
    if let Answer::Refused { by, .. } = request.answer {
        if by != request.provider {
            return Err(fault(
                "other-answerer",
                "another than the provider answered",
            ));
        }
    }
    Ok(match request.answer {
        Answer::Granted { grant } => ("request-granted", format!("by grant {grant}")),
        Answer::Refused { reason, at, .. } => {
            let detail = format!("in block {}, by the document {reason}", at.block);
            ("request-refused", detail)
        }
        Answer::Withdrawn { at } => ("request-withdrawn", format!("in block {}", at.block)),
        Answer::Open if *now_ms < request.answer_by_ms => ("request-open", String::new()),
        Answer::Open => ("request-overdue", String::new()),
    })
}

/// The link `data-set`.
pub(super) fn check_data_set(shown: &Shown) -> Checked {
    let request = asked(shown)?;
    let set = shown
        .data_set
        .required("no-data-set", "data-set-undecodable")?;
    if set.provider != request.provider {
        return Err(fault(
            "other-provider",
            "another than who was asked has the data set",
        ));
    }
    if request.new.version == 0 || request.new.version > set.versions {
        return Err(fault("other-version", "the data set has no such version"));
    }
    Ok(match set.withdrawn {
        None => OK,
        Some(withdrawal) => {
            let detail = format!("in block {}", withdrawal.at.block);
            ("data-set-withdrawn", detail)
        }
    })
}

/// The link `version`.
pub(super) fn check_version(shown: &Shown) -> Checked {
    let request = asked(shown)?;
    let version = shown
        .version
        .required("no-version", "version-undecodable")?;
    if version.by != request.provider {
        return Err(fault(
            "other-publisher",
            "another than who was asked published it",
        ));
    }
    if version.at > request.at {
        return Err(fault(
            "later-version",
            "it was published after it was asked for",
        ));
    }
    Ok(OK)
}

/// The link `grant`: whether it is in force is stated, not judged.
pub(super) fn check_grant(shown: &Shown) -> Checked {
    let request = asked(shown)?;
    let Some(granted) = &shown.granted else {
        return Ok(NOT_GRANTED);
    };
    let grant = granted.grant.required("no-grant", "grant-undecodable")?;
    check_same(shown, request, grant)?;
    let Read::Value(now_ms) = &shown.now_ms else {
        return Err(Fault::not_reached(Link::State));
    };
    Ok(match grant.revoked {
        Some(revocation) => {
            let detail = format!("in block {}", revocation.at.block);
            ("grant-revoked", detail)
        }
        None if grant.is_live_at(*now_ms) => ("grant-live", renewals(grant)),
        None => ("grant-expired", renewals(grant)),
    })
}

/// When it was renewed, and whether it was over before.
fn renewals(grant: &GrantV1) -> String {
    let renewals = grant.renewed.iter().map(|renewal| {
        let late = if renewal.at.time_ms >= renewal.from_ms {
            ", after its end"
        } else {
            ""
        };
        format!("renewed in block {}{late}", renewal.at.block)
    });
    renewals.collect::<Vec<_>>().join("; ")
}

/// Request and grant speak of the same.
fn check_same(shown: &Shown, request: &RequestV1, grant: &GrantV1) -> Result<(), Fault> {
    if grant.request != shown.id {
        return Err(fault("other-request", "the grant answers another request"));
    }
    if (grant.data_set, grant.version) != (request.new.data_set, request.new.version) {
        return Err(fault("other-data", "the grant is of other data"));
    }
    let parties = (grant.provider, grant.requester, grant.by);
    if parties != (request.provider, request.requester, request.provider) {
        return Err(fault("other-parties", "the grant is of other institutions"));
    }
    if grant.at < request.at {
        return Err(fault(
            "granted-before",
            "it was granted before it was asked for",
        ));
    }
    Ok(())
}

/// The link `receipt`: a dispute is stated, not judged.
pub(super) fn check_receipts(shown: &Shown) -> Checked {
    let request = asked(shown)?;
    let Some(granted) = &shown.granted else {
        return Ok(NOT_GRANTED);
    };
    let receipts = receipts(granted)?;
    let Some(version) = shown.version.value() else {
        return Err(Fault::not_reached(Link::Version));
    };
    for Receipt::V1(receipt) in &receipts {
        let is_same = receipt.digest == version.new.plain;
        if is_same != (receipt.matches == ReceiptMatch::Matches) {
            return Err(fault(
                "other-match",
                "a receipt says the opposite of its digest",
            ));
        }
        if receipt.by != request.requester {
            return Err(fault(
                "other-recipient",
                "another than who asked confirmed it",
            ));
        }
    }
    Ok(match receipts.last() {
        None => (
            "no-receipt",
            "the requester has not confirmed what arrived".to_string(),
        ),
        Some(Receipt::V1(last)) => {
            let code = match last.matches {
                ReceiptMatch::Matches => "receipt-confirmed",
                ReceiptMatch::Differs => "receipt-disputed",
            };
            (code, format!("in block {}", last.at.block))
        }
    })
}

/// The link `party`.
pub(super) fn check_parties(shown: &Shown) -> Checked {
    let request = asked(shown)?;
    let mut suspended = None;
    for (id, read) in &shown.institutions {
        let institution = read.required("no-institution", "institution-undecodable")?;
        let may_be = match institution.kind {
            InstitutionKind::Agency => true,
            InstitutionKind::Court => *id == request.requester,
            _ => false,
        };
        if !may_be {
            let detail = "an institution of this kind neither provides nor requests data";
            return Err(fault("party-kind", detail));
        }
        if let InstitutionStatus::Suspended { since } = institution.status {
            suspended = suspended.or(Some((*id, since)));
        }
    }
    Ok(match suspended {
        None => OK,
        Some((id, since)) => (
            "party-suspended",
            format!("institution {id} is suspended since block {}", since.block),
        ),
    })
}

/// How the grant stands at the block, if there is one and all that says so can be read.
pub(super) fn grant_standing(shown: &Shown) -> Option<GrantStanding> {
    let granted = shown.granted.as_ref()?;
    let (grant, now_ms) = (granted.grant.value()?, shown.now_ms.value()?);
    let receipts = receipts(granted).ok()?;
    Some(grant.standing_at(&receipts, *now_ms))
}

/// The receipts of a grant; where the chain keeps none there are none.
pub(super) fn receipts(granted: &Granted) -> Result<ReceiptList, Fault> {
    match &granted.receipts {
        Read::Absent => Ok(ReceiptList::default()),
        read => read
            .required("no-receipts", "receipts-undecodable")
            .cloned(),
    }
}

/// The request, for a link that needs it.
fn asked(shown: &Shown) -> Result<&RequestV1, Fault> {
    let missing = || Fault::not_reached(Link::Request);
    shown.request.value().ok_or_else(missing)
}

fn fault(code: &'static str, detail: &str) -> Fault {
    Fault::failed(code, detail.to_string())
}

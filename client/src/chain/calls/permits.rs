//! Discharge permits: issued, changed and ended by agencies.

use super::Call;
use codec::Encode;
use limpid_primitives::{
    permit::{Category, OutletTerms},
    Digest, DivisionCode, OutletCode, PermitNumber,
};

const PALLET: &str = "Permits";

/// When a permit is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode)]
pub struct Validity {
    /// From this time on, milliseconds since 1970 UTC.
    pub from_ms: u64,
    /// Up to this time, exclusive.
    pub until_ms: u64,
}

/// What a version of a permit says: how closely the holder is managed, and the outlets in the order of their codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PermitText {
    /// How closely the holder is managed.
    pub category: Category,
    /// SHA-256 of the permit's full text.
    pub document: Digest,
    /// The outlets.
    pub outlets: Vec<(OutletCode, OutletTerms)>,
}

impl PermitText {
    fn arguments(&self) -> (Category, Digest, &[(OutletCode, OutletTerms)]) {
        (self.category, self.document, &self.outlets)
    }
}

/// Issues a permit.
pub fn issue_permit(
    number: PermitNumber,
    division: DivisionCode,
    validity: Validity,
    text: &PermitText,
) -> Call {
    let (category, document, outlets) = text.arguments();
    let arguments = (number, division, category, validity, document, outlets);
    Call::new(PALLET, "issue_permit", arguments)
}

/// Gives a permit a new version under the same number and dates.
pub fn amend_permit(number: PermitNumber, text: &PermitText) -> Call {
    Call::new(PALLET, "amend_permit", (number, text.arguments()))
}

/// Gives a permit a new version and a later end.
pub fn renew_permit(number: PermitNumber, valid_until_ms: u64, text: &PermitText) -> Call {
    let arguments = (number, valid_until_ms, text.arguments());
    Call::new(PALLET, "renew_permit", arguments)
}

/// Suspends a permit; the digest is that of the document saying why, here and below.
pub fn suspend_permit(number: PermitNumber, document: Digest) -> Call {
    Call::new(PALLET, "suspend_permit", (number, document))
}

/// Puts a suspended permit in force again.
pub fn reinstate_permit(number: PermitNumber, document: Digest) -> Call {
    Call::new(PALLET, "reinstate_permit", (number, document))
}

/// Takes a permit away for a serious breach, and may ban its holder until a time.
pub fn revoke_permit(number: PermitNumber, document: Digest, banned_until_ms: Option<u64>) -> Call {
    Call::new(PALLET, "revoke_permit", (number, document, banned_until_ms))
}

/// Takes back a permit that was granted wrongly, and may ban its holder until a time.
pub fn withdraw_permit(
    number: PermitNumber,
    document: Digest,
    banned_until_ms: Option<u64>,
) -> Call {
    let arguments = (number, document, banned_until_ms);
    Call::new(PALLET, "withdraw_permit", arguments)
}

/// Ends a permit without fault.
pub fn cancel_permit(number: PermitNumber, document: Digest) -> Call {
    Call::new(PALLET, "cancel_permit", (number, document))
}

/// Ends the ban the holder got for this permit.
pub fn lift_ban(number: PermitNumber, document: Digest) -> Call {
    Call::new(PALLET, "lift_ban", (number, document))
}

//! Institutions, their members and what they may use.

use super::Call;
use crate::chain::Account;
use limpid_primitives::{
    Digest, DivisionCode, Duties, InstitutionId, InstitutionKind, InstitutionName, Uscc,
};

const PALLET: &str = "Institutions";

/// Admits an institution with its first administrator.
pub fn admit_institution(
    kind: InstitutionKind,
    uscc: Uscc,
    name: &InstitutionName,
    division: DivisionCode,
    administrator: Account,
) -> Call {
    Call::new(
        PALLET,
        "admit_institution",
        (kind, uscc, name, division, administrator.0),
    )
}

/// Corrects an institution's name and division.
pub fn amend_institution(
    institution: InstitutionId,
    name: &InstitutionName,
    division: DivisionCode,
) -> Call {
    Call::new(PALLET, "amend_institution", (institution, name, division))
}

/// Suspends an institution; the digest is that of the document saying why.
pub fn suspend_institution(institution: InstitutionId, reason: Digest) -> Call {
    Call::new(PALLET, "suspend_institution", (institution, reason))
}

/// Lets a suspended institution act again; the digest is that of the document saying why.
pub fn reinstate_institution(institution: InstitutionId, reason: Digest) -> Call {
    Call::new(PALLET, "reinstate_institution", (institution, reason))
}

/// Makes an account a member of the signer's institution.
pub fn add_member(account: Account, duties: Duties) -> Call {
    Call::new(PALLET, "add_member", (account.0, duties))
}

/// Sets all the duties of a member of the signer's institution.
pub fn set_duties(account: Account, duties: Duties) -> Call {
    Call::new(PALLET, "set_duties", (account.0, duties))
}

/// Removes a member.
pub fn remove_member(account: Account) -> Call {
    Call::new(PALLET, "remove_member", account.0)
}

/// What an institution may take of the chain in one window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, codec::Encode, codec::Decode)]
pub struct Allowance {
    /// Computation, in picoseconds of the reference machine.
    pub ref_time: u64,
    /// Bytes of transactions.
    pub bytes: u64,
}

/// Sets what an institution may take in one window; `None` puts the default back. For the council.
pub fn set_allowance(institution: InstitutionId, allowance: Option<Allowance>) -> Call {
    Call::new(PALLET, "set_allowance", (institution, allowance))
}

/// Makes an account administrator of an institution. For its admitting authority.
pub fn appoint_administrator(institution: InstitutionId, account: Account) -> Call {
    Call::new(PALLET, "appoint_administrator", (institution, account.0))
}

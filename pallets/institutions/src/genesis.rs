//! What the chain begins with.

use crate::{pallet::Config, types::may_have, Pallet};
use alloc::vec::Vec;
use limpid_primitives::{
    DivisionCode, Duties, InstitutionId, InstitutionKind, InstitutionName, InstitutionStatus,
    InstitutionV1, Moment, Uscc,
};
use serde::{Deserialize, Serialize};

/// An institution the chain begins with. Its number is its place in the list, from 1. In a chain's genesis:
///
/// ```json
/// { "institutions": { "institutions": [
///   { "kind": "agency", "uscc": "11130000000217919E", "name": "河北省生态环境厅", "division": "130000",
///     "members": [{ "account": "5D…", "duties": ["administrator", "approver"] }] },
///   { "kind": "enterprise", "uscc": "91130200699229617X", "name": "唐山某钢铁", "division": "130200", "admittedBy": 1,
///     "members": [{ "account": "5F…", "duties": ["administrator", "submitter"] }] }
/// ] } }
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisInstitution<AccountId> {
    /// What it is.
    pub kind: InstitutionKind,
    /// Its credit code.
    pub uscc: Uscc,
    /// Its name.
    pub name: InstitutionName,
    /// Its division.
    pub division: DivisionCode,
    /// The agency that is its admitting authority; it stands before it in the list. Without one it is the council.
    #[serde(default)]
    pub admitted_by: Option<InstitutionId>,
    /// Its members, at least one of them an administrator.
    pub members: Vec<GenesisMember<AccountId>>,
}

/// A member of an institution the chain begins with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisMember<AccountId> {
    /// The account.
    pub account: AccountId,
    /// What it may do.
    pub duties: Duties,
}

/// Writes the institutions. A wrong genesis stops the chain before its first block, with the reason: nobody could act on it.
pub(crate) fn build<T: Config>(institutions: &[GenesisInstitution<T::AccountId>]) {
    for institution in institutions {
        if let Err(reason) = insert::<T>(institution) {
            panic!(
                "genesis institution {} ({}): {reason}",
                institution.name, institution.uscc
            );
        }
    }
}

fn insert<T: Config>(genesis: &GenesisInstitution<T::AccountId>) -> Result<(), &'static str> {
    if crate::InstitutionOf::<T>::contains_key(genesis.uscc) {
        return Err("the credit code stands twice");
    }
    let id = Pallet::<T>::insert_institution(InstitutionV1 {
        kind: genesis.kind,
        uscc: genesis.uscc,
        name: genesis.name.clone(),
        division: genesis.division,
        status: InstitutionStatus::Active,
        // The genesis block has no time of its own.
        admitted: Moment::default(),
        admitted_by: genesis.admitted_by,
    })
    .map_err(|_| "too many institutions")?;
    Pallet::<T>::list_agency(id, genesis.kind, genesis.division)
        .map_err(|_| "its division has too many agencies")?;
    for member in &genesis.members {
        if member.duties.is_empty() || !may_have(genesis.kind, member.duties) {
            return Err("a member has no duty, or one its kind of institution does not have");
        }
        if crate::Members::<T>::contains_key(&member.account) {
            return Err("a member's account stands twice");
        }
        Pallet::<T>::insert_member(id, &member.account, member.duties)
            .map_err(|_| "too many members")?;
    }
    if crate::Headcounts::<T>::get(id).administrators == 0 {
        return Err("no member is an administrator");
    }
    ensure_admitter::<T>(genesis)
}

fn ensure_admitter<T: Config>(
    genesis: &GenesisInstitution<T::AccountId>,
) -> Result<(), &'static str> {
    let Some(agency) = genesis.admitted_by else {
        return Ok(());
    };
    match Pallet::<T>::known(agency) {
        Ok(agency) if agency.kind == InstitutionKind::Agency => Ok(()),
        _ => Err("`admittedBy` is not the number of an agency that stands before it"),
    }
}

//! What other pallets ask about institutions, without seeing how they are stored.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use limpid_primitives::{
    DivisionCode, Duties, Duty, InstitutionId, InstitutionKind, InstitutionV1, Uscc,
};
use scale_info::TypeInfo;

/// Who acts: a member of an institution that is not suspended.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Actor<AccountId> {
    /// The account that signed.
    pub account: AccountId,
    /// The institution it acts for.
    pub institution: InstitutionId,
    /// The institution's kind.
    pub kind: InstitutionKind,
    /// The institution's division.
    pub division: DivisionCode,
    /// What the account may do for the institution.
    pub duties: Duties,
}

impl<AccountId> Actor<AccountId> {
    /// Whether the account has this duty.
    pub fn has(&self, duty: Duty) -> bool {
        self.duties.contains(duty)
    }
}

/// The institutions as other pallets see them.
pub trait InstitutionLookup<AccountId> {
    /// The institution with this number.
    fn institution(id: InstitutionId) -> Option<InstitutionV1>;

    /// The institution with this credit code.
    fn by_uscc(uscc: &Uscc) -> Option<(InstitutionId, InstitutionV1)>;

    /// The agencies of exactly this division, suspended ones too, in the order of their numbers; at most
    /// [`AGENCIES_MAX`](crate::AGENCIES_MAX).
    fn agencies_of(division: DivisionCode) -> Vec<InstitutionId>;

    /// The institution this account may act for now, with its kind; `None` for a stranger and while it is suspended.
    fn acts_for(account: &AccountId) -> Option<(InstitutionId, InstitutionKind)>;

    /// Admits an institution with one member of all the kind's duties, whatever the rules say, and returns its number.
    #[cfg(feature = "runtime-benchmarks")]
    fn admit_for_benchmark(
        kind: InstitutionKind,
        uscc: Uscc,
        division: DivisionCode,
        member: &AccountId,
    ) -> InstitutionId;
}

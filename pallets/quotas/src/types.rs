//! What the pallet stores of its own, and what its calls carry and its views say.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use limpid_primitives::{
    quota::{ClassRules, ClassRulesV1, Lot, LotId, Share},
    AtMost, Digest, DivisionCode, InstitutionId, Moment,
};
use scale_info::TypeInfo;

/// The most shares of one call.
pub const SHARES_MAX: u32 = 64;

/// What one decision allocates to whom.
pub type ShareList = AtMost<Share, { SHARES_MAX as usize }>;

/// The rules of a class that stand, and the decision that made them.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct StandingRules {
    /// The rules.
    pub rules: ClassRules,
    /// SHA-256 of the decision.
    pub document: Digest,
    /// The agency.
    pub by: InstitutionId,
    /// The agency's division when it set them: agencies of smaller ones cannot change them.
    pub division: DivisionCode,
    /// When they were set.
    pub at: Moment,
}

impl StandingRules {
    /// The rules, in the version the pallet works with.
    pub fn now(self) -> ClassRulesV1 {
        let ClassRules::V1(rules) = self.rules;
        rules
    }
}

/// Part of the graph that leads from some lots back to allocations.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct TitlePart {
    /// The lots, the newest first.
    pub lots: Vec<(LotId, Lot)>,
    /// Lots the ones above lead to, from which the graph goes on; all of them older.
    pub rest: Vec<LotId>,
}

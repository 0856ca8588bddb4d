//! Receipts: what a recipient says arrived.

use super::{GrantStanding, GrantV1};
use crate::{AtMost, Digest, InstitutionId, Moment};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A receipt, in the version it was written in. Versions are only ever added.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "kebab-case")
)]
pub enum Receipt {
    /// The first version.
    #[codec(index = 1)]
    V1(ReceiptV1),
}

/// First version of [`Receipt`].
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ReceiptV1 {
    /// SHA-256 of the plain content that arrived.
    pub digest: Digest,
    /// Whether that is what was granted.
    pub matches: ReceiptMatch,
    /// When it was confirmed.
    pub at: Moment,
    /// The requester.
    pub by: InstitutionId,
}

/// Whether what arrived is what was granted.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum ReceiptMatch {
    /// It is.
    #[codec(index = 0)]
    Matches,
    /// It is not: a dispute both can see.
    #[codec(index = 1)]
    Differs,
}

words!(ReceiptMatch, ReceiptMatchError, "matches, differs", {
    Matches => "matches",
    Differs => "differs",
});

/// The receipts of a grant, in their order. The last one counts.
pub type ReceiptList = AtMost<Receipt, { ReceiptV1::OF_A_GRANT_MAX }>;

impl ReceiptV1 {
    /// The most receipts of a grant.
    pub const OF_A_GRANT_MAX: usize = 8;
}

impl GrantV1 {
    /// How the grant stands at a time, with these receipts.
    pub fn standing_at(&self, receipts: &ReceiptList, time_ms: u64) -> GrantStanding {
        let is_disputed = || {
            let last = receipts.last();
            last.is_some_and(|Receipt::V1(receipt)| receipt.matches == ReceiptMatch::Differs)
        };
        if self.revoked.is_some() {
            GrantStanding::Revoked
        } else if !self.is_live_at(time_ms) {
            GrantStanding::Expired
        } else if is_disputed() {
            GrantStanding::Disputed
        } else {
            GrantStanding::Live
        }
    }
}

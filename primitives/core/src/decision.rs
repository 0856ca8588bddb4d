//! A decision of the council as it stands on chain.

use crate::{AtMost, Digest, Moment};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

running_number!(
    /// A decision's number on chain, given when it is carried out.
    DecisionId
);

/// A decision of the council, in the version it was written in. Versions are only ever added.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Decision {
    /// The first version.
    #[codec(index = 1)]
    V1(DecisionV1),
}

/// First version of [`Decision`].
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct DecisionV1 {
    /// SHA-256 of the document that says what was decided and why.
    pub document: Digest,
    /// BLAKE2b-256 of the call that was carried out, in SCALE.
    pub call_hash: Digest,
    /// The call in SCALE; empty if it is longer than [`DecisionV1::CALL_BYTES_MAX`].
    pub call: AtMost<u8, { DecisionV1::CALL_BYTES_MAX }>,
    /// When it was carried out.
    pub at: Moment,
}

impl DecisionV1 {
    /// Longer calls are kept by their hash alone.
    pub const CALL_BYTES_MAX: usize = 1024;
}

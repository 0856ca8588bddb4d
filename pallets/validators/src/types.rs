//! What the pallet stores.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use limpid_primitives::Moment;
use scale_info::TypeInfo;
use sp_staking::SessionIndex;

/// An offence, in the version it was written in. Versions are only ever added.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Offence {
    /// The first version.
    #[codec(index = 1)]
    V1(OffenceV1),
}

/// First version of [`Offence`].
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct OffenceV1 {
    /// The session it was committed in.
    pub session: SessionIndex,
    /// When it was reported.
    pub reported: Moment,
}

impl Offence {
    /// The session it was committed in.
    pub const fn session(&self) -> SessionIndex {
        let Self::V1(offence) = self;
        offence.session
    }
}

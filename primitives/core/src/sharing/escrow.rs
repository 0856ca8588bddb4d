//! The content key in shares, so that a court can have a version opened.

use super::SealedKey;
use crate::{AtMost, InstitutionId};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Shares of a version's content key, each sealed to an agency.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Escrow {
    /// How many of the shares make the key.
    pub threshold: u8,
    /// The shares, each agency once.
    pub shares: AtMost<EscrowShare, { Escrow::SHARES_MAX }>,
}

/// A share of the content key.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct EscrowShare {
    /// The agency that keeps it.
    pub agency: InstitutionId,
    /// The share, sealed to the agency's key.
    pub sealed: SealedKey,
}

/// What is wrong with an escrow by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EscrowFault {
    /// One share would do, or more would be needed than there are.
    Threshold,
    /// An agency has two shares.
    AgencyTwice,
}

impl Escrow {
    /// The most shares.
    pub const SHARES_MAX: usize = 8;
    /// The fewest shares that may make the key: no agency opens a version alone.
    pub const THRESHOLD_MIN: u8 = 2;

    /// Whether the threshold lies between two and the number of shares, and each agency is named once.
    pub fn check(&self) -> Result<(), EscrowFault> {
        let enough = Self::THRESHOLD_MIN..=u8::try_from(self.shares.len()).unwrap_or(u8::MAX);
        if !enough.contains(&self.threshold) {
            return Err(EscrowFault::Threshold);
        }
        let is_repeated = |(place, share): (usize, &EscrowShare)| {
            let before = self.shares.iter().take(place);
            before.into_iter().any(|other| other.agency == share.agency)
        };
        if self.shares.iter().enumerate().any(is_repeated) {
            return Err(EscrowFault::AgencyTwice);
        }
        Ok(())
    }

    /// The share of an agency.
    pub fn share_of(&self, agency: InstitutionId) -> Option<&EscrowShare> {
        self.shares.iter().find(|share| share.agency == agency)
    }
}

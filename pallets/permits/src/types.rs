//! What the calls carry, and the rules about dates that need no storage.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use limpid_primitives::{
    permit::{OutletTerms, PermitStatus, PermitTermsV1, PermitV1, Standing},
    AtMost, OutletCode, TooMany,
};
use scale_info::TypeInfo;

/// The outlets of a version of a permit, in the order of their codes.
pub type OutletList = AtMost<(OutletCode, OutletTerms), { PermitTermsV1::OUTLETS_MAX }>;

/// When a permit is valid.
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
pub struct Validity {
    /// From this time on, milliseconds since 1970 UTC.
    pub from_ms: u64,
    /// Up to this time, exclusive.
    pub until_ms: u64,
}

/// Why dates are none a permit can have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ValidityFault {
    /// They hold no moment, or a renewal adds none.
    Empty,
    /// They are over.
    Past,
    /// They hold more than a permit may be granted at a time.
    TooLong,
    /// The permit is valid for longer than that from now on already.
    RenewedAhead,
}

impl Validity {
    /// A permit can be issued for this time.
    pub const fn check(self, now_ms: u64, longest_ms: u64) -> Result<(), ValidityFault> {
        if self.from_ms >= self.until_ms {
            Err(ValidityFault::Empty)
        } else if self.until_ms <= now_ms {
            Err(ValidityFault::Past)
        } else if self.until_ms.saturating_sub(self.from_ms) > longest_ms {
            Err(ValidityFault::TooLong)
        } else {
            Ok(())
        }
    }

    /// A permit valid at this time can be renewed up to another: by one grant from its end on, and one ahead at most.
    pub const fn check_renewal(
        self,
        until_ms: u64,
        now_ms: u64,
        longest_ms: u64,
    ) -> Result<(), ValidityFault> {
        if until_ms <= self.until_ms {
            Err(ValidityFault::Empty)
        } else if self.until_ms.saturating_sub(now_ms) > longest_ms {
            Err(ValidityFault::RenewedAhead)
        } else if until_ms.saturating_sub(self.until_ms) > longest_ms {
            Err(ValidityFault::TooLong)
        } else {
            Ok(())
        }
    }
}

impl From<&Standing> for Validity {
    fn from(standing: &Standing) -> Self {
        Self {
            from_ms: standing.valid_from_ms,
            until_ms: standing.valid_until_ms,
        }
    }
}

/// How many limits and yearly masses these outlets have together.
pub fn limits_in(outlets: &OutletList) -> u32 {
    let limits = outlets.iter().map(|(_, OutletTerms::V1(terms))| {
        terms.limits.len().saturating_add(terms.yearly_masses.len())
    });
    let limits = limits.fold(0, usize::saturating_add);
    u32::try_from(limits).unwrap_or(u32::MAX)
}

/// Adds a standing to a permit. The last place is kept for the decision that ends it, so that no number of amendments saves
/// a permit from being revoked.
pub fn append(permit: &mut PermitV1, standing: Standing) -> Result<(), TooMany> {
    let ends = match standing.status {
        PermitStatus::Active | PermitStatus::Suspended => false,
        PermitStatus::Revoked | PermitStatus::Withdrawn | PermitStatus::Cancelled => true,
    };
    let max = PermitV1::STANDINGS_MAX.saturating_sub(1);
    if !ends && permit.standings.len() >= max {
        return Err(TooMany { max });
    }
    permit.standings.try_push(standing)
}

//! A discharge permit as it stands on chain.

mod ban;
mod lookup;
mod standing;
mod terms;

pub use ban::{Ban, BanV1};
pub use lookup::PermitLookup;
pub use standing::{NotInForce, PermitStatus, Standing};
pub use terms::{
    Averaging, Category, CategoryError, ConcentrationUnit, ConcentrationUnitError, Limit,
    LimitBasis, LimitBasisError, OutletTerms, OutletTermsV1, PermitTerms, PermitTermsV1, Position,
    StandardCode, StandardCodeError, TreatmentCode, TreatmentCodeError, YearlyMass,
};

use crate::{AtMost, DivisionCode, InstitutionId};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A permit, in the version it was written in. Versions are only ever added.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Permit {
    /// The first version.
    #[codec(index = 1)]
    V1(PermitV1),
}

/// First version of [`Permit`]: who issued it, to whom, and how it stood from the first day on.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct PermitV1 {
    /// The agency that issued it.
    pub issuer: InstitutionId,
    /// The enterprise that holds it; `None` for holders without a credit code.
    pub holder: Option<InstitutionId>,
    /// The division of its site.
    pub division: DivisionCode,
    /// How it stood, oldest first; each holds until the next. At least one.
    pub standings: AtMost<Standing, { PermitV1::STANDINGS_MAX }>,
}

impl PermitV1 {
    /// How often a permit can be decided about.
    pub const STANDINGS_MAX: usize = 64;

    /// How the permit stands now.
    pub fn present(&self) -> Option<&Standing> {
        self.standings.last()
    }

    /// How the permit stood at a time: what was decided last before it. Before the first decision was put on chain the first
    /// counts, because permits are older than the chain.
    pub fn standing_at(&self, time_ms: u64) -> Option<&Standing> {
        self.standings
            .iter()
            .rev()
            .find(|standing| standing.at.time_ms <= time_ms)
            .or(self.standings.first())
    }

    /// The version in force at a time; why there is none otherwise.
    pub fn in_force_at(&self, time_ms: u64) -> Result<u32, NotInForce> {
        self.standing_at(time_ms)
            .ok_or(NotInForce::NotYetValid)?
            .in_force_at(time_ms)
    }
}

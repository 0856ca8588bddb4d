//! Permits as a test wants them: no rules, kept in the test's state.

use super::{division, Moment, NOW, TANGSHAN};
use frame_support::{storage_alias, Blake2_128Concat};
use limpid_primitives::{
    permit::{OutletTermsV1, PermitLookup, PermitStatus, PermitV1, Position, Standing},
    AtMost, Digest, DivisionCode, InstitutionId, Outlet, PermitNumber,
};

#[storage_alias]
type Permit = StorageMap<PermitsDouble, Blake2_128Concat, PermitNumber, PermitV1>;
#[storage_alias]
type Terms = StorageMap<PermitsDouble, Blake2_128Concat, (Outlet, u32), OutletTermsV1>;

/// The double of the permits.
pub struct Permits;

impl PermitLookup for Permits {
    fn permit(number: &PermitNumber) -> Option<PermitV1> {
        Permit::get(number)
    }

    fn outlet_terms(outlet: &Outlet, version: u32) -> Option<OutletTermsV1> {
        Terms::get((outlet, version))
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn issue_for_benchmark(outlet: &Outlet, terms: OutletTermsV1) {
        put(&outlet.permit, DivisionCode::NATION, vec![standing(1)]);
        Terms::insert((outlet, 1), terms);
    }
}

/// A permit in Tangshan with these standings.
pub fn put_permit(number: &PermitNumber, standings: Vec<Standing>) {
    put(number, division(TANGSHAN), standings);
}

/// A permit of this division, in force.
pub fn put_permit_in(number: &PermitNumber, division: DivisionCode) {
    put(number, division, vec![standing(1)]);
}

fn put(number: &PermitNumber, division: DivisionCode, standings: Vec<Standing>) {
    let permit = PermitV1 {
        issuer: InstitutionId(1),
        holder: None,
        division,
        standings: AtMost::try_from(standings).expect("not too many"),
    };
    Permit::insert(number, permit);
}

/// An active version of a permit, valid at any time.
pub fn standing(version: u32) -> Standing {
    Standing {
        at: Moment {
            block: 0,
            time_ms: 0,
        },
        version,
        status: PermitStatus::Active,
        valid_from_ms: 0,
        valid_until_ms: NOW.time_ms * 2,
        document: Digest::ZERO,
    }
}

/// Gives a version of a permit an outlet.
pub fn put_outlet(outlet: &Outlet, version: u32) {
    let terms = OutletTermsV1 {
        position: Position::default(),
        treatments: AtMost::default(),
        limits: AtMost::default(),
        yearly_masses: AtMost::default(),
    };
    Terms::insert((outlet, version), terms);
}

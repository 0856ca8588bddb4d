//! Permits as a test wants them: no rules, kept in the test's state.

use super::division;
use frame_support::{storage_alias, Blake2_128Concat};
use limpid_primitives::{
    permit::{OutletTermsV1, PermitLookup, PermitStatus, PermitV1, Standing},
    AtMost, Digest, InstitutionId, Moment, Outlet, PermitNumber,
};

#[storage_alias]
type Permit = StorageMap<PermitsDouble, Blake2_128Concat, PermitNumber, PermitV1>;

/// The double of the permits.
pub struct Permits;

impl PermitLookup for Permits {
    fn permit(number: &PermitNumber) -> Option<PermitV1> {
        Permit::get(number)
    }

    fn outlet_terms(_: &Outlet, _: u32) -> Option<OutletTermsV1> {
        None
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn issue_for_benchmark(outlet: &Outlet, _: OutletTermsV1) {
        use super::{Institutions, NATION};
        use pallet_institutions::InstitutionLookup;

        let holder = outlet
            .permit
            .uscc()
            .and_then(|uscc| Institutions::by_uscc(&uscc))
            .map(|(id, _)| id);
        put_permit(&outlet.permit, holder, NATION);
    }
}

/// A permit of a division, in force.
pub fn put_permit(number: &PermitNumber, holder: Option<InstitutionId>, code: u32) {
    let standing = Standing {
        at: Moment::default(),
        version: 1,
        status: PermitStatus::Active,
        valid_from_ms: 0,
        valid_until_ms: u64::MAX,
        document: Digest::ZERO,
    };
    let permit = PermitV1 {
        issuer: InstitutionId(1),
        holder,
        division: division(code),
        standings: AtMost::try_from(vec![standing]).expect("one"),
    };
    Permit::insert(number, permit);
}

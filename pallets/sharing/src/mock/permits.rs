//! Permits as a test wants them: no rules, kept in the test's state.

use super::{division, AGENCY};
use frame_support::{storage_alias, Blake2_128Concat};
use limpid_primitives::{
    permit::{OutletTermsV1, PermitLookup, PermitStatus, PermitV1, Standing},
    AtMost, Digest, Moment, Outlet, PermitNumber,
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
        put_permit(outlet.permit, super::NATION, Moment::default());
    }
}

/// A permit of a division, first issued at a time.
pub fn put_permit(number: PermitNumber, code: u32, first: Moment) {
    let standing = Standing {
        at: first,
        version: 1,
        status: PermitStatus::Active,
        valid_from_ms: 0,
        valid_until_ms: u64::MAX,
        document: Digest::ZERO,
    };
    let permit = PermitV1 {
        issuer: AGENCY,
        holder: None,
        division: division(code),
        standings: AtMost::try_from(vec![standing]).expect("one"),
    };
    Permit::insert(number, permit);
}

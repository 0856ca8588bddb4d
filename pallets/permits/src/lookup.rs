//! The permits as other pallets see them.

#[cfg(feature = "runtime-benchmarks")]
use crate::benchmarking;
use crate::{
    pallet::{Config, Outlets, Permits},
    Pallet,
};
use limpid_primitives::{
    permit::{OutletTerms, OutletTermsV1, Permit, PermitLookup, PermitV1},
    Outlet, PermitNumber,
};

impl<T: Config> PermitLookup for Pallet<T> {
    fn permit(number: &PermitNumber) -> Option<PermitV1> {
        let Permit::V1(permit) = Permits::<T>::get(number)?;
        Some(permit)
    }

    fn outlet_terms(outlet: &Outlet, version: u32) -> Option<OutletTermsV1> {
        let OutletTerms::V1(terms) = Outlets::<T>::get((outlet.permit, version, outlet.code))?;
        Some(terms)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn issue_for_benchmark(outlet: &Outlet, terms: OutletTermsV1) {
        benchmarking::put_in_force::<T>(outlet, terms);
    }
}

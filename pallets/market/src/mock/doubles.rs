//! Permits and emissions, of which the market knows nothing: there are none.

use limpid_primitives::{
    emissions::EmissionLookup,
    permit::{OutletTermsV1, PermitLookup, PermitV1},
    Micrograms, Outlet, PermitNumber, Pollutant,
};

/// The double of the permits.
pub struct Permits;

impl PermitLookup for Permits {
    fn permit(_: &PermitNumber) -> Option<PermitV1> {
        None
    }

    fn outlet_terms(_: &Outlet, _: u32) -> Option<OutletTermsV1> {
        None
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn issue_for_benchmark(_: &Outlet, _: OutletTermsV1) {}
}

/// The double of the emissions.
pub struct Emissions;

impl EmissionLookup for Emissions {
    fn year_mass(_: &PermitNumber, _: &Pollutant, _: u16) -> Option<Micrograms> {
        Some(Micrograms::ZERO)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn put_mass_for_benchmark(_: &PermitNumber, _: &Pollutant, _: u16, _: Micrograms) {}
}

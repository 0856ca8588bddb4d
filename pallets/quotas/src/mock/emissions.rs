//! Emissions as a test wants them, kept in the test's state.

use frame_support::{storage_alias, Blake2_128Concat};
use limpid_primitives::{emissions::EmissionLookup, Micrograms, PermitNumber, Pollutant};

#[storage_alias]
type Mass =
    StorageMap<EmissionsDouble, Blake2_128Concat, (PermitNumber, Pollutant, u16), Option<u128>>;

/// The double of the emissions.
pub struct Emissions;

impl EmissionLookup for Emissions {
    fn year_mass(permit: &PermitNumber, pollutant: &Pollutant, year: u16) -> Option<Micrograms> {
        match Mass::get((permit, pollutant, year)) {
            None => Some(Micrograms::ZERO),
            Some(mass) => mass.map(Micrograms),
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn put_mass_for_benchmark(
        permit: &PermitNumber,
        pollutant: &Pollutant,
        year: u16,
        mass: Micrograms,
    ) {
        Mass::insert((permit, pollutant, year), Some(mass.0));
    }
}

/// What the permit's outlets discharged; `None` if these are too many to add up.
pub fn set_mass(permit: &PermitNumber, pollutant: Pollutant, year: u16, mass: Option<u128>) {
    Mass::insert((permit, pollutant, year), mass);
}

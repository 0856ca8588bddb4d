//! What other pallets ask about emissions.

use crate::{Micrograms, PermitNumber, Pollutant};

/// The emissions as other pallets see them.
pub trait EmissionLookup {
    /// The most outlets of a permit whose totals of a year are added up.
    const YEAR_OUTLETS_MAX: u32 = 128;

    /// What a permit's outlets discharged of a pollutant in a year, as far as the chain knows now. `None` if more than
    /// [`YEAR_OUTLETS_MAX`](Self::YEAR_OUTLETS_MAX) of them have a total.
    fn year_mass(permit: &PermitNumber, pollutant: &Pollutant, year: u16) -> Option<Micrograms>;

    /// Gives a permit's year this mass, over as many outlets as are added up, whatever the rules say.
    #[cfg(feature = "runtime-benchmarks")]
    fn put_mass_for_benchmark(
        permit: &PermitNumber,
        pollutant: &Pollutant,
        year: u16,
        mass: Micrograms,
    );
}

//! What other pallets ask about emissions.

use crate::{
    pallet::{Config, YearTotals},
    Pallet,
};
use limpid_primitives::{
    emissions::{EmissionLookup, YearTotal},
    Micrograms, PermitNumber, Pollutant,
};

impl<T: Config> EmissionLookup for Pallet<T> {
    fn year_mass(permit: &PermitNumber, pollutant: &Pollutant, year: u16) -> Option<Micrograms> {
        let mut sum = Micrograms::ZERO;
        let mut outlets = 0u32;
        for YearTotal::V1(total) in YearTotals::<T>::iter_prefix_values((*permit, year)) {
            outlets = outlets.checked_add(1)?;
            if outlets > Self::YEAR_OUTLETS_MAX {
                return None;
            }
            let own = total
                .entries
                .iter()
                .find(|entry| entry.pollutant == *pollutant);
            sum = sum.checked_add(own.map(|entry| entry.mass).unwrap_or_default())?;
        }
        Some(sum)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn put_mass_for_benchmark(
        permit: &PermitNumber,
        pollutant: &Pollutant,
        year: u16,
        mass: Micrograms,
    ) {
        use limpid_primitives::{
            emissions::{YearEntry, YearTotalV1, POLLUTANTS_MAX},
            Medium, OutletCode,
        };

        let letter = match pollutant.medium() {
            Medium::Air => 'A',
            Medium::Water => 'W',
        };
        let entry = |pollutant, mass| YearEntry {
            pollutant,
            mass,
            days_overridden: 0,
            days_computed: 1,
            days_substituted: 0,
        };
        for number in 0..Self::YEAR_OUTLETS_MAX {
            let code = alloc::format!("D{letter}{number:03}");
            let Ok(code) = code.parse::<OutletCode>() else {
                continue;
            };
            // The first outlet has the mass; all are as long as can be.
            let own = if number == 0 { mass } else { Micrograms::ZERO };
            let entries = alloc::vec![entry(*pollutant, own); POLLUTANTS_MAX];
            let Ok(entries) = entries.try_into() else {
                continue;
            };
            let total = YearTotal::V1(YearTotalV1 { entries });
            YearTotals::<T>::insert((*permit, year, code), total);
        }
    }
}

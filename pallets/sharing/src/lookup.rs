//! The recognised archives as other pallets see them.

#[cfg(feature = "runtime-benchmarks")]
use crate::benchmarking;
use crate::{
    pallet::{Config, RecognisedArchives},
    Pallet,
};
use limpid_primitives::{
    permit::PermitLookup,
    sharing::{DataSetId, RecognisedArchive, RecognitionLookup},
    DivisionCode, PermitNumber,
};

impl<T: Config> Pallet<T> {
    /// The recognised archive, and in which version, by which evidence about a permit is accepted in a division.
    pub fn recognised(division: DivisionCode, number: PermitNumber) -> Option<(DataSetId, u32)> {
        let permit = T::Permits::permit(&number)?;
        let covers = |known: &RecognisedArchive| known.covers(&number, &permit);
        let found = division
            .and_above()
            .find_map(|above| RecognisedArchives::<T>::get(above).into_iter().find(covers));
        found.map(|known| (known.archive, known.version))
    }
}

impl<T: Config> RecognitionLookup for Pallet<T> {
    fn recognised(division: DivisionCode, permit: &PermitNumber) -> bool {
        Pallet::<T>::recognised(division, *permit).is_some()
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn recognise_for_benchmark(division: DivisionCode, permit: &PermitNumber) {
        benchmarking::recognise::<T>(division, permit);
    }
}

//! The tags as other pallets see them.

use crate::{
    pallet::{Config, TagsOfDay},
    types::tagged_ms,
    Pallet,
};
use limpid_primitives::{tag_days, Outlet, TagLookup};

impl<T: Config> TagLookup for Pallet<T> {
    /// One read a day.
    fn tagged_ms(outlet: &Outlet, from_ms: u64, until_ms: u64) -> u64 {
        tag_days(from_ms, until_ms)
            .into_iter()
            .flatten()
            .map(|day| tagged_ms(&TagsOfDay::<T>::get(outlet, day), from_ms, until_ms))
            .fold(0, u64::saturating_add)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn tag_for_benchmark(outlet: &Outlet, day: limpid_primitives::Day) {
        crate::benchmarking::fill_day::<T>(outlet, day, crate::DayTagStanding::Accepted);
    }
}

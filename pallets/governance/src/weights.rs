//! Weights of the pallet's calls, in the shape `frame-omni-bencher` writes.
//!
//! Not measured yet: time is estimated from comparable FRAME calls (10 to 25 µs on the reference machine), storage
//! accesses are counted by hand. Regenerate with `frame-omni-bencher v1 benchmark pallet --pallet pallet_governance`.

#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::RocksDbWeight, Weight},
};

/// What the calls weigh.
pub trait WeightInfo {
    fn decide() -> Weight;
}

/// Weights with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

macro_rules! weights {
    ($db:expr) => {
        /// What a decision takes beside its call, with 100 seats in the council.
        ///
        /// Reads: the council's members, for each of them `Members` and `Institutions`, `NextDecision`, `Timestamp::Now`.
        /// Writes: `NextDecision`, `Decisions`.
        fn decide() -> Weight {
            Weight::from_parts(120_000_000, 360_000).saturating_add($db.reads_writes(203, 2))
        }
    };
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
    weights!(T::DbWeight::get());
}

/// For tests: the database weights of RocksDB.
impl WeightInfo for () {
    weights!(RocksDbWeight::get());
}

//! Weights of the pallet's calls, in the shape `frame-omni-bencher` writes.
//!
//! Not measured yet: time is estimated from comparable FRAME calls (10 to 25 µs on the reference machine), storage
//! accesses are counted by hand. Regenerate with `frame-omni-bencher v1 benchmark pallet --pallet pallet_nodes`.

#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::RocksDbWeight, Weight},
};

/// What the calls weigh.
pub trait WeightInfo {
    fn list_node() -> Weight;
    fn unlist_node() -> Weight;
    fn remove_node() -> Weight;
    fn enforce_list() -> Weight;
}

/// Weights with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

macro_rules! weights {
    ($db:expr) => {
        /// Reads: `Members`, `Institutions`, `OwnerOf`, `CounterForOwnerOf`, `Nodes`. Writes: `OwnerOf`,
        /// `CounterForOwnerOf`, `Nodes`.
        fn list_node() -> Weight {
            Weight::from_parts(25_000_000, 8000).saturating_add($db.reads_writes(5, 3))
        }
        /// Reads: `Members`, `Institutions`, `OwnerOf`, `CounterForOwnerOf`, `Nodes`, `Enforced`. Writes: `OwnerOf`,
        /// `CounterForOwnerOf`, `Nodes`.
        fn unlist_node() -> Weight {
            Weight::from_parts(25_000_000, 8000).saturating_add($db.reads_writes(6, 3))
        }
        /// Reads: `OwnerOf`, `CounterForOwnerOf`, `Nodes`, `Enforced`. Writes: `OwnerOf`, `CounterForOwnerOf`, `Nodes`.
        fn remove_node() -> Weight {
            Weight::from_parts(20_000_000, 8000).saturating_add($db.reads_writes(4, 3))
        }
        /// Reads: `Enforced`, `CounterForOwnerOf`. Writes: `Enforced`.
        fn enforce_list() -> Weight {
            Weight::from_parts(10_000_000, 2000).saturating_add($db.reads_writes(2, 1))
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

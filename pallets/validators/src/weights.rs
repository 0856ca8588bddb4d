//! Weights of the pallet's calls, in the shape `frame-omni-bencher` writes.
//!
//! Not measured yet: time is estimated from comparable FRAME calls (10 to 25 µs on the reference machine), storage
//! accesses are counted by hand. Regenerate with `frame-omni-bencher v1 benchmark pallet --pallet pallet_validators`.

#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::RocksDbWeight, Weight},
};

/// What the calls weigh.
pub trait WeightInfo {
    fn change_validators(add: u32, remove: u32) -> Weight;
    fn forget_keys() -> Weight;
    fn note_author() -> Weight;
}

/// Weights with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

macro_rules! weights {
    ($db:expr) => {
        /// Reads: `Approved`, `Removing`, `Minimum`, `Session::CurrentIndex`; for each to add `Session::NextKeys`, `Members`,
        /// `Institutions`, `Offenders`, and the `Offenders` entry of one that goes for it. Writes: `Approved`, `Removing`; for
        /// each to add `Offenders`, `Pardons`.
        fn change_validators(add: u32, remove: u32) -> Weight {
            let (add, remove) = (u64::from(add), u64::from(remove));
            Weight::from_parts(20_000_000, 8000)
                .saturating_add(Weight::from_parts(10_000_000, 15_000).saturating_mul(add))
                .saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(remove))
                .saturating_add($db.reads_writes(4, 2))
                .saturating_add($db.reads_writes(5, 2).saturating_mul(add))
        }
        /// Reads: `Approved`, `Session::Validators`, `Session::QueuedKeys`, `Session::NextKeys`, `Session::ExternallySetKeys`,
        /// `Members`, `Institutions`, the account. Writes: `Session::NextKeys`, two of `Session::KeyOwner`, the account.
        fn forget_keys() -> Weight {
            Weight::from_parts(25_000_000, 12_000).saturating_add($db.reads_writes(8, 5))
        }
        /// Writes: `LastAuthored`.
        fn note_author() -> Weight {
            Weight::from_parts(3_000_000, 0).saturating_add($db.writes(1))
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

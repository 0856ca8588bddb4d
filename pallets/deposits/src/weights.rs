//! Weights of the pallet's calls, in the shape `frame-omni-bencher` writes.
//!
//! Measured by the pallet's benchmarks in the runtime's Wasm of the shipping profile: of 32 runs a point the lowest but five, rounded
//! up by about a tenth; storage accesses as the benchmarks counted them. Regenerate with
//! `frame-omni-bencher v1 benchmark pallet --pallet pallet_deposits`.

#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::RocksDbWeight, Weight},
};

/// What the calls weigh.
pub trait WeightInfo {
    fn credit() -> Weight;
    fn request_payout() -> Weight;
    fn confirm_payout() -> Weight;
    fn refuse_payout() -> Weight;
    fn withdraw_request() -> Weight;
}

/// Weights with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

macro_rules! weights {
    ($db:expr) => {
        /// Reads: `Members`, `Institutions` 2, `References`, `Supply`, `Banks`, `Claims`. Writes: `References`, `Supply`, `Banks`,
        /// `Claims`.
        fn credit() -> Weight {
            Weight::from_parts(43_000_000, 4600).saturating_add($db.reads_writes(7, 4))
        }
        /// Reads: `Members`, `Institutions` 2, `OpenPayouts`, `Claims`, `NextPayout`, `Timestamp::Now`. Writes: `Claims`,
        /// `NextPayout`, `Payouts`, `OpenPayouts`.
        fn request_payout() -> Weight {
            Weight::from_parts(38_000_000, 4600).saturating_add($db.reads_writes(7, 4))
        }
        /// Reads: `Members`, `Institutions`, `Payouts`, `References`, `OpenPayouts`, `Claims`, `Supply`, `Banks`. Writes:
        /// `References`, `Payouts`, `OpenPayouts`, `Claims`, `Supply`, `Banks`.
        fn confirm_payout() -> Weight {
            Weight::from_parts(49_000_000, 4600).saturating_add($db.reads_writes(8, 6))
        }
        /// Reads: `Members`, `Institutions`, `Payouts`, `OpenPayouts`, `Claims`. Writes: `Payouts`, `OpenPayouts`, `Claims`.
        fn refuse_payout() -> Weight {
            Weight::from_parts(35_000_000, 4600).saturating_add($db.reads_writes(5, 3))
        }
        /// Reads: `Members`, `Institutions`, `Payouts`, `OpenPayouts`, `Claims`. Writes: `Payouts`, `OpenPayouts`, `Claims`.
        fn withdraw_request() -> Weight {
            Weight::from_parts(35_000_000, 4600).saturating_add($db.reads_writes(5, 3))
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

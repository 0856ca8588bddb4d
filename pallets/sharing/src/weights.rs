//! Weights of the pallet's calls, in the shape `frame-omni-bencher` writes.
//!
//! Measured by the pallet's benchmarks in the runtime's Wasm of the shipping profile: of 32 runs a point the lowest but five, rounded
//! up by about a tenth; storage accesses as the benchmarks counted them, or more where a call's dearest case is none of one run.
//! Regenerate with `frame-omni-bencher v1 benchmark pallet --pallet pallet_sharing`.

#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::RocksDbWeight, Weight},
};

/// What the calls weigh.
pub trait WeightInfo {
    fn register_key() -> Weight;
    fn publish_data_set(e: u32) -> Weight;
    fn revise_data_set(e: u32) -> Weight;
    fn withdraw_data_set() -> Weight;
    fn request_data() -> Weight;
    fn withdraw_request() -> Weight;
    fn grant_request() -> Weight;
    fn refuse_request() -> Weight;
    fn revoke_grant() -> Weight;
    fn renew_grant() -> Weight;
    fn rewrap_grant() -> Weight;
    fn confirm_receipt() -> Weight;
    fn order_opening() -> Weight;
    fn release_share() -> Weight;
    fn recognise_archive() -> Weight;
    fn withdraw_recognition() -> Weight;
}

/// Weights with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

macro_rules! weights {
    ($db:expr) => {
        /// Reads: `Members`, `Institutions`, `CurrentKeys`, `Keys`, `Timestamp::Now`. Writes: `Keys` 2, `CurrentKeys`.
        fn register_key() -> Weight {
            Weight::from_parts(32_000_000, 5_500).saturating_add($db.reads_writes(5, 3))
        }
        /// Reads: `Members`, `Institutions`, `Permits`, `NextDataSet`, `Timestamp::Now`; a share: `Institutions`, `CurrentKeys`.
        /// Writes: `NextDataSet`, `DataSets`, `Versions`.
        ///
        /// The range of component `e` is `[0, 8]`.
        fn publish_data_set(e: u32) -> Weight {
            Weight::from_parts(36_000_000, 11_000)
                .saturating_add(Weight::from_parts(9_000_000, 5_300).saturating_mul(e.into()))
                .saturating_add($db.reads_writes(5, 3))
                .saturating_add($db.reads(2).saturating_mul(e.into()))
        }
        /// Reads: `Members`, `Institutions`, `DataSets`, `Timestamp::Now`; a share: `Institutions`, `CurrentKeys`. Writes:
        /// `DataSets`, `Versions`.
        ///
        /// The range of component `e` is `[0, 8]`.
        fn revise_data_set(e: u32) -> Weight {
            Weight::from_parts(37_000_000, 5_500)
                .saturating_add(Weight::from_parts(9_000_000, 5_300).saturating_mul(e.into()))
                .saturating_add($db.reads_writes(4, 2))
                .saturating_add($db.reads(2).saturating_mul(e.into()))
        }
        /// Reads: `Members`, `Institutions`, `DataSets`, `Timestamp::Now`. Writes: `DataSets`.
        fn withdraw_data_set() -> Weight {
            Weight::from_parts(33_000_000, 5_500).saturating_add($db.reads_writes(4, 1))
        }
        /// Reads: `Members`, `Institutions`, `DataSets`, `NextRequest`, `Timestamp::Now`. Writes: `NextRequest`, `Requests`.
        fn request_data() -> Weight {
            Weight::from_parts(37_000_000, 5_500).saturating_add($db.reads_writes(5, 2))
        }
        /// Reads: `Members`, `Institutions`, `Requests`, `Timestamp::Now`. Writes: `Requests`.
        fn withdraw_request() -> Weight {
            Weight::from_parts(34_000_000, 5_500).saturating_add($db.reads_writes(4, 1))
        }
        /// Reads: `Members`, `Institutions`, `Requests`, `DataSets`, `CurrentKeys`, `NextGrant`, `Timestamp::Now`. Writes:
        /// `NextGrant`, `Grants`, `Requests`.
        fn grant_request() -> Weight {
            Weight::from_parts(50_000_000, 6_000).saturating_add($db.reads_writes(7, 3))
        }
        /// Reads: `Members`, `Institutions`, `Requests`, `Timestamp::Now`. Writes: `Requests`.
        fn refuse_request() -> Weight {
            Weight::from_parts(33_000_000, 5_500).saturating_add($db.reads_writes(4, 1))
        }
        /// Reads: `Members`, `Institutions`, `Grants`, `Timestamp::Now`. Writes: `Grants`.
        fn revoke_grant() -> Weight {
            Weight::from_parts(33_000_000, 6_000).saturating_add($db.reads_writes(4, 1))
        }
        /// Reads: `Members`, `Institutions`, `Grants`, `DataSets`, `Timestamp::Now`. Writes: `Grants`.
        fn renew_grant() -> Weight {
            Weight::from_parts(38_000_000, 6_000).saturating_add($db.reads_writes(5, 1))
        }
        /// Reads: `Members`, `Institutions`, `Grants`, `CurrentKeys`. Writes: `Grants`.
        fn rewrap_grant() -> Weight {
            Weight::from_parts(40_000_000, 6_000).saturating_add($db.reads_writes(4, 1))
        }
        /// Reads: `Members`, `Institutions`, `Grants`, `Versions`, `Receipts`, `Timestamp::Now`. Writes: `Receipts`.
        fn confirm_receipt() -> Weight {
            Weight::from_parts(48_000_000, 6_500).saturating_add($db.reads_writes(6, 1))
        }
        /// Reads: `Members`, `Institutions`, `DataSets`, `Versions`, `NextOpening`, `Timestamp::Now`. Writes: `NextOpening`,
        /// `Openings`.
        fn order_opening() -> Weight {
            Weight::from_parts(44_000_000, 6_000).saturating_add($db.reads_writes(6, 2))
        }
        /// Reads: `Members`, `Institutions`, `Openings`, `Versions`, `CurrentKeys`, `Timestamp::Now`. Writes: `Openings`.
        fn release_share() -> Weight {
            Weight::from_parts(54_000_000, 6_500).saturating_add($db.reads_writes(6, 1))
        }
        /// Reads: `Members`, `Institutions`, `DataSets`, `Versions`, `Recognitions`, `RecognisedArchives`, `Timestamp::Now`.
        /// Writes: `RecognisedArchives`, `Recognitions`.
        fn recognise_archive() -> Weight {
            Weight::from_parts(63_000_000, 9_000).saturating_add($db.reads_writes(7, 2))
        }
        /// Reads: `Members`, `Institutions`, `Recognitions`, `RecognisedArchives`, `Timestamp::Now`. Writes: `Recognitions`,
        /// `RecognisedArchives`.
        fn withdraw_recognition() -> Weight {
            Weight::from_parts(48_000_000, 6_500).saturating_add($db.reads_writes(5, 2))
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

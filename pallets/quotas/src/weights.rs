//! Weights of the pallet's calls, in the shape `frame-omni-bencher` writes.
//!
//! Measured by the pallet's benchmarks in the runtime's Wasm of the shipping profile: of 32 runs a point the lowest but five, rounded
//! up by about a tenth. Storage accesses as the benchmarks counted them, and by hand where a call's dearest case is none of one run:
//! parties of two groups, or four divisions asked for a rule. Regenerate with
//! `frame-omni-bencher v1 benchmark pallet --pallet pallet_quotas`.
//!
//! Surrendering for a permit of 128 outlets weighs 4.9 ms, of which 3.2 ms are the reads of their totals.

#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::RocksDbWeight, Weight},
};

/// What the calls weigh.
pub trait WeightInfo {
    fn define_class() -> Weight;
    fn set_rules() -> Weight;
    fn enrol_holder(h: u32) -> Weight;
    fn allocate(n: u32) -> Weight;
    fn take_back() -> Weight;
    fn make_offer() -> Weight;
    fn accept_offer() -> Weight;
    fn withdraw_offer() -> Weight;
    fn return_lease() -> Weight;
    fn freeze() -> Weight;
    fn release_freeze() -> Weight;
    fn retire() -> Weight;
    fn surrender() -> Weight;
    fn set_surrender_rule() -> Weight;
    fn assess_year() -> Weight;
    fn waive_shortfall() -> Weight;
    fn expire_holding() -> Weight;
}

/// Weights with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

macro_rules! weights {
    ($db:expr) => {
        /// Reads: `Members`, `Institutions`, `ClassOf`, `NextClass`, `Timestamp::Now`. Writes: `NextClass`, `Classes`,
        /// `ClassOf`, `Rules`.
        fn define_class() -> Weight {
            Weight::from_parts(34_000_000, 5500).saturating_add($db.reads_writes(5, 4))
        }
        /// Reads: `Members`, `Institutions`, `Classes`, `Rules`, `Totals`, `Timestamp::Now`. Writes: `Rules`.
        fn set_rules() -> Weight {
            Weight::from_parts(36_000_000, 5800).saturating_add($db.reads_writes(6, 1))
        }
        /// Reads: `Members`, `Institutions` 3, `Enrolments`, `Timestamp::Now`; a holding that changes its group:
        /// `Holdings`, `GroupHoldings` 2; and the end of the holdings. Writes: `Enrolments`; a holding: `GroupHoldings` 2.
        ///
        /// The range of component `h` is `[0, HoldingsMax]`.
        fn enrol_holder(h: u32) -> Weight {
            Weight::from_parts(37_000_000, 5500)
                .saturating_add(Weight::from_parts(19_000_000, 2500).saturating_mul(h.into()))
                .saturating_add($db.reads_writes(7, 1))
                .saturating_add($db.reads_writes(3, 2).saturating_mul(h.into()))
        }
        /// Reads: `Members`, `Institutions`, `Classes`, `Rules`, `Totals`, `NextLot`, `Timestamp::Now`; a share:
        /// `Allocations`, `Enrolments`, `Deductions`, `Holdings`, `Tallies`, `GroupHoldings`. Writes: `Totals`,
        /// `NextLot`; a share: `Deductions`, `Lots`, `Holdings`, `GroupHoldings`, `Allocations`, and `Tallies` or another of `Lots`.
        ///
        /// The range of component `n` is `[0, 64]`.
        fn allocate(n: u32) -> Weight {
            Weight::from_parts(26_000_000, 6100)
                .saturating_add(Weight::from_parts(65_000_000, 2500).saturating_mul(n.into()))
                .saturating_add($db.reads_writes(7, 2))
                .saturating_add($db.reads_writes(6, 6).saturating_mul(n.into()))
        }
        /// Reads: `Members`, `Institutions`, `Classes`, `Holdings` 2, `Tallies` 2, `Enrolments`, `GroupHoldings`,
        /// `NextLot`, `Timestamp::Now`. Writes: `Holdings` 2, `Tallies` 2, `GroupHoldings`, `NextLot`, `Lots`.
        fn take_back() -> Weight {
            Weight::from_parts(75_000_000, 7300).saturating_add($db.reads_writes(11, 7))
        }
        /// Reads: `Members`, `Institutions`, `Classes`, `Rules`, `Holdings`, `Tallies`, `NextOffer`, `Timestamp::Now`.
        /// Writes: `NextOffer`, `Holdings`, `Tallies`, `Offers`.
        fn make_offer() -> Weight {
            Weight::from_parts(70_000_000, 6400).saturating_add($db.reads_writes(8, 4))
        }
        /// Reads: `Members`, `Institutions` 3, `Offers`, `Classes`, `Rules`, `Tallies` 2, `Enrolments` 2, `Holdings` 2,
        /// `GroupHoldings` 2, `NextLease`, `NextLot`, `NextDue`, `Timestamp::Now`. Writes: `Holdings` 2, `Tallies` 2,
        /// `GroupHoldings` 2, `Offers`, `NextLease`, `NextLot`, `Lots`, `Leases`, `LeasesDue`, `NextDue`.
        fn accept_offer() -> Weight {
            Weight::from_parts(140_000_000, 9700).saturating_add($db.reads_writes(19, 13))
        }
        /// Reads: `Members`, `Institutions`, `Offers`, `Holdings`, `Tallies`, `Timestamp::Now`. Writes: `Holdings`,
        /// `Tallies`, `Offers`.
        fn withdraw_offer() -> Weight {
            Weight::from_parts(50_000_000, 5800).saturating_add($db.reads_writes(6, 3))
        }
        /// Reads: `Members`, `Institutions`, `Leases`, `Classes`, `Holdings` 2, `Enrolments` 2, `GroupHoldings` 2,
        /// `Tallies` 2, `NextLot`, `Timestamp::Now`. Writes: `Holdings` 2, `GroupHoldings` 2, `Tallies` 2, `NextLot`,
        /// `Lots`, `Leases`, `LeasesDue`.
        fn return_lease() -> Weight {
            Weight::from_parts(108_000_000, 8200).saturating_add($db.reads_writes(14, 10))
        }
        /// Reads: `Members`, `Institutions`, `Holdings`, `NextFreeze`, `Timestamp::Now`. Writes: `NextFreeze`,
        /// `Holdings`, `Freezes`.
        fn freeze() -> Weight {
            Weight::from_parts(41_000_000, 5500).saturating_add($db.reads_writes(5, 3))
        }
        /// Reads: `Members`, `Institutions`, `Freezes`, `Holdings`, `Tallies`, `Timestamp::Now`. Writes: `Holdings`,
        /// `Tallies`, `Freezes`.
        fn release_freeze() -> Weight {
            Weight::from_parts(39_000_000, 5800).saturating_add($db.reads_writes(6, 3))
        }
        /// Reads: `Members`, `Institutions`, `Classes`, `Rules`, `Holdings`, `Tallies`, `Enrolments`, `GroupHoldings`,
        /// `NextLot`, `Totals`, `Timestamp::Now`. Writes: `Holdings`, `Tallies`, `GroupHoldings`, `NextLot`, `Lots`,
        /// `Totals`.
        fn retire() -> Weight {
            Weight::from_parts(73_000_000, 7300).saturating_add($db.reads_writes(11, 6))
        }
        /// Reads: `Members`, `Institutions`, `Classes`, `Rules`, `Permits`, `Enrolments`, `YearTotals` 129,
        /// `Liabilities`, `SurrenderRules` 4, `Holdings`, `Tallies`, `GroupHoldings`, `NextLot`, `Totals`, `Deductions`,
        /// `Timestamp::Now`. Writes: `Holdings`, `Tallies`, `GroupHoldings`, `NextLot`, `Lots`, `Totals`, `Liabilities`.
        fn surrender() -> Weight {
            Weight::from_parts(572_000_000, 349600).saturating_add($db.reads_writes(147, 7))
        }
        /// Reads: `Members`, `Institutions`. Writes: `SurrenderRules`.
        fn set_surrender_rule() -> Weight {
            Weight::from_parts(19_000_000, 4600).saturating_add($db.reads_writes(2, 1))
        }
        /// Reads: `Members`, `Institutions`, `Permits`, `SurrenderRules` 4, `YearTotals` 129,
        /// `Liabilities`, `Tallies`, `Deductions`, `Timestamp::Now`. Writes: `Tallies`, `Deductions`, `Liabilities`.
        fn assess_year() -> Weight {
            Weight::from_parts(527_000_000, 349600).saturating_add($db.reads_writes(140, 3))
        }
        /// Reads: `Members`, `Institutions`, `Permits`, `Liabilities`, `Tallies`, `Deductions`. Writes: `Tallies`,
        /// `Deductions`, `Liabilities`.
        fn waive_shortfall() -> Weight {
            Weight::from_parts(65_000_000, 5800).saturating_add($db.reads_writes(6, 3))
        }
        /// Reads: `Members`, `Institutions`, `Classes`, `Holdings`, `Tallies`, `Enrolments`, `GroupHoldings`, `NextLot`,
        /// `Totals`, `Timestamp::Now`. Writes: `Holdings`, `Tallies`, `GroupHoldings`, `NextLot`, `Lots`, `Totals`.
        fn expire_holding() -> Weight {
            Weight::from_parts(69_000_000, 7000).saturating_add($db.reads_writes(10, 6))
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

//! Weights of the pallet's calls, in the shape `frame-omni-bencher` writes.
//!
//! Measured by the pallet's benchmarks in the runtime's Wasm of the shipping profile: of 32 runs a point the lowest but five, rounded
//! up by about a tenth; storage accesses as the benchmarks counted them. Regenerate with
//! `frame-omni-bencher v1 benchmark pallet --pallet pallet_emissions`.
//!
//! A proof of a day by one frame of 450 bytes with four masses, between two neighbours in a batch of 4,000 records, weighs about
//! 0.47 ms: 0.375 ms for seven reads and two writes, 0.075 ms for the proof, the rest for what it carries.

#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::RocksDbWeight, Weight},
};

/// What the calls weigh.
pub trait WeightInfo {
    fn prove_days(p: u32) -> Weight;
    fn prove_pollutants(e: u32) -> Weight;
    fn prove_records(r: u32) -> Weight;
    fn keep_conflicts() -> Weight;
    fn check_neighbours(l: u32) -> Weight;
    fn check_nodes(n: u32) -> Weight;
    fn read_bytes(b: u32) -> Weight;
    fn prove_absence(n: u32) -> Weight;
    fn substitute_day() -> Weight;
    fn override_day() -> Weight;
    fn prove_exceedance() -> Weight;
    fn review_finding() -> Weight;
    fn notify_party() -> Weight;
    fn state_position() -> Weight;
    fn uphold_finding() -> Weight;
    fn dismiss_finding() -> Weight;
    fn set_rules() -> Weight;
    fn set_substitution_rule() -> Weight;
}

/// Weights with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

macro_rules! weights {
    ($db:expr) => {
        /// Reads: `Members`, `Institutions`, `Timestamp::Now`, `Rules`; a proof: `Anchors`, `Bindings`, `Permits`, `Outlets`,
        /// `TagsOfDay`, `DayTotals`, `YearTotals`. Writes a proof: `DayTotals`, `YearTotals`.
        ///
        /// The range of component `p` is `[1, ProofsMax]`.
        fn prove_days(p: u32) -> Weight {
            Weight::from_parts(20_000_000, 3657)
                .saturating_add(Weight::from_parts(75_000_000, 16_000).saturating_mul(p.into()))
                .saturating_add($db.reads(4))
                .saturating_add($db.reads_writes(7, 2).saturating_mul(p.into()))
        }
        /// The range of component `e` is `[1, 24]`.
        fn prove_pollutants(e: u32) -> Weight {
            Weight::from_parts(95_000_000, 0)
                .saturating_add(Weight::from_parts(900_000, 250).saturating_mul(e.into()))
        }
        /// The range of component `r` is `[1, 16]`.
        fn prove_records(r: u32) -> Weight {
            Weight::from_parts(120_000_000, 0)
                .saturating_add(Weight::from_parts(20_000_000, 0).saturating_mul(r.into()))
        }
        /// Reads and writes: `Conflicts`.
        fn keep_conflicts() -> Weight {
            Weight::from_parts(11_000_000, 4000).saturating_add($db.reads_writes(1, 1))
        }
        /// The range of component `l` is `[1, 16]`.
        fn check_neighbours(l: u32) -> Weight {
            Weight::from_parts(600_000, 0)
                .saturating_add(Weight::from_parts(870_000, 0).saturating_mul(l.into()))
        }
        /// The range of component `n` is `[0, 31]`.
        fn check_nodes(n: u32) -> Weight {
            Weight::from_parts(1_200_000, 0)
                .saturating_add(Weight::from_parts(350_000, 0).saturating_mul(n.into()))
        }
        /// The range of component `b` is `[0, 9649]`.
        fn read_bytes(b: u32) -> Weight {
            Weight::from_parts(8_000_000, 0)
                .saturating_add(Weight::from_parts(23_500, 0).saturating_mul(b.into()))
        }
        /// Reads: `Members`, `Institutions`, `Timestamp::Now`, `Rules`, `Bindings`, `DayTotals`, `Absences`, `Anchors` 2; a batch:
        /// `Anchors`. Writes: `Absences`.
        ///
        /// The range of component `n` is `[1, BatchesMax]`.
        fn prove_absence(n: u32) -> Weight {
            Weight::from_parts(40_000_000, 6500)
                .saturating_add(Weight::from_parts(4_200_000, 2600).saturating_mul(n.into()))
                .saturating_add($db.reads_writes(9, 1))
                .saturating_add($db.reads(1).saturating_mul(n.into()))
        }
        /// Reads: `Members`, `Institutions`, `Timestamp::Now`, `Rules`, `Permits`, `Outlets`, `TagsOfDay`, `DayTotals` 32,
        /// `YearTotals`, `SubstitutionRules` 4. Writes: `DayTotals`, `YearTotals`.
        fn substitute_day() -> Weight {
            Weight::from_parts(480_000_000, 200_000).saturating_add($db.reads_writes(44, 2))
        }
        /// Reads: `Members`, `Institutions`, `Timestamp::Now`, `Permits`, `Outlets`, `DayTotals`, `YearTotals`.
        /// Writes: `DayTotals`, `YearTotals`.
        fn override_day() -> Weight {
            Weight::from_parts(70_000_000, 16_000).saturating_add($db.reads_writes(7, 2))
        }
        /// Reads: `Members`, `Institutions`, `Timestamp::Now`, `Rules`, `Anchors`, `FindingOf`, `Bindings`, `Permits`, `Outlets`,
        /// `TagsOfDay`, `NextFinding`. Writes: `NextFinding`, `FindingOf`, `Findings`.
        fn prove_exceedance() -> Weight {
            Weight::from_parts(100_000_000, 16_000).saturating_add($db.reads_writes(11, 3))
        }
        /// Reads: `Members`, `Institutions`, `Findings`, `Permits`, `Timestamp::Now`. Writes: `Findings`.
        fn review_finding() -> Weight {
            Weight::from_parts(33_000_000, 6500).saturating_add($db.reads_writes(5, 1))
        }
        /// Reads: `Members`, `Institutions`, `Findings`, `Permits`, `Timestamp::Now`, `Rules`. Writes: `Findings`.
        fn notify_party() -> Weight {
            Weight::from_parts(33_000_000, 6500).saturating_add($db.reads_writes(6, 1))
        }
        /// Reads: `Members`, `Institutions`, `Findings`, `Permits`, `Timestamp::Now`. Writes: `Findings`.
        fn state_position() -> Weight {
            Weight::from_parts(33_000_000, 6500).saturating_add($db.reads_writes(5, 1))
        }
        /// Reads: `Members`, `Institutions`, `Findings`, `Permits`, `Timestamp::Now`, `Rules`, `TagsOfDay`. Writes: `Findings`.
        fn uphold_finding() -> Weight {
            Weight::from_parts(38_000_000, 6500).saturating_add($db.reads_writes(7, 1))
        }
        /// Reads: `Members`, `Institutions`, `Findings`, `Permits`, `Timestamp::Now`. Writes: `Findings`.
        fn dismiss_finding() -> Weight {
            Weight::from_parts(33_000_000, 6500).saturating_add($db.reads_writes(5, 1))
        }
        /// Writes: `Rules`.
        fn set_rules() -> Weight {
            Weight::from_parts(5_500_000, 0).saturating_add($db.writes(1))
        }
        /// Reads: `Members`, `Institutions`. Writes: `SubstitutionRules`.
        fn set_substitution_rule() -> Weight {
            Weight::from_parts(17_000_000, 3657).saturating_add($db.reads_writes(2, 1))
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

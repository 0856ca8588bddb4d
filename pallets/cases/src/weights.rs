//! Weights of the pallet's calls, in the shape `frame-omni-bencher` writes.
//!
//! Measured by the pallet's benchmarks in the runtime's Wasm of the shipping profile: of 32 runs a point the lowest but five, rounded
//! up by about a tenth; storage accesses as the benchmarks counted them, or more where a call's dearest case is none of one run.
//! Regenerate with `frame-omni-bencher v1 benchmark pallet --pallet pallet_cases`.

#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::RocksDbWeight, Weight},
};

/// What the calls weigh.
pub trait WeightInfo {
    fn open_case() -> Weight;
    fn invite_agency() -> Weight;
    fn answer_invitation() -> Weight;
    fn leave_case() -> Weight;
    fn transfer_clue(n: u32) -> Weight;
    fn accept_clue() -> Weight;
    fn return_clue() -> Weight;
    fn dispute_clue() -> Weight;
    fn decide_clue() -> Weight;
    fn attach_evidence() -> Weight;
    fn set_task() -> Weight;
    fn finish_task() -> Weight;
    fn close_case() -> Weight;
    fn withdraw_task() -> Weight;
}

/// Weights with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

macro_rules! weights {
    ($db:expr) => {
        /// Reads: `Members`, `Institutions`, `NextCase`, `Timestamp::Now`. Writes: `NextCase`, `Cases`.
        fn open_case() -> Weight {
            Weight::from_parts(20_000_000, 3657).saturating_add($db.reads_writes(4, 2))
        }
        /// Reads: `Members`, `Institutions` 2, `Cases`, `Memberships`, `Tallies`, `Timestamp::Now`. Writes: `Tallies`,
        /// `Memberships`.
        fn invite_agency() -> Weight {
            Weight::from_parts(39_000_000, 6324).saturating_add($db.reads_writes(7, 2))
        }
        /// Reads: `Members`, `Institutions`, `Cases`, `Memberships`, `Timestamp::Now`. Writes: `Memberships`.
        fn answer_invitation() -> Weight {
            Weight::from_parts(31_000_000, 3657).saturating_add($db.reads_writes(5, 1))
        }
        /// As `answer_invitation`.
        fn leave_case() -> Weight {
            Weight::from_parts(29_000_000, 3657).saturating_add($db.reads_writes(5, 1))
        }
        /// Reads: `Members`, `Institutions` 2, `Cases`, `Memberships`, `Handed`, `AgenciesOf` 3, `Timestamp::Now`, `NextClue`; a
        /// nearer office: `Institutions`, `Handed`, `Clues`. Writes: `NextClue`, `Handed`, `Clues`.
        ///
        /// The range of component `n` is `[0, 96]`.
        fn transfer_clue(n: u32) -> Weight {
            Weight::from_parts(47_000_000, 11_000)
                .saturating_add(Weight::from_parts(12_500_000, 2_800).saturating_mul(n.into()))
                .saturating_add($db.reads_writes(11, 3))
                .saturating_add($db.reads(3).saturating_mul(n.into()))
        }
        /// Reads: `Members`, `Institutions`, `Clues`, `Timestamp::Now`. Writes: `Clues`.
        fn accept_clue() -> Weight {
            Weight::from_parts(25_000_000, 3657).saturating_add($db.reads_writes(4, 1))
        }
        /// As `accept_clue`.
        fn return_clue() -> Weight {
            Weight::from_parts(25_000_000, 3657).saturating_add($db.reads_writes(4, 1))
        }
        /// Reads: `Members`, `Institutions` 3, `Clues`, `Timestamp::Now`, `AgenciesOf` 3, and the `Institutions` of 96 agencies above
        /// both, all but the last of them suspended. Writes: `Clues`.
        fn dispute_clue() -> Weight {
            Weight::from_parts(520_000_000, 280_000).saturating_add($db.reads_writes(105, 1))
        }
        /// Reads: `Members`, `Institutions` 2, `Clues`, `Timestamp::Now`. Writes: `Handed`, `Clues`.
        fn decide_clue() -> Weight {
            Weight::from_parts(34_000_000, 6324).saturating_add($db.reads_writes(5, 2))
        }
        /// Reads: `Members`, `Institutions` 2, `Cases`, `Memberships`, `Evidence`, `Permits`, the recognition's 5, `Tallies`,
        /// `Timestamp::Now`. Writes: `Tallies`, `Evidence`.
        fn attach_evidence() -> Weight {
            Weight::from_parts(100_000_000, 25_000).saturating_add($db.reads_writes(14, 2))
        }
        /// Reads: `Members`, `Institutions`, `Cases`, `Memberships`, `Tallies`, `Timestamp::Now`. Writes: `Tallies`,
        /// `Memberships`, `Tasks`.
        fn set_task() -> Weight {
            Weight::from_parts(42_000_000, 3657).saturating_add($db.reads_writes(6, 3))
        }
        /// Reads: `Members`, `Institutions`, `Tasks`, `Tallies`, `Memberships`, `Timestamp::Now`. Writes: `Tallies`,
        /// `Memberships`, `Tasks`.
        fn finish_task() -> Weight {
            Weight::from_parts(38_000_000, 3657).saturating_add($db.reads_writes(6, 3))
        }
        /// Reads: `Members`, `Institutions`, `Cases`, `Tallies`, `Timestamp::Now`. Writes: `Cases`.
        fn close_case() -> Weight {
            Weight::from_parts(29_000_000, 3657).saturating_add($db.reads_writes(5, 1))
        }
        /// Reads: `Members`, `Institutions`, `Cases`, `Tasks`, `Tallies`, `Memberships`, `Timestamp::Now`. Writes: `Tallies`,
        /// `Memberships`, `Tasks`.
        fn withdraw_task() -> Weight {
            Weight::from_parts(40_000_000, 3657).saturating_add($db.reads_writes(7, 3))
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

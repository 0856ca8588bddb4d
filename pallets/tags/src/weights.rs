//! Weights of the pallet's calls, in the shape `frame-omni-bencher` writes.
//!
//! Not measured yet: time is estimated from comparable FRAME calls; storage accesses are counted by hand. Regenerate with
//! `frame-omni-bencher v1 benchmark pallet --pallet pallet_tags`.

#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::RocksDbWeight, Weight},
};

/// What the calls weigh.
pub trait WeightInfo {
    fn set_tag_rule() -> Weight;
    fn remove_tag_rule() -> Weight;
    fn file_tag(d: u32) -> Weight;
    fn accept_tag(d: u32) -> Weight;
    fn reject_tag(d: u32) -> Weight;
}

/// Weights with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

macro_rules! weights {
    ($db:expr) => {
        /// Writes: `TagRules`.
        fn set_tag_rule() -> Weight {
            Weight::from_parts(10_000_000, 0).saturating_add($db.writes(1))
        }
        /// Reads: `TagRules`. Writes: `TagRules`.
        fn remove_tag_rule() -> Weight {
            Weight::from_parts(10_000_000, 3657).saturating_add($db.reads_writes(1, 1))
        }
        /// Reads: `Members`, `Institutions`, `TagRules`, `Permits`, `Outlets` 2, `Timestamp::Now`, `NextTag`; a day: `TagsOfDay`.
        /// Writes: `NextTag`, `Tags`; a day: `TagsOfDay`.
        ///
        /// The range of component `d` is `[1, 31]`.
        fn file_tag(d: u32) -> Weight {
            Weight::from_parts(40_000_000, 12_000)
                .saturating_add(Weight::from_parts(3_000_000, 2_900).saturating_mul(d.into()))
                .saturating_add($db.reads_writes(8, 2))
                .saturating_add($db.reads_writes(1, 1).saturating_mul(d.into()))
        }
        /// Reads: `Members`, `Institutions`, `Tags`, `Permits`, `Timestamp::Now`; a day: `TagsOfDay`. Writes: `Tags`; a day:
        /// `TagsOfDay`.
        ///
        /// The range of component `d` is `[1, 31]`.
        fn accept_tag(d: u32) -> Weight {
            Weight::from_parts(30_000_000, 7_700)
                .saturating_add(Weight::from_parts(4_000_000, 2_900).saturating_mul(d.into()))
                .saturating_add($db.reads_writes(5, 1))
                .saturating_add($db.reads_writes(1, 1).saturating_mul(d.into()))
        }
        /// As `accept_tag`.
        ///
        /// The range of component `d` is `[1, 31]`.
        fn reject_tag(d: u32) -> Weight {
            Weight::from_parts(30_000_000, 7_700)
                .saturating_add(Weight::from_parts(4_000_000, 2_900).saturating_mul(d.into()))
                .saturating_add($db.reads_writes(5, 1))
                .saturating_add($db.reads_writes(1, 1).saturating_mul(d.into()))
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

//! Weights of the pallet's calls, in the shape `frame-omni-bencher` writes.
//!
//! Not measured yet: time is estimated from comparable FRAME calls, with 10 µs for an outlet and 2 µs for a limit or yearly mass,
//! each decoded, checked, encoded and hashed; storage accesses are counted by hand. Regenerate with
//! `frame-omni-bencher v1 benchmark pallet --pallet pallet_permits`.

#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::RocksDbWeight, Weight},
};

/// What the calls weigh.
pub trait WeightInfo {
    fn issue_permit(o: u32, l: u32) -> Weight;
    fn amend_permit(o: u32, l: u32) -> Weight;
    fn renew_permit(o: u32, l: u32) -> Weight;
    fn suspend_permit() -> Weight;
    fn reinstate_permit() -> Weight;
    fn revoke_permit() -> Weight;
    fn withdraw_permit() -> Weight;
    fn cancel_permit() -> Weight;
    fn lift_ban() -> Weight;
}

/// Weights with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

macro_rules! weights {
    ($db:expr) => {
        /// Reads: `Members`, `Institutions` 2, `InstitutionOf`, `Permits`, `Bans`, `Timestamp::Now`. Writes: `Permits`,
        /// `Terms`; an outlet: `Outlets`.
        ///
        /// The range of component `o` is `[0, 64]`, of component `l` `[0, LimitsMax]`.
        fn issue_permit(o: u32, l: u32) -> Weight {
            Weight::from_parts(45_000_000, 7700)
                .saturating_add(Weight::from_parts(10_000_000, 0).saturating_mul(o.into()))
                .saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(l.into()))
                .saturating_add($db.reads_writes(7, 2))
                .saturating_add($db.writes(1).saturating_mul(o.into()))
        }
        /// Reads: `Members`, `Institutions`, `Permits`, `Timestamp::Now`. Writes: `Permits`, `Terms`; an outlet: `Outlets`.
        ///
        /// The range of component `o` is `[0, 64]`, of component `l` `[0, LimitsMax]`.
        fn amend_permit(o: u32, l: u32) -> Weight {
            Weight::from_parts(40_000_000, 7700)
                .saturating_add(Weight::from_parts(10_000_000, 0).saturating_mul(o.into()))
                .saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(l.into()))
                .saturating_add($db.reads_writes(4, 2))
                .saturating_add($db.writes(1).saturating_mul(o.into()))
        }
        /// Reads: `Members`, `Institutions`, `Permits`, `Timestamp::Now`. Writes: `Permits`, `Terms`; an outlet: `Outlets`.
        ///
        /// The range of component `o` is `[0, 64]`, of component `l` `[0, LimitsMax]`.
        fn renew_permit(o: u32, l: u32) -> Weight {
            Weight::from_parts(40_000_000, 7700)
                .saturating_add(Weight::from_parts(10_000_000, 0).saturating_mul(o.into()))
                .saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(l.into()))
                .saturating_add($db.reads_writes(4, 2))
                .saturating_add($db.writes(1).saturating_mul(o.into()))
        }
        /// Reads: `Members`, `Institutions`, `Permits`, `Timestamp::Now`. Writes: `Permits`.
        fn suspend_permit() -> Weight {
            Weight::from_parts(30_000_000, 7700).saturating_add($db.reads_writes(4, 1))
        }
        /// Reads: `Members`, `Institutions`, `Permits`, `Timestamp::Now`. Writes: `Permits`.
        fn reinstate_permit() -> Weight {
            Weight::from_parts(30_000_000, 7700).saturating_add($db.reads_writes(4, 1))
        }
        /// Reads: `Members`, `Institutions`, `Permits`, `Timestamp::Now`, `Bans`. Writes: `Permits`, `Bans`.
        fn revoke_permit() -> Weight {
            Weight::from_parts(35_000_000, 7700).saturating_add($db.reads_writes(5, 2))
        }
        /// Reads: `Members`, `Institutions`, `Permits`, `Timestamp::Now`, `Bans`. Writes: `Permits`, `Bans`.
        fn withdraw_permit() -> Weight {
            Weight::from_parts(35_000_000, 7700).saturating_add($db.reads_writes(5, 2))
        }
        /// Reads: `Members`, `Institutions`, `Permits`, `Timestamp::Now`. Writes: `Permits`.
        fn cancel_permit() -> Weight {
            Weight::from_parts(30_000_000, 7700).saturating_add($db.reads_writes(4, 1))
        }
        /// Reads: `Members`, `Institutions`, `Permits`, `Bans`, `Timestamp::Now`. Writes: `Bans`.
        fn lift_ban() -> Weight {
            Weight::from_parts(25_000_000, 7700).saturating_add($db.reads_writes(5, 1))
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

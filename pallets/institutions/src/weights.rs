//! Weights of the pallet's calls, in the shape `frame-omni-bencher` writes.
//!
//! Not measured yet: time is estimated from comparable FRAME calls (10 to 25 µs on the reference machine), storage
//! accesses are counted by hand. Regenerate with `frame-omni-bencher v1 benchmark pallet --pallet pallet_institutions`.

#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::RocksDbWeight, Weight},
};

/// What the calls weigh.
pub trait WeightInfo {
    fn admit_institution() -> Weight;
    fn amend_institution() -> Weight;
    fn suspend_institution() -> Weight;
    fn reinstate_institution() -> Weight;
    fn add_member() -> Weight;
    fn set_duties() -> Weight;
    fn remove_member() -> Weight;
    fn set_allowance() -> Weight;
    fn appoint_administrator() -> Weight;
    fn check_member() -> Weight;
}

/// Weights with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

macro_rules! weights {
    ($db:expr) => {
        /// Reads: `Members` 2, `Institutions`, `InstitutionOf`, `NextInstitution`, `Headcounts`, `FormerNonces`, `Account`,
        /// `Timestamp::Now`, `AgenciesOf`. Writes: `NextInstitution`, `InstitutionOf`, `Institutions`, `Headcounts`,
        /// `Members`, `Account`, `FormerNonces`, `AgenciesOf`.
        fn admit_institution() -> Weight {
            Weight::from_parts(25_000_000, 3657).saturating_add($db.reads_writes(10, 8))
        }
        /// Reads: `Members`, `Institutions` 2, `AgenciesOf` 2, `UnlistedAgencies`. Writes: `Institutions`, `AgenciesOf` 2,
        /// `UnlistedAgencies`.
        fn amend_institution() -> Weight {
            Weight::from_parts(25_000_000, 6171).saturating_add($db.reads_writes(6, 4))
        }
        /// Reads: `Members`, `Institutions` 2, `Timestamp::Now`. Writes: `Institutions`.
        fn suspend_institution() -> Weight {
            Weight::from_parts(15_000_000, 3657).saturating_add($db.reads_writes(4, 1))
        }
        /// Reads: `Members`, `Institutions` 2. Writes: `Institutions`.
        fn reinstate_institution() -> Weight {
            Weight::from_parts(15_000_000, 3657).saturating_add($db.reads_writes(3, 1))
        }
        /// Reads: `Members` 2, `Institutions`, `Headcounts`, `FormerNonces`, `Account`, `Timestamp::Now`.
        /// Writes: `Headcounts`, `Members`, `Account`, `FormerNonces`.
        fn add_member() -> Weight {
            Weight::from_parts(20_000_000, 3657).saturating_add($db.reads_writes(7, 4))
        }
        /// Reads: `Members` 2, `Institutions`, `Headcounts`. Writes: `Headcounts`, `Members`.
        fn set_duties() -> Weight {
            Weight::from_parts(17_000_000, 3657).saturating_add($db.reads_writes(4, 2))
        }
        /// Reads: `Members` 2, `Institutions` 2, `Headcounts`, `Account`. Writes: `Headcounts`, `Members`, `Account`,
        /// `FormerNonces`.
        fn remove_member() -> Weight {
            Weight::from_parts(20_000_000, 3657).saturating_add($db.reads_writes(6, 4))
        }
        /// Reads: `Institutions`. Writes: `Allowances`.
        fn set_allowance() -> Weight {
            Weight::from_parts(10_000_000, 3657).saturating_add($db.reads_writes(1, 1))
        }
        /// Reads: `Members` 2, `Institutions` 2, `Headcounts`, `FormerNonces`, `Account`, `Timestamp::Now`.
        /// Writes: `Headcounts`, `Members`, `Account`, `FormerNonces`.
        fn appoint_administrator() -> Weight {
            Weight::from_parts(21_000_000, 3657).saturating_add($db.reads_writes(8, 4))
        }
        /// Reads: `Members`, `Institutions`, `Allowances`, `Usages`, `Account`. Writes: `Usages`.
        fn check_member() -> Weight {
            Weight::from_parts(12_000_000, 3657).saturating_add($db.reads_writes(5, 1))
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

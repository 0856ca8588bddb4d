//! Weights of the pallet's calls, in the shape `frame-omni-bencher` writes.
//!
//! Not measured yet: time is estimated from comparable FRAME calls, with 55 µs for an Ed25519 signature checked by the host
//! and 15 µs for the rest of a header; storage accesses are counted by hand. Regenerate with
//! `frame-omni-bencher v1 benchmark pallet --pallet pallet_anchors`.

#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::RocksDbWeight, Weight},
};

/// What the calls weigh.
pub trait WeightInfo {
    fn register_gateway() -> Weight;
    fn rotate_key() -> Weight;
    fn suspend_gateway() -> Weight;
    fn reinstate_gateway() -> Weight;
    fn bind_outlet() -> Weight;
    fn unbind_outlet() -> Weight;
    fn anchor_batches(n: u32) -> Weight;
}

/// Weights with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

macro_rules! weights {
    ($db:expr) => {
        /// The key's group is checked in Wasm, which took 630 to 710 µs on a busy machine.
        ///
        /// Reads: `Members`, `Institutions` 2, `KeyOwners`, `BlockHash`, `NextGateway`, `Timestamp::Now`.
        /// Writes: `NextGateway`, `GatewayKeys`, `KeyOwners`, `Heads`, `Gateways`.
        fn register_gateway() -> Weight {
            Weight::from_parts(800_000_000, 3657).saturating_add($db.reads_writes(7, 5))
        }
        /// The key's group is checked in Wasm, which took 630 to 710 µs on a busy machine.
        ///
        /// Reads: `Members`, `Institutions`, `Gateways`, `KeyOwners`, `BlockHash`, `GatewayKeys`, `Timestamp::Now`.
        /// Writes: `GatewayKeys` 2, `KeyOwners`, `Gateways`.
        fn rotate_key() -> Weight {
            Weight::from_parts(800_000_000, 3657).saturating_add($db.reads_writes(7, 4))
        }
        /// Reads: `Members`, `Institutions`, `Gateways`, `Timestamp::Now`. Writes: `Gateways`.
        fn suspend_gateway() -> Weight {
            Weight::from_parts(15_000_000, 3657).saturating_add($db.reads_writes(4, 1))
        }
        /// Reads: `Members`, `Institutions`, `Gateways`. Writes: `Gateways`.
        fn reinstate_gateway() -> Weight {
            Weight::from_parts(15_000_000, 3657).saturating_add($db.reads_writes(3, 1))
        }
        /// Reads: `Members`, `Institutions`, `Gateways`, `Permits`, `Outlets`, `Timestamp::Now`, `OutletUses`, `MnUses`,
        /// `Bindings`. Writes: `Bindings`, `OutletUses`, `MnUses`.
        fn bind_outlet() -> Weight {
            Weight::from_parts(40_000_000, 7000).saturating_add($db.reads_writes(9, 3))
        }
        /// Reads: `Members`, `Institutions`, `Gateways`, `Timestamp::Now`, `Bindings`. Writes: `Bindings`, `OutletUses`,
        /// `MnUses`.
        fn unbind_outlet() -> Weight {
            Weight::from_parts(25_000_000, 6500).saturating_add($db.reads_writes(5, 3))
        }
        /// Reads: `Members`, `Institutions`, `BlockHash`, `Timestamp::Now`; a header: `Gateways`, `Heads`, `GatewayKeys`.
        /// Writes a header: `Anchors`, `Heads`.
        ///
        /// The range of component `n` is `[1, HeadersMax]`.
        fn anchor_batches(n: u32) -> Weight {
            Weight::from_parts(15_000_000, 3657)
                .saturating_add(Weight::from_parts(70_000_000, 2600).saturating_mul(n.into()))
                .saturating_add($db.reads(4))
                .saturating_add($db.reads_writes(3, 2).saturating_mul(n.into()))
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

//! What the rehearsal of an upgrade migrates. Never part of a runtime that is shipped.

use crate::Runtime;
use frame_support::{
    migrations::VersionedMigration,
    storage_alias,
    traits::UncheckedOnRuntimeUpgrade,
    weights::{constants::RocksDbWeight, Weight},
    Blake2_128Concat,
};
use limpid_primitives::GatewayId;

/// How many batches of a gateway are anchored: an index that the migration makes from the gateways' heads.
#[storage_alias]
pub type AnchoredBatches = StorageMap<Anchors, Blake2_128Concat, GatewayId, u64>;

/// Makes the index, reading every gateway's head and writing one entry each.
pub struct CountBatches;

impl UncheckedOnRuntimeUpgrade for CountBatches {
    fn on_runtime_upgrade() -> Weight {
        let mut gateways: u64 = 0;
        for (gateway, head) in pallet_anchors::Heads::<Runtime>::iter() {
            AnchoredBatches::insert(gateway, head.next_sequence.saturating_sub(1));
            gateways = gateways.saturating_add(1);
        }
        log::info!(target: "runtime::rehearsal", "counted the batches of {gateways} gateways");
        RocksDbWeight::get().reads_writes(gateways, gateways)
    }
}

/// The rehearsal's only migration, from version 1 of the anchors' storage to version 2.
pub type Migrations =
    VersionedMigration<1, 2, CountBatches, pallet_anchors::Pallet<Runtime>, RocksDbWeight>;

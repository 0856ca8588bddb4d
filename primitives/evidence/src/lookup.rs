//! What other pallets ask about anchors, without seeing how they are stored.

use crate::chain::AnchorV1;
use limpid_primitives::{GatewayId, Mn, Outlet};

/// The anchors and bindings as other pallets see them.
pub trait AnchorLookup {
    /// The anchor of a gateway's batch; `None` if none with this number is anchored.
    fn anchor(gateway: GatewayId, sequence: u64) -> Option<AnchorV1>;

    /// The device that stood at an outlet of a gateway at an observed time.
    fn device(gateway: GatewayId, outlet: &Outlet, observed_ms: u64) -> Option<Mn>;

    /// The number of the gateway's last anchored batch; 0 before the first, and for a gateway that is not registered.
    fn last_sequence(gateway: GatewayId) -> u64;

    /// Puts an anchor where its header says, as the gateway's last, and binds the device to the outlet there for all times,
    /// behind as many ended bindings as there can be, whatever the rules say.
    #[cfg(feature = "runtime-benchmarks")]
    fn anchor_for_benchmark(anchor: AnchorV1, outlet: &Outlet, mn: Mn);
}

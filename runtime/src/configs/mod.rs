//! The pallets' parameters, one file a subject.

mod anchors;
mod bare;
mod consensus;
mod council;
mod institutions;
mod nodes;
mod system;

pub use bare::BareCalls;
pub use consensus::SLOT_DURATION_MS;
pub use council::{CouncilOrigin, RootOrigin, MOTION_DURATION_BLOCKS};

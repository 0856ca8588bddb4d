//! The pallets' parameters, one file a subject.

mod anchors;
mod bare;
mod cases;
mod consensus;
mod council;
mod deposits;
mod emissions;
mod institutions;
mod market;
mod nodes;
mod permits;
mod quotas;
mod sharing;
mod system;
mod tags;

pub use bare::BareCalls;
pub use consensus::{AUTHORITIES_MAX, SLOT_DURATION_MS};
pub use council::{CouncilOrigin, RootOrigin, MOTION_DURATION_BLOCKS, SEATS_MAX};
pub use nodes::NODES_OF_INSTITUTION_MAX;

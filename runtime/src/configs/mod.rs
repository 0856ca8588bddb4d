//! The pallets' parameters, one file a subject.

mod anchors;
mod consensus;
mod council;
mod institutions;
mod system;

pub use consensus::SLOT_DURATION_MS;
pub use council::{CouncilOrigin, MOTION_DURATION_BLOCKS};

//! Institutions, their members and what they may use of the chain.

use super::{RootOrigin, SLOT_DURATION_MS};
use crate::{Runtime, Timestamp};
use frame_support::{
    parameter_types, traits::ConstU32, weights::constants::WEIGHT_REF_TIME_PER_SECOND,
};
use pallet_institutions::Allowance;

/// An allowance is given for ten minutes at a time.
const WINDOW_BLOCKS: u32 = (10 * 60 * 1000 / SLOT_DURATION_MS) as u32;
/// Members of one institution, and transactions of one member that may wait: together a quarter of the pool's 8,192 places.
const MEMBERS_MAX: u32 = 32;
const PENDING_MAX: u32 = 63;

parameter_types! {
    /// A tenth of what the blocks of a window can hold: ten institutions at their limit fill the chain.
    pub const DefaultAllowance: Allowance = Allowance {
        ref_time: 15 * WEIGHT_REF_TIME_PER_SECOND,
        bytes: 45 * 1024 * 1024,
    };
}

impl pallet_institutions::Config for Runtime {
    type CouncilOrigin = RootOrigin;
    type Time = Timestamp;
    type MembersMax = ConstU32<MEMBERS_MAX>;
    type WindowBlocks = ConstU32<WINDOW_BLOCKS>;
    type DefaultAllowance = DefaultAllowance;
    type PendingMax = ConstU32<PENDING_MAX>;
    type WeightInfo = pallet_institutions::weights::SubstrateWeight<Runtime>;
}

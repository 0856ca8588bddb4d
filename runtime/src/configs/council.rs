//! The council of agencies: the only root. It admits agencies, courts and banks, and changes its own members, by two thirds
//! of its votes. A council member is also a member of an institution: without that the pool refuses the votes.

use super::SLOT_DURATION_MS;
use crate::{AccountId, BlockNumber, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin};
use frame_support::{parameter_types, traits::ConstU32, weights::Weight};
use frame_system::limits::BlockWeights;
use pallet_collective::{EnsureProportionAtLeast, PrimeDefaultVote};
use sp_runtime::Perbill;

type CouncilInstance = pallet_collective::Instance1;

/// Two thirds of the council, as the origin of its decisions.
pub type CouncilOrigin = EnsureProportionAtLeast<AccountId, CouncilInstance, 2, 3>;

/// A motion stays open for seven days.
pub const MOTION_DURATION_BLOCKS: BlockNumber =
    (7 * 24 * 60 * 60 * 1000 / SLOT_DURATION_MS) as BlockNumber;

parameter_types! {
    /// A motion may take half of a block.
    pub MotionWeightMax: Weight = Perbill::from_percent(50)
        * <<Runtime as frame_system::Config>::BlockWeights as frame_support::traits::Get<BlockWeights>>::get().max_block;
}

impl pallet_collective::Config<CouncilInstance> for Runtime {
    type RuntimeOrigin = RuntimeOrigin;
    type Proposal = RuntimeCall;
    type RuntimeEvent = RuntimeEvent;
    type MotionDuration = ConstU32<MOTION_DURATION_BLOCKS>;
    type MaxProposals = ConstU32<100>;
    type MaxMembers = ConstU32<100>;
    type DefaultVote = PrimeDefaultVote;
    type SetMembersOrigin = CouncilOrigin;
    type WeightInfo = pallet_collective::weights::SubstrateWeight<Runtime>;
    type MaxProposalWeight = MotionWeightMax;
    type DisapproveOrigin = CouncilOrigin;
    type KillOrigin = CouncilOrigin;
    type Consideration = ();
}

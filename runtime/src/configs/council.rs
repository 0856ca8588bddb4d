//! The council of agencies: the only root. It admits agencies, courts and banks, changes its own seats and the validators, and
//! authorises upgrades, each by two thirds of its votes and naming the decision's document (`pallet_governance`). A council
//! member is also a member of an institution: without that the pool refuses the votes.

use super::SLOT_DURATION_MS;
use crate::{
    AccountId, BlockNumber, Council, Institutions, Runtime, RuntimeCall, RuntimeEvent,
    RuntimeOrigin, Timestamp,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
    parameter_types,
    traits::{Consideration, ConstU32, Get, MaybeConsideration, NeverEnsureOrigin},
    weights::Weight,
};
use frame_system::{limits::BlockWeights, EnsureRoot};
use pallet_collective::{DefaultVote, EnsureProportionAtLeast, MemberCount};
use pallet_institutions::InstitutionLookup;
use scale_info::TypeInfo;
use sp_runtime::{DispatchError, Perbill};

type CouncilInstance = pallet_collective::Instance1;

/// Two thirds of the council, as the origin of its decisions.
pub type CouncilOrigin = EnsureProportionAtLeast<AccountId, CouncilInstance, 2, 3>;
/// What a decision of the council is carried out as.
pub type RootOrigin = EnsureRoot<AccountId>;

/// A motion stays open for seven days.
pub const MOTION_DURATION_BLOCKS: BlockNumber =
    (7 * 24 * 60 * 60 * 1000 / SLOT_DURATION_MS) as BlockNumber;
/// Seats of the council.
pub const SEATS_MAX: u32 = 100;
/// Open motions of the whole council, and of one member: one member alone can never keep the others from moving.
const MOTIONS_MAX: u32 = 100;
const MOTIONS_OF_MEMBER_MAX: usize = 8;

parameter_types! {
    /// A motion may take half of a block.
    pub MotionWeightMax: Weight = Perbill::from_percent(50)
        * <<Runtime as frame_system::Config>::BlockWeights as Get<BlockWeights>>::get().max_block;
}

impl pallet_collective::Config<CouncilInstance> for Runtime {
    type RuntimeOrigin = RuntimeOrigin;
    type Proposal = RuntimeCall;
    type RuntimeEvent = RuntimeEvent;
    type MotionDuration = ConstU32<MOTION_DURATION_BLOCKS>;
    type MaxProposals = ConstU32<MOTIONS_MAX>;
    type MaxMembers = ConstU32<SEATS_MAX>;
    type DefaultVote = Absent;
    // The seats are changed through `CouncilSeats` alone.
    type SetMembersOrigin = NeverEnsureOrigin<()>;
    type WeightInfo = pallet_collective::weights::SubstrateWeight<Runtime>;
    type MaxProposalWeight = MotionWeightMax;
    type DisapproveOrigin = RootOrigin;
    type KillOrigin = RootOrigin;
    type Consideration = OpenMotion;
}

impl pallet_membership::Config<pallet_membership::Instance1> for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type AddOrigin = RootOrigin;
    type RemoveOrigin = RootOrigin;
    type SwapOrigin = RootOrigin;
    type ResetOrigin = RootOrigin;
    // Nobody's vote counts for others.
    type PrimeOrigin = NeverEnsureOrigin<()>;
    type MembershipInitialized = Council;
    type MembershipChanged = Council;
    type MaxMembers = ConstU32<SEATS_MAX>;
    type WeightInfo = pallet_membership::weights::SubstrateWeight<Runtime>;
}

impl pallet_governance::Config for Runtime {
    type RuntimeCall = RuntimeCall;
    type DecisionOrigin = CouncilOrigin;
    type CouncilIsAble = CouncilIsAble;
    type Time = Timestamp;
    type WeightInfo = pallet_governance::weights::SubstrateWeight<Runtime>;
}

/// Who did not vote did not vote for it.
pub struct Absent;

impl DefaultVote for Absent {
    fn default_vote(_: Option<bool>, _: MemberCount, _: MemberCount, _: MemberCount) -> bool {
        false
    }
}

/// Whether two thirds of the council's seats are held by members of institutions that may act: what the council needs to
/// decide anything, its own repair too.
pub struct CouncilIsAble;

impl Get<bool> for CouncilIsAble {
    fn get() -> bool {
        let seats = pallet_collective::Members::<Runtime, CouncilInstance>::get();
        let able = seats
            .iter()
            .filter(|account| {
                <Institutions as InstitutionLookup<AccountId>>::acts_for(account).is_some()
            })
            .count();
        !seats.is_empty() && able.saturating_mul(3) >= seats.len().saturating_mul(2)
    }
}

/// A member's place for an open motion, of which everyone has [`MOTIONS_OF_MEMBER_MAX`]. It costs nothing and is free again
/// when the motion is closed.
#[derive(
    Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct OpenMotion;

impl Consideration<AccountId, u32> for OpenMotion {
    fn new(who: &AccountId, _: u32) -> Result<Self, DispatchError> {
        let open = pallet_collective::Proposals::<Runtime, CouncilInstance>::get();
        let own = open
            .iter()
            .filter_map(pallet_collective::CostOf::<Runtime, CouncilInstance>::get)
            .filter(|(proposer, _)| proposer == who)
            .count();
        match own < MOTIONS_OF_MEMBER_MAX {
            true => Ok(Self),
            false => {
                Err(pallet_collective::Error::<Runtime, CouncilInstance>::TooManyProposals.into())
            }
        }
    }

    fn update(self, _: &AccountId, _: u32) -> Result<Self, DispatchError> {
        Ok(self)
    }

    fn drop(self, _: &AccountId) -> Result<(), DispatchError> {
        Ok(())
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn ensure_successful(_: &AccountId, _: u32) {}
}

impl MaybeConsideration<AccountId, u32> for OpenMotion {
    fn is_none(&self) -> bool {
        false
    }
}

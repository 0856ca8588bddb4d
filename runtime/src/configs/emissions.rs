//! Emissions computed from anchored frames, and the exceedances found in them.

use super::RootOrigin;
use crate::{Anchors, Permits, Runtime, Tags, Timestamp};
use frame_support::traits::ConstU32;
use limpid_primitives::Duty;
use pallet_institutions::{duty, EnsureAgency, EnsureEnterprise, EnsureMember, ANY_DUTY, ANY_KIND};

/// Two months of days of an outlet, or one day of 64 outlets: about 30 ms of a block.
const PROOFS_MAX: u32 = 64;
/// A gateway that closes a batch every ten seconds makes 25,920 in the three days a frame is waited for: thirteen calls.
const BATCHES_MAX: u32 = 2_048;

impl pallet_emissions::Config for Runtime {
    type CouncilOrigin = RootOrigin;
    type AgencyOrigin = EnsureAgency<Runtime, { duty(Duty::Administrator) | duty(Duty::Approver) }>;
    type ApproverOrigin = EnsureAgency<Runtime, { duty(Duty::Approver) }>;
    type SubmitterOrigin = EnsureMember<Runtime, ANY_KIND, { duty(Duty::Submitter) }>;
    type MemberOrigin = EnsureMember<Runtime, ANY_KIND, ANY_DUTY>;
    type HolderOrigin =
        EnsureEnterprise<Runtime, { duty(Duty::Administrator) | duty(Duty::Submitter) }>;
    type Permits = Permits;
    type Tags = Tags;
    type Anchors = Anchors;
    type Time = Timestamp;
    type ProofsMax = ConstU32<PROOFS_MAX>;
    type BatchesMax = ConstU32<BATCHES_MAX>;
    type WeightInfo = pallet_emissions::weights::SubstrateWeight<Runtime>;
    #[cfg(feature = "runtime-benchmarks")]
    type Institutions = crate::Institutions;
}

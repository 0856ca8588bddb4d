//! Gateways, their outlets and the anchors of their batches.

use crate::{Institutions, Permits, Runtime, Timestamp};
use frame_support::traits::{ConstU32, ConstU64};
use limpid_primitives::Duty;
use pallet_institutions::{duty, EnsureAgency, EnsureMember, ANY_DUTY, ANY_KIND};

/// A batch that reaches the chain an hour after it was closed, or after its last record was observed, is marked late.
const LATE_AFTER_MS: u64 = 60 * 60 * 1000;
/// A gateway's clock may run a minute ahead of the block's.
const AHEAD_AFTER_MS: u64 = 60 * 1000;

impl pallet_anchors::Config for Runtime {
    type AgencyOrigin = EnsureAgency<Runtime, { duty(Duty::Administrator) | duty(Duty::Approver) }>;
    type SubmitterOrigin = EnsureMember<Runtime, ANY_KIND, { duty(Duty::Submitter) }>;
    type MemberOrigin = EnsureMember<Runtime, ANY_KIND, ANY_DUTY>;
    type Institutions = Institutions;
    type Permits = Permits;
    type Time = Timestamp;
    type LateAfterMs = ConstU64<LATE_AFTER_MS>;
    type AheadAfterMs = ConstU64<AHEAD_AFTER_MS>;
    type HeadersMax = ConstU32<256>;
    type RecordsMax = ConstU32<{ 1 << 20 }>;
    type KeysMax = ConstU32<256>;
    type WeightInfo = pallet_anchors::weights::SubstrateWeight<Runtime>;
}

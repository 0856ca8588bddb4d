//! Tags on data, and who files and reviews them.

use super::RootOrigin;
use crate::{Permits, Runtime, Timestamp};
use limpid_primitives::Duty;
use pallet_institutions::{duty, EnsureAgency, EnsureEnterprise};

impl pallet_tags::Config for Runtime {
    type CouncilOrigin = RootOrigin;
    type HolderOrigin =
        EnsureEnterprise<Runtime, { duty(Duty::Administrator) | duty(Duty::Submitter) }>;
    type AgencyOrigin = EnsureAgency<Runtime, { duty(Duty::Administrator) | duty(Duty::Approver) }>;
    type Permits = Permits;
    type Time = Timestamp;
    type WeightInfo = pallet_tags::weights::SubstrateWeight<Runtime>;
    #[cfg(feature = "runtime-benchmarks")]
    type Institutions = crate::Institutions;
}

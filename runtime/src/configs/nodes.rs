//! Which nodes may connect.

use super::RootOrigin;
use crate::{Institutions, Runtime};
use frame_support::traits::ConstU32;
use limpid_primitives::Duty;
use pallet_institutions::{duty, EnsureMember, ANY_KIND};

/// Nodes of one institution, and of all together.
pub const NODES_OF_INSTITUTION_MAX: u32 = 8;
const NODES_MAX: u32 = 256;

impl pallet_nodes::Config for Runtime {
    type RootOrigin = RootOrigin;
    type AdministratorOrigin = EnsureMember<Runtime, ANY_KIND, { duty(Duty::Administrator) }>;
    type Institutions = Institutions;
    type NodesOfInstitutionMax = ConstU32<NODES_OF_INSTITUTION_MAX>;
    type NodesMax = ConstU32<NODES_MAX>;
    type WeightInfo = pallet_nodes::weights::SubstrateWeight<Runtime>;
}

//! Discharge permits.

use crate::{Institutions, Runtime, Timestamp};
use frame_support::traits::{ConstU32, ConstU64};
use limpid_primitives::Duty;
use pallet_institutions::{duty, EnsureAgency};

const DAY_MS: u64 = 24 * 60 * 60 * 1000;
/// Five years, two of them leap years (排污许可管理条例, article 14).
const VALIDITY_MS_MAX: u64 = (5 * 365 + 2) * DAY_MS;
/// Three years, one of them a leap year (the same, articles 40 and 41).
const BAN_MS_MAX: u64 = (3 * 365 + 1) * DAY_MS;
/// Sixteen an outlet, if a permit has as many outlets as it can.
const LIMITS_MAX: u32 = 1024;

impl pallet_permits::Config for Runtime {
    type AgencyOrigin = EnsureAgency<Runtime, { duty(Duty::Administrator) | duty(Duty::Approver) }>;
    type Institutions = Institutions;
    type Time = Timestamp;
    type ValidityMsMax = ConstU64<VALIDITY_MS_MAX>;
    type BanMsMax = ConstU64<BAN_MS_MAX>;
    type LimitsMax = ConstU32<LIMITS_MAX>;
    type WeightInfo = pallet_permits::weights::SubstrateWeight<Runtime>;
}

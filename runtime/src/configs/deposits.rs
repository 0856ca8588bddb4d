//! Money on deposit: who speaks for the banks, and who has money paid out.

use crate::{Institutions, Runtime, Timestamp};
use frame_support::traits::ConstU32;
use limpid_primitives::{Duty, InstitutionKind};
use pallet_institutions::{duty, kind, EnsureMember};

const BANKS: u8 = kind(InstitutionKind::SettlementBank);
const DECIDES: u8 = duty(Duty::Administrator) | duty(Duty::Approver);
const DEPOSITORS: u8 = kind(InstitutionKind::Enterprise) | kind(InstitutionKind::Agency);
const PAYOUTS_MAX: u32 = 16;

impl pallet_deposits::Config for Runtime {
    type BankOrigin = EnsureMember<Runtime, BANKS, DECIDES>;
    type DepositorOrigin = EnsureMember<Runtime, DEPOSITORS, { duty(Duty::Administrator) }>;
    type Institutions = Institutions;
    type Time = Timestamp;
    type PayoutsMax = ConstU32<PAYOUTS_MAX>;
    type WeightInfo = pallet_deposits::weights::SubstrateWeight<Runtime>;
}

//! Shared data: who publishes, asks, decides and orders.

use crate::{Institutions, Permits, Runtime, Timestamp};
use frame_support::traits::{ConstU32, ConstU64};
use limpid_primitives::{Duty, InstitutionKind};
use pallet_institutions::{duty, kind, EnsureAgency, EnsureMember};

const AGENCY_OR_COURT: u8 = kind(InstitutionKind::Agency) | kind(InstitutionKind::Court);
const DECIDES: u8 = duty(Duty::Administrator) | duty(Duty::Approver);
const PUBLISHES: u8 = DECIDES | duty(Duty::Submitter);

const ANSWER_DAYS: u32 = 10;
/// Two years, one of them a leap year.
const GRANT_MS_MAX: u64 = (2 * 365 + 1) * 24 * 60 * 60 * 1000;

impl pallet_sharing::Config for Runtime {
    type KeyOrigin = EnsureMember<Runtime, AGENCY_OR_COURT, { duty(Duty::Administrator) }>;
    type PublisherOrigin = EnsureAgency<Runtime, PUBLISHES>;
    type AgencyOrigin = EnsureAgency<Runtime, DECIDES>;
    type RequesterOrigin = EnsureMember<Runtime, AGENCY_OR_COURT, PUBLISHES>;
    type CourtOrigin = EnsureMember<Runtime, { kind(InstitutionKind::Court) }, DECIDES>;
    type Institutions = Institutions;
    type Permits = Permits;
    type Time = Timestamp;
    type AnswerDays = ConstU32<ANSWER_DAYS>;
    type GrantMsMax = ConstU64<GRANT_MS_MAX>;
    type WeightInfo = pallet_sharing::weights::SubstrateWeight<Runtime>;
}

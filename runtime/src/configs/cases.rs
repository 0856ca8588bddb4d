//! Joint cases and clues: who works on them, and how large a case can be.

use crate::{Institutions, Permits, Runtime, Sharing, Timestamp};
use frame_support::traits::ConstU32;
use limpid_primitives::Duty;
use pallet_institutions::{duty, EnsureAgency};

const DECIDES: u8 = duty(Duty::Administrator) | duty(Duty::Approver);
const SUBMITS: u8 = DECIDES | duty(Duty::Submitter);

const ANSWER_DAYS: u32 = 15;
const MEMBERS_MAX: u32 = 64;
const EVIDENCE_MAX: u32 = 1_024;
const TASKS_MAX: u32 = 256;

impl pallet_cases::Config for Runtime {
    type AgencyOrigin = EnsureAgency<Runtime, DECIDES>;
    type SubmitterOrigin = EnsureAgency<Runtime, SUBMITS>;
    type Institutions = Institutions;
    type Permits = Permits;
    type Recognitions = Sharing;
    type Time = Timestamp;
    type AnswerDays = ConstU32<ANSWER_DAYS>;
    type MembersMax = ConstU32<MEMBERS_MAX>;
    type EvidenceMax = ConstU32<EVIDENCE_MAX>;
    type TasksMax = ConstU32<TASKS_MAX>;
    type WeightInfo = pallet_cases::weights::SubstrateWeight<Runtime>;
}

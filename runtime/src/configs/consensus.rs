//! Time, authorship, finality, and who takes part in them.

use super::RootOrigin;
use crate::{
    AccountId, Aura, Historical, Institutions, Offences, Runtime, RuntimeCall, RuntimeEvent,
    RuntimeHoldReason, SessionKeys, Timestamp, UncheckedExtrinsic, Validators,
};
use frame_support::traits::{ConstBool, ConstU128, ConstU32, ConstU64, KeyOwnerProofSystem};
use frame_system::offchain::{CreateBare, CreateTransactionBase};
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_consensus_grandpa::AuthorityId as GrandpaId;
use sp_core::crypto::KeyTypeId;
use sp_runtime::traits::OpaqueKeys;

mod no_currency;

/// One block every three seconds: shorter asks for tighter clocks than agencies' machines keep.
pub const SLOT_DURATION_MS: u64 = 3000;
/// Validators the chain can carry.
pub const AUTHORITIES_MAX: u32 = 64;
/// Validator sets whose equivocations can still be reported, if they are not of more than `HISTORY_SESSIONS` sessions ago.
const REPORTABLE_SETS: u64 = 168;
/// How long a report may wait in the pool, in blocks.
const REPORT_LONGEVITY_BLOCKS: u64 = 1200;

impl pallet_timestamp::Config for Runtime {
    type Moment = u64;
    type OnTimestampSet = Aura;
    type MinimumPeriod = ConstU64<{ SLOT_DURATION_MS / 2 }>;
    type WeightInfo = pallet_timestamp::weights::SubstrateWeight<Runtime>;
}

impl pallet_aura::Config for Runtime {
    type AuthorityId = AuraId;
    type DisabledValidators = ();
    type MaxAuthorities = ConstU32<AUTHORITIES_MAX>;
    type AllowMultipleBlocksPerSlot = ConstBool<false>;
    type SlotDuration = ConstU64<SLOT_DURATION_MS>;
}

impl pallet_grandpa::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = ();
    type MaxAuthorities = ConstU32<AUTHORITIES_MAX>;
    type MaxNominators = ConstU32<0>;
    type MaxSetIdSessionEntries = ConstU64<REPORTABLE_SETS>;
    type KeyOwnerProof = <Historical as KeyOwnerProofSystem<(KeyTypeId, GrandpaId)>>::Proof;
    type EquivocationReportSystem = pallet_grandpa::EquivocationReportSystem<
        Self,
        Offences,
        Historical,
        ConstU64<REPORT_LONGEVITY_BLOCKS>,
    >;
}

impl pallet_authorship::Config for Runtime {
    type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Aura>;
    type EventHandler = Validators;
}

impl pallet_validators::Config for Runtime {
    type RootOrigin = RootOrigin;
    type Institutions = Institutions;
    type Time = Timestamp;
    type MaxValidators = ConstU32<AUTHORITIES_MAX>;
    type WeightInfo = pallet_validators::weights::SubstrateWeight<Runtime>;
}

impl pallet_session::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type ValidatorId = AccountId;
    type ValidatorIdOf = pallet_validators::AgencyMember<Runtime>;
    type ShouldEndSession = Validators;
    type NextSessionRotation = Validators;
    type SessionManager = pallet_session::historical::NoteHistoricalRoot<Self, Validators>;
    type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
    type Keys = SessionKeys;
    // An offender leaves at the end of the session by decision of `pallet_validators`; nobody is muted before.
    type DisablingStrategy = ();
    type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
    type Currency = no_currency::NoCurrency;
    type KeyDeposit = ConstU128<0>;
}

impl pallet_session::historical::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type FullIdentification = ();
    type FullIdentificationOf = pallet_validators::NoIdentification;
}

impl pallet_offences::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type IdentificationTuple = pallet_session::historical::IdentificationTuple<Self>;
    type OnOffenceHandler = Validators;
}

impl<LocalCall> CreateTransactionBase<LocalCall> for Runtime
where
    RuntimeCall: From<LocalCall>,
{
    type RuntimeCall = RuntimeCall;
    type Extrinsic = UncheckedExtrinsic;
}

impl<LocalCall> CreateBare<LocalCall> for Runtime
where
    RuntimeCall: From<LocalCall>,
{
    fn create_bare(call: RuntimeCall) -> UncheckedExtrinsic {
        UncheckedExtrinsic::new_bare(call)
    }
}

//! A runtime with this pallet, the institutions and the session pallet, and a small world to begin with.

use crate::{self as pallet_validators, AgencyMember, NoIdentification};
use codec::Encode;
use frame_support::{
    derive_impl, parameter_types,
    traits::{ConstU32, ConstU64, Hooks},
};
use limpid_primitives::{Duty, InstitutionId, InstitutionKind, Moment, Uscc};
use pallet_institutions::{Allowance, GenesisInstitution, GenesisMember};
use pallet_session::SessionHandler;
use sp_runtime::{
    impl_opaque_keys, key_types::DUMMY, testing::UintAuthorityId, traits::OpaqueKeys, BoundedVec,
    BuildStorage, DispatchResult, KeyTypeId, Perbill, RuntimeAppPublic,
};
use sp_staking::{
    offence::{OffenceDetails, OnOffenceHandler},
    SessionIndex,
};

mod no_currency;

pub type AccountId = u64;

#[frame_support::runtime]
mod runtime {
    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeFreezeReason,
        RuntimeHoldReason,
        RuntimeSlashReason,
        RuntimeLockId,
        RuntimeTask
    )]
    pub struct Test;

    #[runtime::pallet_index(0)]
    pub type System = frame_system;
    #[runtime::pallet_index(1)]
    pub type Timestamp = pallet_timestamp;
    #[runtime::pallet_index(10)]
    pub type Institutions = pallet_institutions;
    #[runtime::pallet_index(12)]
    pub type Validators = pallet_validators;
    #[runtime::pallet_index(18)]
    pub type Session = pallet_session;
    #[runtime::pallet_index(19)]
    pub type Historical = pallet_session::historical;
}

impl_opaque_keys! {
    pub struct SessionKeys {
        pub only: UintAuthorityId,
    }
}

parameter_types! {
    pub const DefaultAllowance: Allowance = Allowance { ref_time: u64::MAX, bytes: u64::MAX };
    /// Every set that was announced as new, with the session it began in.
    pub static Announced: Vec<(SessionIndex, Vec<AccountId>)> = vec![];
    /// The set in force, with its keys, as the last announcement had it.
    pub static InForce: Vec<(AccountId, UintAuthorityId)> = vec![];
}

/// Most validators here.
pub const VALIDATORS_MAX: u32 = 6;
/// The fewest validators here.
pub const MINIMUM: u32 = 4;
/// Length of a session here.
pub const SESSION_BLOCKS: u32 = 5;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = frame_system::mocking::MockBlockU32<Test>;
}

impl pallet_timestamp::Config for Test {
    type Moment = u64;
    type OnTimestampSet = ();
    type MinimumPeriod = ();
    type WeightInfo = ();
}

impl pallet_institutions::Config for Test {
    type CouncilOrigin = frame_system::EnsureRoot<AccountId>;
    type Time = Timestamp;
    type MembersMax = ConstU32<8>;
    type WindowBlocks = ConstU32<10>;
    type DefaultAllowance = DefaultAllowance;
    type PendingMax = ConstU32<8>;
    type WeightInfo = ();
}

impl pallet_validators::Config for Test {
    type RootOrigin = frame_system::EnsureRoot<AccountId>;
    type Institutions = Institutions;
    type Time = Timestamp;
    type MaxValidators = ConstU32<VALIDATORS_MAX>;
    type WeightInfo = ();
}

impl pallet_session::Config for Test {
    type RuntimeEvent = RuntimeEvent;
    type ValidatorId = AccountId;
    type ValidatorIdOf = AgencyMember<Test>;
    type ShouldEndSession = Validators;
    type NextSessionRotation = Validators;
    type SessionManager = pallet_session::historical::NoteHistoricalRoot<Test, Validators>;
    type SessionHandler = Consensus;
    type Keys = SessionKeys;
    type DisablingStrategy = ();
    type WeightInfo = ();
    type Currency = no_currency::NoCurrency;
    type KeyDeposit = ConstU64<0>;
}

impl pallet_session::historical::Config for Test {
    type RuntimeEvent = RuntimeEvent;
    type FullIdentification = ();
    type FullIdentificationOf = NoIdentification;
}

/// Stands for Aura and GRANDPA: notes each announcement, and insists that nothing changes without one.
pub struct Consensus;

impl SessionHandler<AccountId> for Consensus {
    const KEY_TYPE_IDS: &'static [KeyTypeId] = &[UintAuthorityId::ID];

    fn on_genesis_session<K: OpaqueKeys>(validators: &[(AccountId, K)]) {
        InForce::set(with_keys(validators));
    }

    fn on_new_session<K: OpaqueKeys>(
        changed: bool,
        validators: &[(AccountId, K)],
        _: &[(AccountId, K)],
    ) {
        let set = with_keys(validators);
        if changed {
            let accounts = set.iter().map(|(account, _)| *account).collect();
            Announced::mutate(|all| all.push((Session::current_index(), accounts)));
            InForce::set(set);
        } else {
            assert_eq!(InForce::get(), set, "the set changed in silence");
        }
    }

    fn on_disabled(_: u32) {}
}

fn with_keys<K: OpaqueKeys>(validators: &[(AccountId, K)]) -> Vec<(AccountId, UintAuthorityId)> {
    validators
        .iter()
        .map(|(account, keys)| (*account, keys.get(DUMMY).expect("a key")))
        .collect()
}

/// Administrators of the agencies 1 to 7, of which the first four validate and the last has no session keys.
pub const A: AccountId = 10;
pub const B: AccountId = 20;
pub const C: AccountId = 30;
pub const D: AccountId = 40;
pub const E: AccountId = 50;
pub const F: AccountId = 60;
pub const KEYLESS: AccountId = 70;
/// Administrator of an enterprise.
pub const OWNER: AccountId = 80;
/// Member of nothing.
pub const STRANGER: AccountId = 99;
/// The agency of [`E`].
pub const AGENCY_OF_E: InstitutionId = InstitutionId(5);
/// The enterprise of [`OWNER`].
const ENTERPRISE: u32 = 8;

/// The block tests begin in.
pub const NOW: Moment = Moment {
    block: 1,
    time_ms: 1_793_494_800_000,
};
const BLOCK_MS: u64 = 3000;

/// A world in which [`A`] to [`D`] validate, to which a test adds what differs.
pub struct ExtBuilder {
    validators: Vec<AccountId>,
    with_keys: Vec<AccountId>,
    minimum: u32,
    session_blocks: u32,
}

impl Default for ExtBuilder {
    fn default() -> Self {
        Self {
            validators: vec![A, B, C, D],
            with_keys: vec![A, B, C, D],
            minimum: MINIMUM,
            session_blocks: SESSION_BLOCKS,
        }
    }
}

impl ExtBuilder {
    pub fn validators(mut self, validators: &[AccountId]) -> Self {
        self.validators = validators.to_vec();
        self.with_keys = self.validators.clone();
        self
    }

    /// Those of the validators that have session keys.
    pub fn with_keys(mut self, with_keys: &[AccountId]) -> Self {
        self.with_keys = with_keys.to_vec();
        self
    }

    pub fn minimum(mut self, minimum: u32) -> Self {
        self.minimum = minimum;
        self
    }

    pub fn session_blocks(mut self, session_blocks: u32) -> Self {
        self.session_blocks = session_blocks;
        self
    }

    pub fn genesis(self) -> RuntimeGenesisConfig {
        // Known to the session pallet without being in its first set.
        let others = [E, F]
            .into_iter()
            .filter(|other| !self.with_keys.contains(other));
        RuntimeGenesisConfig {
            system: Default::default(),
            institutions: pallet_institutions::GenesisConfig {
                institutions: (1..=ENTERPRISE).map(institution).collect(),
            },
            validators: pallet_validators::GenesisConfig {
                validators: self.validators,
                minimum: self.minimum,
                session_blocks: self.session_blocks,
            },
            session: pallet_session::GenesisConfig {
                non_authority_keys: others.map(registered).collect(),
                keys: self.with_keys.into_iter().map(registered).collect(),
            },
        }
    }

    pub fn build(self) -> sp_io::TestExternalities {
        begin(self.genesis().build_storage().expect("a genesis"))
    }

    /// Runs a test, and checks every invariant after it.
    pub fn run(self, test: impl FnOnce()) {
        self.build().execute_with(|| {
            test();
            Validators::do_try_state().expect("every invariant holds");
        });
    }
}

#[cfg(feature = "runtime-benchmarks")]
pub fn new_test_ext() -> sp_io::TestExternalities {
    ExtBuilder::default().build()
}

/// A chain with this state, in its first block.
pub fn begin(storage: sp_runtime::Storage) -> sp_io::TestExternalities {
    Announced::set(vec![]);
    let mut ext = sp_io::TestExternalities::new(storage);
    ext.execute_with(|| go_to_block(NOW.block));
    ext
}

fn institution(number: u32) -> GenesisInstitution<AccountId> {
    GenesisInstitution {
        kind: match number {
            ENTERPRISE => InstitutionKind::Enterprise,
            _ => InstitutionKind::Agency,
        },
        uscc: uscc(number),
        name: "名称".parse().expect("a name"),
        division: 130_000.try_into().expect("a division"),
        admitted_by: None,
        members: vec![GenesisMember {
            account: u64::from(number) * 10,
            duties: Duty::Administrator.into(),
        }],
    }
}

fn registered(account: AccountId) -> (AccountId, AccountId, SessionKeys) {
    (account, account, keys(account))
}

/// A credit code that checks, another for each number.
fn uscc(number: u32) -> Uscc {
    let body = format!("91{:06}{number:09}", 130_200);
    "0123456789ABCDEFGHJKLMNPQRTUWXY"
        .chars()
        .find_map(|check| format!("{body}{check}").parse().ok())
        .expect("one of them checks")
}

/// Session keys, others for each number. Those of the genesis have their account's.
pub fn keys(number: u64) -> SessionKeys {
    SessionKeys {
        only: UintAuthorityId(number),
    }
}

pub fn set_keys(account: AccountId, number: u64) -> DispatchResult {
    let proof = UintAuthorityId(number)
        .sign(&account.encode())
        .expect("it signs anything")
        .encode();
    Session::set_keys(RuntimeOrigin::signed(account), keys(number), proof)
}

pub fn change(add: &[AccountId], remove: &[AccountId]) -> DispatchResult {
    Validators::change_validators(RuntimeOrigin::root(), some(add), some(remove))
}

pub fn some(accounts: &[AccountId]) -> BoundedVec<AccountId, ConstU32<VALIDATORS_MAX>> {
    accounts.to_vec().try_into().expect("few enough")
}

/// What the offences pallet says when these were found to have offended in a session.
pub fn offend(validators: &[AccountId], session: SessionIndex) {
    let offenders: Vec<_> = validators
        .iter()
        .map(|validator| OffenceDetails {
            offender: (*validator, ()),
            reporters: vec![],
        })
        .collect();
    let fractions = vec![Perbill::one(); offenders.len()];
    Validators::on_offence(&offenders, &fractions, session);
}

pub fn approved() -> Vec<AccountId> {
    crate::Approved::<Test>::get().into_inner()
}

/// The set announced for the next session.
pub fn queued() -> Vec<AccountId> {
    let queued = pallet_session::QueuedKeys::<Test>::get();
    queued.into_iter().map(|(account, _)| account).collect()
}

fn go_to_block(block: u32) {
    System::set_block_number(block);
    let time_ms = NOW.time_ms + u64::from(block - NOW.block) * BLOCK_MS;
    pallet_timestamp::Now::<Test>::put(time_ms);
    <Session as Hooks<u32>>::on_initialize(block);
}

/// Makes blocks up to the one that ends this session, and forgets what they said.
pub fn next_session() {
    let begun = Session::current_index();
    while Session::current_index() == begun {
        go_to_block(System::block_number() + 1);
    }
    System::reset_events();
}

/// What this pallet has said since the last time.
pub fn events() -> Vec<crate::Event<Test>> {
    let events = System::events();
    System::reset_events();
    events
        .into_iter()
        .map(|record| match record.event {
            RuntimeEvent::Validators(event) => event,
            other => panic!("an event of another pallet: {other:?}"),
        })
        .collect()
}

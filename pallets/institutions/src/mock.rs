//! A runtime with just this pallet, and a small world to begin with.

use crate::{self as pallet_institutions, Allowance, GenesisInstitution, GenesisMember};
use frame_support::{derive_impl, parameter_types, traits::ConstU32};
use limpid_primitives::{
    Digest, DivisionCode, Duties, Duty, InstitutionId, InstitutionKind, InstitutionName, Moment,
    Uscc,
};
use sp_runtime::{traits::Zero, BuildStorage};

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
}

parameter_types! {
    pub const DefaultAllowance: Allowance = Allowance { ref_time: 10_000_000_000, bytes: 1_000 };
}

/// Most members of one institution here.
pub const MEMBERS_MAX: u32 = 4;
/// Blocks in a window here.
pub const WINDOW_BLOCKS: u32 = 10;
/// Most transactions that may wait here.
pub const PENDING_MAX: u32 = 3;

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
    type MembersMax = ConstU32<MEMBERS_MAX>;
    type WindowBlocks = ConstU32<WINDOW_BLOCKS>;
    type DefaultAllowance = DefaultAllowance;
    type PendingMax = ConstU32<PENDING_MAX>;
    type WeightInfo = ();
}

/// The agency of Hebei.
pub const AGENCY: InstitutionId = InstitutionId(1);
/// An enterprise in Tangshan, Hebei, admitted by [`AGENCY`].
pub const ENTERPRISE: InstitutionId = InstitutionId(2);
/// A court in Hebei, admitted by the council.
pub const COURT: InstitutionId = InstitutionId(3);
/// The number the next institution gets.
pub const NEXT: InstitutionId = InstitutionId(4);

/// Administrator of [`AGENCY`].
pub const AGENT: AccountId = 10;
/// Submitter of [`AGENCY`].
pub const CLERK: AccountId = 11;
/// Administrator of [`ENTERPRISE`].
pub const OWNER: AccountId = 20;
/// Submitter of [`ENTERPRISE`].
pub const WORKER: AccountId = 21;
/// Administrator of [`COURT`].
pub const JUDGE: AccountId = 30;
/// Member of nothing.
pub const STRANGER: AccountId = 99;

/// The block tests begin in.
pub const NOW: Moment = Moment {
    block: 1,
    time_ms: 1_793_494_800_000,
};
/// Why something was decided.
pub const REASON: Digest = Digest([7; 32]);

pub const HEBEI: u32 = 130_000;
pub const TANGSHAN: u32 = 130_200;
pub const SHANXI: u32 = 140_000;

/// A world of [`AGENCY`], [`ENTERPRISE`] and [`COURT`], to which a test adds what differs.
pub struct ExtBuilder {
    institutions: Vec<GenesisInstitution<AccountId>>,
    suspended: Vec<InstitutionId>,
}

impl Default for ExtBuilder {
    fn default() -> Self {
        Self::empty()
            .institution(InstitutionKind::Agency, HEBEI, None)
            .member(AGENT, &[Duty::Administrator])
            .member(CLERK, &[Duty::Submitter])
            .institution(InstitutionKind::Enterprise, TANGSHAN, Some(AGENCY))
            .member(OWNER, &[Duty::Administrator])
            .member(WORKER, &[Duty::Submitter])
            .institution(InstitutionKind::Court, HEBEI, None)
            .member(JUDGE, &[Duty::Administrator])
    }
}

impl ExtBuilder {
    pub fn empty() -> Self {
        Self {
            institutions: Vec::new(),
            suspended: Vec::new(),
        }
    }

    /// One more institution; its members follow.
    pub fn institution(
        mut self,
        kind: InstitutionKind,
        division_code: u32,
        admitted_by: Option<InstitutionId>,
    ) -> Self {
        let number = self.institutions.len() as u32 + 1;
        self.institutions.push(GenesisInstitution {
            kind,
            uscc: uscc(number),
            name: name("名称"),
            division: division(division_code),
            admitted_by,
            members: Vec::new(),
        });
        self
    }

    /// One more member of the last institution.
    pub fn member(mut self, account: AccountId, duties: &[Duty]) -> Self {
        let last = self.institutions.last_mut().expect("an institution");
        last.members.push(GenesisMember {
            account,
            duties: duties.iter().copied().collect(),
        });
        self
    }

    pub fn suspended(mut self, id: InstitutionId) -> Self {
        self.suspended.push(id);
        self
    }

    pub fn build(self) -> sp_io::TestExternalities {
        let storage = RuntimeGenesisConfig {
            system: Default::default(),
            institutions: pallet_institutions::GenesisConfig {
                institutions: self.institutions,
            },
        }
        .build_storage()
        .expect("a genesis");
        let mut ext = sp_io::TestExternalities::new(storage);
        ext.execute_with(|| {
            go_to(NOW);
            for id in self.suspended {
                Institutions::suspend_institution(RuntimeOrigin::root(), id, REASON)
                    .expect("an active institution");
            }
            System::reset_events();
        });
        ext
    }

    /// Runs a test, and checks every invariant after it.
    pub fn run(self, test: impl FnOnce()) {
        self.build().execute_with(|| {
            test();
            Institutions::do_try_state().expect("every invariant holds");
        });
    }
}

#[cfg(feature = "runtime-benchmarks")]
pub fn new_test_ext() -> sp_io::TestExternalities {
    ExtBuilder::empty().build()
}

pub fn go_to(moment: Moment) {
    System::set_block_number(moment.block);
    pallet_timestamp::Now::<Test>::put(moment.time_ms);
}

/// What this pallet has said since the last time. Accounts come and go with their members: of that the system speaks.
pub fn events() -> Vec<crate::Event<Test>> {
    let events = System::events();
    System::reset_events();
    events
        .into_iter()
        .filter_map(|record| match record.event {
            RuntimeEvent::Institutions(event) => Some(event),
            RuntimeEvent::System(
                frame_system::Event::NewAccount { .. } | frame_system::Event::KilledAccount { .. },
            ) => None,
            other => panic!("an event of another pallet: {other:?}"),
        })
        .collect()
}

/// A credit code that checks, another for each number.
pub fn uscc(number: u32) -> Uscc {
    let body = format!("91{:06}{number:09}", 130_200);
    "0123456789ABCDEFGHJKLMNPQRTUWXY"
        .chars()
        .find_map(|check| format!("{body}{check}").parse().ok())
        .expect("one of them checks")
}

pub fn division(code: u32) -> DivisionCode {
    code.try_into().expect("a division")
}

pub fn name(text: &str) -> InstitutionName {
    text.parse().expect("a name")
}

pub fn duties(duties: &[Duty]) -> Duties {
    duties.iter().copied().collect()
}

pub fn signed(account: AccountId) -> RuntimeOrigin {
    if account.is_zero() {
        RuntimeOrigin::root()
    } else {
        RuntimeOrigin::signed(account)
    }
}

/// Account of [`signed`] that stands for the council.
pub const COUNCIL: AccountId = 0;

//! A runtime with this pallet and the institutions, and a small world to begin with.

use crate as pallet_deposits;
use frame_support::{
    derive_impl, parameter_types, traits::ConstU32, weights::constants::RocksDbWeight,
};
use limpid_primitives::{
    market::{ClaimV1, DepositLedger, Fen, PayoutId},
    Digest, DivisionCode, Duty, InstitutionId, InstitutionKind, Moment, Uscc,
};
use pallet_institutions::{duty, kind, Allowance, EnsureMember, GenesisInstitution, GenesisMember};
use sp_runtime::BuildStorage;

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
    #[runtime::pallet_index(20)]
    pub type Deposits = pallet_deposits;
}

parameter_types! {
    pub const DefaultAllowance: Allowance = Allowance { ref_time: u64::MAX, bytes: u64::MAX };
}

pub const PAYOUTS_MAX: u32 = 3;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = frame_system::mocking::MockBlockU32<Test>;
    type DbWeight = RocksDbWeight;
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

impl pallet_deposits::Config for Test {
    type BankOrigin = EnsureMember<
        Test,
        { kind(InstitutionKind::SettlementBank) },
        { duty(Duty::Administrator) | duty(Duty::Approver) },
    >;
    type DepositorOrigin = EnsureMember<
        Test,
        { kind(InstitutionKind::Enterprise) | kind(InstitutionKind::Agency) },
        { duty(Duty::Administrator) },
    >;
    type Institutions = Institutions;
    type Time = Timestamp;
    type PayoutsMax = ConstU32<PAYOUTS_MAX>;
    type WeightInfo = ();
}

/// A settlement bank.
pub const BANK: InstitutionId = InstitutionId(1);
/// Another settlement bank.
pub const OTHER_BANK: InstitutionId = InstitutionId(2);
/// An agency.
pub const AGENCY: InstitutionId = InstitutionId(3);
/// An enterprise.
pub const PLANT: InstitutionId = InstitutionId(4);
/// A court.
pub const COURT: InstitutionId = InstitutionId(5);
/// The number the next institution gets.
pub const NEXT: InstitutionId = InstitutionId(6);

/// Approver of [`BANK`].
pub const BANKER: AccountId = 10;
/// Administrator of [`OTHER_BANK`].
pub const OTHER_BANKER: AccountId = 20;
/// Administrator of [`PLANT`].
pub const OWNER: AccountId = 30;
/// Trader of [`PLANT`].
pub const TRADER: AccountId = 31;
/// Administrator of [`AGENCY`].
pub const AGENT: AccountId = 40;

/// The block tests begin in.
pub const NOW: Moment = Moment {
    block: 1,
    time_ms: 1_793_494_800_000,
};
/// A reason.
pub const REASON: Digest = Digest([9; 32]);

/// A world of the institutions above, to which a test adds what differs.
#[derive(Default)]
pub struct ExtBuilder {
    credited: Vec<(InstitutionId, u64)>,
}

impl ExtBuilder {
    /// Money that [`BANK`] credited before the test begins, with references 200, 201, ...
    pub fn credited(mut self, of: InstitutionId, fen: u64) -> Self {
        self.credited.push((of, fen));
        self
    }

    /// Runs a test, and checks every invariant after it.
    pub fn run(self, test: impl FnOnce()) {
        let mut ext = new_test_ext();
        ext.execute_with(|| {
            for ((of, fen), number) in self.credited.into_iter().zip(200u8..) {
                Deposits::credit(signed(BANKER), of, Fen(fen), reference(number)).expect("money");
            }
            System::reset_events();
            test();
            check();
        });
    }
}

/// A world with the institutions alone.
pub fn new_test_ext() -> sp_io::TestExternalities {
    let storage = RuntimeGenesisConfig {
        system: Default::default(),
        institutions: pallet_institutions::GenesisConfig {
            institutions: institutions(),
        },
    }
    .build_storage()
    .expect("a genesis");
    let mut ext = sp_io::TestExternalities::new(storage);
    ext.execute_with(|| {
        System::set_block_number(NOW.block);
        pallet_timestamp::Now::<Test>::put(NOW.time_ms);
    });
    ext
}

/// Every invariant holds.
pub fn check() {
    Deposits::do_try_state().expect("every invariant holds");
}

fn institutions() -> Vec<GenesisInstitution<AccountId>> {
    use Duty::{Administrator, Approver, Trader};
    use InstitutionKind::{Agency, Court, Enterprise, SettlementBank};
    let all: [(_, &[(AccountId, Duty)]); 5] = [
        (SettlementBank, &[(11, Administrator), (BANKER, Approver)]),
        (SettlementBank, &[(OTHER_BANKER, Administrator)]),
        (Agency, &[(AGENT, Administrator)]),
        (Enterprise, &[(OWNER, Administrator), (TRADER, Trader)]),
        (Court, &[(50, Administrator)]),
    ];
    all.into_iter()
        .zip(1u32..)
        .map(|((kind, members), number)| GenesisInstitution {
            kind,
            uscc: uscc(number),
            name: "名称".parse().expect("a name"),
            division: nation(),
            admitted_by: (kind == Enterprise).then_some(AGENCY),
            members: members
                .iter()
                .map(|(account, duty)| GenesisMember {
                    account: *account,
                    duties: (*duty).into(),
                })
                .collect(),
        })
        .collect()
}

pub fn nation() -> DivisionCode {
    DivisionCode::NATION
}

/// A credit code that checks, another for each number.
pub fn uscc(number: u32) -> Uscc {
    let body = format!("91{:06}{number:09}", 130_200);
    "0123456789ABCDEFGHJKLMNPQRTUWXY"
        .chars()
        .find_map(|check| format!("{body}{check}").parse().ok())
        .expect("one of them checks")
}

/// A bank's reference, another for each number.
pub fn reference(number: u8) -> Digest {
    Digest([number; 32])
}

/// What this pallet has said since the last time.
pub fn events() -> Vec<crate::Event<Test>> {
    let events = System::events();
    System::reset_events();
    events
        .into_iter()
        .map(|record| match record.event {
            RuntimeEvent::Deposits(event) => event,
            other => panic!("an event of another pallet: {other:?}"),
        })
        .collect()
}

/// What is free, held and in payment of a claim.
pub fn claim(of: InstitutionId) -> (u64, u64, u64) {
    let ClaimV1 { free, held, paying } = Deposits::claim(of);
    (free.0, held.0, paying.0)
}

/// [`PLANT`] asks [`BANK`] for a payout.
pub fn request(fen: u64) -> PayoutId {
    let id = PayoutId(crate::NextPayout::<Test>::get());
    Deposits::request_payout(signed(OWNER), BANK, Fen(fen)).expect("a payout");
    id
}

pub fn signed(account: AccountId) -> RuntimeOrigin {
    RuntimeOrigin::signed(account)
}

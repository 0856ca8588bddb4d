//! A runtime with this pallet, the permits and the institutions, and a small world to begin with.

use crate as pallet_cases;
use frame_support::{
    assert_ok, derive_impl, parameter_types,
    traits::{ConstU32, ConstU64},
};
use limpid_primitives::{
    joint_case::{
        Case, CaseId, CaseTally, CaseTallyV1, CaseV1, Clue, ClueId, ClueV1, InvitationAnswer,
        Membership, MembershipV1, Task, TaskId, TaskV1,
    },
    permit::{Category, OutletTerms, OutletTermsV1, Position},
    sharing::RecognitionLookup,
    AtMost, Day, Digest, DivisionCode, Duty, InstitutionId, InstitutionKind, Moment, Outlet,
    PermitNumber, Uscc,
};
use pallet_institutions::{duty, Allowance, EnsureAgency, GenesisInstitution, GenesisMember};
use pallet_permits::{OutletList, Validity};
use sp_runtime::{BuildStorage, DispatchResult};

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
    #[runtime::pallet_index(15)]
    pub type Permits = pallet_permits;
    #[runtime::pallet_index(22)]
    pub type Cases = pallet_cases;
}

parameter_types! {
    pub const DefaultAllowance: Allowance = Allowance { ref_time: u64::MAX, bytes: u64::MAX };
    pub storage Recognised: Vec<(DivisionCode, PermitNumber)> = Vec::new();
}

pub const ANSWER_DAYS: u32 = 15;
pub const MEMBERS_MAX: u32 = 3;
pub const EVIDENCE_MAX: u32 = 3;
pub const TASKS_MAX: u32 = 4;

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

impl pallet_permits::Config for Test {
    type AgencyOrigin = EnsureAgency<Test, { duty(Duty::Administrator) | duty(Duty::Approver) }>;
    type Institutions = Institutions;
    type Time = Timestamp;
    type ValidityMsMax = ConstU64<{ 365 * Day::LENGTH_MS }>;
    type BanMsMax = ConstU64<{ 365 * Day::LENGTH_MS }>;
    type LimitsMax = ConstU32<64>;
    type WeightInfo = ();
}

impl pallet_cases::Config for Test {
    type AgencyOrigin = EnsureAgency<Test, { duty(Duty::Administrator) | duty(Duty::Approver) }>;
    type SubmitterOrigin = EnsureAgency<
        Test,
        { duty(Duty::Administrator) | duty(Duty::Approver) | duty(Duty::Submitter) },
    >;
    type Institutions = Institutions;
    type Permits = Permits;
    type Recognitions = RecognisedHere;
    type Time = Timestamp;
    type AnswerDays = ConstU32<ANSWER_DAYS>;
    type MembersMax = ConstU32<MEMBERS_MAX>;
    type EvidenceMax = ConstU32<EVIDENCE_MAX>;
    type TasksMax = ConstU32<TASKS_MAX>;
    type WeightInfo = ();
}

/// Recognised are the pairs of [`Recognised`], in their division and all it contains.
pub struct RecognisedHere;

impl RecognitionLookup for RecognisedHere {
    fn recognised(division: DivisionCode, permit: &PermitNumber) -> bool {
        Recognised::get()
            .iter()
            .any(|(at, known)| at.contains(division) && known == permit)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn recognise_for_benchmark(division: DivisionCode, permit: &PermitNumber) {
        recognise(division, *permit);
    }
}

/// The agency of Hebei.
pub const HEBEI: InstitutionId = InstitutionId(1);
/// The agency of Shanxi.
pub const SHANXI: InstitutionId = InstitutionId(2);
/// The agency of Tangshan, a city of Hebei.
pub const TANGSHAN: InstitutionId = InstitutionId(3);
/// The agency of Luannan, a county of Tangshan.
pub const LUANNAN: InstitutionId = InstitutionId(4);
/// The agency of the nation.
pub const MINISTRY: InstitutionId = InstitutionId(5);
/// An enterprise in Luannan.
pub const ENTERPRISE: InstitutionId = InstitutionId(6);
/// The agency of Zunhua, another county of Tangshan.
pub const ZUNHUA: InstitutionId = InstitutionId(7);
/// An enterprise in Shanxi.
pub const SHANXI_ENTERPRISE: InstitutionId = InstitutionId(8);
/// No institution.
pub const NOBODY: InstitutionId = InstitutionId(99);

/// What agencies hand each other, and what they say about it.
pub const DOCUMENT: Digest = Digest([1; 32]);
pub const CONTENT: Digest = Digest([2; 32]);
pub const OTHER_CONTENT: Digest = Digest([3; 32]);
pub const BUNDLE: Digest = Digest([4; 32]);
pub const RESULT: Digest = Digest([5; 32]);
pub const REASON: Digest = Digest([7; 32]);

/// The first case of a test.
pub const CASE: CaseId = CaseId(1);
/// The first clue of a test.
pub const CLUE: ClueId = ClueId(1);
/// The first task of a case.
pub const TASK: TaskId = TaskId(1);

/// The block tests begin in.
pub const NOW: Moment = Moment {
    block: 1,
    time_ms: 1_793_494_800_000,
};
/// Until when a clue handed over at [`NOW`] is answered.
pub const ANSWER_BY_MS: u64 = NOW.time_ms + ANSWER_DAYS as u64 * Day::LENGTH_MS;
/// A day after [`NOW`].
pub const DUE_MS: u64 = NOW.time_ms + Day::LENGTH_MS;

/// A world of the institutions above, to which a test adds what differs.
#[derive(Default)]
pub struct ExtBuilder {
    steps: Vec<fn()>,
}

impl ExtBuilder {
    /// Something that happened before the test.
    pub fn after(mut self, step: fn()) -> Self {
        self.steps.push(step);
        self
    }

    /// [`HEBEI`] hosts [`CASE`]; [`SHANXI`] joined it.
    pub fn case(self) -> Self {
        self.after(|| {
            assert_ok!(open(HEBEI));
            join(CASE, HEBEI, SHANXI);
        })
    }

    /// [`SHANXI`] handed [`CLUE`] to [`LUANNAN`].
    pub fn clue(self) -> Self {
        self.after(|| {
            assert_ok!(transfer(SHANXI, LUANNAN));
        })
    }

    pub fn build(self) -> sp_io::TestExternalities {
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
            go_to(NOW);
            issue(HEBEI, ENTERPRISE, "130224");
            issue(SHANXI, SHANXI_ENTERPRISE, "140200");
            for step in self.steps {
                step();
            }
            System::reset_events();
        });
        ext
    }

    /// Runs a test, and checks every invariant after it.
    pub fn run(self, test: impl FnOnce()) {
        self.build().execute_with(|| {
            test();
            Cases::do_try_state().expect("every invariant holds");
        });
    }
}

#[cfg(feature = "runtime-benchmarks")]
pub fn new_test_ext() -> sp_io::TestExternalities {
    ExtBuilder::default().build()
}

/// Each with an administrator and a submitter.
fn institutions() -> Vec<GenesisInstitution<AccountId>> {
    use InstitutionKind::{Agency, Enterprise};
    [
        (Agency, "130000", None),
        (Agency, "140000", None),
        (Agency, "130200", None),
        (Agency, "130224", None),
        (Agency, "100000", None),
        (Enterprise, "130224", Some(HEBEI)),
        (Agency, "130281", None),
        (Enterprise, "140200", Some(SHANXI)),
    ]
    .into_iter()
    .zip(1u32..)
    .map(|((kind, code, admitted_by), number)| GenesisInstitution {
        kind,
        uscc: uscc(number),
        name: "名称".parse().expect("a name"),
        division: division(code),
        admitted_by,
        members: [(0, Duty::Administrator), (1, Duty::Submitter)]
            .into_iter()
            .map(|(place, duty)| GenesisMember {
                account: u64::from(number) * 10 + place,
                duties: duty.into(),
            })
            .collect(),
    })
    .collect()
}

/// An agency issues a permit to an enterprise.
fn issue(agency: InstitutionId, holder: InstitutionId, place: &str) {
    let terms = OutletTermsV1 {
        position: Position::default(),
        treatments: AtMost::default(),
        limits: AtMost::default(),
        yearly_masses: AtMost::default(),
    };
    let outlet: Outlet = format!("{}/DA001", permit_of(holder))
        .parse()
        .expect("an outlet");
    let outlets: OutletList = vec![(outlet.code, OutletTerms::V1(terms))]
        .try_into()
        .expect("not too many");
    let validity = Validity {
        from_ms: NOW.time_ms,
        until_ms: NOW.time_ms + Day::LENGTH_MS,
    };
    assert_ok!(Permits::issue_permit(
        agent(agency),
        permit_of(holder),
        division(place),
        Category::Key,
        validity,
        DOCUMENT,
        outlets
    ));
}

pub fn go_to(moment: Moment) {
    System::set_block_number(moment.block);
    pallet_timestamp::Now::<Test>::put(moment.time_ms);
}

/// Time passes, up to this.
pub fn go_to_ms(time_ms: u64) -> Moment {
    let moment = Moment { block: 2, time_ms };
    go_to(moment);
    moment
}

/// What this pallet has said since the last time.
pub fn events() -> Vec<crate::Event<Test>> {
    let events = System::events();
    System::reset_events();
    events
        .into_iter()
        .map(|record| match record.event {
            RuntimeEvent::Cases(event) => event,
            other => panic!("an event of another pallet: {other:?}"),
        })
        .collect()
}

/// The institution's administrator.
pub fn agent(institution: InstitutionId) -> RuntimeOrigin {
    RuntimeOrigin::signed(u64::from(institution.0) * 10)
}

/// The institution's submitter.
pub fn clerk(institution: InstitutionId) -> RuntimeOrigin {
    RuntimeOrigin::signed(u64::from(institution.0) * 10 + 1)
}

/// A credit code that checks, another for each number.
pub fn uscc(number: u32) -> Uscc {
    let body = format!("91{:06}{number:09}", 130_200);
    "0123456789ABCDEFGHJKLMNPQRTUWXY"
        .chars()
        .find_map(|check| format!("{body}{check}").parse().ok())
        .expect("one of them checks")
}

pub fn division(code: &str) -> DivisionCode {
    code.parse().expect("a division")
}

/// The division of [`LUANNAN`].
pub fn luannan() -> DivisionCode {
    division("130224")
}

/// The permit of an enterprise.
pub fn permit_of(holder: InstitutionId) -> PermitNumber {
    format!("{}001P", uscc(holder.0))
        .parse()
        .expect("a permit number")
}

/// An archive with this permit is recognised in a division.
pub fn recognise(division: DivisionCode, permit: PermitNumber) {
    let mut recognised = Recognised::get();
    recognised.push((division, permit));
    Recognised::set(&recognised);
}

pub fn suspend(institution: InstitutionId) {
    assert_ok!(Institutions::suspend_institution(
        RuntimeOrigin::root(),
        institution,
        REASON
    ));
    System::reset_events();
}

/// Gives an institution another division.
pub fn relocate(institution: InstitutionId, to: &str) {
    assert_ok!(Institutions::amend_institution(
        RuntimeOrigin::root(),
        institution,
        "名称".parse().expect("a name"),
        division(to)
    ));
    System::reset_events();
}

pub fn open(host: InstitutionId) -> DispatchResult {
    Cases::open_case(agent(host), DOCUMENT)
}

/// The host invites a member, which joins.
pub fn join(case: CaseId, host: InstitutionId, member: InstitutionId) {
    assert_ok!(Cases::invite_agency(agent(host), case, member));
    let answer = InvitationAnswer::Join;
    assert_ok!(Cases::answer_invitation(agent(member), case, answer));
}

/// Hands over a clue of [`CONTENT`] about [`luannan`], outside a case.
pub fn transfer(from: InstitutionId, to: InstitutionId) -> DispatchResult {
    Cases::transfer_clue(agent(from), None, CONTENT, luannan(), to)
}

pub fn give_back(by: InstitutionId, clue: u32) -> DispatchResult {
    Cases::return_clue(agent(by), ClueId(clue), REASON)
}

/// [`HEBEI`] sets a task of [`CASE`], due at [`DUE_MS`].
pub fn set_task(to: InstitutionId) -> DispatchResult {
    Cases::set_task(agent(HEBEI), CASE, to, CONTENT, DUE_MS)
}

pub fn case(id: CaseId) -> CaseV1 {
    let Case::V1(case) = crate::Cases::<Test>::get(id).expect("a case");
    case
}

/// How much is in [`CASE`].
pub fn tally() -> CaseTallyV1 {
    let CaseTally::V1(tally) = crate::Tallies::<Test>::get(CASE);
    tally
}

pub fn membership(institution: InstitutionId) -> MembershipV1 {
    let Membership::V1(membership) =
        crate::Memberships::<Test>::get(CASE, institution).expect("a membership");
    membership
}

pub fn clue(number: u32) -> ClueV1 {
    let Clue::V1(clue) = crate::Clues::<Test>::get(ClueId(number)).expect("a clue");
    clue
}

pub fn task(number: u32) -> TaskV1 {
    let Task::V1(task) = crate::Tasks::<Test>::get(CASE, TaskId(number)).expect("a task");
    task
}

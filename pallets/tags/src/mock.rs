//! A runtime with this pallet, the permits and the institutions, and a small world to begin with.

use crate as pallet_tags;
use frame_support::{
    assert_ok, derive_impl, parameter_types,
    traits::{ConstU32, ConstU64},
};
use limpid_primitives::{
    permit::{Category, OutletTerms, OutletTermsV1, Position},
    AtMost, Day, Digest, DivisionCode, Duty, InstitutionId, InstitutionKind, Moment, Outlet,
    TagCode, TagId, TagRule, TagRuleV1, TagSubject, Uscc,
};
use pallet_institutions::{
    duty, Allowance, EnsureAgency, EnsureEnterprise, GenesisInstitution, GenesisMember,
};
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
    #[runtime::pallet_index(16)]
    pub type Tags = pallet_tags;
}

parameter_types! {
    pub const DefaultAllowance: Allowance = Allowance { ref_time: u64::MAX, bytes: u64::MAX };
}

pub const HOUR_MS: u64 = 60 * 60 * 1000;
/// The deadline of [`FAULT`]: noon of the next day.
pub const DEADLINE_MS: u64 = 12 * HOUR_MS;

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

impl pallet_tags::Config for Test {
    type CouncilOrigin = frame_system::EnsureRoot<AccountId>;
    type HolderOrigin =
        EnsureEnterprise<Test, { duty(Duty::Administrator) | duty(Duty::Submitter) }>;
    type AgencyOrigin = EnsureAgency<Test, { duty(Duty::Administrator) | duty(Duty::Approver) }>;
    type Permits = Permits;
    type Time = Timestamp;
    type WeightInfo = ();
    #[cfg(feature = "runtime-benchmarks")]
    type Institutions = Institutions;
}

/// The agency of Hebei.
pub const AGENCY: InstitutionId = InstitutionId(1);
/// An enterprise in Tangshan, Hebei, with credit code 2.
pub const ENTERPRISE: InstitutionId = InstitutionId(2);
/// Another one.
pub const OTHER_ENTERPRISE: InstitutionId = InstitutionId(3);

/// Administrator of [`AGENCY`].
pub const AGENT: AccountId = 10;
/// Submitter of [`AGENCY`].
pub const CLERK: AccountId = 11;
/// Administrator of [`ENTERPRISE`].
pub const OWNER: AccountId = 20;
/// Submitter of [`ENTERPRISE`].
pub const WORKER: AccountId = 21;
/// Submitter of [`OTHER_ENTERPRISE`].
pub const OTHER_WORKER: AccountId = 31;
/// Administrator of the agency of Shanxi.
pub const OTHER_AGENT: AccountId = 40;

/// A code of the genesis.
pub const FAULT: TagCode = TagCode(102);
/// A code that has no rule.
pub const NO_CODE: TagCode = TagCode(7);
/// Why something was decided.
pub const REASON: Digest = Digest([7; 32]);
/// What shows it.
pub const PROOF: Digest = Digest([8; 32]);

pub const HEBEI: u32 = 130_000;
pub const TANGSHAN: u32 = 130_200;
pub const SHANXI: u32 = 140_000;

/// [`ENTERPRISE`]'s permit has the outlets [`stack`] from 1 to this.
pub const STACKS: u32 = 3;

/// The day before the one tests begin in.
pub fn yesterday() -> Day {
    "2026-11-24".parse().expect("a day")
}

/// Some hours after the beginning of [`yesterday`].
pub fn at_hour(hours: u64) -> u64 {
    yesterday().start_ms() + hours * HOUR_MS
}

/// The block tests begin in: ten in the morning after [`yesterday`], two hours before the deadline.
pub fn now() -> Moment {
    Moment {
        block: 1,
        time_ms: at_hour(24 + 10),
    }
}

/// A world of the institutions above, [`FAULT`] and [`ENTERPRISE`]'s permit, to which a test adds what differs.
#[derive(Default)]
pub struct ExtBuilder {
    filed: Vec<(u64, u64)>,
}

impl ExtBuilder {
    /// A tag on [`stack`] 1 between these hours of [`yesterday`].
    pub fn filed(mut self, from_hour: u64, until_hour: u64) -> Self {
        self.filed.push((from_hour, until_hour));
        self
    }

    pub fn build(self) -> sp_io::TestExternalities {
        let storage = RuntimeGenesisConfig {
            system: Default::default(),
            institutions: pallet_institutions::GenesisConfig {
                institutions: institutions(),
            },
            tags: pallet_tags::GenesisConfig {
                rules: vec![(FAULT, rule("故障"))],
                ..Default::default()
            },
        }
        .build_storage()
        .expect("a genesis");
        let mut ext = sp_io::TestExternalities::new(storage);
        ext.execute_with(|| {
            go_to(now());
            issue(ENTERPRISE.0);
            for (from_hour, until_hour) in self.filed {
                assert_ok!(file(stack(1), at_hour(from_hour), at_hour(until_hour)));
            }
            System::reset_events();
        });
        ext
    }

    /// Runs a test, and checks every invariant after it.
    pub fn run(self, test: impl FnOnce()) {
        self.build().execute_with(|| {
            test();
            Tags::do_try_state().expect("every invariant holds");
        });
    }
}

#[cfg(feature = "runtime-benchmarks")]
pub fn new_test_ext() -> sp_io::TestExternalities {
    ExtBuilder::default().build()
}

fn institutions() -> Vec<GenesisInstitution<AccountId>> {
    use InstitutionKind::{Agency, Enterprise};
    [
        (Agency, HEBEI, None),
        (Enterprise, TANGSHAN, Some(AGENCY)),
        (Enterprise, TANGSHAN, Some(AGENCY)),
        (Agency, SHANXI, None),
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

/// Issues the permit of the enterprise with this credit code, with the outlets from 1 to [`STACKS`].
pub fn issue(holder: u32) {
    let validity = Validity {
        from_ms: now().time_ms - Day::LENGTH_MS,
        until_ms: now().time_ms + Day::LENGTH_MS,
    };
    assert_ok!(Permits::issue_permit(
        signed(AGENT),
        outlet(holder, 1).permit,
        division(TANGSHAN),
        Category::Key,
        validity,
        REASON,
        outlets(1..=STACKS)
    ));
}

/// The outlets with these numbers, without limits.
pub fn outlets(numbers: impl Iterator<Item = u32>) -> OutletList {
    let terms = OutletTermsV1 {
        position: Position::default(),
        treatments: AtMost::default(),
        limits: AtMost::default(),
        yearly_masses: AtMost::default(),
    };
    let outlets: Vec<_> = numbers
        .map(|number| (stack(number).code, OutletTerms::V1(terms.clone())))
        .collect();
    outlets.try_into().expect("not too many")
}

pub fn go_to(moment: Moment) {
    System::set_block_number(moment.block);
    pallet_timestamp::Now::<Test>::put(moment.time_ms);
}

/// What this pallet has said since the last time.
pub fn events() -> Vec<crate::Event<Test>> {
    let events = System::events();
    System::reset_events();
    events
        .into_iter()
        .map(|record| match record.event {
            RuntimeEvent::Tags(event) => event,
            other => panic!("an event of another pallet: {other:?}"),
        })
        .collect()
}

pub fn signed(account: AccountId) -> RuntimeOrigin {
    RuntimeOrigin::signed(account)
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

/// An outlet of the enterprise with this credit code.
pub fn outlet(holder: u32, number: u32) -> Outlet {
    format!("{}001P/DA{number:03}", uscc(holder))
        .parse()
        .expect("an outlet")
}

/// An outlet of [`ENTERPRISE`].
pub fn stack(number: u32) -> Outlet {
    outlet(ENTERPRISE.0, number)
}

/// A rule of this name, with [`DEADLINE_MS`].
pub fn rule(name: &str) -> TagRule {
    TagRule::V1(TagRuleV1 {
        subject: TagSubject::Equipment,
        name: name.parse().expect("a name"),
        deadline_ms: DEADLINE_MS,
    })
}

/// [`WORKER`] files a tag.
pub fn file(outlet: Outlet, from_ms: u64, until_ms: u64) -> DispatchResult {
    Tags::file_tag(
        signed(WORKER),
        outlet,
        FAULT,
        from_ms,
        until_ms,
        REASON,
        PROOF,
    )
}

/// [`AGENT`] accepts a tag of [`stack`] 1.
pub fn accept(tag: u32) -> DispatchResult {
    Tags::accept_tag(signed(AGENT), stack(1), TagId(tag))
}

/// [`AGENT`] rejects a tag of [`stack`] 1.
pub fn reject(tag: u32) -> DispatchResult {
    Tags::reject_tag(signed(AGENT), stack(1), TagId(tag), REASON)
}

/// The tag of [`stack`] 1 with this number.
pub fn tag(number: u32) -> limpid_primitives::TagV1 {
    let limpid_primitives::Tag::V1(tag) =
        crate::Tags::<Test>::get(stack(1), TagId(number)).expect("a tag");
    tag
}

//! A runtime with this pallet and the institutions. Permits, tags and anchors are doubles, which hold whatever a test says; the
//! runtime's own tests have the real ones.

pub mod doubles;
pub mod records;

use crate as pallet_emissions;
use doubles::{Anchored, Doubles};
use frame_support::{derive_impl, parameter_types, traits::ConstU32};
use limpid_primitives::{
    permit::{OutletTermsV1, PermitStatus},
    Day, Digest, DivisionCode, Duty, GatewayId, InstitutionId, InstitutionKind, Mn, Moment, Outlet,
    PermitNumber, Pollutant, Uscc,
};
use pallet_institutions::{
    duty, Allowance, EnsureAgency, EnsureEnterprise, EnsureMember, GenesisInstitution,
    GenesisMember, ANY_DUTY, ANY_KIND,
};
use records::terms;
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage};

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
    #[runtime::pallet_index(17)]
    pub type Emissions = pallet_emissions;
}

parameter_types! {
    pub const DefaultAllowance: Allowance = Allowance { ref_time: u64::MAX, bytes: u64::MAX };
}

pub const PROOFS_MAX: u32 = 8;
pub const BATCHES_MAX: u32 = 8;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = frame_system::mocking::MockBlockU32<Test>;
    type AccountId = AccountId32;
    type Lookup = IdentityLookup<AccountId32>;
}

impl pallet_timestamp::Config for Test {
    type Moment = u64;
    type OnTimestampSet = ();
    type MinimumPeriod = ();
    type WeightInfo = ();
}

impl pallet_institutions::Config for Test {
    type CouncilOrigin = frame_system::EnsureRoot<AccountId32>;
    type Time = Timestamp;
    type MembersMax = ConstU32<8>;
    type WindowBlocks = ConstU32<10>;
    type DefaultAllowance = DefaultAllowance;
    type PendingMax = ConstU32<8>;
    type WeightInfo = ();
}

impl pallet_emissions::Config for Test {
    type CouncilOrigin = frame_system::EnsureRoot<AccountId32>;
    type AgencyOrigin = EnsureAgency<Test, { duty(Duty::Administrator) | duty(Duty::Approver) }>;
    type ApproverOrigin = EnsureAgency<Test, { duty(Duty::Approver) }>;
    type SubmitterOrigin = EnsureMember<Test, ANY_KIND, { duty(Duty::Submitter) }>;
    type MemberOrigin = EnsureMember<Test, ANY_KIND, ANY_DUTY>;
    type HolderOrigin =
        EnsureEnterprise<Test, { duty(Duty::Administrator) | duty(Duty::Submitter) }>;
    type Permits = Doubles;
    type Tags = Doubles;
    type Anchors = Doubles;
    type Time = Timestamp;
    type ProofsMax = ConstU32<PROOFS_MAX>;
    type BatchesMax = ConstU32<BATCHES_MAX>;
    type WeightInfo = ();
    #[cfg(feature = "runtime-benchmarks")]
    type Institutions = Institutions;
}

/// The agency of Hebei.
pub const AGENCY: InstitutionId = InstitutionId(1);
/// An enterprise in Tangshan, Hebei, that holds [`permit`].
pub const ENTERPRISE: InstitutionId = InstitutionId(3);

/// Administrator of [`AGENCY`].
pub const AGENT: u64 = 10;
/// Submitter of [`AGENCY`].
pub const CLERK: u64 = 11;
/// Approvers of [`AGENCY`].
pub const APPROVERS: [u64; 2] = [12, 13];
/// Submitter of a gateway operator in Hebei, institution 2.
pub const CARRIER: u64 = 21;
/// Administrator of [`ENTERPRISE`].
pub const PARTY: u64 = 30;
/// Administrator and approver of the agency of Shanxi, institution 4.
pub const OTHER_AGENT: u64 = 40;
pub const OTHER_APPROVER: u64 = 42;
/// Administrator of another enterprise in Tangshan, institution 5.
pub const STRANGER: u64 = 50;

/// Where the outlets of [`ENTERPRISE`] are bound.
pub const GATEWAY: GatewayId = GatewayId(1);
/// A second gateway, where nothing is bound.
pub const SECOND: GatewayId = GatewayId(2);

pub const HOUR_MS: u64 = 60 * 60 * 1000;
/// Why something was decided.
pub const DOCUMENT: Digest = Digest([7; 32]);

pub const HEBEI: u32 = 130_000;
pub const TANGSHAN: u32 = 130_200;
pub const SHANXI: u32 = 140_000;

/// A world of the institutions above, and of [`permit`] with one outlet ([`stack`]), to which a test adds what differs. It is an
/// hour after the end of [`today`].
pub struct ExtBuilder {
    terms: Option<OutletTermsV1>,
    status: PermitStatus,
    rule: Option<limpid_primitives::emissions::SubstitutionRule>,
}

impl Default for ExtBuilder {
    fn default() -> Self {
        Self {
            terms: Some(terms()),
            status: PermitStatus::Active,
            rule: None,
        }
    }
}

impl ExtBuilder {
    /// The permit says this of the outlet.
    pub fn terms(mut self, terms: OutletTermsV1) -> Self {
        self.terms = Some(terms);
        self
    }

    /// No permit speaks of the outlet.
    pub fn without_permit(mut self) -> Self {
        self.terms = None;
        self
    }

    pub fn permit_status(mut self, status: PermitStatus) -> Self {
        self.status = status;
        self
    }

    /// [`AGENCY`] has this rule for Hebei.
    pub fn rule(mut self, rule: limpid_primitives::emissions::SubstitutionRule) -> Self {
        self.rule = Some(rule);
        self
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
            doubles::reset();
            go_to(after_today(HOUR_MS));
            if let Some(terms) = self.terms {
                doubles::issue(stack(), terms, self.status);
            }
            doubles::bind(GATEWAY, stack(), mn());
            if let Some(rule) = self.rule {
                Emissions::set_substitution_rule(signed(AGENT), division(HEBEI), Some(rule))
                    .expect("a rule");
            }
            System::reset_events();
        });
        ext
    }

    /// Runs a test, and checks every invariant after it.
    pub fn run(self, test: impl FnOnce()) {
        self.build().execute_with(|| {
            test();
            Emissions::do_try_state().expect("every invariant holds");
        });
    }
}

#[cfg(feature = "runtime-benchmarks")]
pub fn new_test_ext() -> sp_io::TestExternalities {
    ExtBuilder::default().build()
}

fn institutions() -> Vec<GenesisInstitution<AccountId32>> {
    use InstitutionKind::{Agency, Enterprise, GatewayOperator};
    [
        (Agency, HEBEI, None),
        (GatewayOperator, HEBEI, Some(AGENCY)),
        (Enterprise, TANGSHAN, Some(AGENCY)),
        (Agency, SHANXI, None),
        (Enterprise, TANGSHAN, Some(AGENCY)),
    ]
    .into_iter()
    .zip(1u32..)
    .map(|((kind, code, admitted_by), number)| GenesisInstitution {
        kind,
        uscc: uscc(number),
        name: "名称".parse().expect("a name"),
        division: division(code),
        admitted_by,
        members: members(number),
    })
    .collect()
}

/// An administrator, a submitter and two approvers.
fn members(institution: u32) -> Vec<GenesisMember<AccountId32>> {
    [
        Duty::Administrator,
        Duty::Submitter,
        Duty::Approver,
        Duty::Approver,
    ]
    .into_iter()
    .zip(0..)
    .map(|(duty, place)| GenesisMember {
        account: account(u64::from(institution) * 10 + place),
        duties: duty.into(),
    })
    .collect()
}

pub fn account(number: u64) -> AccountId32 {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    bytes.into()
}

pub fn signed(number: u64) -> RuntimeOrigin {
    RuntimeOrigin::signed(account(number))
}

pub fn root() -> RuntimeOrigin {
    RuntimeOrigin::root()
}

pub fn go_to(moment: Moment) {
    System::set_block_number(moment.block);
    pallet_timestamp::Now::<Test>::put(moment.time_ms);
}

/// The day most tests are about.
pub fn today() -> Day {
    day(20_000)
}

pub fn day(number: u32) -> Day {
    number.try_into().expect("a day")
}

/// So many days after [`today`], or before.
pub fn day_after(days: i64) -> Day {
    let number = i64::from(today().number()) + days;
    day(u32::try_from(number).expect("a day"))
}

/// So long after the end of [`today`].
pub fn after_today(ms: u64) -> Moment {
    after(today(), ms)
}

/// So long after the end of a day.
pub fn after(day: Day, ms: u64) -> Moment {
    Moment {
        block: day.number(),
        time_ms: day.end_ms() + ms,
    }
}

/// Goes behind the data's deadline of [`today`].
pub fn go_behind_deadline() {
    go_to(after_today(Emissions::rules().data_deadline_ms));
}

pub fn now() -> Moment {
    Emissions::now()
}

/// What this pallet has said since the last time.
pub fn events() -> Vec<crate::Event<Test>> {
    let events = System::events();
    System::reset_events();
    events
        .into_iter()
        .map(|record| match record.event {
            RuntimeEvent::Emissions(event) => event,
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

/// The permit of [`ENTERPRISE`], in Tangshan.
pub fn permit() -> PermitNumber {
    format!("{}001P", uscc(ENTERPRISE.0))
        .parse()
        .expect("a permit number")
}

pub fn outlet(code: &str) -> Outlet {
    Outlet {
        permit: permit(),
        code: code.parse().expect("an outlet code"),
    }
}

/// The outlet most tests are about, bound at [`GATEWAY`].
pub fn stack() -> Outlet {
    outlet("DA001")
}

/// The device at [`stack`].
pub fn mn() -> Mn {
    "MN1".parse().expect("a device number")
}

pub fn pollutant(code: &str) -> Pollutant {
    code.parse().expect("a pollutant")
}

/// Nitrogen oxides: 50 mg/m3 converted over an hour, 100 over a day, 3,650 kg a year.
pub fn nox() -> Pollutant {
    pollutant("a21002")
}

/// Sulphur dioxide: 35.0 mg/m3 measured over an hour, no yearly mass.
pub fn so2() -> Pollutant {
    pollutant("a21026")
}

/// Anchors a batch of these records at [`GATEWAY`], now.
pub fn anchor(records: Vec<limpid_evidence::Record>) -> Anchored {
    doubles::anchor(GATEWAY, records)
}

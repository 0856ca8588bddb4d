//! A runtime with this pallet and the institutions, and a small world to begin with.

use crate::{self as pallet_permits, OutletList, Stage, Validity};
use frame_support::{
    assert_ok, derive_impl, parameter_types,
    traits::{ConstU32, ConstU64},
};
use limpid_primitives::{
    permit::{
        Averaging, Ban, BanV1, Category, ConcentrationUnit, Limit, LimitBasis, OutletTerms,
        OutletTermsV1, Permit, PermitV1, Position, Standing, YearlyMass,
    },
    Digest, DivisionCode, Duty, Grams, InstitutionId, InstitutionKind, Moment, OutletCode,
    PermitNumber, Pollutant, Uscc,
};
use pallet_institutions::{duty, Allowance, EnsureAgency, GenesisInstitution, GenesisMember};
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
}

parameter_types! {
    pub const DefaultAllowance: Allowance = Allowance { ref_time: u64::MAX, bytes: u64::MAX };
}

pub const DAY_MS: u64 = 86_400_000;
pub const VALIDITY_MS_MAX: u64 = 100 * DAY_MS;
pub const BAN_MS_MAX: u64 = 30 * DAY_MS;
pub const LIMITS_MAX: u32 = 70;

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
    type ValidityMsMax = ConstU64<VALIDITY_MS_MAX>;
    type BanMsMax = ConstU64<BAN_MS_MAX>;
    type LimitsMax = ConstU32<LIMITS_MAX>;
    type WeightInfo = ();
}

/// The agency of Hebei.
pub const AGENCY: InstitutionId = InstitutionId(1);
/// The agency of Tangshan, Hebei.
pub const CITY_AGENCY: InstitutionId = InstitutionId(2);
/// An enterprise in Tangshan, with credit code 3.
pub const ENTERPRISE: InstitutionId = InstitutionId(3);
/// The agency of Shanxi.
pub const OTHER_AGENCY: InstitutionId = InstitutionId(4);
/// A court in Hebei, with credit code 5.
pub const COURT: InstitutionId = InstitutionId(5);
/// An enterprise in Shijiazhuang, Hebei, with credit code 6.
pub const FAR_ENTERPRISE: InstitutionId = InstitutionId(6);

/// Administrator of [`AGENCY`].
pub const AGENT: AccountId = 10;
/// Submitter of [`AGENCY`].
pub const CLERK: AccountId = 11;
/// Administrator of [`CITY_AGENCY`].
pub const CITY_AGENT: AccountId = 20;
/// Administrator of [`ENTERPRISE`].
pub const OWNER: AccountId = 30;
/// Approver of [`OTHER_AGENCY`].
pub const OTHER_AGENT: AccountId = 41;

/// The block tests begin in.
pub const NOW: Moment = Moment {
    block: 1,
    time_ms: 1_793_494_800_000,
};
/// When permits are valid unless a test says otherwise.
pub const VALIDITY: Validity = Validity {
    from_ms: NOW.time_ms - DAY_MS,
    until_ms: NOW.time_ms + 90 * DAY_MS,
};
/// The document of an issue.
pub const DOCUMENT: Digest = Digest([6; 32]);
/// Why something was decided.
pub const REASON: Digest = Digest([7; 32]);

pub const HEBEI: u32 = 130_000;
pub const SHIJIAZHUANG: u32 = 130_100;
pub const TANGSHAN: u32 = 130_200;
pub const SHANXI: u32 = 140_000;

/// A world of the institutions above, to which a test adds what differs.
#[derive(Default)]
pub struct ExtBuilder {
    permits: Vec<PermitNumber>,
}

impl ExtBuilder {
    /// A permit as [`Issue`] makes it.
    pub fn permit(mut self, number: PermitNumber) -> Self {
        self.permits.push(number);
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
            go_to(NOW);
            for number in self.permits {
                assert_ok!(Issue::of(number).send());
            }
            System::reset_events();
        });
        ext
    }

    /// Runs a test, and checks every invariant after it.
    pub fn run(self, test: impl FnOnce()) {
        self.build().execute_with(|| {
            test();
            Permits::do_try_state().expect("every invariant holds");
        });
    }
}

#[cfg(feature = "runtime-benchmarks")]
pub fn new_test_ext() -> sp_io::TestExternalities {
    ExtBuilder::default().build()
}

fn institutions() -> Vec<GenesisInstitution<AccountId>> {
    use InstitutionKind::{Agency, Court, Enterprise};
    [
        (Agency, HEBEI, None),
        (Agency, TANGSHAN, None),
        (Enterprise, TANGSHAN, Some(AGENCY)),
        (Agency, SHANXI, None),
        (Court, HEBEI, None),
        (Enterprise, SHIJIAZHUANG, Some(AGENCY)),
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

/// An administrator and a submitter; at [`OTHER_AGENCY`] an administrator and an approver.
fn members(institution: u32) -> Vec<GenesisMember<AccountId>> {
    let other = InstitutionId(institution) == OTHER_AGENCY;
    let second = if other {
        Duty::Approver
    } else {
        Duty::Submitter
    };
    [(0, Duty::Administrator), (1, second)]
        .into_iter()
        .map(|(place, duty)| GenesisMember {
            account: u64::from(institution) * 10 + place,
            duties: duty.into(),
        })
        .collect()
}

pub fn go_to(moment: Moment) {
    System::set_block_number(moment.block);
    pallet_timestamp::Now::<Test>::put(moment.time_ms);
}

/// The block after this one, these milliseconds later.
pub fn go_on_by(ms: u64) -> Moment {
    let moment = Moment {
        block: System::block_number() + 1,
        time_ms: pallet_timestamp::Now::<Test>::get() + ms,
    };
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
            RuntimeEvent::Permits(event) => event,
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

/// A permit's number for a site of the enterprise with this credit code.
pub fn number(holder: u32, site: u32) -> PermitNumber {
    format!("{}{site:03}P", uscc(holder))
        .parse()
        .expect("a permit number")
}

/// A number for a site of [`ENTERPRISE`].
pub fn site(site: u32) -> PermitNumber {
    number(ENTERPRISE.0, site)
}

/// A number of a holder without a credit code, given in this division.
pub fn number_without_code(division: u32) -> PermitNumber {
    format!("H9{division:06}000000001a001P")
        .parse()
        .expect("a permit number")
}

pub fn code(text: &str) -> OutletCode {
    text.parse().expect("an outlet's code")
}

pub fn pollutant(text: &str) -> Pollutant {
    text.parse().expect("a pollutant")
}

/// A limit as it fits an outlet of the pollutant's medium.
pub fn limit(pollutant_code: &str, averaging: Averaging, value: &str) -> Limit {
    let is_air = pollutant_code.starts_with('a');
    let (unit, basis) = if is_air {
        (
            ConcentrationUnit::MilligramPerCubicMetre,
            LimitBasis::Converted,
        )
    } else {
        (ConcentrationUnit::MilligramPerLitre, LimitBasis::Measured)
    };
    Limit {
        pollutant: pollutant(pollutant_code),
        averaging,
        value: value.parse().expect("a limit's value"),
        unit,
        basis,
        standard: "GB 13223-2011".parse().expect("a standard"),
    }
}

pub fn yearly_mass(pollutant_code: &str, grams: u64) -> YearlyMass {
    YearlyMass {
        pollutant: pollutant(pollutant_code),
        mass: Grams(grams),
    }
}

/// What an outlet is allowed.
pub fn terms(limits: Vec<Limit>, yearly_masses: Vec<YearlyMass>) -> OutletTermsV1 {
    OutletTermsV1 {
        position: Position::new(118_180_000, 39_630_000).expect("a place on earth"),
        treatments: vec!["TA001".parse().expect("a treatment facility's code")]
            .try_into()
            .expect("one"),
        limits: limits.try_into().expect("not too many"),
        yearly_masses: yearly_masses.try_into().expect("not too many"),
    }
}

pub fn outlet(code_text: &str, terms: OutletTermsV1) -> (OutletCode, OutletTerms) {
    (code(code_text), OutletTerms::V1(terms))
}

/// A stack with limits on NOx and SO2.
pub fn stack() -> (OutletCode, OutletTerms) {
    let limits = vec![
        limit("a21002", Averaging::Hour, "50"),
        limit("a21002", Averaging::Day, "50"),
        limit("a21026", Averaging::Hour, "35"),
    ];
    outlet(
        "DA001",
        terms(limits, vec![yearly_mass("a21002", 8_000_000)]),
    )
}

/// A drain with a limit on COD.
pub fn drain() -> (OutletCode, OutletTerms) {
    let limits = vec![limit("w01018", Averaging::Day, "40")];
    outlet("DW001", terms(limits, vec![yearly_mass("w01018", 90_000)]))
}

pub fn list(outlets: Vec<(OutletCode, OutletTerms)>) -> OutletList {
    outlets.try_into().expect("not too many outlets")
}

/// The issue of a permit, of which a test states what differs.
pub struct Issue {
    pub by: AccountId,
    pub number: PermitNumber,
    pub division: DivisionCode,
    pub validity: Validity,
    pub outlets: OutletList,
}

impl Issue {
    pub fn of(number: PermitNumber) -> Self {
        Self {
            by: AGENT,
            number,
            division: division(TANGSHAN),
            validity: VALIDITY,
            outlets: list(vec![stack(), drain()]),
        }
    }

    pub fn send(self) -> DispatchResult {
        Permits::issue_permit(
            signed(self.by),
            self.number,
            self.division,
            Category::Key,
            self.validity,
            DOCUMENT,
            self.outlets,
        )
    }
}

/// Amends a permit to one outlet.
pub fn amend(number: PermitNumber) -> DispatchResult {
    let outlets = list(vec![drain()]);
    Permits::amend_permit(signed(AGENT), number, Category::Simplified, REASON, outlets)
}

/// Renews a permit up to a time, with one outlet.
pub fn renew(number: PermitNumber, until_ms: u64) -> DispatchResult {
    let outlets = list(vec![stack()]);
    Permits::renew_permit(
        signed(AGENT),
        number,
        until_ms,
        Category::Key,
        REASON,
        outlets,
    )
}

pub fn suspend(number: PermitNumber) -> DispatchResult {
    Permits::suspend_permit(signed(AGENT), number, REASON)
}

pub fn reinstate(number: PermitNumber) -> DispatchResult {
    Permits::reinstate_permit(signed(AGENT), number, REASON)
}

pub fn revoke(number: PermitNumber, banned_until_ms: Option<u64>) -> DispatchResult {
    Permits::revoke_permit(signed(AGENT), number, REASON, banned_until_ms)
}

pub fn withdraw(number: PermitNumber, banned_until_ms: Option<u64>) -> DispatchResult {
    Permits::withdraw_permit(signed(AGENT), number, REASON, banned_until_ms)
}

pub fn cancel(number: PermitNumber) -> DispatchResult {
    Permits::cancel_permit(signed(AGENT), number, REASON)
}

pub fn lift_ban(number: PermitNumber) -> DispatchResult {
    Permits::lift_ban(signed(AGENT), number, REASON)
}

/// Brings a number without a permit to a stage of a permit's life, by calls and by waiting.
pub fn bring_to(stage: Stage, number: PermitNumber) {
    if stage == Stage::Unissued {
        return;
    }
    assert_ok!(Issue::of(number).send());
    let led = match stage {
        Stage::Unissued | Stage::Active => Ok(()),
        Stage::Suspended => suspend(number),
        Stage::Expired => {
            go_on_by(VALIDITY.until_ms - NOW.time_ms);
            Ok(())
        }
        Stage::Revoked => revoke(number, None),
        Stage::Withdrawn => withdraw(number, None),
        Stage::Cancelled => cancel(number),
    };
    assert_ok!(led);
    System::reset_events();
}

/// The ban on this number's holder, over or not.
pub fn ban(number: PermitNumber) -> Option<BanV1> {
    crate::Bans::<Test>::get(number.holder()).map(|Ban::V1(ban)| ban)
}

/// A ban by [`AGENCY`] for this permit.
pub fn ban_by_agency(number: PermitNumber, until_ms: u64) -> BanV1 {
    BanV1 {
        until_ms,
        number,
        division: division(HEBEI),
    }
}

/// The permit with this number.
pub fn permit(number: PermitNumber) -> PermitV1 {
    match crate::Permits::<Test>::get(number) {
        Some(Permit::V1(permit)) => permit,
        None => panic!("no permit has the number {number}"),
    }
}

/// How the permit stands.
pub fn present(number: PermitNumber) -> Standing {
    *permit(number).present().expect("a standing")
}

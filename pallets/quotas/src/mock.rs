//! A runtime with this pallet and the institutions, and a small world to begin with.

mod emissions;
mod permits;

pub use emissions::{set_mass, Emissions};
pub use permits::{put_permit, Permits};

use crate as pallet_quotas;
use frame_support::{
    derive_impl, parameter_types,
    traits::{ConstU32, ConstU64},
    weights::constants::RocksDbWeight,
};
use limpid_primitives::{
    quota::{
        Cause, ClassId, ClassKey, ClassRules, ClassRulesV1, Declaration, Holder, HoldingV1, Lot,
        LotId, LotV1, NewOffer, OfferId, OfferTerms, Place, ResaleRule, Sector, Share,
        SurrenderRule, SurrenderRuleV1, TransferRule, Vintage, Zone,
    },
    AtMost, Day, Digest, DivisionCode, Duty, Grams, InstitutionId, InstitutionKind, Moment,
    PermitNumber, Pollutant, Uscc,
};
use pallet_institutions::{
    duty, kind, Allowance, EnsureAgency, EnsureMember, GenesisInstitution, GenesisMember, ANY_DUTY,
    ANY_KIND,
};
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
    #[runtime::pallet_index(18)]
    pub type Quotas = pallet_quotas;
}

parameter_types! {
    pub const DefaultAllowance: Allowance = Allowance { ref_time: u64::MAX, bytes: u64::MAX };
}

pub const HOLDINGS_MAX: u32 = 3;
pub const OFFERS_MAX: u32 = 3;
pub const LEASES_MAX: u32 = 2;
pub const RETURNS_MAX: u32 = 2;
pub const OFFER_MS_MAX: u64 = 7 * Day::LENGTH_MS;

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

const DECIDES: u8 = duty(Duty::Administrator) | duty(Duty::Approver);
const DISPOSES: u8 = duty(Duty::Administrator) | duty(Duty::Trader);

impl pallet_quotas::Config for Test {
    type AgencyOrigin = EnsureAgency<Test, DECIDES>;
    type HolderOrigin = EnsureMember<
        Test,
        { kind(InstitutionKind::Enterprise) | kind(InstitutionKind::Agency) },
        DISPOSES,
    >;
    type CourtOrigin = EnsureMember<Test, { kind(InstitutionKind::Court) }, DECIDES>;
    type MemberOrigin = EnsureMember<Test, ANY_KIND, ANY_DUTY>;
    type Institutions = Institutions;
    type Permits = Permits;
    type Emissions = Emissions;
    type Time = Timestamp;
    type HoldingsMax = ConstU32<HOLDINGS_MAX>;
    type OffersMax = ConstU32<OFFERS_MAX>;
    type LeasesMax = ConstU32<LEASES_MAX>;
    type OfferMsMax = ConstU64<OFFER_MS_MAX>;
    type ReturnsMax = ConstU32<RETURNS_MAX>;
    type WeightInfo = ();
}

/// The agency of Hebei.
pub const AGENCY: InstitutionId = InstitutionId(1);
/// An enterprise in Tangshan, Hebei, with credit code 2.
pub const PLANT: InstitutionId = InstitutionId(2);
/// An enterprise in Baoding, Hebei, with credit code 3.
pub const MILL: InstitutionId = InstitutionId(3);
/// The agency of Shanxi.
pub const OTHER_AGENCY: InstitutionId = InstitutionId(4);
/// The court of Tangshan.
pub const COURT: InstitutionId = InstitutionId(5);
/// An enterprise in Shanxi, with credit code 7.
pub const FAR: InstitutionId = InstitutionId(7);
/// The agency of Tangshan.
pub const CITY_AGENCY: InstitutionId = InstitutionId(8);
/// The number the next institution gets.
pub const NEXT: InstitutionId = InstitutionId(11);

/// [`PLANT`] as a holder.
pub const SELLER: Holder = Holder::Institution(PLANT);
/// [`MILL`] as a holder.
pub const BUYER: Holder = Holder::Institution(MILL);
/// [`FAR`] as a holder.
pub const STRANGER: Holder = Holder::Institution(FAR);

/// Administrator of [`AGENCY`].
pub const AGENT: AccountId = 10;
/// Submitter of [`AGENCY`].
pub const CLERK: AccountId = 11;
/// Administrator of [`PLANT`].
pub const OWNER: AccountId = 20;
/// Submitter of [`PLANT`].
pub const WORKER: AccountId = 21;
/// Trader of [`MILL`].
pub const MILLER: AccountId = 30;
/// Administrator of [`OTHER_AGENCY`].
pub const OTHER_AGENT: AccountId = 40;
/// Approver of [`COURT`].
pub const JUDGE: AccountId = 50;
/// Approver of the court of Hebei, institution 6.
pub const HIGH_JUDGE: AccountId = 60;
/// Administrator of [`FAR`].
pub const FAR_OWNER: AccountId = 70;
/// Administrator of [`CITY_AGENCY`].
pub const CITY_AGENT: AccountId = 80;
/// Administrator of the agency of the nation, institution 9.
pub const MINISTER: AccountId = 90;
/// Approver of the court of Baoding, institution 10.
pub const NEXT_JUDGE: AccountId = 100;

/// The first class: [`key`], traded by the kilogram.
pub const CLASS: ClassId = ClassId(1);
/// The number the class after [`CLASS`] gets.
pub const SECOND: ClassId = ClassId(2);
/// The cap of [`CLASS`].
pub const CAP: Grams = Grams(1_000_000);

/// The block tests begin in: 1 November 2026, nine in the morning in Beijing.
pub const NOW: Moment = Moment {
    block: 1,
    time_ms: 1_793_494_800_000,
};
/// A decision.
pub const DOCUMENT: Digest = Digest([7; 32]);
/// Another decision.
pub const OTHER_DOCUMENT: Digest = Digest([8; 32]);
/// The year whose emissions are surrendered for.
pub const YEAR: u16 = 2026;

pub const NATION: u32 = 100_000;
pub const HEBEI: u32 = 130_000;
pub const TANGSHAN: u32 = 130_200;
pub const BAODING: u32 = 130_600;
pub const SHANXI: u32 = 140_000;

/// A world of the institutions above, [`CLASS`], the enrolments of [`PLANT`], [`MILL`] and [`FAR`] and [`PLANT`]'s permit, to
/// which a test adds what differs.
pub struct ExtBuilder {
    rules: ClassRulesV1,
    plant: Declaration,
    mill: Declaration,
    far: Declaration,
    given: Vec<(Holder, u64)>,
}

impl Default for ExtBuilder {
    fn default() -> Self {
        Self {
            rules: rules(),
            plant: declaration(Sector::Industry, None, &[TANGSHAN]),
            mill: declaration(Sector::Industry, None, &[BAODING]),
            far: declaration(Sector::Industry, None, &[SHANXI]),
            given: Vec::new(),
        }
    }
}

impl ExtBuilder {
    /// Other rules of [`CLASS`].
    pub fn rules(mut self, change: impl FnOnce(&mut ClassRulesV1)) -> Self {
        change(&mut self.rules);
        self
    }

    /// Another declaration of [`PLANT`].
    pub fn plant(mut self, declaration: Declaration) -> Self {
        self.plant = declaration;
        self
    }

    /// Another declaration of [`MILL`].
    pub fn mill(mut self, declaration: Declaration) -> Self {
        self.mill = declaration;
        self
    }

    /// Quota of [`CLASS`], allocated to a holder before the test begins.
    pub fn given(mut self, holder: Holder, grams: u64) -> Self {
        self.given.push((holder, grams));
        self
    }

    pub fn build(self) -> sp_io::TestExternalities {
        let mut ext = empty();
        ext.execute_with(|| {
            go_to(NOW);
            // Who lets in zones of another province is the nation's agency.
            let by = match self.rules.zones.is_empty() {
                true => AGENT,
                false => MINISTER,
            };
            define(by, key(), self.rules).expect("a new class");
            for (id, by, declaration) in [
                (PLANT, AGENT, self.plant),
                (MILL, AGENT, self.mill),
                (FAR, OTHER_AGENT, self.far),
            ] {
                Quotas::enrol_holder(signed(by), id, declaration, DOCUMENT).expect("an enterprise");
            }
            for ((holder, grams), number) in self.given.into_iter().zip(100u8..) {
                give(CLASS, holder, grams, number);
            }
            put_permit(&permit(), Some(PLANT), TANGSHAN);
            System::reset_events();
        });
        ext
    }

    /// Runs a test, and checks every invariant after it.
    pub fn run(self, test: impl FnOnce()) {
        self.build().execute_with(|| {
            test();
            check();
        });
    }
}

/// A world with the institutions alone.
fn empty() -> sp_io::TestExternalities {
    let storage = RuntimeGenesisConfig {
        system: Default::default(),
        institutions: pallet_institutions::GenesisConfig {
            institutions: institutions(),
        },
    }
    .build_storage()
    .expect("a genesis");
    sp_io::TestExternalities::new(storage)
}

#[cfg(feature = "runtime-benchmarks")]
pub fn new_test_ext() -> sp_io::TestExternalities {
    let mut ext = empty();
    ext.execute_with(|| go_to(NOW));
    ext
}

/// Every invariant holds.
pub fn check() {
    Quotas::do_try_state().expect("every invariant holds");
}

fn institutions() -> Vec<GenesisInstitution<AccountId>> {
    use Duty::{Administrator, Approver, Submitter, Trader};
    use InstitutionKind::{Agency, Court, Enterprise};
    let all: [(_, _, _, &[(AccountId, Duty)]); 10] = [
        (
            Agency,
            HEBEI,
            None,
            &[(AGENT, Administrator), (CLERK, Submitter)],
        ),
        (
            Enterprise,
            TANGSHAN,
            Some(AGENCY),
            &[(OWNER, Administrator), (WORKER, Submitter)],
        ),
        (
            Enterprise,
            BAODING,
            Some(AGENCY),
            &[(31, Administrator), (MILLER, Trader)],
        ),
        (Agency, SHANXI, None, &[(OTHER_AGENT, Administrator)]),
        (
            Court,
            TANGSHAN,
            None,
            &[(51, Administrator), (JUDGE, Approver)],
        ),
        (
            Court,
            HEBEI,
            None,
            &[(61, Administrator), (HIGH_JUDGE, Approver)],
        ),
        (
            Enterprise,
            SHANXI,
            Some(OTHER_AGENCY),
            &[(FAR_OWNER, Administrator)],
        ),
        (Agency, TANGSHAN, None, &[(CITY_AGENT, Administrator)]),
        (Agency, NATION, None, &[(MINISTER, Administrator)]),
        (
            Court,
            BAODING,
            None,
            &[(101, Administrator), (NEXT_JUDGE, Approver)],
        ),
    ];
    all.into_iter()
        .zip(1u32..)
        .map(
            |((kind, code, admitted_by, members), number)| GenesisInstitution {
                kind,
                uscc: uscc(number),
                name: "名称".parse().expect("a name"),
                division: division(code),
                admitted_by,
                members: members
                    .iter()
                    .map(|(account, duty)| GenesisMember {
                        account: *account,
                        duties: (*duty).into(),
                    })
                    .collect(),
            },
        )
        .collect()
}

pub fn suspend(id: InstitutionId) {
    Institutions::suspend_institution(RuntimeOrigin::root(), id, DOCUMENT)
        .expect("an active institution");
}

pub fn go_to(moment: Moment) {
    System::set_block_number(moment.block);
    pallet_timestamp::Now::<Test>::put(moment.time_ms);
}

/// Moves the clock to a time, in the next block.
pub fn wait_until(time_ms: u64) {
    go_to(Moment {
        block: System::block_number() + 1,
        time_ms,
    });
}

/// Moves the clock so many days on.
pub fn wait_days(days: u64) {
    wait_until(pallet_timestamp::Now::<Test>::get() + days * Day::LENGTH_MS);
}

pub fn today() -> Day {
    Day::of(pallet_timestamp::Now::<Test>::get()).expect("a day")
}

/// The day so many days from now.
pub fn day_after(days: u32) -> Day {
    Day::try_from(today().number() + days).expect("a day")
}

/// What this pallet has said since the last time.
pub fn events() -> Vec<crate::Event<Test>> {
    let events = System::events();
    System::reset_events();
    events
        .into_iter()
        .map(|record| match record.event {
            RuntimeEvent::Quotas(event) => event,
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

/// The permit of [`PLANT`]'s site in Tangshan.
pub fn permit() -> PermitNumber {
    format!("{}001P", uscc(2)).parse().expect("a permit number")
}

pub fn division(code: u32) -> DivisionCode {
    code.try_into().expect("a division")
}

pub fn reserve(code: u32) -> Holder {
    Holder::Reserve(division(code))
}

/// NOx.
pub fn nox() -> Pollutant {
    "a21002".parse().expect("a pollutant")
}

/// NOx in the air of Hebei, 2026 to 2030, for industry.
pub fn key() -> ClassKey {
    key_of("a21002", air(HEBEI), Sector::Industry)
}

pub fn key_of(pollutant: &str, zone: Zone, sector: Sector) -> ClassKey {
    let pollutant = pollutant.parse().expect("a pollutant");
    ClassKey::new(pollutant, zone, vintage(), sector).expect("of the zone's medium")
}

pub fn vintage() -> Vintage {
    Vintage::new(2026, 2030, "2031-06-30".parse().expect("a day")).expect("a vintage")
}

pub fn air(code: u32) -> Zone {
    Zone::Air {
        division: division(code),
    }
}

pub fn water(code: u32, basin: &str) -> Zone {
    Zone::Water {
        division: division(code),
        basin: basin.parse().expect("a basin"),
    }
}

/// Rules that allow everything but resale on the same day.
pub fn rules() -> ClassRulesV1 {
    ClassRulesV1 {
        cap: CAP,
        zones: AtMost::default(),
        sectors: AtMost::default(),
        barred: AtMost::default(),
        holder_limit: None,
        group_limit: None,
        resale: ResaleRule::NextDay,
        transfer: TransferRule::Agreed,
        lease_days_max: 366,
    }
}

pub fn at_most<T: Clone, const MAX: usize>(values: &[T]) -> AtMost<T, MAX> {
    AtMost::try_from(values.to_vec()).expect("not too many")
}

/// A declaration with sites in these divisions, none of which discharges water.
pub fn declaration(sector: Sector, group: Option<Uscc>, codes: &[u32]) -> Declaration {
    let places: Vec<_> = codes
        .iter()
        .map(|code| Place {
            division: division(*code),
            basin: None,
        })
        .collect();
    Declaration {
        sector,
        group,
        places: at_most(&places),
    }
}

pub fn define(by: AccountId, key: ClassKey, rules: ClassRulesV1) -> DispatchResult {
    let unit = Grams(1_000);
    Quotas::define_class(signed(by), key, unit, ClassRules::V1(rules), DOCUMENT)
}

/// Allocates quota by a decision of its own.
pub fn give(class: ClassId, holder: Holder, grams: u64, decision: u8) {
    let share = Share {
        holder,
        amount: Grams(grams),
    };
    Quotas::allocate(
        signed(MINISTER),
        class,
        Digest([decision; 32]),
        at_most(&[share]),
    )
    .expect("an allocation");
}

pub fn new_offer(from: Holder, to: Holder, grams: u64) -> NewOffer {
    NewOffer {
        class: CLASS,
        from,
        to,
        amount: Grams(grams),
        terms: OfferTerms::Transfer,
        open_until_ms: pallet_timestamp::Now::<Test>::get() + Day::LENGTH_MS,
        document: DOCUMENT,
    }
}

/// Makes an offer, and returns its number.
pub fn offer(by: AccountId, new: NewOffer) -> OfferId {
    let id = OfferId(crate::NextOffer::<Test>::get());
    Quotas::make_offer(signed(by), new).expect("an offer");
    id
}

/// Leases quota of [`PLANT`] to [`MILL`] until a day.
pub fn lease(grams: u64, until: Day) {
    let new = NewOffer {
        terms: OfferTerms::Lease { until },
        ..new_offer(SELLER, BUYER, grams)
    };
    let id = offer(OWNER, new);
    Quotas::accept_offer(signed(MILLER), id).expect("a lease");
}

pub fn surrender_rule() -> SurrenderRule {
    SurrenderRule::V1(SurrenderRuleV1 {
        first_year: 2026,
        deadline_days: 90,
        deduction_permille: 1_000,
    })
}

/// Sets the rule for NOx in Hebei.
pub fn set_rule() {
    Quotas::set_surrender_rule(
        signed(AGENT),
        division(HEBEI),
        nox(),
        Some(surrender_rule()),
    )
    .expect("a rule");
}

/// The first moment after the deadline of [`YEAR`].
pub fn deadline_ms() -> u64 {
    let last = Day::last_of_year(YEAR).expect("a year");
    last.end_ms() + 90 * Day::LENGTH_MS
}

/// What a holder has of [`CLASS`].
pub fn holding(holder: Holder) -> HoldingV1 {
    Quotas::holding(&holder, CLASS)
}

/// How much a holder has of [`CLASS`].
pub fn amount(holder: Holder) -> u64 {
    holding(holder).amount.0
}

pub fn lot(number: u64) -> LotV1 {
    let Lot::V1(lot) = crate::Lots::<Test>::get(LotId(number)).expect("a lot");
    lot
}

/// What a lot came from: number and amount of each parent.
pub fn parents(number: u64) -> Vec<(u64, u64)> {
    let lot = lot(number);
    lot.parents
        .iter()
        .map(|part| (part.lot.0, part.amount.0))
        .collect()
}

pub fn cause(number: u64) -> Cause {
    lot(number).cause
}

pub fn signed(account: AccountId) -> RuntimeOrigin {
    RuntimeOrigin::signed(account)
}

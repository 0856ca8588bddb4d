//! Institutions, a listed class, and what tests do again and again.

use super::*;
use crate::Listings;
use limpid_primitives::{
    market::{Fen, Listing, ListingV1, Session},
    quota::{
        ClassId, ClassKey, ClassRules, ClassRulesV1, Declaration, Holder, Place, ResaleRule,
        Sector, Share, TransferRule, Vintage, Zone,
    },
    AtMost, Digest, DivisionCode, Grams, InstitutionId, Moment, Uscc,
};
use pallet_institutions::{GenesisInstitution, GenesisMember};
use sp_runtime::BuildStorage;

/// The agency of Hebei.
pub const AGENCY: InstitutionId = InstitutionId(1);
/// An enterprise in Tangshan, Hebei, that has quota in most tests.
pub const PLANT: InstitutionId = InstitutionId(2);
/// An enterprise in Baoding, Hebei, that has money in most tests.
pub const MILL: InstitutionId = InstitutionId(3);
/// Another enterprise in Tangshan.
pub const WORKS: InstitutionId = InstitutionId(4);
/// The agency of the nation.
pub const MINISTRY: InstitutionId = InstitutionId(7);
/// The exchange.
pub const EXCHANGE: InstitutionId = InstitutionId(9);
/// The agency of Tangshan.
pub const CITY_AGENCY: InstitutionId = InstitutionId(10);
/// The number the next institution gets.
pub const NEXT: InstitutionId = InstitutionId(11);

/// [`PLANT`] as a holder.
pub const SELLER: Holder = Holder::Institution(PLANT);
/// [`MILL`] as a holder.
pub const BUYER: Holder = Holder::Institution(MILL);
/// [`WORKS`] as a holder.
pub const THIRD: Holder = Holder::Institution(WORKS);

/// Administrator of [`AGENCY`].
pub const AGENT: AccountId = 10;
/// Submitter of [`AGENCY`].
pub const CLERK: AccountId = 11;
/// Trader of [`PLANT`].
pub const OWNER: AccountId = 20;
/// Submitter of [`PLANT`].
pub const WORKER: AccountId = 22;
/// Trader of [`MILL`].
pub const MILLER: AccountId = 30;
/// Trader of [`WORKS`].
pub const SMITH: AccountId = 40;
/// Administrator of the agency of Shanxi.
pub const OTHER_AGENT: AccountId = 50;
/// Approver of the court of Tangshan.
pub const JUDGE: AccountId = 60;
/// Administrator of [`MINISTRY`].
pub const MINISTER: AccountId = 70;
/// Administrator of the settlement bank.
pub const BANKER: AccountId = 80;
/// Administrator of [`EXCHANGE`].
pub const BROKER: AccountId = 90;
/// Administrator of [`CITY_AGENCY`].
pub const CITY_AGENT: AccountId = 100;

/// The class that is listed.
pub const CLASS: ClassId = ClassId(1);
/// A class that is not.
pub const UNLISTED: ClassId = ClassId(2);
/// A class there is not.
pub const UNKNOWN: ClassId = ClassId(3);
/// What [`CLASS`] is traded in: the kilogram.
pub const UNIT: u64 = 1_000;
/// The size of a tick: a jiao.
pub const TICK: u64 = 10;
/// What the first day's prices are around, in ticks.
pub const REFERENCE: u32 = 1_000;

/// The block tests begin in: Tuesday, 3 November 2026, ten in the morning in Beijing.
pub const NOW: Moment = Moment {
    block: 1,
    time_ms: 1_793_671_200_000,
};
const HOUR_MS: u64 = 60 * 60 * 1_000;
/// A decision.
pub const DOCUMENT: Digest = Digest([7; 32]);
/// A reason.
pub const REASON: Digest = Digest([9; 32]);

pub const NATION: u32 = 100_000;
pub const HEBEI: u32 = 130_000;
pub const TANGSHAN: u32 = 130_200;
pub const BAODING: u32 = 130_600;
pub const SHANXI: u32 = 140_000;

/// A world of the institutions above, the listed class and the one that is not, to which a test adds what differs.
pub struct ExtBuilder {
    rules: ClassRulesV1,
    listing: ListingV1,
    quota: Vec<(Holder, u64)>,
    money: Vec<(InstitutionId, u64)>,
    groups: Vec<(InstitutionId, Uscc)>,
}

impl Default for ExtBuilder {
    fn default() -> Self {
        Self {
            rules: rules(),
            listing: listing(),
            quota: Vec::new(),
            money: Vec::new(),
            groups: Vec::new(),
        }
    }
}

impl ExtBuilder {
    /// Other rules of [`CLASS`].
    pub fn rules(mut self, change: impl FnOnce(&mut ClassRulesV1)) -> Self {
        change(&mut self.rules);
        self
    }

    /// Another listing of [`CLASS`].
    pub fn listing(mut self, change: impl FnOnce(&mut ListingV1)) -> Self {
        change(&mut self.listing);
        self
    }

    /// Prices up to twice the reference are in the band, so the floor of an enterprise's auction is too.
    pub fn wide(self) -> Self {
        self.listing(|listing| listing.band_permille = 1_000)
    }

    /// Quota of [`CLASS`] that a holder has, in units.
    pub fn quota(mut self, holder: Holder, units: u64) -> Self {
        self.quota.push((holder, units));
        self
    }

    /// Money that an institution has, in fen.
    pub fn money(mut self, institution: InstitutionId, fen: u64) -> Self {
        self.money.push((institution, fen));
        self
    }

    /// A declared group that an enterprise belongs to.
    pub fn group(mut self, institution: InstitutionId, head: Uscc) -> Self {
        self.groups.push((institution, head));
        self
    }

    /// [`SELLER`] has quota and [`BUYER`] money, both plenty.
    pub fn traders() -> Self {
        Self::default()
            .quota(SELLER, 1_000_000)
            .money(MILL, 1_000_000_000_000)
    }

    pub fn build(self) -> sp_io::TestExternalities {
        let mut ext = empty();
        ext.execute_with(|| {
            go_to(NOW);
            define(key("a21002"), self.rules);
            define(key("a21026"), rules());
            for (id, code) in [(PLANT, TANGSHAN), (MILL, BAODING), (WORKS, TANGSHAN)] {
                let mut groups = self.groups.iter();
                let group = groups.find(|(of, _)| *of == id).map(|(_, head)| *head);
                enrol(id, code, group);
            }
            Market::list_class(signed(BROKER), CLASS, Listing::V1(self.listing)).expect("new");
            for ((holder, units), number) in self.quota.into_iter().zip(100u8..) {
                give(holder, units, number);
            }
            for ((institution, fen), number) in self.money.into_iter().zip(100u8..) {
                credit(institution, fen, number);
            }
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

/// Every invariant of the market, of quota and of money holds.
pub fn check() {
    Market::do_try_state().expect("every invariant of the market holds");
    Quotas::do_try_state().expect("every invariant of quota holds");
    Deposits::do_try_state().expect("every invariant of money holds");
}

fn institutions() -> Vec<GenesisInstitution<AccountId>> {
    use Duty::{Administrator, Approver, Submitter, Trader};
    use InstitutionKind::{Agency, Court, Enterprise, Exchange, SettlementBank};
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
            &[(21, Administrator), (OWNER, Trader), (WORKER, Submitter)],
        ),
        (
            Enterprise,
            BAODING,
            Some(AGENCY),
            &[(31, Administrator), (MILLER, Trader)],
        ),
        (
            Enterprise,
            TANGSHAN,
            Some(AGENCY),
            &[(41, Administrator), (SMITH, Trader)],
        ),
        (Agency, SHANXI, None, &[(OTHER_AGENT, Administrator)]),
        (
            Court,
            TANGSHAN,
            None,
            &[(61, Administrator), (JUDGE, Approver)],
        ),
        (Agency, NATION, None, &[(MINISTER, Administrator)]),
        (SettlementBank, NATION, None, &[(BANKER, Administrator)]),
        (Exchange, NATION, None, &[(BROKER, Administrator)]),
        (Agency, TANGSHAN, None, &[(CITY_AGENT, Administrator)]),
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

pub fn now_ms() -> u64 {
    pallet_timestamp::Now::<Test>::get()
}

/// Moves the clock to a time, in the next block.
pub fn wait_until(time_ms: u64) {
    go_to(Moment {
        block: System::block_number() + 1,
        time_ms,
    });
}

/// Moves the clock so many hours on.
pub fn wait_hours(hours: u64) {
    wait_until(now_ms() + hours * HOUR_MS);
}

/// Moves the clock so many days on.
pub fn wait_days(days: u64) {
    wait_hours(24 * days);
}

pub fn today() -> Day {
    Day::of(now_ms()).expect("a day")
}

/// The day so many days from now.
pub fn day_after(days: u32) -> Day {
    Day::try_from(today().number() + days).expect("a day")
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

pub fn reserve(code: u32) -> Holder {
    Holder::Reserve(division(code))
}

/// A pollutant in the air of Hebei, 2026 to 2030, for industry.
pub fn key(pollutant: &str) -> ClassKey {
    let zone = Zone::Air {
        division: division(HEBEI),
    };
    let pollutant = pollutant.parse().expect("a pollutant");
    ClassKey::new(pollutant, zone, vintage(), Sector::Industry).expect("of air")
}

pub fn vintage() -> Vintage {
    Vintage::new(2026, 2030, "2031-06-30".parse().expect("a day")).expect("a vintage")
}

/// Rules that allow everything, resale on the same day too.
pub fn rules() -> ClassRulesV1 {
    ClassRulesV1 {
        cap: Grams(u64::MAX),
        zones: AtMost::default(),
        sectors: AtMost::default(),
        barred: AtMost::default(),
        holder_limit: None,
        group_limit: None,
        resale: ResaleRule::SameDay,
        transfer: TransferRule::Agreed,
        lease_days_max: 366,
    }
}

/// As the carbon market: ±10 %, ±30 % for negotiated trades, but all prices at once; every day of the week.
pub fn listing() -> ListingV1 {
    let session = |from, until| Session::new(from, until).expect("a session");
    ListingV1 {
        tick: Fen(TICK),
        band_permille: 100,
        block_band_permille: 300,
        units_min: 1,
        units_max: 100_000,
        block_units_min: 1_000,
        levels_max: 0,
        sessions: at_most(&[
            session(9 * 60 + 30, 11 * 60 + 30),
            session(13 * 60, 15 * 60),
        ]),
        weekdays: 0b111_1111,
        reference: Fen(u64::from(REFERENCE) * TICK),
    }
}

pub fn set_listing(change: impl FnOnce(&mut ListingV1)) {
    let mut listing = Listings::<Test>::get(CLASS).expect("a listing").now();
    change(&mut listing);
    Market::set_listing(signed(BROKER), CLASS, Listing::V1(listing)).expect("a listing");
}

pub fn set_rules(change: impl FnOnce(&mut ClassRulesV1)) {
    let mut rules = pallet_quotas::Rules::<Test>::get(CLASS)
        .expect("rules")
        .now();
    change(&mut rules);
    Quotas::set_rules(signed(AGENT), CLASS, ClassRules::V1(rules), DOCUMENT).expect("rules");
}

pub fn at_most<T: Clone + core::fmt::Debug, const MAX: usize>(values: &[T]) -> AtMost<T, MAX> {
    AtMost::try_from(values.to_vec()).expect("not too many")
}

fn define(key: ClassKey, rules: ClassRulesV1) {
    let rules = ClassRules::V1(rules);
    Quotas::define_class(signed(AGENT), key, Grams(UNIT), rules, DOCUMENT).expect("a class");
}

pub fn enrol(id: InstitutionId, code: u32, group: Option<Uscc>) {
    let place = Place {
        division: division(code),
        basin: None,
    };
    let declaration = Declaration {
        sector: Sector::Industry,
        group,
        places: at_most(&[place]),
    };
    Quotas::enrol_holder(signed(AGENT), id, declaration, DOCUMENT).expect("an enterprise");
}

/// Allocates units of [`CLASS`] by a decision of its own.
pub fn give(holder: Holder, units: u64, decision: u8) {
    let share = Share {
        holder,
        amount: Grams(units * UNIT),
    };
    let shares = at_most(&[share]);
    Quotas::allocate(signed(AGENT), CLASS, Digest([decision; 32]), shares).expect("quota");
}

/// Credits money with a reference of its own.
pub fn credit(institution: InstitutionId, fen: u64, reference: u8) {
    let reference = Digest([reference; 32]);
    Deposits::credit(signed(BANKER), institution, Fen(fen), reference).expect("money");
}

/// Freezes units of [`CLASS`].
pub fn freeze(holder: Holder, units: u64) {
    Quotas::freeze(signed(JUDGE), holder, CLASS, Grams(units * UNIT), DOCUMENT).expect("a freeze");
}

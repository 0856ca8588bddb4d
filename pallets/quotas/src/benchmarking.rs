//! Measures what the calls weigh, each in its worst case: all entries exist, all lists are full, parties are enterprises in groups.

use crate::{
    pallet::{
        Allocations, Call, Classes, Config, Deductions, Enrolments, Freezes, Holdings, Leases,
        Liabilities, Lots, NextLease, NextOffer, Offers, Rules, SurrenderRules,
    },
    types::{ShareList, SHARES_MAX},
    Pallet,
};
use alloc::{format, vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
    assert_ok,
    storage::{storage_prefix, unhashed},
    traits::{Get, Time},
};
use frame_system::RawOrigin;
use limpid_primitives::{
    emissions::EmissionLookup,
    permit::{OutletTermsV1, PermitLookup, Position},
    quota::{
        ClassId, ClassKey, ClassRules, ClassRulesV1, Declaration, Deduction, DeductionV1,
        Enrolment, EnrolmentV1, FreezeId, Holder, LeaseId, NewOffer, OfferId, OfferTerms, Place,
        QuotaClass, QuotaClassV1, QuotaLedger, ResaleRule, Sector, Share, SurrenderRule,
        SurrenderRuleV1, TransferRule, Vintage, Zone,
    },
    AtMost, Day, Digest, DivisionCode, Grams, InstitutionId, InstitutionKind, Micrograms, Moment,
    Outlet, PermitNumber, Pollutant, Uscc,
};
use pallet_institutions::InstitutionLookup;

const AGENCY_CODE: &str = "91130200699229617X";
const HOLDER_CODE: &str = "911302307808371268";

fn pollutant() -> Pollutant {
    "a21002".parse().expect("a pollutant")
}

fn today<T: Config>() -> Day {
    Day::of(T::Time::now()).expect("a day")
}

fn later<T: Config>(days: u32) -> Day {
    Day::try_from(today::<T>().number() + days).expect("a day")
}

/// The year whose emissions are surrendered for: the one of the first block.
fn year<T: Config>() -> u16 {
    today::<T>().year()
}

/// A credit code with this number in it.
fn code(number: u32) -> Uscc {
    let body = format!("91{:06}{number:09}", 130_200);
    "0123456789ABCDEFGHJKLMNPQRTUWXY"
        .chars()
        .find_map(|check| format!("{body}{check}").parse().ok())
        .expect("one of them checks")
}

/// Lets it be a day on which there are years before: the clock of a benchmark stands at nothing.
fn start_clock<T: Config>() {
    if T::Time::now() == 0 {
        let day = Day::try_from(20_700).expect("a day");
        unhashed::put(&storage_prefix(b"Timestamp", b"Now"), &day.start_ms());
    }
}

fn admit<T: Config>(kind: InstitutionKind, uscc: Uscc) -> (InstitutionId, T::AccountId) {
    start_clock::<T>();
    let member = account("member", kind as u32, u32::from_le_bytes(tail(&uscc)));
    let id = T::Institutions::admit_for_benchmark(kind, uscc, DivisionCode::NATION, &member);
    (id, member)
}

fn tail(uscc: &Uscc) -> [u8; 4] {
    let bytes = uscc.as_bytes();
    [bytes[14], bytes[15], bytes[16], bytes[17]]
}

fn agency<T: Config>() -> RawOrigin<T::AccountId> {
    let uscc = AGENCY_CODE.parse().expect("a code that checks");
    RawOrigin::Signed(admit::<T>(InstitutionKind::Agency, uscc).1)
}

fn court<T: Config>() -> RawOrigin<T::AccountId> {
    RawOrigin::Signed(admit::<T>(InstitutionKind::Court, code(900)).1)
}

/// An enterprise in a group, enrolled everywhere, and its origin.
fn enterprise<T: Config>(uscc: &str) -> (Holder, RawOrigin<T::AccountId>) {
    let uscc = uscc.parse().expect("a code that checks");
    let (id, member) = admit::<T>(InstitutionKind::Enterprise, uscc);
    enrol::<T>(id, code(901));
    (Holder::Institution(id), RawOrigin::Signed(member))
}

fn enrol<T: Config>(id: InstitutionId, group: Uscc) {
    let enrolment = EnrolmentV1 {
        declaration: declaration(group),
        document: Digest::ZERO,
        at: Moment::default(),
        by: InstitutionId(1),
    };
    Enrolments::<T>::insert(id, Enrolment::V1(enrolment));
}

/// As many places as there may be; the nation among them, so that every permit's site is one.
fn declaration(group: Uscc) -> Declaration {
    let others = (110_100u32..)
        .step_by(100)
        .take(Declaration::PLACES_MAX - 1);
    let places: Vec<_> = core::iter::once(DivisionCode::NATION.number())
        .chain(others)
        .map(|code| Place {
            division: code.try_into().expect("a division"),
            basin: "ABCDEFGH".parse().ok(),
        })
        .collect();
    Declaration {
        sector: Sector::Industry,
        group: Some(group),
        places: places.try_into().expect("not too many"),
    }
}

/// Rules as long as there may be that allow everything.
fn rules() -> ClassRulesV1 {
    let elsewhere: DivisionCode = 990_000.try_into().expect("a division");
    let zone = Zone::Air {
        division: elsewhere,
    };
    let zones = vec![zone; ClassRulesV1::ZONES_MAX];
    let sectors = vec![Sector::Industry; ClassRulesV1::SECTORS_MAX];
    let barred = vec![elsewhere; ClassRulesV1::BARRED_MAX];
    ClassRulesV1 {
        cap: Grams(u64::MAX),
        zones: zones.try_into().expect("not too many"),
        sectors: sectors.try_into().expect("not too many"),
        barred: barred.try_into().expect("not too many"),
        holder_limit: Some(Grams(u64::MAX)),
        group_limit: Some(Grams(u64::MAX)),
        resale: ResaleRule::SameDay,
        transfer: TransferRule::Agreed,
        lease_days_max: u16::MAX,
    }
}

fn key<T: Config>(number: u16) -> ClassKey {
    let zone = Zone::Air {
        division: DivisionCode::NATION,
    };
    let first = year::<T>() - number % 5;
    let last = year::<T>() + number / 5 % 5;
    let expires = Day::last_of_year(last + 1).expect("a day");
    let vintage = Vintage::new(first, last, expires).expect("a vintage");
    let sector = Sector::ALL[usize::from(number / 25) % 4];
    let pollutant = match number / 100 {
        0 => pollutant(),
        more => format!("a{more:05}").parse().expect("a pollutant"),
    };
    ClassKey::new(pollutant, zone, vintage, sector).expect("of air")
}

fn define<T: Config>(number: u16) -> ClassId {
    let class = ClassId(crate::pallet::NextClass::<T>::get());
    assert_ok!(Pallet::<T>::define_class(
        agency::<T>().into(),
        key::<T>(number),
        Grams(1_000),
        ClassRules::V1(rules()),
        Digest::ZERO,
    ));
    class
}

/// As [`QuotaLedger::class_for_benchmark`] says.
pub(crate) fn open_class<T: Config>() -> ClassId {
    define::<T>(0)
}

/// As [`QuotaLedger::fund_for_benchmark`] says.
pub(crate) fn fund<T: Config>(holder: &Holder, class: ClassId, amount: Grams) {
    if let Holder::Institution(id) = holder {
        if !Enrolments::<T>::contains_key(id) {
            enrol::<T>(*id, code(901));
        }
    }
    give::<T>(*holder, class, amount);
}

fn give<T: Config>(holder: Holder, class: ClassId, amount: Grams) {
    let shares: ShareList = vec![Share { holder, amount }]
        .try_into()
        .expect("not too many");
    // One decision for each allocation.
    let mut document = Digest::ZERO;
    let made = Allocations::<T>::iter_prefix((class,)).count() as u64;
    document.0[..8].copy_from_slice(&(made + 1).to_le_bytes());
    assert_ok!(Pallet::<T>::allocate(
        agency::<T>().into(),
        class,
        document,
        shares
    ));
}

/// A class, and two enterprises that have 1,000 of it each, with their origins.
#[allow(clippy::type_complexity)]
fn market<T: Config>() -> (ClassId, [(Holder, RawOrigin<T::AccountId>); 2]) {
    let class = open_class::<T>();
    let one = enterprise::<T>(HOLDER_CODE);
    let other = enterprise::<T>(code(902).as_str());
    give::<T>(one.0, class, Grams(1_000));
    give::<T>(other.0, class, Grams(1_000));
    (class, [one, other])
}

fn new_offer<T: Config>(class: ClassId, from: Holder, to: Holder, terms: OfferTerms) -> NewOffer {
    NewOffer {
        class,
        from,
        to,
        amount: Grams(10),
        terms,
        open_until_ms: T::Time::now() + T::OfferMsMax::get(),
        document: Digest::ZERO,
    }
}

/// Makes an offer from the first to the second, and returns its number.
fn offered<T: Config>(
    class: ClassId,
    parties: &[(Holder, RawOrigin<T::AccountId>); 2],
    terms: OfferTerms,
) -> OfferId {
    let [(from, by), (to, _)] = parties;
    let id = OfferId(NextOffer::<T>::get());
    let new = new_offer::<T>(class, *from, *to, terms);
    assert_ok!(Pallet::<T>::make_offer(by.clone().into(), new));
    id
}

fn leased<T: Config>(class: ClassId, parties: &[(Holder, RawOrigin<T::AccountId>); 2]) -> LeaseId {
    let until = later::<T>(10);
    let offer = offered::<T>(class, parties, OfferTerms::Lease { until });
    let id = LeaseId(NextLease::<T>::get());
    let [_, (_, lessee)] = parties;
    assert_ok!(Pallet::<T>::accept_offer(lessee.clone().into(), offer));
    id
}

/// The permit of the first enterprise, over the nation, that discharged 500 grams.
fn permit<T: Config>() -> PermitNumber {
    let number: PermitNumber = format!("{HOLDER_CODE}001P").parse().expect("a number");
    let outlet: Outlet = format!("{number}/DA001").parse().expect("an outlet");
    let terms = OutletTermsV1 {
        position: Position::default(),
        treatments: AtMost::default(),
        limits: AtMost::default(),
        yearly_masses: AtMost::default(),
    };
    T::Permits::issue_for_benchmark(&outlet, terms);
    let mass = Micrograms(500_000_000);
    T::Emissions::put_mass_for_benchmark(&number, &pollutant(), assessed_year::<T>(), mass);
    number
}

/// A year whose deadline is over.
fn assessed_year<T: Config>() -> u16 {
    year::<T>() - 1
}

fn surrender_rule() -> SurrenderRule {
    SurrenderRule::V1(SurrenderRuleV1 {
        first_year: 0,
        deadline_days: 0,
        deduction_permille: 1_000,
    })
}

fn put_surrender_rule<T: Config>() {
    SurrenderRules::<T>::insert(DivisionCode::NATION, pollutant(), surrender_rule());
}

fn assess<T: Config>(number: PermitNumber) {
    assert_ok!(Pallet::<T>::assess_year(
        agency::<T>().into(),
        number,
        pollutant(),
        assessed_year::<T>(),
    ));
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn define_class() {
        let agency = agency::<T>();
        #[extrinsic_call]
        _(
            agency,
            key::<T>(0),
            Grams(1_000),
            ClassRules::V1(rules()),
            Digest::ZERO,
        );
        assert!(Classes::<T>::contains_key(ClassId(1)));
    }

    #[benchmark]
    fn set_rules() {
        let class = open_class::<T>();
        let agency = agency::<T>();
        let document = Digest([1; 32]);
        #[extrinsic_call]
        _(agency, class, ClassRules::V1(rules()), document);
        let standing = Rules::<T>::get(class).expect("rules");
        assert_eq!(standing.document, document);
    }

    #[benchmark]
    fn enrol_holder(h: Linear<0, { T::HoldingsMax::get() }>) {
        let (holder, _) = enterprise::<T>(HOLDER_CODE);
        for number in 0..h {
            let class = define::<T>(number as u16);
            give::<T>(holder, class, Grams(1));
        }
        let id = holder.institution().expect("an enterprise");
        let agency = agency::<T>();
        #[extrinsic_call]
        _(agency, id, declaration(code(903)), Digest::ZERO);
        assert_eq!(Holdings::<T>::iter_prefix(holder).count() as u32, h);
    }

    #[benchmark]
    fn allocate(n: Linear<0, SHARES_MAX>) {
        let class = open_class::<T>();
        let shares: Vec<_> = (0..n)
            .map(|number| {
                let (holder, _) = enterprise::<T>(code(number).as_str());
                give::<T>(holder, class, Grams(1));
                let id = holder.institution().expect("an enterprise");
                let deduction = DeductionV1 {
                    owed: Grams(1),
                    taken: Grams(0),
                };
                Deductions::<T>::insert(id, pollutant(), Deduction::V1(deduction));
                Share {
                    holder,
                    amount: Grams(10),
                }
            })
            .collect();
        let lots = Lots::<T>::iter_keys().count() as u32;
        let agency = agency::<T>();
        #[extrinsic_call]
        _(
            agency,
            class,
            Digest([1; 32]),
            shares.try_into().expect("not too many"),
        );
        assert_eq!(Lots::<T>::iter_keys().count() as u32, lots + 2 * n);
    }

    #[benchmark]
    fn take_back() {
        let (class, [(holder, _), _]) = market::<T>();
        let agency = agency::<T>();
        #[extrinsic_call]
        _(
            agency,
            class,
            holder,
            DivisionCode::NATION,
            Grams(1_000),
            Digest::ZERO,
        );
        assert!(!Holdings::<T>::contains_key(holder, class));
    }

    #[benchmark]
    fn make_offer() {
        let (class, [(from, by), (to, _)]) = market::<T>();
        let until = later::<T>(10);
        let offer = new_offer::<T>(class, from, to, OfferTerms::Lease { until });
        #[extrinsic_call]
        _(by, offer);
        assert!(Offers::<T>::contains_key(OfferId(1)));
    }

    #[benchmark]
    fn accept_offer() {
        let (class, parties) = market::<T>();
        let until = later::<T>(10);
        let offer = offered::<T>(class, &parties, OfferTerms::Lease { until });
        let [_, (_, by)] = parties;
        #[extrinsic_call]
        _(by, offer);
        assert!(Leases::<T>::contains_key(LeaseId(1)));
    }

    #[benchmark]
    fn withdraw_offer() {
        let (class, parties) = market::<T>();
        let offer = offered::<T>(class, &parties, OfferTerms::Transfer);
        let [(_, by), _] = parties;
        #[extrinsic_call]
        _(by, offer);
        assert!(!Offers::<T>::contains_key(offer));
    }

    #[benchmark]
    fn return_lease() {
        let (class, parties) = market::<T>();
        let lease = leased::<T>(class, &parties);
        let [(lessor, _), (_, by)] = parties;
        #[extrinsic_call]
        _(by, lease);
        assert_eq!(Pallet::<T>::holding(&lessor, class).amount, Grams(1_000));
    }

    #[benchmark]
    fn freeze() {
        let (class, [(holder, _), _]) = market::<T>();
        let court = court::<T>();
        #[extrinsic_call]
        _(court, holder, class, Grams(1), Digest::ZERO);
        assert!(Freezes::<T>::contains_key(FreezeId(1)));
    }

    #[benchmark]
    fn release_freeze() {
        let (class, [(holder, _), _]) = market::<T>();
        let court = court::<T>();
        assert_ok!(Pallet::<T>::freeze(
            court.clone().into(),
            holder,
            class,
            Grams(1),
            Digest::ZERO
        ));
        #[extrinsic_call]
        _(court, FreezeId(1), Digest::ZERO);
        assert_eq!(Pallet::<T>::holding(&holder, class).frozen, Grams(0));
    }

    #[benchmark]
    fn retire() {
        let (class, [(holder, by), _]) = market::<T>();
        #[extrinsic_call]
        _(by, class, holder, Grams(1_000), Digest::ZERO);
        assert!(!Holdings::<T>::contains_key(holder, class));
    }

    #[benchmark]
    fn surrender() {
        let class = define::<T>(1);
        let (holder, by) = enterprise::<T>(HOLDER_CODE);
        give::<T>(holder, class, Grams(500));
        put_surrender_rule::<T>();
        let number = permit::<T>();
        assess::<T>(number);
        #[extrinsic_call]
        _(by, number, assessed_year::<T>(), class, Grams(500));
        assert_eq!(Pallet::<T>::tally(&holder).arrears, 0);
    }

    #[benchmark]
    fn set_surrender_rule() {
        let agency = agency::<T>();
        #[extrinsic_call]
        _(
            agency,
            DivisionCode::NATION,
            pollutant(),
            Some(surrender_rule()),
        );
        assert!(SurrenderRules::<T>::contains_key(
            DivisionCode::NATION,
            pollutant()
        ));
    }

    #[benchmark]
    fn assess_year() {
        let (holder, by) = enterprise::<T>(HOLDER_CODE);
        put_surrender_rule::<T>();
        let number = permit::<T>();
        #[extrinsic_call]
        _(by, number, pollutant(), assessed_year::<T>());
        assert_eq!(Pallet::<T>::tally(&holder).arrears, 1);
    }

    #[benchmark]
    fn waive_shortfall() {
        let (holder, _) = enterprise::<T>(HOLDER_CODE);
        put_surrender_rule::<T>();
        let number = permit::<T>();
        assess::<T>(number);
        let agency = agency::<T>();
        #[extrinsic_call]
        _(
            agency,
            number,
            pollutant(),
            assessed_year::<T>(),
            Grams(500),
            Digest::ZERO,
        );
        assert_eq!(Pallet::<T>::tally(&holder).arrears, 0);
        assert_eq!(Liabilities::<T>::iter().count(), 1);
    }

    #[benchmark]
    fn expire_holding() {
        let (class, [(holder, by), _]) = market::<T>();
        expire::<T>(class);
        #[extrinsic_call]
        _(by, class, holder);
        assert!(!Holdings::<T>::contains_key(holder, class));
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}

/// Lets a class be over: the clock of a benchmark stands.
fn expire<T: Config>(class: ClassId) {
    let past = year::<T>() - 1;
    let expires = Day::last_of_year(past).expect("a day");
    let vintage = Vintage::new(past, past, expires).expect("a vintage");
    let former = Pallet::<T>::class(class).expect("a class");
    let key = ClassKey::new(
        former.key.pollutant(),
        former.key.zone(),
        vintage,
        former.key.sector(),
    );
    let over = QuotaClassV1 {
        key: key.expect("of air"),
        ..former
    };
    Classes::<T>::insert(class, QuotaClass::V1(over));
}

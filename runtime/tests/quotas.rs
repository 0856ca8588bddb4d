//! Quota on the whole chain: allocated by an agency, sold and leased by agreement, frozen by a court, and surrendered for what the
//! chain computed from a frame; by members' signed transactions in real blocks.

use frame_support::{assert_err, assert_ok};
use limpid_primitives::{
    quota::{
        Cause, ClassId, ClassKey, ClassRules, ClassRulesV1, ClassTotals, ClassTotalsV1,
        Declaration, Deduction, DeductionV1, FreezeId, Holder, Holding, HoldingV1, LeaseId, Lot,
        LotId, LotStatus, NewOffer, OfferId, OfferTerms, Place, ResaleRule, Sector, Share,
        SurrenderRule, SurrenderRuleV1, Timeliness, TransferRule, Vintage, Zone,
    },
    Day, Digest, DivisionCode, Grams, InstitutionId, InstitutionKind,
};
use limpid_runtime::{Quotas, Runtime, RuntimeCall, RuntimeEvent};
use pallet_quotas::{Call, Error, Event};
use sp_runtime::DispatchError;

mod blocks;
mod merge;
mod plant;
use blocks::{account, Sent};
use plant::{day_frame, nox, outlet, today, World, AGENCY, DOCUMENT, HOUR_MS, MASSES, PLANT};

const MILL: &str = "mill";
const COURT: &str = "court";
const SELLER: Holder = Holder::Institution(InstitutionId(3));
const BUYER: Holder = Holder::Institution(InstitutionId(4));
const CLASS: ClassId = ClassId(1);
const YEAR: u16 = 2026;
/// What the frame of the day says, a begun gram counted.
const DUE: u64 = 12_346;

fn division() -> DivisionCode {
    320_000.try_into().expect("a division")
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn rules() -> ClassRules {
    ClassRules::V1(ClassRulesV1 {
        cap: Grams(100_000),
        zones: Default::default(),
        sectors: Default::default(),
        barred: Default::default(),
        holder_limit: None,
        group_limit: None,
        resale: ResaleRule::NextDay,
        transfer: TransferRule::Agreed,
        lease_days_max: 366,
    })
}

/// A plant and a mill that may hold a class of nitrogen oxides of the year, of which the plant was given 20,000 grams.
fn world() -> World {
    let mut world = World::new();
    world.admit(MILL, InstitutionKind::Enterprise, "91320000MA4L1MPD0Y");
    let zone = Zone::Air {
        division: division(),
    };
    let vintage = Vintage::new(YEAR, YEAR, day("2027-12-31")).expect("a vintage");
    let key = ClassKey::new(nox(), zone, vintage, Sector::Industry).expect("of air");
    let define = Call::define_class {
        key,
        unit: Grams(1_000),
        rules: rules(),
        document: DOCUMENT,
    };
    world.must(AGENCY, define);
    for institution in [SELLER, BUYER].map(|holder| holder.institution().expect("one")) {
        let place = Place {
            division: division(),
            basin: None,
        };
        let declaration = Declaration {
            sector: Sector::Industry,
            group: None,
            places: vec![place].try_into().expect("one"),
        };
        let enrol = Call::enrol_holder {
            institution,
            declaration,
            document: DOCUMENT,
        };
        world.must(AGENCY, enrol);
    }
    let rule = SurrenderRule::V1(SurrenderRuleV1 {
        first_year: YEAR,
        deadline_days: 90,
        deduction_permille: 1_000,
    });
    let set = Call::set_surrender_rule {
        division: division(),
        pollutant: nox(),
        rule: Some(rule),
    };
    world.must(AGENCY, set);
    assert_ok!(allocate(&mut world, SELLER, 20_000, 1));
    world
}

fn allocate(
    world: &mut World,
    holder: Holder,
    grams: u64,
    decision: u8,
) -> Result<Sent, DispatchError> {
    let share = Share {
        holder,
        amount: Grams(grams),
    };
    let allocate = Call::allocate {
        class: CLASS,
        document: Digest([decision; 32]),
        shares: vec![share].try_into().expect("one"),
    };
    world.send(AGENCY, allocate)
}

/// The plant offers to the mill.
fn offer(world: &mut World, grams: u64, terms: OfferTerms) -> Result<Sent, DispatchError> {
    let now_ms = world.chain.read(pallet_timestamp::Now::<Runtime>::get);
    let offer = NewOffer {
        class: CLASS,
        from: SELLER,
        to: BUYER,
        amount: Grams(grams),
        terms,
        open_until_ms: now_ms + HOUR_MS,
        document: DOCUMENT,
    };
    world.send(PLANT, Call::make_offer { offer })
}

fn accept(world: &mut World, offer: u32) -> Result<Sent, DispatchError> {
    let offer = OfferId(offer);
    world.send(MILL, Call::accept_offer { offer })
}

fn surrender(world: &mut World, grams: u64) -> Result<Sent, DispatchError> {
    let surrender = Call::surrender {
        permit: outlet().permit,
        year: YEAR,
        class: CLASS,
        amount: Grams(grams),
    };
    world.send(PLANT, surrender)
}

fn assess(world: &mut World) -> Result<Sent, DispatchError> {
    let assess = Call::assess_year {
        permit: outlet().permit,
        pollutant: nox(),
        year: YEAR,
    };
    world.send(MILL, assess)
}

/// Lets the chain compute the year's mass from the frame of today.
fn discharge(world: &mut World) {
    world.chain.go_to(today().end_ms());
    let sequence = world.anchor(vec![day_frame(today(), MASSES)]);
    let proof = world.proof(sequence, today());
    assert_ok!(world.prove(vec![proof]));
}

fn holding(world: &mut World, holder: Holder) -> HoldingV1 {
    world.chain.read(|| {
        pallet_quotas::Holdings::<Runtime>::get(holder, CLASS)
            .map_or_else(HoldingV1::default, |Holding::V1(holding)| holding)
    })
}

/// What the transaction said of quota.
fn said(sent: Sent) -> Vec<Event<Runtime>> {
    let of_quota = |event| match event {
        RuntimeEvent::Quotas(event) => Some(event),
        _ => None,
    };
    sent.events.into_iter().filter_map(of_quota).collect()
}

#[test]
fn it_is_allocated_sold_by_agreement_and_surrendered_for_what_the_chain_computed() {
    let mut world = world();
    assert_ok!(offer(&mut world, 5_000, OfferTerms::Transfer));
    assert_ok!(accept(&mut world, 1));
    // Nothing was computed yet, so there is nothing to surrender for.
    assert_err!(surrender(&mut world, 1), Error::<Runtime>::MoreThanMissing);
    discharge(&mut world);
    assert_err!(
        surrender(&mut world, DUE + 1),
        Error::<Runtime>::MoreThanMissing
    );
    let sent = surrender(&mut world, DUE).expect("enough of it");
    assert_eq!(
        said(sent),
        [Event::QuotaSurrendered {
            permit: outlet().permit,
            year: YEAR,
            class: CLASS,
            holder: InstitutionId(3),
            amount: Grams(DUE),
            timeliness: Timeliness::OnTime,
            lot: LotId(3),
        }]
    );
    assert_err!(surrender(&mut world, 1), Error::<Runtime>::MoreThanMissing);
    assert_eq!(holding(&mut world, SELLER).amount, Grams(15_000 - DUE));
    assert_eq!(holding(&mut world, BUYER).amount, Grams(5_000));
    let totals = ClassTotals::V1(ClassTotalsV1 {
        allocated: Grams(20_000),
        surrendered: Grams(DUE),
        ..ClassTotalsV1::default()
    });
    world.chain.read(|| {
        assert_eq!(pallet_quotas::Totals::<Runtime>::get(CLASS), totals);
        // Both what the mill bought and what was surrendered lead back to the one decision.
        for lot in [LotId(2), LotId(3)] {
            let title = Quotas::title(vec![lot]);
            let causes: Vec<_> = title
                .lots
                .iter()
                .map(|(id, Lot::V1(lot))| (*id, lot.cause))
                .collect();
            assert_eq!(causes.len(), 2);
            let root = Cause::Allocation {
                document: Digest([1; 32]),
            };
            assert_eq!(causes[1], (LotId(1), root));
            assert!(title.rest.is_empty());
        }
        assert_eq!(Quotas::lot_status(LotId(3)), Some(LotStatus::Ended));
    });
}

#[test]
fn a_shortfall_locks_selling_and_is_deducted_from_the_next_allocation() {
    let mut world = world();
    discharge(&mut world);
    assert_ok!(surrender(&mut world, 10_000));
    assert_err!(assess(&mut world), Error::<Runtime>::DeadlineAhead);
    // 90 days after the year.
    world.chain.go_to(day("2027-04-01").start_ms());
    let missing = Grams(DUE - 10_000);
    let shortfall = world
        .chain
        .read(|| Quotas::shortfall(outlet().permit, nox(), YEAR));
    assert_eq!(shortfall, None, "the last block was before the deadline");
    assert_ok!(assess(&mut world));
    let shortfall = world
        .chain
        .read(|| Quotas::shortfall(outlet().permit, nox(), YEAR));
    assert_eq!(shortfall, Some(missing));
    assert_err!(
        offer(&mut world, 1, OfferTerms::Transfer),
        Error::<Runtime>::SellerLocked
    );
    let sent = surrender(&mut world, missing.0).expect("enough of it");
    let said = said(sent);
    assert!(
        matches!(
            said.as_slice(),
            [
                Event::QuotaSurrendered {
                    timeliness: Timeliness::Late,
                    ..
                },
                Event::SellingUnlocked { holder: SELLER }
            ]
        ),
        "{said:?}"
    );
    assert_ok!(offer(&mut world, 1, OfferTerms::Transfer));

    assert_ok!(allocate(&mut world, SELLER, 5_000, 2));
    let had = 20_000 - DUE;
    assert_eq!(
        holding(&mut world, SELLER).amount,
        Grams(had + 5_000 - missing.0)
    );
    let deduction = world
        .chain
        .read(|| pallet_quotas::Deductions::<Runtime>::get(InstitutionId(3), nox()));
    let all = DeductionV1 {
        owed: missing,
        taken: missing,
    };
    assert_eq!(deduction, Deduction::V1(all));
    assert_err!(
        allocate(&mut world, SELLER, 5_000, 2),
        Error::<Runtime>::AlreadyAllocated
    );
}

#[test]
fn a_lease_comes_back_by_itself_after_its_last_day() {
    let mut world = world();
    let until = day("2026-12-01");
    assert_ok!(offer(&mut world, 4_000, OfferTerms::Lease { until }));
    assert_ok!(accept(&mut world, 1));
    assert_eq!(holding(&mut world, SELLER).lent, Grams(4_000));
    assert_eq!(holding(&mut world, BUYER).leased, Grams(4_000));
    world.chain.go_to(until.end_ms());
    // Whatever block comes next returns it.
    let remark = frame_system::Call::remark { remark: vec![] };
    world.must(PLANT, remark);
    assert_eq!(holding(&mut world, BUYER), HoldingV1::default());
    let holding = holding(&mut world, SELLER);
    assert_eq!((holding.amount, holding.lent), (Grams(20_000), Grams(0)));
    let lot = world.chain.read(|| {
        let id = holding.lot.expect("a lot");
        let Lot::V1(lot) = pallet_quotas::Lots::<Runtime>::get(id).expect("a lot");
        lot
    });
    assert_eq!(lot.cause, Cause::LeaseReturn { lease: LeaseId(1) });
}

#[test]
fn a_court_that_the_council_admitted_freezes_and_releases() {
    let mut world = world();
    let admit = pallet_institutions::Call::admit_institution {
        kind: InstitutionKind::Court,
        uscc: "11320000MB0000051M".parse().expect("a credit code"),
        name: COURT.parse().expect("a name"),
        division: division(),
        administrator: account(COURT),
    };
    let decide = RuntimeCall::Governance(pallet_governance::Call::decide {
        document: DOCUMENT,
        call: Box::new(admit.into()),
    });
    let propose = RuntimeCall::Council(pallet_collective::Call::propose {
        threshold: 1,
        length_bound: u32::try_from(codec::Encode::encoded_size(&decide)).expect("short"),
        proposal: Box::new(decide),
    });
    world.must(AGENCY, propose);

    let freeze = Call::freeze {
        holder: SELLER,
        class: CLASS,
        amount: Grams(19_000),
        document: DOCUMENT,
    };
    for stranger in [AGENCY, PLANT, MILL] {
        assert_err!(
            world.send(stranger, freeze.clone()),
            DispatchError::BadOrigin
        );
    }
    world.must(COURT, freeze);
    assert_err!(
        offer(&mut world, 1_001, OfferTerms::Transfer),
        Error::<Runtime>::Frozen
    );
    assert_ok!(offer(&mut world, 1_000, OfferTerms::Transfer));
    let release = Call::release_freeze {
        freeze: FreezeId(1),
        document: DOCUMENT,
    };
    world.must(COURT, release);
    assert_ok!(offer(&mut world, 19_000, OfferTerms::Transfer));
    assert_ok!(accept(&mut world, 2));
    assert_eq!(holding(&mut world, BUYER).amount, Grams(19_000));
}

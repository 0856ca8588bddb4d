use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    quota::{
        Cause, ClassId, ClassTotals, Liability, LiabilityV1, LotId, NewOffer, OfferTerms, Sector,
        Timeliness,
    },
    Grams, InstitutionId, PermitNumber,
};
use sp_runtime::{DispatchError, DispatchResult};

fn surrender(grams: u64) -> DispatchResult {
    surrender_of(OWNER, permit(), YEAR, CLASS, grams)
}

fn surrender_of(
    by: AccountId,
    permit: PermitNumber,
    year: u16,
    class: ClassId,
    grams: u64,
) -> DispatchResult {
    Quotas::surrender(signed(by), permit, year, class, Grams(grams))
}

fn liability() -> LiabilityV1 {
    let stored = crate::Liabilities::<Test>::get((permit(), YEAR, nox()));
    let Liability::V1(liability) = stored.expect("a liability");
    liability
}

/// A world in which [`PLANT`] has 100 and discharged a little more than 79.
fn world() -> ExtBuilder {
    ExtBuilder::default().given(SELLER, 100)
}

fn discharge(micrograms: u128) {
    set_mass(&permit(), nox(), YEAR, Some(micrograms));
}

#[test]
fn it_covers_what_the_chain_computed() {
    world().run(|| {
        discharge(79_000_001);
        assert_ok!(surrender(50));
        assert_eq!(
            events(),
            [Event::QuotaSurrendered {
                permit: permit(),
                year: YEAR,
                class: CLASS,
                holder: PLANT,
                amount: Grams(50),
                timeliness: Timeliness::OnTime,
                lot: LotId(2),
            }]
        );
        let covered = LiabilityV1 {
            on_time: Grams(50),
            ..LiabilityV1::new(PLANT)
        };
        assert_eq!(liability(), covered);
        assert_eq!(amount(SELLER), 50);
        let cause_of_it = Cause::Surrender {
            permit: permit(),
            year: YEAR,
        };
        assert_eq!(cause(2), cause_of_it);
        let ClassTotals::V1(totals) = crate::Totals::<Test>::get(CLASS);
        assert_eq!(totals.surrendered, Grams(50));
        // A begun gram is to be covered, and no more.
        assert_noop!(surrender(31), Error::<Test>::MoreThanMissing);
        assert_ok!(surrender(30));
        assert_noop!(surrender(1), Error::<Test>::MoreThanMissing);
    });
}

#[test]
fn what_is_leased_can_be_surrendered() {
    ExtBuilder::default().given(reserve(HEBEI), 100).run(|| {
        let new = NewOffer {
            terms: OfferTerms::Lease {
                until: day_after(3),
            },
            ..new_offer(reserve(HEBEI), SELLER, 60)
        };
        let id = offer(AGENT, new);
        assert_ok!(Quotas::accept_offer(signed(OWNER), id));
        discharge(40_000_000);
        assert_ok!(surrender(40));
    });
}

#[test]
fn after_the_deadline_it_is_late_and_makes_good() {
    world().run(|| {
        set_rule();
        discharge(80_000_000);
        wait_until(deadline_ms() - 1);
        assert_ok!(surrender(50));
        wait_until(deadline_ms());
        assert_ok!(Quotas::assess_year(signed(CLERK), permit(), nox(), YEAR));
        System::reset_events();
        assert_ok!(surrender(29));
        let Event::QuotaSurrendered { timeliness, .. } = events()[0] else {
            panic!("a surrender");
        };
        assert_eq!(timeliness, Timeliness::Late);
        assert_ok!(surrender(1));
        assert_eq!(events()[1], Event::SellingUnlocked { holder: SELLER });
        assert_eq!(
            (liability().on_time, liability().late),
            (Grams(50), Grams(30))
        );
        // What was late is deducted nevertheless.
        assert_eq!(liability().deduction(), Grams(30));
    });
}

#[test]
fn fails_for_who_disposes_of_nothing() {
    world().run(|| {
        for by in [WORKER, JUDGE] {
            assert_noop!(
                surrender_of(by, permit(), YEAR, CLASS, 1),
                DispatchError::BadOrigin
            );
        }
    });
}

#[test]
fn fails_when_the_class_is_unknown_or_over() {
    world().run(|| {
        discharge(1);
        assert_noop!(
            surrender_of(OWNER, permit(), YEAR, SECOND, 1),
            Error::<Test>::ClassUnknown
        );
        wait_until(vintage().expires().end_ms());
        assert_noop!(surrender(1), Error::<Test>::ClassExpired);
    });
}

#[test]
fn fails_when_it_is_nothing() {
    world().run(|| {
        assert_noop!(surrender(0), Error::<Test>::Nothing);
    });
}

#[test]
fn fails_for_a_year_the_vintage_does_not_have() {
    world().run(|| {
        for year in [2025, 2031] {
            assert_noop!(
                surrender_of(OWNER, permit(), year, CLASS, 1),
                Error::<Test>::YearNotCovered
            );
        }
    });
}

#[test]
fn fails_when_the_permit_is_unknown_or_anothers() {
    world().given(BUYER, 100).run(|| {
        let unknown = format!("{}002P", uscc(2)).parse().expect("a number");
        assert_noop!(
            surrender_of(OWNER, unknown, YEAR, CLASS, 1),
            Error::<Test>::PermitUnknown
        );
        for by in [MILLER, AGENT] {
            assert_noop!(
                surrender_of(by, permit(), YEAR, CLASS, 1),
                Error::<Test>::NotPermitHolder
            );
        }
        put_permit(&unknown, None, TANGSHAN);
        assert_noop!(
            surrender_of(OWNER, unknown, YEAR, CLASS, 1),
            Error::<Test>::NotPermitHolder
        );
    });
}

#[test]
fn fails_where_the_holder_is_not_enrolled() {
    world().run(|| {
        put_permit(&permit(), Some(PLANT), BAODING);
        assert_noop!(surrender(1), Error::<Test>::PlaceNotEnrolled);
        put_permit(&permit(), Some(PLANT), TANGSHAN);
        discharge(1);
        crate::Enrolments::<Test>::remove(PLANT);
        assert_noop!(surrender(1), Error::<Test>::NotEnrolled);
    });
}

#[test]
fn fails_where_the_class_is_not_good() {
    // A site in each province; the quota is of one of them.
    let both = declaration(Sector::Industry, None, &[TANGSHAN, SHANXI]);
    world().run(|| {
        assert_ok!(Quotas::enrol_holder(
            signed(MINISTER),
            PLANT,
            both,
            DOCUMENT
        ));
        discharge(1);
        put_permit(&permit(), Some(PLANT), SHANXI);
        assert_noop!(surrender(1), Error::<Test>::OutsideZone);
    });
}

#[test]
fn fails_for_another_sector() {
    world().run(|| {
        let farm = declaration(Sector::Agriculture, None, &[TANGSHAN]);
        assert_ok!(Quotas::enrol_holder(signed(AGENT), PLANT, farm, DOCUMENT));
        discharge(1);
        assert_noop!(surrender(1), Error::<Test>::OtherSector);
    });
}

#[test]
fn fails_when_the_outlets_are_too_many_to_add_up() {
    world().run(|| {
        set_mass(&permit(), nox(), YEAR, None);
        assert_noop!(surrender(1), Error::<Test>::TooManyOutlets);
    });
}

#[test]
fn fails_for_more_than_there_is_or_is_frozen() {
    world().run(|| {
        discharge(200_000_000);
        assert_noop!(surrender(101), Error::<Test>::NotEnough);
        assert_ok!(Quotas::freeze(
            signed(JUDGE),
            SELLER,
            CLASS,
            Grams(30),
            DOCUMENT
        ));
        assert_noop!(surrender(71), Error::<Test>::Frozen);
        assert_ok!(surrender(70));
    });
}

#[test]
fn an_unknown_institution_has_no_permit() {
    world().run(|| {
        put_permit(&permit(), Some(InstitutionId(99)), TANGSHAN);
        assert_noop!(surrender(1), Error::<Test>::NotPermitHolder);
    });
}

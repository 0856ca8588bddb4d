use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    quota::{
        Allocation, AllocationV1, Cause, ClassId, ClassTotals, Deduction, DeductionV1, Holder,
        LotId, Sector, Share,
    },
    Grams, InstitutionId,
};
use sp_runtime::{DispatchError, DispatchResult};

fn allocate(by: AccountId, class: ClassId, shares: &[(Holder, u64)]) -> DispatchResult {
    let shares: Vec<_> = shares
        .iter()
        .map(|(holder, grams)| Share {
            holder: *holder,
            amount: Grams(*grams),
        })
        .collect();
    Quotas::allocate(signed(by), class, DOCUMENT, at_most(&shares))
}

/// As if an assessment demanded that so much be deducted.
fn deduct_later(grams: u64) {
    set_rule();
    wait_until(deadline_ms());
    set_mass(&permit(), nox(), YEAR, Some(u128::from(grams) * 1_000_000));
    Quotas::assess_year(signed(CLERK), permit(), nox(), YEAR).expect("an assessment");
    System::reset_events();
}

#[test]
fn each_share_is_a_root_of_the_title() {
    ExtBuilder::default().run(|| {
        let shares = [(SELLER, 100), (reserve(TANGSHAN), 50)];
        assert_ok!(allocate(AGENT, CLASS, &shares));
        let told = |holder, grams, number| Event::QuotaAllocated {
            class: CLASS,
            holder,
            granted: Grams(grams),
            deducted: Grams(0),
            lot: Some(LotId(number)),
            document: DOCUMENT,
            by: AGENCY,
        };
        assert_eq!(
            events(),
            [told(SELLER, 100, 1), told(reserve(TANGSHAN), 50, 2)]
        );
        assert_eq!(cause(1), Cause::Allocation { document: DOCUMENT });
        assert_eq!((parents(1), lot(1).holder), (vec![], SELLER));
        assert_eq!(holding(SELLER).lot, Some(LotId(1)));
        assert_eq!((amount(SELLER), amount(reserve(TANGSHAN))), (100, 50));
        let ClassTotals::V1(totals) = crate::Totals::<Test>::get(CLASS);
        assert_eq!(totals.allocated, Grams(150));
        let allocation = AllocationV1 {
            granted: Grams(100),
            deducted: Grams(0),
            lot: Some(LotId(1)),
            at: NOW,
            by: AGENCY,
        };
        assert_eq!(
            crate::Allocations::<Test>::get((CLASS, DOCUMENT, SELLER)),
            Some(Allocation::V1(allocation))
        );
    });
}

#[test]
fn what_the_holder_had_is_joined_with_it() {
    ExtBuilder::default().given(SELLER, 30).run(|| {
        assert_ok!(allocate(AGENT, CLASS, &[(SELLER, 100)]));
        assert_eq!((parents(2), lot(2).amount), (vec![], Grams(100)));
        assert_eq!(cause(3), Cause::Join);
        assert_eq!(parents(3), [(1, 30), (2, 100)]);
        assert_eq!(holding(SELLER).lot, Some(LotId(3)));
        assert_eq!(amount(SELLER), 130);
    });
}

#[test]
fn what_a_shortfall_demands_is_deducted() {
    ExtBuilder::default().run(|| {
        deduct_later(70);
        assert_ok!(allocate(AGENT, CLASS, &[(SELLER, 100), (BUYER, 100)]));
        let Event::QuotaAllocated { deducted, .. } = events()[0] else {
            panic!("an allocation");
        };
        assert_eq!((deducted, amount(SELLER)), (Grams(70), 30));
        assert_eq!(amount(BUYER), 100);
        let Deduction::V1(deduction) = crate::Deductions::<Test>::get(PLANT, nox());
        assert_eq!(
            deduction,
            DeductionV1 {
                owed: Grams(70),
                taken: Grams(70)
            }
        );
        // The next one is whole again.
        give(CLASS, SELLER, 10, 9);
        assert_eq!(amount(SELLER), 40);
    });
}

#[test]
fn all_of_it_can_be_deducted() {
    ExtBuilder::default().run(|| {
        deduct_later(700);
        assert_ok!(allocate(AGENT, CLASS, &[(SELLER, 100)]));
        assert_eq!(
            events(),
            [Event::QuotaAllocated {
                class: CLASS,
                holder: SELLER,
                granted: Grams(100),
                deducted: Grams(100),
                lot: None,
                document: DOCUMENT,
                by: AGENCY,
            }]
        );
        assert_eq!(amount(SELLER), 0);
        let ClassTotals::V1(totals) = crate::Totals::<Test>::get(CLASS);
        assert_eq!(totals.allocated, Grams(0));
    });
}

#[test]
fn fails_for_who_decides_nothing() {
    ExtBuilder::default().run(|| {
        for by in [CLERK, OWNER] {
            assert_noop!(
                allocate(by, CLASS, &[(SELLER, 1)]),
                DispatchError::BadOrigin
            );
        }
    });
}

#[test]
fn fails_when_the_class_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            allocate(AGENT, SECOND, &[(SELLER, 1)]),
            Error::<Test>::ClassUnknown
        );
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            allocate(OTHER_AGENT, CLASS, &[(SELLER, 1)]),
            Error::<Test>::OutsideDivision
        );
    });
}

#[test]
fn fails_when_the_class_is_over() {
    ExtBuilder::default().run(|| {
        wait_until(vintage().expires().end_ms());
        assert_noop!(
            allocate(AGENT, CLASS, &[(SELLER, 1)]),
            Error::<Test>::ClassExpired
        );
    });
}

#[test]
fn fails_when_a_share_is_nothing() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            allocate(AGENT, CLASS, &[(SELLER, 1), (BUYER, 0)]),
            Error::<Test>::Nothing
        );
    });
}

#[test]
fn fails_when_the_decision_was_carried_out() {
    ExtBuilder::default().run(|| {
        assert_ok!(allocate(AGENT, CLASS, &[(SELLER, 1)]));
        assert_noop!(
            allocate(AGENT, CLASS, &[(SELLER, 2)]),
            Error::<Test>::AlreadyAllocated
        );
        assert_noop!(
            allocate(AGENT, CLASS, &[(BUYER, 2), (BUYER, 2)]),
            Error::<Test>::AlreadyAllocated
        );
        assert_ok!(allocate(AGENT, CLASS, &[(BUYER, 2)]));
    });
}

#[test]
fn fails_when_the_holder_is_not_enrolled() {
    ExtBuilder::default().run(|| {
        let stranger = Holder::Institution(InstitutionId(99));
        assert_noop!(
            allocate(AGENT, CLASS, &[(stranger, 1)]),
            Error::<Test>::NotEnrolled
        );
    });
}

#[test]
fn fails_outside_the_zone() {
    ExtBuilder::default().run(|| {
        for holder in [STRANGER, reserve(SHANXI)] {
            assert_noop!(
                allocate(AGENT, CLASS, &[(holder, 1)]),
                Error::<Test>::OutsideZone
            );
        }
        assert_ok!(allocate(AGENT, CLASS, &[(reserve(NATION), 1)]));
    });
}

#[test]
fn fails_for_another_sector() {
    let farm = declaration(Sector::Agriculture, None, &[TANGSHAN]);
    ExtBuilder::default().plant(farm).run(|| {
        assert_noop!(
            allocate(AGENT, CLASS, &[(SELLER, 1)]),
            Error::<Test>::OtherSector
        );
    });
}

#[test]
fn fails_beyond_the_cap() {
    ExtBuilder::default().given(BUYER, 1).run(|| {
        assert_noop!(
            allocate(AGENT, CLASS, &[(SELLER, CAP.0)]),
            Error::<Test>::CapExceeded
        );
        assert_ok!(allocate(AGENT, CLASS, &[(SELLER, CAP.0 - 1)]));
    });
}

#[test]
fn fails_when_the_holder_has_too_many_classes() {
    ExtBuilder::default().run(|| {
        let sectors = [Sector::Power, Sector::Agriculture, Sector::Municipal];
        for (sector, class) in sectors.into_iter().zip(2..) {
            let mut rules = rules();
            rules.sectors = at_most(&[Sector::Industry]);
            assert_ok!(define(AGENT, key_of("a21002", air(HEBEI), sector), rules));
            give(ClassId(class), SELLER, 1, 1);
        }
        assert_noop!(
            allocate(AGENT, CLASS, &[(SELLER, 1)]),
            Error::<Test>::HoldingsFull
        );
        // One it has already takes more.
        give(ClassId(4), SELLER, 1, 2);
    });
}

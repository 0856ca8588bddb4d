use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    quota::{Cause, ClassId, Holder, LotId, QuotaLedger},
    Grams,
};
use sp_runtime::{DispatchError, DispatchResult};

fn take_back(by: AccountId, holder: Holder, code: u32, grams: u64) -> DispatchResult {
    take_back_of(by, CLASS, holder, code, grams)
}

fn take_back_of(
    by: AccountId,
    class: ClassId,
    holder: Holder,
    code: u32,
    grams: u64,
) -> DispatchResult {
    Quotas::take_back(
        signed(by),
        class,
        holder,
        division(code),
        Grams(grams),
        DOCUMENT,
    )
}

#[test]
fn the_reserve_has_it() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        assert_ok!(take_back(AGENT, SELLER, TANGSHAN, 40));
        assert_eq!(
            events(),
            [Event::QuotaTakenBack {
                class: CLASS,
                holder: SELLER,
                reserve: division(TANGSHAN),
                amount: Grams(40),
                lot: LotId(2),
                document: DOCUMENT,
                by: AGENCY,
            }]
        );
        assert_eq!((amount(SELLER), amount(reserve(TANGSHAN))), (60, 40));
        assert_eq!(cause(2), Cause::TakeBack { document: DOCUMENT });
        assert_eq!(parents(2), [(1, 40)]);
        // From one reserve into another.
        assert_ok!(take_back(AGENT, reserve(TANGSHAN), HEBEI, 40));
        assert_eq!(amount(reserve(HEBEI)), 40);
    });
}

#[test]
fn fails_for_who_decides_nothing() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        for by in [CLERK, OWNER] {
            assert_noop!(take_back(by, SELLER, HEBEI, 1), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn fails_when_the_class_is_unknown_or_over() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        assert_noop!(
            take_back_of(AGENT, SECOND, SELLER, HEBEI, 1),
            Error::<Test>::ClassUnknown
        );
        wait_until(vintage().expires().end_ms());
        assert_noop!(
            take_back(AGENT, SELLER, HEBEI, 1),
            Error::<Test>::ClassExpired
        );
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        assert_noop!(
            take_back(OTHER_AGENT, SELLER, HEBEI, 1),
            Error::<Test>::OutsideDivision
        );
        assert_noop!(
            take_back(AGENT, SELLER, NATION, 1),
            Error::<Test>::OutsideDivision
        );
    });
}

#[test]
fn fails_when_it_is_nothing_or_to_itself() {
    ExtBuilder::default().given(reserve(HEBEI), 100).run(|| {
        assert_noop!(take_back(AGENT, SELLER, HEBEI, 0), Error::<Test>::Nothing);
        assert_noop!(
            take_back(AGENT, reserve(HEBEI), HEBEI, 1),
            Error::<Test>::SameHolder
        );
    });
}

#[test]
fn fails_when_the_reserve_is_not_the_zones() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        assert_noop!(
            take_back(MINISTER, SELLER, SHANXI, 1),
            Error::<Test>::OutsideZone
        );
    });
}

#[test]
fn fails_for_more_than_is_free() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        assert_ok!(Quotas::hold(&SELLER, CLASS, Grams(30)));
        assert_noop!(
            take_back(AGENT, SELLER, HEBEI, 71),
            Error::<Test>::NotEnough
        );
        assert_ok!(Quotas::freeze(
            signed(JUDGE),
            SELLER,
            CLASS,
            Grams(20),
            DOCUMENT
        ));
        assert_noop!(take_back(AGENT, SELLER, HEBEI, 51), Error::<Test>::Frozen);
        assert_ok!(take_back(AGENT, SELLER, HEBEI, 50));
    });
}

#[test]
fn fails_for_what_is_leased() {
    ExtBuilder::default()
        .given(SELLER, 100)
        .given(BUYER, 10)
        .run(|| {
            lease(60, day_after(10));
            assert_noop!(take_back(AGENT, BUYER, HEBEI, 11), Error::<Test>::Leased);
            assert_ok!(take_back(AGENT, BUYER, HEBEI, 10));
        });
}

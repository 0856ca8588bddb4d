use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    quota::{Cause, ClassId, ClassTotals, Holder, LotId, LotStatus},
    Grams,
};
use sp_runtime::{DispatchError, DispatchResult};

fn retire(by: AccountId, class: ClassId, holder: Holder, grams: u64) -> DispatchResult {
    Quotas::retire(signed(by), class, holder, Grams(grams), DOCUMENT)
}

#[test]
fn it_has_ended() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        assert_ok!(retire(OWNER, CLASS, SELLER, 30));
        assert_eq!(
            events(),
            [Event::QuotaRetired {
                class: CLASS,
                holder: SELLER,
                amount: Grams(30),
                lot: LotId(2),
                document: DOCUMENT,
            }]
        );
        assert_eq!(amount(SELLER), 70);
        assert_eq!(cause(2), Cause::Retirement { document: DOCUMENT });
        assert_eq!(parents(2), [(1, 30)]);
        assert_eq!(Quotas::lot_status(LotId(2)), Some(LotStatus::Ended));
        let ClassTotals::V1(totals) = crate::Totals::<Test>::get(CLASS);
        assert_eq!(totals.retired, Grams(30));
    });
}

#[test]
fn an_agency_retires_of_its_reserve() {
    ExtBuilder::default().given(reserve(HEBEI), 100).run(|| {
        assert_ok!(retire(AGENT, CLASS, reserve(HEBEI), 100));
        assert_eq!(crate::Holdings::<Test>::iter().count(), 0);
    });
}

#[test]
fn fails_for_others() {
    ExtBuilder::default()
        .given(SELLER, 100)
        .given(reserve(HEBEI), 100)
        .run(|| {
            assert_noop!(retire(WORKER, CLASS, SELLER, 1), DispatchError::BadOrigin);
            for by in [MILLER, AGENT] {
                assert_noop!(retire(by, CLASS, SELLER, 1), Error::<Test>::NotHolder);
            }
            assert_noop!(
                retire(CITY_AGENT, CLASS, reserve(HEBEI), 1),
                Error::<Test>::NotHolder
            );
        });
}

#[test]
fn fails_when_the_class_is_unknown_or_over() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        assert_noop!(
            retire(OWNER, SECOND, SELLER, 1),
            Error::<Test>::ClassUnknown
        );
        wait_until(vintage().expires().end_ms());
        assert_noop!(retire(OWNER, CLASS, SELLER, 1), Error::<Test>::ClassExpired);
    });
}

#[test]
fn fails_for_what_is_not_its_own_and_free() {
    ExtBuilder::default()
        .given(SELLER, 100)
        .given(BUYER, 10)
        .run(|| {
            assert_noop!(retire(OWNER, CLASS, SELLER, 0), Error::<Test>::Nothing);
            assert_noop!(retire(OWNER, CLASS, SELLER, 101), Error::<Test>::NotEnough);
            lease(60, day_after(3));
            assert_noop!(retire(MILLER, CLASS, BUYER, 11), Error::<Test>::Leased);
            assert_ok!(Quotas::freeze(
                signed(JUDGE),
                SELLER,
                CLASS,
                Grams(5),
                DOCUMENT
            ));
            assert_noop!(retire(OWNER, CLASS, SELLER, 36), Error::<Test>::Frozen);
            assert_ok!(retire(OWNER, CLASS, SELLER, 35));
        });
}

use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    quota::{Cause, ClassId, ClassTotals, Holder, LotId, NewOffer, QuotaLedger},
    Grams,
};
use sp_runtime::{DispatchError, DispatchResult};

/// No member of any institution.
const NOBODY: AccountId = 999;

fn expire(class: ClassId, holder: Holder) -> DispatchResult {
    Quotas::expire_holding(signed(WORKER), class, holder)
}

#[test]
fn it_is_written_off() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        Quotas::freeze(signed(JUDGE), SELLER, CLASS, Grams(1), DOCUMENT).expect("a freeze");
        wait_until(vintage().expires().end_ms());
        System::reset_events();
        assert_ok!(expire(CLASS, SELLER));
        assert_eq!(
            events(),
            [Event::HoldingExpired {
                class: CLASS,
                holder: SELLER,
                amount: Grams(100),
                lot: LotId(2),
            }]
        );
        assert_eq!(cause(2), Cause::Expiry);
        let ClassTotals::V1(totals) = crate::Totals::<Test>::get(CLASS);
        assert_eq!(totals.expired, Grams(100));
        assert_noop!(expire(CLASS, SELLER), Error::<Test>::HoldingUnknown);
    });
}

#[test]
fn fails_for_strangers() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        wait_until(vintage().expires().end_ms());
        assert_noop!(
            Quotas::expire_holding(signed(NOBODY), CLASS, SELLER),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_class_is_unknown_or_not_over() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        assert_noop!(expire(SECOND, SELLER), Error::<Test>::ClassUnknown);
        wait_until(vintage().expires().end_ms() - 1);
        assert_noop!(expire(CLASS, SELLER), Error::<Test>::ClassValid);
    });
}

#[test]
fn fails_when_there_is_none() {
    ExtBuilder::default().run(|| {
        wait_until(vintage().expires().end_ms());
        assert_noop!(expire(CLASS, SELLER), Error::<Test>::HoldingUnknown);
    });
}

#[test]
fn fails_while_something_is_set_aside() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        wait_until(vintage().expires().start_ms());
        assert_ok!(Quotas::hold(&SELLER, CLASS, Grams(10)));
        let id = offer(OWNER, new_offer_today());
        wait_until(vintage().expires().end_ms());
        assert_noop!(expire(CLASS, SELLER), Error::<Test>::SetAside);
        // Both can always be given back, by anybody.
        assert_ok!(Quotas::release(&SELLER, CLASS, Grams(10)));
        assert_noop!(expire(CLASS, SELLER), Error::<Test>::SetAside);
        assert_ok!(Quotas::withdraw_offer(signed(WORKER), id));
        assert_ok!(expire(CLASS, SELLER));
    });
}

fn new_offer_today() -> NewOffer {
    NewOffer {
        open_until_ms: today().end_ms(),
        ..new_offer(SELLER, BUYER, 10)
    }
}

use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    quota::{ClassId, Freeze, FreezeId, FreezeV1, Holder, QuotaLedger, Refusal},
    Grams,
};
use sp_runtime::{DispatchError, DispatchResult};

fn freeze(by: AccountId, holder: Holder, class: ClassId, grams: u64) -> DispatchResult {
    Quotas::freeze(signed(by), holder, class, Grams(grams), DOCUMENT)
}

#[test]
fn so_much_must_stay() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        assert_ok!(freeze(JUDGE, SELLER, CLASS, 70));
        assert_eq!(
            events(),
            [Event::QuotaFrozen {
                freeze: FreezeId(1),
                holder: SELLER,
                class: CLASS,
                amount: Grams(70),
                document: DOCUMENT,
                by: COURT,
            }]
        );
        let stored = FreezeV1 {
            holder: SELLER,
            class: CLASS,
            amount: Grams(70),
            court: COURT,
            division: division(TANGSHAN),
            document: DOCUMENT,
            at: NOW,
            released: None,
        };
        assert_eq!(
            crate::Freezes::<Test>::get(FreezeId(1)),
            Some(Freeze::V1(stored))
        );
        assert_eq!(holding(SELLER).usable(), Grams(30));
    });
}

#[test]
fn it_goes_before_orders_and_catches_what_comes_in() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        assert_ok!(Quotas::hold(&SELLER, CLASS, Grams(80)));
        assert_ok!(freeze(JUDGE, SELLER, CLASS, 150));
        assert_eq!(
            Quotas::may_deliver(&SELLER, CLASS, Grams(1)),
            Err(Refusal::Frozen)
        );
        give(CLASS, SELLER, 60, 1);
        assert_eq!(holding(SELLER).usable(), Grams(0));
        assert_ok!(Quotas::may_deliver(&SELLER, CLASS, Grams(10)));
        assert_eq!(
            Quotas::may_deliver(&SELLER, CLASS, Grams(11)),
            Err(Refusal::Frozen)
        );
    });
}

#[test]
fn several_courts_freeze_together() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        assert_ok!(freeze(JUDGE, SELLER, CLASS, 30));
        assert_ok!(freeze(NEXT_JUDGE, SELLER, CLASS, 30));
        assert_eq!(holding(SELLER).frozen, Grams(60));
    });
}

#[test]
fn fails_for_who_is_no_court() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        for by in [AGENT, OWNER] {
            assert_noop!(freeze(by, SELLER, CLASS, 1), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn fails_when_it_is_nothing() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        assert_noop!(freeze(JUDGE, SELLER, CLASS, 0), Error::<Test>::Nothing);
    });
}

#[test]
fn fails_when_the_holder_has_no_such_quota() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        for (holder, class) in [(BUYER, CLASS), (SELLER, SECOND)] {
            assert_noop!(
                freeze(JUDGE, holder, class, 1),
                Error::<Test>::HoldingUnknown
            );
        }
    });
}

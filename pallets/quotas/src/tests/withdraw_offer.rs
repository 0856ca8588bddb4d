use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{quota::OfferId, Grams};
use sp_runtime::{DispatchError, DispatchResult};

/// No member of any institution.
const NOBODY: AccountId = 999;

fn withdraw(by: AccountId) -> DispatchResult {
    Quotas::withdraw_offer(signed(by), OfferId(1))
}

fn world(test: impl FnOnce()) {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        offer(OWNER, new_offer(SELLER, BUYER, 40));
        System::reset_events();
        test();
    });
}

#[test]
fn what_was_set_aside_is_free() {
    world(|| {
        assert_ok!(withdraw(OWNER));
        assert_eq!(events(), [Event::OfferWithdrawn { offer: OfferId(1) }]);
        assert_eq!(holding(SELLER).usable(), Grams(100));
        assert_noop!(withdraw(OWNER), Error::<Test>::OfferUnknown);
    });
}

#[test]
fn any_member_may_once_it_is_over() {
    world(|| {
        assert_noop!(withdraw(JUDGE), Error::<Test>::OfferOpen);
        wait_days(1);
        assert_noop!(withdraw(NOBODY), DispatchError::BadOrigin);
        assert_ok!(withdraw(JUDGE));
    });
}

#[test]
fn fails_for_others_while_it_is_open() {
    world(|| {
        for by in [MILLER, WORKER, AGENT] {
            assert_noop!(withdraw(by), Error::<Test>::OfferOpen);
        }
    });
}

#[test]
fn it_can_be_withdrawn_although_a_court_froze_it() {
    world(|| {
        assert_ok!(Quotas::freeze(
            signed(JUDGE),
            SELLER,
            CLASS,
            Grams(100),
            DOCUMENT
        ));
        assert_ok!(withdraw(OWNER));
        assert_eq!(holding(SELLER).usable(), Grams(0));
    });
}

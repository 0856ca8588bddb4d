use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::market::PayoutId;
use sp_runtime::{DispatchError, DispatchResult};

fn refuse(by: AccountId, payout: PayoutId) -> DispatchResult {
    Deposits::refuse_payout(signed(by), payout, REASON)
}

#[test]
fn the_amount_is_free_again() {
    ExtBuilder::default().credited(PLANT, 100).run(|| {
        let payout = request(30);
        events();
        assert_ok!(refuse(BANKER, payout));
        let reason = REASON;
        assert_eq!(events(), [Event::PayoutRefused { payout, reason }]);
        assert_eq!(claim(PLANT), (100, 0, 0));
    });
}

#[test]
fn fails_for_others() {
    ExtBuilder::default().credited(PLANT, 100).run(|| {
        let payout = request(1);
        assert_noop!(refuse(OWNER, payout), DispatchError::BadOrigin);
        assert_noop!(refuse(OTHER_BANKER, payout), Error::<Test>::OtherBank);
    });
}

#[test]
fn fails_when_there_is_none() {
    ExtBuilder::default().run(|| {
        assert_noop!(refuse(BANKER, PayoutId(1)), Error::<Test>::PayoutUnknown);
    });
}

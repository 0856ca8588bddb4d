use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::market::PayoutId;
use sp_runtime::{DispatchError, DispatchResult};

fn withdraw(by: AccountId, payout: PayoutId) -> DispatchResult {
    Deposits::withdraw_request(signed(by), payout)
}

#[test]
fn the_amount_is_free_again() {
    ExtBuilder::default().credited(PLANT, 100).run(|| {
        let payout = request(30);
        events();
        assert_ok!(withdraw(OWNER, payout));
        assert_eq!(events(), [Event::PayoutWithdrawn { payout }]);
        assert_eq!(claim(PLANT), (100, 0, 0));
        assert_eq!(crate::OpenPayouts::<Test>::iter().count(), 0);
    });
}

#[test]
fn fails_for_others() {
    ExtBuilder::default().credited(PLANT, 100).run(|| {
        let payout = request(1);
        for by in [BANKER, TRADER] {
            assert_noop!(withdraw(by, payout), DispatchError::BadOrigin);
        }
        assert_noop!(withdraw(AGENT, payout), Error::<Test>::NotRequester);
    });
}

#[test]
fn fails_when_there_is_none() {
    ExtBuilder::default().run(|| {
        assert_noop!(withdraw(OWNER, PayoutId(1)), Error::<Test>::PayoutUnknown);
    });
}

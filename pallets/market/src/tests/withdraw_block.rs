use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::market::{BlockTradeId, Side};
use sp_runtime::{DispatchError, DispatchResult};

fn withdraw(by: AccountId, offer: BlockTradeId) -> DispatchResult {
    Market::withdraw_block(signed(by), offer)
}

#[test]
fn what_was_held_is_free() {
    ExtBuilder::traders().run(|| {
        let before = (units(SELLER), money(MILL));
        for (side, by) in [(Side::Sell, OWNER), (Side::Buy, MILLER)] {
            let offer = offer(new_block(side, 1_000, 1_000));
            events();
            assert_ok!(withdraw(by, offer));
            assert_eq!(events(), [Event::BlockWithdrawn { offer }]);
        }
        assert_eq!((units(SELLER), money(MILL)), before);
    });
}

#[test]
fn anyone_withdraws_one_that_is_over() {
    ExtBuilder::traders().run(|| {
        let offer = offer(new_block(Side::Sell, 1_000, 1_000));
        wait_days(1);
        assert_ok!(withdraw(JUDGE, offer));
    });
}

#[test]
fn fails_for_others_while_it_is_open() {
    ExtBuilder::traders().run(|| {
        let offer = offer(new_block(Side::Sell, 1_000, 1_000));
        assert_noop!(withdraw(1_000, offer), DispatchError::BadOrigin);
        for by in [MILLER, AGENT, JUDGE, WORKER] {
            assert_noop!(withdraw(by, offer), Error::<Test>::BlockOpen);
        }
    });
}

#[test]
fn fails_when_there_is_none() {
    ExtBuilder::traders().run(|| {
        assert_noop!(
            withdraw(OWNER, BlockTradeId(1)),
            Error::<Test>::BlockUnknown
        );
    });
}

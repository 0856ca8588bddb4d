use crate::{mock::*, Error, Event, Halts, MarketHalt, Trading};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    market::{Halt, Side},
    quota::ClassId,
};
use sp_runtime::{DispatchError, DispatchResult};

fn halt(by: AccountId, class: Option<ClassId>) -> DispatchResult {
    Market::halt(signed(by), class, REASON)
}

#[test]
fn nothing_is_traded_and_all_can_be_cancelled() {
    for class in [Some(CLASS), None] {
        ExtBuilder::traders().wide().run(|| {
            let order = place(SELLER, sell(1_000, 10));
            let block = offer(new_block(Side::Sell, 1_000, 1_000));
            let auction = open(new_auction(10));
            events();
            assert_ok!(halt(BROKER, class));
            let (reason, by) = (REASON, EXCHANGE);
            assert_eq!(events(), [Event::TradingHalted { class, reason, by }]);
            assert_noop!(try_place(BUYER, &[buy(1_000, 1)]), Error::<Test>::Halted);
            assert_noop!(
                Market::offer_block(signed(OWNER), new_block(Side::Sell, 1_000, 1_000)),
                Error::<Test>::Halted
            );
            assert_noop!(
                Market::accept_block(signed(MILLER), block),
                Error::<Test>::Halted
            );
            assert_noop!(
                Market::open_auction(signed(OWNER), new_auction(10)),
                Error::<Test>::Halted
            );
            assert_ok!(cancel(OWNER, &[order]));
            assert_ok!(Market::withdraw_block(signed(OWNER), block));
            wait_days(2);
            assert_noop!(clear(auction, 1), Error::<Test>::Halted);
        });
    }
}

#[test]
fn it_is_on_record_with_its_reason() {
    ExtBuilder::default().wide().run(|| {
        assert_ok!(halt(AGENT, Some(CLASS)));
        assert_ok!(halt(MINISTER, None));
        let halt = |by| Halt {
            reason: REASON,
            by,
            since: NOW,
        };
        assert_eq!(Halts::<Test>::get(CLASS), Some(halt(AGENCY)));
        assert_eq!(MarketHalt::<Test>::get(), Some(halt(MINISTRY)));
        let book = Market::book(CLASS, 1).expect("a book");
        assert_eq!(book.trading, Trading::Halted(halt(MINISTRY)));
    });
}

#[test]
fn fails_for_others() {
    ExtBuilder::default().wide().run(|| {
        for by in [OWNER, CLERK, JUDGE, BANKER] {
            assert_noop!(halt(by, Some(CLASS)), DispatchError::BadOrigin);
        }
        for by in [OTHER_AGENT, CITY_AGENT] {
            assert_noop!(halt(by, Some(CLASS)), Error::<Test>::OutsideDivision);
        }
        assert_noop!(halt(AGENT, None), Error::<Test>::OutsideDivision);
    });
}

#[test]
fn fails_for_a_class_there_is_not_or_that_is_halted() {
    ExtBuilder::default().wide().run(|| {
        assert_noop!(halt(BROKER, Some(UNKNOWN)), Error::<Test>::ClassUnknown);
        for class in [Some(CLASS), None] {
            assert_ok!(halt(BROKER, class));
            assert_noop!(halt(BROKER, class), Error::<Test>::AlreadyHalted);
        }
    });
}

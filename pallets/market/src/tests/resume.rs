use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::quota::ClassId;
use sp_runtime::{DispatchError, DispatchResult};

fn halt(by: AccountId, class: Option<ClassId>) {
    Market::halt(signed(by), class, REASON).expect("a halt");
}

fn resume(by: AccountId, class: Option<ClassId>) -> DispatchResult {
    Market::resume(signed(by), class)
}

#[test]
fn it_is_traded_again() {
    ExtBuilder::traders().run(|| {
        for class in [Some(CLASS), None] {
            halt(BROKER, class);
            events();
            assert_ok!(resume(BROKER, class));
            let by = EXCHANGE;
            assert_eq!(events(), [Event::TradingResumed { class, by }]);
            place(SELLER, sell(1_000, 10));
        }
    });
}

#[test]
fn an_agency_resumes_what_it_one_below_or_an_exchange_halted() {
    for (halted_by, resumed_by) in [(AGENT, AGENT), (AGENT, MINISTER), (BROKER, AGENT)] {
        ExtBuilder::default().run(|| {
            halt(halted_by, Some(CLASS));
            assert_ok!(resume(resumed_by, Some(CLASS)));
        });
    }
}

#[test]
fn fails_for_what_another_agency_halted() {
    for (halted_by, resumed_by) in [(AGENT, BROKER), (MINISTER, AGENT), (MINISTER, BROKER)] {
        ExtBuilder::default().run(|| {
            halt(halted_by, Some(CLASS));
            assert_noop!(resume(resumed_by, Some(CLASS)), Error::<Test>::HaltedAbove);
        });
    }
}

#[test]
fn fails_for_others() {
    ExtBuilder::default().run(|| {
        halt(BROKER, Some(CLASS));
        halt(BROKER, None);
        for by in [OWNER, CLERK, JUDGE, BANKER] {
            assert_noop!(resume(by, Some(CLASS)), DispatchError::BadOrigin);
        }
        for by in [OTHER_AGENT, CITY_AGENT] {
            assert_noop!(resume(by, Some(CLASS)), Error::<Test>::OutsideDivision);
        }
        assert_noop!(resume(AGENT, None), Error::<Test>::OutsideDivision);
    });
}

#[test]
fn fails_for_a_class_there_is_not_or_that_is_not_halted() {
    ExtBuilder::default().run(|| {
        assert_noop!(resume(BROKER, Some(UNKNOWN)), Error::<Test>::ClassUnknown);
        for class in [Some(CLASS), None] {
            assert_noop!(resume(BROKER, class), Error::<Test>::NotHalted);
        }
    });
}

use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    quota::{Freeze, FreezeId, Release},
    Grams,
};
use sp_runtime::{DispatchError, DispatchResult};

fn release(by: AccountId) -> DispatchResult {
    Quotas::release_freeze(signed(by), FreezeId(1), OTHER_DOCUMENT)
}

/// A world in which the court of Tangshan froze 70 of [`PLANT`]'s 100.
fn world(test: impl FnOnce()) {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        Quotas::freeze(signed(JUDGE), SELLER, CLASS, Grams(70), DOCUMENT).expect("a freeze");
        System::reset_events();
        test();
    });
}

#[test]
fn it_is_free_and_stays_on_record() {
    world(|| {
        assert_ok!(release(JUDGE));
        assert_eq!(
            events(),
            [Event::FreezeReleased {
                freeze: FreezeId(1),
                document: OTHER_DOCUMENT,
                by: COURT,
            }]
        );
        assert_eq!(holding(SELLER).usable(), Grams(100));
        let Freeze::V1(freeze) = crate::Freezes::<Test>::get(FreezeId(1)).expect("a freeze");
        let released = Release {
            at: NOW,
            by: COURT,
            document: OTHER_DOCUMENT,
        };
        assert_eq!(freeze.released, Some(released));
        assert_noop!(release(JUDGE), Error::<Test>::AlreadyReleased);
    });
}

#[test]
fn the_court_above_may() {
    world(|| {
        assert_ok!(release(HIGH_JUDGE));
    });
}

#[test]
fn fails_for_another_court() {
    world(|| {
        assert_noop!(release(NEXT_JUDGE), Error::<Test>::OtherCourt);
        assert_noop!(release(AGENT), DispatchError::BadOrigin);
    });
    ExtBuilder::default().given(SELLER, 100).run(|| {
        Quotas::freeze(signed(HIGH_JUDGE), SELLER, CLASS, Grams(1), DOCUMENT).expect("a freeze");
        assert_noop!(release(JUDGE), Error::<Test>::OtherCourt);
    });
}

#[test]
fn fails_when_it_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(release(JUDGE), Error::<Test>::FreezeUnknown);
    });
}

#[test]
fn a_holding_that_was_kept_for_it_goes() {
    world(|| {
        wait_until(vintage().expires().end_ms());
        assert_ok!(Quotas::expire_holding(signed(JUDGE), CLASS, SELLER));
        assert_eq!(holding(SELLER).frozen, Grams(70));
        assert_ok!(release(JUDGE));
        assert_eq!(crate::Holdings::<Test>::get(SELLER, CLASS), None);
    });
}

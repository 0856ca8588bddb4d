use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_market::Removal;
use limpid_primitives::{
    market::{Fen, Listing, ListingV1},
    quota::ClassId,
};
use sp_runtime::{DispatchError, DispatchResult};

fn set(by: AccountId, class: ClassId, change: impl FnOnce(&mut ListingV1)) -> DispatchResult {
    let mut listing = listing();
    change(&mut listing);
    Market::set_listing(signed(by), class, Listing::V1(listing))
}

#[test]
fn it_holds_from_now_on() {
    ExtBuilder::traders().run(|| {
        let maker = place(SELLER, sell(1_080, 10));
        events();
        assert_ok!(set(AGENT, CLASS, |listing| listing.band_permille = 50));
        let mut changed = listing();
        changed.band_permille = 50;
        let listing = Listing::V1(changed);
        assert_eq!(
            events(),
            [Event::ListingSet {
                class: CLASS,
                listing,
                by: AGENCY
            }]
        );
        assert_noop!(
            try_place(BUYER, &[buy(1_080, 1)]),
            Error::<Test>::OutsideBand
        );
        // What is outside the new band is taken out when the band is wide enough to meet it, and only what is inside trades.
        assert_ok!(set(MINISTER, CLASS, |listing| listing.band_permille = 80));
        place(BUYER, buy(1_080, 10));
        assert_eq!(trades(), [(1_080, 10)]);
        assert_eq!(removals(), Vec::<(_, Removal)>::new());
        assert_eq!(maker.tick, tick(1_080));
    });
}

#[test]
fn fails_for_others() {
    ExtBuilder::default().run(|| {
        for by in [OWNER, CLERK, JUDGE, BANKER] {
            assert_noop!(set(by, CLASS, |_| ()), DispatchError::BadOrigin);
        }
        for by in [OTHER_AGENT, CITY_AGENT] {
            assert_noop!(set(by, CLASS, |_| ()), Error::<Test>::OutsideDivision);
        }
    });
}

#[test]
fn fails_for_what_is_not_listed() {
    ExtBuilder::default().run(|| {
        assert_noop!(set(BROKER, UNKNOWN, |_| ()), Error::<Test>::ClassUnknown);
        assert_noop!(set(BROKER, UNLISTED, |_| ()), Error::<Test>::NotListed);
    });
}

#[test]
fn fails_for_what_another_agency_set() {
    ExtBuilder::default().run(|| {
        // The exchange listed it.
        assert_ok!(set(AGENT, CLASS, |_| ()));
        assert_noop!(set(BROKER, CLASS, |_| ()), Error::<Test>::SetAbove);
        assert_ok!(set(MINISTER, CLASS, |_| ()));
        assert_noop!(set(AGENT, CLASS, |_| ()), Error::<Test>::SetAbove);
    });
}

#[test]
fn fails_for_another_tick_and_for_what_cannot_be_traded() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            set(BROKER, CLASS, |listing| listing.tick = Fen(5)),
            Error::<Test>::TickFixed
        );
        assert_noop!(
            set(BROKER, CLASS, |listing| listing.units_min = 0),
            Error::<Test>::ListingUnfit
        );
    });
}

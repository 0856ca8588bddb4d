use crate::{mock::*, Error, Event, Listings, StandingListing};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    market::{Fen, Listing, ListingV1, Session},
    quota::ClassId,
};
use sp_runtime::{DispatchError, DispatchResult};

fn list(by: AccountId, class: ClassId, listing: ListingV1) -> DispatchResult {
    Market::list_class(signed(by), class, Listing::V1(listing))
}

#[test]
fn it_can_be_traded() {
    for by in [BROKER, AGENT, MINISTER] {
        ExtBuilder::default().run(|| {
            let by_institution = match by {
                BROKER => EXCHANGE,
                AGENT => AGENCY,
                _ => MINISTRY,
            };
            assert_ok!(list(by, UNLISTED, listing()));
            let listing = Listing::V1(listing());
            assert_eq!(
                events(),
                [Event::ClassListed {
                    class: UNLISTED,
                    listing: listing.clone(),
                    by: by_institution,
                }]
            );
            let standing = StandingListing {
                listing,
                by: by_institution,
                at: NOW,
            };
            assert_eq!(Listings::<Test>::get(UNLISTED), Some(standing));
        });
    }
}

#[test]
fn fails_for_others() {
    ExtBuilder::default().run(|| {
        for by in [OWNER, CLERK, JUDGE, BANKER] {
            assert_noop!(list(by, UNLISTED, listing()), DispatchError::BadOrigin);
        }
        for by in [OTHER_AGENT, CITY_AGENT] {
            assert_noop!(
                list(by, UNLISTED, listing()),
                Error::<Test>::OutsideDivision
            );
        }
    });
}

#[test]
fn fails_for_a_class_there_is_not_or_that_is_listed() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            list(BROKER, UNKNOWN, listing()),
            Error::<Test>::ClassUnknown
        );
        assert_noop!(list(BROKER, CLASS, listing()), Error::<Test>::AlreadyListed);
    });
}

#[test]
fn fails_when_nothing_could_be_traded() {
    let session = |from, until| Session::new(from, until).expect("a session");
    let overlapping = [session(600, 700), session(699, 800)];
    let unfit: [fn(&mut ListingV1); 10] = [
        |listing| listing.tick = Fen::ZERO,
        |listing| listing.reference = Fen::ZERO,
        |listing| listing.reference = Fen(10_001),
        |listing| listing.reference = Fen((1 << 24) * TICK),
        |listing| listing.band_permille = 1_001,
        |listing| listing.block_band_permille = 1_001,
        |listing| listing.units_min = 0,
        |listing| listing.units_max = 0,
        |listing| listing.block_units_min = 0,
        |listing| listing.weekdays = 0b1000_0000,
    ];
    ExtBuilder::default().run(|| {
        for change in unfit {
            let mut listing = listing();
            change(&mut listing);
            assert_noop!(list(BROKER, UNLISTED, listing), Error::<Test>::ListingUnfit);
        }
        let mut listing = listing();
        listing.sessions = at_most(&overlapping);
        assert_noop!(list(BROKER, UNLISTED, listing), Error::<Test>::ListingUnfit);
    });
}

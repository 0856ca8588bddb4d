use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    quota::{
        Cause, Delivery, NewOffer, Offer, OfferId, OfferTerms, OfferV1, QuotaLedger, TransferRule,
    },
    Day, Grams,
};
use sp_runtime::{DispatchError, DispatchResult};

fn make(by: AccountId, new: NewOffer) -> DispatchResult {
    Quotas::make_offer(signed(by), new)
}

fn to_buyer(grams: u64) -> NewOffer {
    new_offer(SELLER, BUYER, grams)
}

fn on_lease(until: Day) -> NewOffer {
    NewOffer {
        terms: OfferTerms::Lease { until },
        ..to_buyer(10)
    }
}

#[test]
fn what_is_offered_is_set_aside() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        let new = to_buyer(40);
        assert_ok!(make(OWNER, new));
        assert_eq!(
            events(),
            [Event::OfferMade {
                offer: OfferId(1),
                new,
            }]
        );
        assert_eq!(
            crate::Offers::<Test>::get(OfferId(1)),
            Some(Offer::V1(OfferV1 { new, at: NOW }))
        );
        assert_eq!(holding(SELLER).offered, Grams(40));
        assert_noop!(make(OWNER, to_buyer(61)), Error::<Test>::NotEnough);
        assert_ok!(make(OWNER, to_buyer(60)));
    });
}

#[test]
fn an_agency_offers_from_a_reserve_even_where_transfers_are_forbidden() {
    ExtBuilder::default()
        .rules(|rules| rules.transfer = TransferRule::Forbidden)
        .given(reserve(TANGSHAN), 100)
        .given(SELLER, 100)
        .run(|| {
            for by in [CITY_AGENT, AGENT, MINISTER] {
                assert_ok!(make(by, new_offer(reserve(TANGSHAN), BUYER, 10)));
            }
            // And a holder offers to a reserve.
            assert_ok!(make(OWNER, new_offer(SELLER, reserve(HEBEI), 10)));
            assert_noop!(make(OWNER, to_buyer(10)), Error::<Test>::TransferForbidden);
        });
}

#[test]
fn fails_for_who_disposes_of_nothing() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        for by in [WORKER, CLERK, JUDGE] {
            assert_noop!(make(by, to_buyer(1)), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn fails_for_another_holder() {
    ExtBuilder::default()
        .given(SELLER, 100)
        .given(reserve(HEBEI), 100)
        .run(|| {
            for by in [MILLER, AGENT] {
                assert_noop!(make(by, to_buyer(1)), Error::<Test>::NotHolder);
            }
            let of_reserve = new_offer(reserve(HEBEI), BUYER, 1);
            for by in [OWNER, OTHER_AGENT, CITY_AGENT] {
                assert_noop!(make(by, of_reserve), Error::<Test>::NotHolder);
            }
        });
}

#[test]
fn fails_to_oneself() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        assert_noop!(
            make(OWNER, new_offer(SELLER, SELLER, 1)),
            Error::<Test>::SameHolder
        );
    });
}

#[test]
fn fails_when_the_class_is_unknown_or_over() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        let of_second = NewOffer {
            class: SECOND,
            ..to_buyer(1)
        };
        assert_noop!(make(OWNER, of_second), Error::<Test>::ClassUnknown);
        wait_until(vintage().expires().end_ms());
        assert_noop!(make(OWNER, to_buyer(1)), Error::<Test>::ClassExpired);
    });
}

#[test]
fn fails_when_it_is_nothing() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        assert_noop!(make(OWNER, to_buyer(0)), Error::<Test>::Nothing);
    });
}

#[test]
fn fails_for_a_lease_to_a_reserve() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        let new = NewOffer {
            to: reserve(HEBEI),
            ..on_lease(today())
        };
        assert_noop!(make(OWNER, new), Error::<Test>::LeaseToReserve);
    });
}

#[test]
fn fails_when_the_lease_would_end_before_today_or_not_before_the_class() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        let yesterday = today().previous().expect("a day before");
        let expires = vintage().expires();
        assert_noop!(
            make(OWNER, on_lease(yesterday)),
            Error::<Test>::LeaseOutOfRange
        );
        let last = expires.previous().expect("a day before");
        wait_until(last.start_ms());
        assert_noop!(
            make(OWNER, on_lease(expires)),
            Error::<Test>::LeaseOutOfRange
        );
        assert_ok!(make(OWNER, on_lease(last)));
    });
}

#[test]
fn fails_when_the_lease_is_too_long() {
    ExtBuilder::default()
        .rules(|rules| rules.lease_days_max = 10)
        .given(SELLER, 100)
        .run(|| {
            assert_noop!(
                make(OWNER, on_lease(day_after(10))),
                Error::<Test>::LeaseTooLong
            );
            assert_ok!(make(OWNER, on_lease(day_after(9))));
        });
}

#[test]
fn fails_when_it_is_not_open_or_for_too_long() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        let until = |open_until_ms| NewOffer {
            open_until_ms,
            ..to_buyer(1)
        };
        let latest_ms = NOW.time_ms + OFFER_MS_MAX;
        for open_until_ms in [NOW.time_ms, latest_ms + 1] {
            assert_noop!(
                make(OWNER, until(open_until_ms)),
                Error::<Test>::OfferOutOfRange
            );
        }
        assert_ok!(make(OWNER, until(latest_ms)));
        let expires = vintage().expires();
        wait_until(expires.start_ms());
        assert_noop!(
            make(OWNER, until(expires.end_ms() + 1)),
            Error::<Test>::OfferOutOfRange
        );
    });
}

#[test]
fn fails_while_selling_is_locked() {
    ExtBuilder::default()
        .given(SELLER, 100)
        .given(BUYER, 100)
        .run(|| {
            set_rule();
            set_mass(&permit(), nox(), YEAR, Some(1));
            wait_until(deadline_ms());
            assert_ok!(Quotas::assess_year(signed(CLERK), permit(), nox(), YEAR));
            assert_noop!(make(OWNER, to_buyer(1)), Error::<Test>::SellerLocked);
            assert_ok!(make(MILLER, new_offer(BUYER, SELLER, 1)));
        });
}

#[test]
fn fails_for_what_is_frozen() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        assert_ok!(Quotas::freeze(
            signed(JUDGE),
            SELLER,
            CLASS,
            Grams(30),
            DOCUMENT
        ));
        assert_noop!(make(OWNER, to_buyer(71)), Error::<Test>::Frozen);
        assert_ok!(make(OWNER, to_buyer(70)));
    });
}

#[test]
fn fails_for_what_is_leased() {
    ExtBuilder::default()
        .given(SELLER, 100)
        .given(BUYER, 10)
        .run(|| {
            lease(60, day_after(10));
            let back = |grams| new_offer(BUYER, SELLER, grams);
            assert_noop!(make(MILLER, back(11)), Error::<Test>::Leased);
            assert_ok!(make(MILLER, back(10)));
        });
}

#[test]
fn fails_for_what_was_bought_today() {
    ExtBuilder::default()
        .given(SELLER, 100)
        .given(BUYER, 10)
        .run(|| {
            assert_ok!(Quotas::hold(&SELLER, CLASS, Grams(40)));
            let delivery = Delivery {
                from: SELLER,
                amount: Grams(40),
            };
            let cause = Cause::Trade {
                trade: Default::default(),
            };
            assert_ok!(Quotas::deliver(CLASS, &BUYER, &[delivery], cause));
            let on = |grams| new_offer(BUYER, SELLER, grams);
            assert_noop!(make(MILLER, on(11)), Error::<Test>::BoughtToday);
            wait_until(today().end_ms());
            assert_ok!(make(MILLER, on(50)));
        });
}

#[test]
fn fails_when_there_are_too_many() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        for _ in 0..OFFERS_MAX {
            assert_ok!(make(OWNER, to_buyer(1)));
        }
        assert_noop!(make(OWNER, to_buyer(1)), Error::<Test>::OffersFull);
        assert_ok!(Quotas::withdraw_offer(signed(OWNER), OfferId(2)));
        assert_ok!(make(OWNER, to_buyer(1)));
    });
}

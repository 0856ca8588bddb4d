use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    quota::{
        Cause, ClassRules, ClassRulesV1, Holder, Lease, LeaseId, LeaseStatus, LeaseV1, LotId,
        NewOffer, OfferId, OfferTerms, Sector, TransferRule,
    },
    Grams,
};
use sp_runtime::{DispatchError, DispatchResult};

fn accept(by: AccountId) -> DispatchResult {
    Quotas::accept_offer(signed(by), OfferId(1))
}

/// A world in which [`PLANT`] offered 40 of its 100 to [`MILL`].
fn offered() -> ExtBuilder {
    ExtBuilder::default().given(SELLER, 100)
}

fn make(to: Holder) {
    let _ = offer(OWNER, new_offer(SELLER, to, 40));
    System::reset_events();
}

fn set(change: impl FnOnce(&mut ClassRulesV1)) {
    let mut rules = rules();
    change(&mut rules);
    assert_ok!(Quotas::set_rules(
        signed(MINISTER),
        CLASS,
        ClassRules::V1(rules),
        DOCUMENT
    ));
}

#[test]
fn it_is_the_others() {
    offered().given(BUYER, 5).run(|| {
        make(BUYER);
        assert_ok!(accept(MILLER));
        assert_eq!(
            events(),
            [Event::QuotaTransferred {
                offer: OfferId(1),
                class: CLASS,
                from: SELLER,
                to: BUYER,
                amount: Grams(40),
                lot: LotId(3),
            }]
        );
        assert_eq!((amount(SELLER), amount(BUYER)), (60, 45));
        assert_eq!(cause(3), Cause::Transfer { offer: OfferId(1) });
        assert_eq!(parents(3), [(1, 40), (2, 5)]);
        assert_eq!(holding(SELLER).offered, Grams(0));
        assert_eq!(crate::Offers::<Test>::get(OfferId(1)), None);
    });
}

#[test]
fn a_holding_that_is_given_away_is_gone() {
    ExtBuilder::default().given(SELLER, 40).run(|| {
        make(BUYER);
        assert_ok!(accept(MILLER));
        assert_eq!(crate::Holdings::<Test>::get(SELLER, CLASS), None);
    });
}

#[test]
fn an_agency_buys_back_into_a_reserve() {
    offered().run(|| {
        make(reserve(TANGSHAN));
        assert_ok!(accept(CITY_AGENT));
        assert_eq!(amount(reserve(TANGSHAN)), 40);
        assert_eq!(cause(2), Cause::BuyBack { offer: OfferId(1) });
    });
}

#[test]
fn a_lease_begins() {
    offered().run(|| {
        let until = day_after(30);
        let new = NewOffer {
            terms: OfferTerms::Lease { until },
            ..new_offer(SELLER, BUYER, 40)
        };
        offer(OWNER, new);
        System::reset_events();
        assert_ok!(accept(MILLER));
        assert_eq!(
            events(),
            [Event::LeaseBegun {
                lease: LeaseId(1),
                offer: OfferId(1),
                class: CLASS,
                lessor: SELLER,
                lessee: BUYER,
                amount: Grams(40),
                until,
                lot: LotId(2),
            }]
        );
        let lease = LeaseV1 {
            class: CLASS,
            lessor: SELLER,
            lessee: BUYER,
            amount: Grams(40),
            owed: Grams(40),
            until,
            offer: OfferId(1),
            began: NOW,
            status: LeaseStatus::Running,
        };
        assert_eq!(
            crate::Leases::<Test>::get(LeaseId(1)),
            Some(Lease::V1(lease))
        );
        assert_eq!(
            (holding(SELLER).lent, holding(BUYER).leased),
            (Grams(40), Grams(40))
        );
        assert_eq!(cause(2), Cause::Lease { lease: LeaseId(1) });
    });
}

#[test]
fn fails_when_the_offer_is_unknown_or_accepted() {
    offered().run(|| {
        assert_noop!(accept(MILLER), Error::<Test>::OfferUnknown);
        make(BUYER);
        assert_ok!(accept(MILLER));
        assert_noop!(accept(MILLER), Error::<Test>::OfferUnknown);
    });
}

#[test]
fn fails_for_whom_it_was_not_made_to() {
    offered().run(|| {
        make(BUYER);
        assert_noop!(accept(WORKER), DispatchError::BadOrigin);
        for by in [OWNER, FAR_OWNER, AGENT] {
            assert_noop!(accept(by), Error::<Test>::NotHolder);
        }
    });
}

#[test]
fn fails_when_it_is_over() {
    offered().run(|| {
        make(BUYER);
        wait_days(1);
        assert_noop!(accept(MILLER), Error::<Test>::OfferOver);
    });
}

#[test]
fn fails_when_the_rules_changed() {
    offered().run(|| {
        make(BUYER);
        set(|rules| rules.transfer = TransferRule::Forbidden);
        assert_noop!(accept(MILLER), Error::<Test>::TransferForbidden);
    });
    offered().run(|| {
        let new = NewOffer {
            terms: OfferTerms::Lease {
                until: day_after(30),
            },
            ..new_offer(SELLER, BUYER, 40)
        };
        offer(OWNER, new);
        set(|rules| rules.lease_days_max = 30);
        assert_noop!(accept(MILLER), Error::<Test>::LeaseTooLong);
    });
}

#[test]
fn fails_when_the_lease_would_be_over() {
    offered().run(|| {
        let new = NewOffer {
            terms: OfferTerms::Lease { until: today() },
            ..new_offer(SELLER, BUYER, 40)
        };
        offer(OWNER, new);
        wait_until(today().end_ms());
        assert_noop!(accept(MILLER), Error::<Test>::LeaseOutOfRange);
    });
}

#[test]
fn fails_when_who_gives_is_suspended_or_locked() {
    offered().run(|| {
        make(BUYER);
        suspend(PLANT);
        assert_noop!(accept(MILLER), Error::<Test>::SellerSuspended);
    });
    offered().run(|| {
        set_rule();
        set_mass(&permit(), nox(), YEAR, Some(1));
        wait_until(deadline_ms() - 1);
        make(BUYER);
        wait_until(deadline_ms());
        assert_ok!(Quotas::assess_year(signed(CLERK), permit(), nox(), YEAR));
        assert_noop!(accept(MILLER), Error::<Test>::SellerLocked);
    });
}

#[test]
fn fails_when_it_was_frozen_since() {
    offered().run(|| {
        make(BUYER);
        let freeze = |grams| Quotas::freeze(signed(JUDGE), SELLER, CLASS, Grams(grams), DOCUMENT);
        assert_ok!(freeze(60));
        assert_ok!(freeze(1));
        assert_noop!(accept(MILLER), Error::<Test>::Frozen);
    });
}

#[test]
fn fails_when_who_gets_it_may_not_have_it() {
    let far = || ExtBuilder::default().given(SELLER, 100);
    far().run(|| {
        make(STRANGER);
        assert_noop!(accept(FAR_OWNER), Error::<Test>::OutsideZone);
    });
    let farm = declaration(Sector::Agriculture, None, &[BAODING]);
    far().mill(farm).run(|| {
        make(BUYER);
        assert_noop!(accept(MILLER), Error::<Test>::OtherSector);
    });
    far()
        .rules(|rules| rules.barred = at_most(&[division(BAODING)]))
        .run(|| {
            make(BUYER);
            assert_noop!(accept(MILLER), Error::<Test>::AreaBarred);
        });
    far()
        .rules(|rules| rules.holder_limit = Some(Grams(39)))
        .run(|| {
            make(BUYER);
            assert_noop!(accept(MILLER), Error::<Test>::HolderLimit);
        });
    let of_group = |code| declaration(Sector::Industry, Some(uscc(40)), &[code]);
    far()
        .rules(|rules| rules.group_limit = Some(Grams(139)))
        .mill(of_group(BAODING))
        .run(|| {
            let mate = of_group(TANGSHAN);
            assert_ok!(Quotas::enrol_holder(signed(AGENT), PLANT, mate, DOCUMENT));
            make(BUYER);
            // Within the group nothing is gained, but who buys is asked for the whole.
            assert_noop!(accept(MILLER), Error::<Test>::GroupLimit);
        });
    far().run(|| {
        make(BUYER);
        crate::Enrolments::<Test>::remove(MILL);
        assert_noop!(accept(MILLER), Error::<Test>::NotEnrolled);
    });
}

#[test]
fn fails_when_the_lessee_has_too_many_leases() {
    offered().run(|| {
        for _ in 0..LEASES_MAX {
            lease(10, day_after(5));
        }
        let new = NewOffer {
            terms: OfferTerms::Lease {
                until: day_after(5),
            },
            ..new_offer(SELLER, BUYER, 10)
        };
        let id = offer(OWNER, new);
        assert_noop!(
            Quotas::accept_offer(signed(MILLER), id),
            Error::<Test>::LeasesFull
        );
    });
}

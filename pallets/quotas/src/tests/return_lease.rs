use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    quota::{Cause, Lease, LeaseId, LeaseStatus, LeaseV1, LotId, NewOffer, QuotaLedger, Refusal},
    Grams, Moment, PermitNumber,
};
use sp_runtime::{DispatchError, DispatchResult};

const LEASE: LeaseId = LeaseId(1);
/// No member of any institution.
const NOBODY: AccountId = 999;

fn give_back(by: AccountId) -> DispatchResult {
    Quotas::return_lease(signed(by), LEASE)
}

fn stored() -> LeaseV1 {
    let Lease::V1(lease) = crate::Leases::<Test>::get(LEASE).expect("a lease");
    lease
}

/// A world in which [`MILL`] has leased 60 of [`PLANT`]'s 100 for today and the next nine days.
fn world(test: impl FnOnce()) {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        lease(60, day_after(9));
        System::reset_events();
        test();
    });
}

#[test]
fn the_lessee_returns_it_early() {
    world(|| {
        assert_ok!(give_back(MILLER));
        assert_eq!(
            events(),
            [Event::LeaseReturned {
                lease: LEASE,
                amount: Grams(60),
                owed: Grams(0),
                lot: LotId(3),
            }]
        );
        assert_eq!((amount(SELLER), amount(BUYER)), (100, 0));
        assert_eq!(cause(3), Cause::LeaseReturn { lease: LEASE });
        assert_eq!(parents(3), [(1, 40), (2, 60)]);
        assert_eq!(stored().status, LeaseStatus::Returned { at: NOW });
        assert_eq!(crate::Holdings::<Test>::get(BUYER, CLASS), None);
        assert_noop!(give_back(MILLER), Error::<Test>::LeaseEnded);
    });
}

#[test]
fn any_member_returns_it_when_it_is_due() {
    world(|| {
        assert_noop!(give_back(JUDGE), Error::<Test>::LeaseRuns);
        wait_until(day_after(9).end_ms() - 1);
        assert_noop!(give_back(OWNER), Error::<Test>::LeaseRuns);
        wait_until(today().end_ms());
        assert_noop!(give_back(NOBODY), DispatchError::BadOrigin);
        assert_ok!(give_back(JUDGE));
        assert_eq!(amount(SELLER), 100);
    });
}

#[test]
fn part_of_it_can_be_returned_early() {
    world(|| {
        assert_ok!(Quotas::freeze(
            signed(JUDGE),
            BUYER,
            CLASS,
            Grams(50),
            DOCUMENT
        ));
        assert_ok!(give_back(MILLER));
        assert_eq!((amount(SELLER), stored().owed), (50, Grams(50)));
        assert_eq!(stored().status, LeaseStatus::Running);
        assert_noop!(give_back(MILLER), Error::<Test>::NothingToReturn);
    });
}

#[test]
fn what_is_missing_locks_selling_until_it_is_returned() {
    world(|| {
        give(CLASS, SELLER, 10, 1);
        let new = new_offer(SELLER, BUYER, 10);
        set_mass(&miller_permit(), nox(), YEAR, Some(45_000_000));
        put_permit(&miller_permit(), Some(MILL), BAODING);
        assert_ok!(Quotas::surrender(
            signed(MILLER),
            miller_permit(),
            YEAR,
            CLASS,
            Grams(45)
        ));
        wait_until(day_after(9).end_ms());
        System::reset_events();
        assert_ok!(give_back(OWNER));
        assert_eq!(
            events(),
            [
                Event::SellingLocked { holder: BUYER },
                Event::LeaseReturned {
                    lease: LEASE,
                    amount: Grams(15),
                    owed: Grams(45),
                    lot: LotId(6),
                },
                Event::LeaseOverdue {
                    lease: LEASE,
                    owed: Grams(45),
                },
            ]
        );
        let since = Moment {
            block: System::block_number(),
            time_ms: today().start_ms(),
        };
        assert_eq!(stored().status, LeaseStatus::Overdue { since });
        assert_eq!((amount(SELLER), amount(BUYER)), (65, 0));
        assert_noop!(give_back(OWNER), Error::<Test>::NothingToReturn);
        // What it gets goes back first; it sells nothing before all is back.
        give(CLASS, BUYER, 50, 2);
        let back = NewOffer {
            open_until_ms: today().end_ms(),
            ..new
        };
        let of_buyer = NewOffer {
            from: BUYER,
            to: SELLER,
            amount: Grams(1),
            ..back
        };
        assert_noop!(
            Quotas::make_offer(signed(MILLER), of_buyer),
            Error::<Test>::SellerLocked
        );
        System::reset_events();
        assert_ok!(give_back(OWNER));
        assert_eq!(events()[0], Event::SellingUnlocked { holder: BUYER });
        assert_eq!((amount(SELLER), amount(BUYER)), (110, 5));
        assert_ok!(Quotas::make_offer(signed(MILLER), of_buyer));
    });
}

fn miller_permit() -> PermitNumber {
    format!("{}001P", uscc(3)).parse().expect("a permit number")
}

#[test]
fn orders_of_the_lessee_stand_and_are_refused_at_the_match() {
    world(|| {
        give(CLASS, BUYER, 20, 1);
        assert_ok!(Quotas::hold(&BUYER, CLASS, Grams(20)));
        assert_ok!(Quotas::freeze(
            signed(JUDGE),
            BUYER,
            CLASS,
            Grams(10),
            DOCUMENT
        ));
        wait_until(day_after(9).end_ms());
        assert_ok!(give_back(OWNER));
        assert_eq!((holding(BUYER).held, stored().owed), (Grams(20), Grams(10)));
        assert_eq!(
            Quotas::may_deliver(&BUYER, CLASS, Grams(1)),
            Err(Refusal::SellerLocked)
        );
    });
}

#[test]
fn it_lapses_when_the_class_is_over() {
    world(|| {
        wait_until(vintage().expires().end_ms());
        assert_ok!(Quotas::expire_holding(signed(JUDGE), CLASS, BUYER));
        System::reset_events();
        assert_ok!(give_back(JUDGE));
        assert_eq!(
            events(),
            [Event::LeaseLapsed {
                lease: LEASE,
                owed: Grams(60),
            }]
        );
        assert!(matches!(stored().status, LeaseStatus::Lapsed { .. }));
        assert_eq!(holding(SELLER).lent, Grams(0));
        assert_eq!(crate::Holdings::<Test>::get(BUYER, CLASS), None);
        assert_noop!(give_back(JUDGE), Error::<Test>::LeaseEnded);
    });
}

#[test]
fn fails_when_the_lease_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(give_back(MILLER), Error::<Test>::LeaseUnknown);
    });
}

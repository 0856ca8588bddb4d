use crate::{mock::*, WeightInfo};
use frame_support::{
    traits::Hooks,
    weights::{RuntimeDbWeight, Weight},
};
use limpid_primitives::{
    quota::{Lease, LeaseId, LeaseStatus, NewOffer, OfferTerms},
    Day, Grams,
};

/// Runs what a block does of itself with so much weight left.
fn idle(remaining: Weight) -> Weight {
    let taken = Quotas::on_idle(System::block_number(), remaining);
    assert!(taken.all_lte(remaining), "it takes no more than is left");
    check();
    taken
}

fn status(number: u32) -> LeaseStatus {
    let Lease::V1(lease) = crate::Leases::<Test>::get(LeaseId(number)).expect("a lease");
    lease.status
}

fn is_returned(number: u32) -> bool {
    matches!(status(number), LeaseStatus::Returned { .. })
}

fn world(test: impl FnOnce()) {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        lease(10, day_after(3));
        lease(20, day_after(3));
        test();
    });
}

#[test]
fn leases_return_when_their_last_day_is_over() {
    world(|| {
        wait_until(day_after(3).end_ms() - 1);
        idle(Weight::MAX);
        assert_eq!(amount(SELLER), 70);
        wait_until(today().end_ms());
        idle(Weight::MAX);
        assert_eq!(amount(SELLER), 100);
        assert!(is_returned(1) && is_returned(2));
        assert_eq!(crate::NextDue::<Test>::get(), Some(today()));
    });
}

#[test]
fn as_many_a_block_as_there_may_be() {
    // The lessor leases to another too, so that more than fit are due at once.
    ExtBuilder::default()
        .given(SELLER, 100)
        .given(reserve(HEBEI), 100)
        .run(|| {
            lease(10, day_after(3));
            lease(10, day_after(3));
            let new = NewOffer {
                terms: OfferTerms::Lease {
                    until: day_after(3),
                },
                ..new_offer(reserve(HEBEI), SELLER, 10)
            };
            let id = offer(AGENT, new);
            Quotas::accept_offer(signed(OWNER), id).expect("a lease");
            wait_until(day_after(3).end_ms());
            idle(Weight::MAX);
            let returned = (1..=3).filter(|number| is_returned(*number)).count();
            assert_eq!(returned as u32, RETURNS_MAX);
            idle(Weight::MAX);
            assert!((1..=3).all(is_returned));
        });
}

#[test]
fn nothing_is_done_without_room() {
    world(|| {
        wait_until(day_after(3).end_ms());
        assert_eq!(idle(Weight::zero()), Weight::zero());
        let db: RuntimeDbWeight = <Test as frame_system::Config>::DbWeight::get();
        let of_lease = <() as WeightInfo>::return_lease();
        let before_day = db.reads(2);
        idle(before_day.saturating_add(of_lease));
        let one = before_day
            .saturating_add(db.reads_writes(1, 1))
            .saturating_add(of_lease);
        idle(one);
        assert_eq!((1..=2).filter(|number| is_returned(*number)).count(), 1);
        idle(one);
        assert!(is_returned(1) && is_returned(2));
    });
}

#[test]
fn what_is_missing_is_overdue_and_not_tried_again() {
    world(|| {
        Quotas::freeze(signed(JUDGE), BUYER, CLASS, Grams(25), DOCUMENT).expect("a freeze");
        wait_until(day_after(3).end_ms());
        idle(Weight::MAX);
        assert_eq!(amount(SELLER), 75);
        assert!((1..=2).any(|number| matches!(status(number), LeaseStatus::Overdue { .. })));
        assert_eq!(crate::LeasesDue::<Test>::iter().count(), 0);
    });
}

#[test]
fn a_long_time_without_blocks_is_made_up_for() {
    world(|| {
        wait_until(day_after(90).start_ms());
        for _ in 0..4 {
            idle(Weight::MAX);
        }
        assert!(is_returned(1) && is_returned(2));
        assert_eq!(crate::NextDue::<Test>::get(), Some(today()));
    });
}

#[test]
fn a_lease_of_a_class_that_is_over_lapses() {
    ExtBuilder::default().given(SELLER, 100).run(|| {
        let expires = vintage().expires();
        let until = expires.previous().expect("a day before");
        wait_until(until.start_ms());
        let new = NewOffer {
            terms: OfferTerms::Lease { until },
            open_until_ms: until.end_ms(),
            ..new_offer(SELLER, BUYER, 10)
        };
        let id = offer(OWNER, new);
        Quotas::accept_offer(signed(MILLER), id).expect("a lease");
        wait_until(expires.end_ms());
        idle(Weight::MAX);
        assert!(matches!(status(1), LeaseStatus::Lapsed { .. }));
        assert_eq!(Day::of(expires.end_ms()), Some(today()));
    });
}

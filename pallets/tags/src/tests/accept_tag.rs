use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{Moment, TagId, TagLookup, TagReview, TagV1};
use sp_runtime::DispatchError;

#[test]
fn the_data_are_not_valid_from_then_on() {
    ExtBuilder::default().filed(3, 5).run(|| {
        let filed = tag(1);
        let day = yesterday();
        let tagged_ms = || Tags::tagged_ms(&stack(1), day.start_ms(), day.end_ms());
        assert_eq!(tagged_ms(), 0);
        let at = Moment {
            block: 9,
            time_ms: now().time_ms + 5,
        };
        go_to(at);
        assert_ok!(accept(1));
        assert_eq!(
            events(),
            [Event::TagAccepted {
                outlet: stack(1),
                tag: TagId(1),
                by: AGENCY,
            }]
        );
        let review = TagReview::Accepted { at, by: AGENCY };
        assert_eq!(tag(1), TagV1 { review, ..filed });
        assert_eq!(tagged_ms(), 2 * HOUR_MS);
    });
}

#[test]
fn counts_on_every_day_it_speaks_of() {
    ExtBuilder::default().run(|| {
        let before = yesterday().previous().expect("a day");
        assert_ok!(file(stack(1), before.start_ms(), at_hour(24)));
        assert_ok!(accept(1));
        for day in [before, yesterday()] {
            let tagged_ms = Tags::tagged_ms(&stack(1), day.start_ms(), day.end_ms());
            assert_eq!(tagged_ms, limpid_primitives::Day::LENGTH_MS, "{day}");
        }
    });
}

#[test]
fn fails_for_an_agencys_submitter_and_for_the_holder() {
    ExtBuilder::default().filed(3, 5).run(|| {
        for account in [CLERK, OWNER] {
            assert_noop!(
                Tags::accept_tag(signed(account), stack(1), TagId(1)),
                DispatchError::BadOrigin
            );
        }
    });
}

#[test]
fn fails_when_the_tag_is_unknown() {
    ExtBuilder::default().filed(3, 5).run(|| {
        assert_noop!(accept(2), Error::<Test>::TagUnknown);
        assert_noop!(
            Tags::accept_tag(signed(AGENT), stack(2), TagId(1)),
            Error::<Test>::TagUnknown
        );
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().filed(3, 5).run(|| {
        assert_noop!(
            Tags::accept_tag(signed(OTHER_AGENT), stack(1), TagId(1)),
            Error::<Test>::OutsideDivision
        );
    });
}

#[test]
fn fails_when_it_is_reviewed_already() {
    ExtBuilder::default().filed(3, 5).filed(3, 5).run(|| {
        assert_ok!(accept(1));
        assert_ok!(reject(2));
        for number in [1, 2] {
            assert_noop!(accept(number), Error::<Test>::AlreadyReviewed);
        }
    });
}

use crate::{mock::*, Error, Event, TagsOfDay};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{TagId, TagLookup, TagReview, TagV1, TAGS_A_DAY_MAX};
use sp_runtime::DispatchError;

#[test]
fn the_data_stand_and_so_does_the_tag() {
    ExtBuilder::default().filed(3, 5).run(|| {
        let filed = tag(1);
        assert_ok!(reject(1));
        assert_eq!(
            events(),
            [Event::TagRejected {
                outlet: stack(1),
                tag: TagId(1),
                reason: REASON,
                by: AGENCY,
            }]
        );
        let review = TagReview::Rejected {
            at: now(),
            by: AGENCY,
            reason: REASON,
        };
        assert_eq!(tag(1), TagV1 { review, ..filed });
        let day = yesterday();
        assert_eq!(Tags::tagged_ms(&stack(1), day.start_ms(), day.end_ms()), 0);
        assert_eq!(TagsOfDay::<Test>::iter_keys().count(), 0);
    });
}

#[test]
fn makes_room_for_another() {
    ExtBuilder::default().run(|| {
        for _ in 0..TAGS_A_DAY_MAX {
            assert_ok!(file(stack(1), at_hour(3), at_hour(5)));
        }
        assert_ok!(reject(7));
        assert_ok!(file(stack(1), at_hour(3), at_hour(5)));
        assert_ok!(accept(TAGS_A_DAY_MAX + 1));
    });
}

#[test]
fn fails_for_an_agencys_submitter_and_for_the_holder() {
    ExtBuilder::default().filed(3, 5).run(|| {
        for account in [CLERK, OWNER] {
            assert_noop!(
                Tags::reject_tag(signed(account), stack(1), TagId(1), REASON),
                DispatchError::BadOrigin
            );
        }
    });
}

#[test]
fn fails_when_the_tag_is_unknown() {
    ExtBuilder::default().filed(3, 5).run(|| {
        assert_noop!(reject(2), Error::<Test>::TagUnknown);
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().filed(3, 5).run(|| {
        assert_noop!(
            Tags::reject_tag(signed(OTHER_AGENT), stack(1), TagId(1), REASON),
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
            assert_noop!(reject(number), Error::<Test>::AlreadyReviewed);
        }
    });
}

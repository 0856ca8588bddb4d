use crate::{mock::*, DayTag, DayTagStanding, Error, Event, TagsOfDay};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    permit::Category, Day, Moment, TagId, TagReview, TagTimeliness, TagV1, TAGS_A_DAY_MAX,
    TAG_DAYS_MAX,
};
use sp_runtime::DispatchError;

fn of_day(day: Day) -> Vec<DayTag> {
    TagsOfDay::<Test>::get(stack(1), day).into_inner()
}

#[test]
fn the_holder_says_why_data_are_not_valid() {
    ExtBuilder::default().run(|| {
        let (from_ms, until_ms) = (at_hour(3), at_hour(5));
        assert_ok!(file(stack(1), from_ms, until_ms));
        assert_eq!(
            events(),
            [Event::TagFiled {
                outlet: stack(1),
                tag: TagId(1),
                code: FAULT,
                from_ms,
                until_ms,
                reason: REASON,
                proof: PROOF,
                timeliness: TagTimeliness::OnTime,
                by: ENTERPRISE,
            }]
        );
        let filed = TagV1 {
            code: FAULT,
            from_ms,
            until_ms,
            reason: REASON,
            proof: PROOF,
            filed: now(),
            filed_by: ENTERPRISE,
            timeliness: TagTimeliness::OnTime,
            review: TagReview::Filed,
        };
        assert_eq!(tag(1), filed);
        let entry = DayTag {
            tag: TagId(1),
            from_ms,
            until_ms,
            standing: DayTagStanding::Filed,
        };
        assert_eq!(of_day(yesterday()), [entry]);
    });
}

#[test]
fn an_administrator_may_as_well() {
    ExtBuilder::default().run(|| {
        assert_ok!(Tags::file_tag(
            signed(OWNER),
            stack(1),
            FAULT,
            at_hour(3),
            at_hour(5),
            REASON,
            PROOF
        ));
    });
}

#[test]
fn each_outlet_numbers_its_own() {
    ExtBuilder::default().filed(1, 2).filed(1, 2).run(|| {
        assert_ok!(file(stack(2), at_hour(1), at_hour(2)));
        let count = |number| crate::Tags::<Test>::iter_key_prefix(stack(number)).count();
        assert_eq!((count(1), count(2)), (2, 1));
    });
}

#[test]
fn is_late_after_the_deadline_and_taken_all_the_same() {
    ExtBuilder::default().run(|| {
        let noon_ms = yesterday().end_ms() + DEADLINE_MS;
        for (place, (time_ms, expected)) in [
            (noon_ms, TagTimeliness::OnTime),
            (noon_ms + 1, TagTimeliness::Late),
        ]
        .into_iter()
        .enumerate()
        {
            go_to(Moment { block: 2, time_ms });
            assert_ok!(file(stack(1), at_hour(23), yesterday().end_ms()));
            assert_eq!(tag(place as u32 + 1).timeliness, expected);
        }
    });
}

#[test]
fn is_late_when_it_reaches_back_to_a_day_whose_deadline_is_over() {
    ExtBuilder::default().run(|| {
        let before = yesterday().previous().expect("a day");
        assert_ok!(file(stack(1), before.end_ms() - 1, at_hour(5)));
        assert_eq!(tag(1).timeliness, TagTimeliness::Late);
    });
}

#[test]
fn stands_on_the_list_of_each_day_with_its_part_of_it() {
    ExtBuilder::default().run(|| {
        let before = yesterday().previous().expect("a day");
        let (from_ms, until_ms) = (before.end_ms() - 7, yesterday().end_ms() + 1);
        assert_ok!(file(stack(1), from_ms, until_ms));
        let today = yesterday().next().expect("a day");
        for (day, from_ms, until_ms) in [
            (before, from_ms, before.end_ms()),
            (yesterday(), yesterday().start_ms(), yesterday().end_ms()),
            (today, today.start_ms(), until_ms),
        ] {
            let entry = DayTag {
                tag: TagId(1),
                from_ms,
                until_ms,
                standing: DayTagStanding::Filed,
            };
            assert_eq!(of_day(day), [entry], "{day}");
        }
        assert_eq!(TagsOfDay::<Test>::iter_keys().count(), 3);
    });
}

#[test]
fn a_permit_that_has_ended_will_do() {
    ExtBuilder::default().run(|| {
        assert_ok!(Permits::revoke_permit(
            signed(AGENT),
            stack(1).permit,
            REASON,
            None
        ));
        System::reset_events();
        assert_ok!(file(stack(1), at_hour(3), at_hour(5)));
    });
}

#[test]
fn an_outlet_will_do_that_the_permit_has_now_or_had_then() {
    ExtBuilder::default().run(|| {
        let changed = Moment {
            block: 2,
            time_ms: now().time_ms + HOUR_MS,
        };
        go_to(changed);
        assert_ok!(Permits::amend_permit(
            signed(AGENT),
            stack(1).permit,
            Category::Key,
            REASON,
            outlets(2..=STACKS + 1)
        ));
        System::reset_events();
        go_to(Moment {
            block: 3,
            time_ms: changed.time_ms + HOUR_MS,
        });
        let end_ms = changed.time_ms + 1;
        assert_ok!(file(stack(1), changed.time_ms - 1, end_ms));
        assert_ok!(file(stack(STACKS + 1), changed.time_ms - 1, end_ms));
        assert_ok!(file(stack(STACKS + 1), changed.time_ms, end_ms));
        assert_noop!(
            file(stack(1), changed.time_ms, end_ms),
            Error::<Test>::OutletUnknown
        );
    });
}

#[test]
fn fails_for_an_agency() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Tags::file_tag(
                signed(AGENT),
                stack(1),
                FAULT,
                at_hour(1),
                at_hour(2),
                REASON,
                PROOF
            ),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_code_has_no_rule() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Tags::file_tag(
                signed(WORKER),
                stack(1),
                NO_CODE,
                at_hour(1),
                at_hour(2),
                REASON,
                PROOF
            ),
            Error::<Test>::RuleUnknown
        );
    });
}

#[test]
fn fails_when_the_permit_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            file(outlet(OTHER_ENTERPRISE.0, 1), at_hour(1), at_hour(2)),
            Error::<Test>::PermitUnknown
        );
    });
}

#[test]
fn fails_for_another_enterprise() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Tags::file_tag(
                signed(OTHER_WORKER),
                stack(1),
                FAULT,
                at_hour(1),
                at_hour(2),
                REASON,
                PROOF
            ),
            Error::<Test>::NotHolder
        );
    });
}

#[test]
fn fails_when_the_period_is_empty() {
    ExtBuilder::default().run(|| {
        for until_ms in [at_hour(2), at_hour(2) - 1, 0] {
            assert_noop!(
                file(stack(1), at_hour(2), until_ms),
                Error::<Test>::PeriodEmpty
            );
        }
    });
}

#[test]
fn fails_when_the_period_is_not_over() {
    ExtBuilder::default().run(|| {
        let now_ms = now().time_ms;
        assert_noop!(
            file(stack(1), now_ms - 2, now_ms + 1),
            Error::<Test>::PeriodInFuture
        );
        assert_noop!(file(stack(1), 0, u64::MAX), Error::<Test>::PeriodInFuture);
        assert_ok!(file(stack(1), now_ms - 2, now_ms));
    });
}

#[test]
fn fails_when_the_period_touches_too_many_days() {
    ExtBuilder::default().run(|| {
        let from_ms = at_hour(24) - u64::from(TAG_DAYS_MAX) * Day::LENGTH_MS;
        assert_noop!(
            file(stack(1), from_ms - 1, at_hour(24)),
            Error::<Test>::PeriodTooLong
        );
        assert_noop!(
            file(stack(1), from_ms, at_hour(24) + 1),
            Error::<Test>::PeriodTooLong
        );
        assert_ok!(file(stack(1), from_ms, at_hour(24)));
        assert_eq!(
            TagsOfDay::<Test>::iter_keys().count(),
            TAG_DAYS_MAX as usize
        );
    });
}

#[test]
fn fails_when_the_permit_has_no_such_outlet() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            file(stack(STACKS + 1), at_hour(1), at_hour(2)),
            Error::<Test>::OutletUnknown
        );
    });
}

#[test]
fn fails_when_one_of_its_days_is_full() {
    ExtBuilder::default().run(|| {
        for _ in 0..TAGS_A_DAY_MAX {
            assert_ok!(file(stack(1), at_hour(3), at_hour(5)));
        }
        let before = yesterday().previous().expect("a day");
        for from_ms in [before.start_ms(), at_hour(23)] {
            assert_noop!(file(stack(1), from_ms, at_hour(24)), Error::<Test>::DayFull);
        }
        assert_ok!(file(stack(1), before.start_ms(), before.end_ms()));
        assert_ok!(file(stack(2), at_hour(3), at_hour(5)));
    });
}

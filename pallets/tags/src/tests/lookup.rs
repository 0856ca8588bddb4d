use crate::{days_touched, mock::*, tagged_ms, DayTag, DayTagStanding};
use frame_support::assert_ok;
use limpid_primitives::{Day, TagId, TagLookup, TAG_DAYS_MAX};

fn entry(from_ms: u64, until_ms: u64, standing: DayTagStanding) -> DayTag {
    DayTag {
        tag: TagId(1),
        from_ms,
        until_ms,
        standing,
    }
}

#[test]
fn each_moment_counts_once_and_only_what_is_accepted() {
    use DayTagStanding::{Accepted, Filed};
    let tags = [
        entry(40, 50, Accepted),
        entry(10, 20, Accepted),
        entry(15, 30, Accepted),
        entry(16, 18, Accepted),
        entry(30, 32, Accepted),
        entry(0, 90, Filed),
    ];
    for (from_ms, until_ms, expected) in [
        (0, 100, 32),
        (10, 50, 32),
        (0, 10, 0),
        (32, 40, 0),
        (12, 17, 5),
        (45, 100, 5),
        (25, 45, 12),
        (50, 50, 0),
        (50, 40, 0),
    ] {
        let counted = tagged_ms(&tags, from_ms, until_ms);
        assert_eq!(counted, expected, "in {from_ms}..{until_ms}");
    }
    assert_eq!(tagged_ms(&[], 0, 100), 0);
}

#[test]
fn other_outlets_and_days_are_not_tagged() {
    ExtBuilder::default().filed(3, 5).run(|| {
        assert_ok!(accept(1));
        let day = yesterday();
        let before = day.previous().expect("a day");
        for (outlet, day, expected) in [
            (stack(1), day, 2 * HOUR_MS),
            (stack(2), day, 0),
            (stack(1), before, 0),
        ] {
            let counted = Tags::tagged_ms(&outlet, day.start_ms(), day.end_ms());
            assert_eq!(counted, expected);
        }
        assert_eq!(Tags::tagged_ms(&stack(1), at_hour(4), at_hour(6)), HOUR_MS);
    });
}

#[test]
fn a_call_is_charged_for_the_days_it_touches() {
    let day = yesterday();
    assert_eq!(days_touched(day.start_ms(), day.end_ms()), 1);
    assert_eq!(days_touched(day.start_ms(), day.end_ms() + 1), 2);
    let long_ms = u64::from(TAG_DAYS_MAX) * Day::LENGTH_MS;
    assert_eq!(
        days_touched(day.start_ms(), day.start_ms() + long_ms),
        TAG_DAYS_MAX
    );
    // Refused before a list is read.
    assert_eq!(
        days_touched(day.start_ms(), day.start_ms() + long_ms + 1),
        1
    );
    assert_eq!(days_touched(day.end_ms(), day.start_ms()), 1);
    assert_eq!(days_touched(0, u64::MAX), 1);
}

#[cfg(feature = "runtime-benchmarks")]
#[test]
fn a_benchmarks_day_is_full() {
    ExtBuilder::default().build().execute_with(|| {
        let day = yesterday();
        Tags::tag_for_benchmark(&stack(1), day);
        let tags = crate::TagsOfDay::<Test>::get(stack(1), day);
        assert_eq!(tags.len() as u32, limpid_primitives::TAGS_A_DAY_MAX);
        assert!(Tags::tagged_ms(&stack(1), day.start_ms(), day.end_ms()) > 0);
    });
}

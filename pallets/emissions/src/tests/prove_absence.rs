use super::prove_day;
use crate::{
    mock::{
        doubles::{self, bind_for, unbind_all, Anchored},
        records::{day_record, hour_record, record},
        *,
    },
    Error, Event,
};
use frame_support::{assert_noop, assert_ok};
use limpid_evidence::BatchWithout::{self, ByHeader, ByRun};
use limpid_primitives::{
    emissions::{AbsenceProgress, AbsenceProgressV1},
    GatewayId,
};
use sp_runtime::{DispatchError, DispatchResult};

fn show_at(gateway: GatewayId, first: u64, batches: Vec<BatchWithout>) -> DispatchResult {
    Emissions::prove_absence(
        signed(CARRIER),
        stack(),
        today(),
        gateway,
        first,
        batches.try_into().expect("not too many"),
    )
}

fn show(first: u64, batches: Vec<BatchWithout>) -> DispatchResult {
    show_at(GATEWAY, first, batches)
}

/// A batch of the last hour of today, whose time does not include the day's beginning.
fn later_batch() -> Anchored {
    anchor(vec![hour_record(23, "a21002-Avg=1")])
}

/// A batch with records around the place where the day's frame would stand.
fn batch_around() -> Anchored {
    let start_ms = today().start_ms();
    anchor(vec![
        record(stack(), 2011, start_ms, "a21002-Rtd=1"),
        hour_record(0, "a21002-Avg=1"),
        record(outlet("DA002"), 2031, start_ms, "a21002-Cou=1"),
    ])
}

fn progress() -> Option<AbsenceProgressV1> {
    crate::Absences::<Test>::get(stack(), today()).map(|AbsenceProgress::V1(progress)| progress)
}

#[test]
fn all_batches_until_the_deadline_prove_it_after_the_deadline() {
    ExtBuilder::default().run(|| {
        later_batch();
        let around = batch_around();
        assert_ok!(show(1, vec![ByHeader, around.without(stack(), today())]));
        assert_eq!(
            events(),
            [Event::AbsenceShown {
                outlet: stack(),
                day: today(),
                gateway: GATEWAY,
                next_sequence: 3,
            }]
        );
        assert_eq!(progress().expect("progress").proven, None);
        go_behind_deadline();
        assert_ok!(show(3, vec![]));
        assert_eq!(
            events(),
            [Event::AbsenceProven {
                outlet: stack(),
                day: today(),
                gateway: GATEWAY,
            }]
        );
        assert_eq!(
            progress(),
            Some(AbsenceProgressV1 {
                gateway: GATEWAY,
                first_sequence: 1,
                next_sequence: 3,
                proven: Some(now()),
            })
        );
    });
}

#[test]
fn batches_of_the_days_before_need_not_be_shown() {
    ExtBuilder::default().run(|| {
        go_to(after(day_after(-1), 0));
        later_batch();
        go_behind_deadline();
        assert_ok!(show(2, vec![]));
        assert!(progress().expect("progress").proven.is_some());
    });
}

#[test]
fn who_began_too_early_does_not_bind_the_others() {
    ExtBuilder::default().run(|| {
        go_to(after(day_after(-1), 0));
        for _ in 0..5 {
            later_batch();
        }
        go_behind_deadline();
        assert_ok!(show(1, vec![ByHeader]));
        // From the second on it would go on; from the sixth on it begins anew.
        assert_noop!(show(1, vec![ByHeader]), Error::<Test>::BatchesLeftOut);
        assert_ok!(show(6, vec![]));
        assert_eq!(progress().expect("progress").first_sequence, 6);
    });
}

#[test]
fn batches_behind_the_deadline_need_not_be_shown() {
    ExtBuilder::default().run(|| {
        later_batch();
        go_behind_deadline();
        later_batch();
        assert_ok!(show(1, vec![ByHeader]));
        assert!(progress().expect("progress").proven.is_some());
    });
}

#[test]
fn a_gateway_without_a_batch_has_no_frame() {
    ExtBuilder::default().run(|| {
        go_behind_deadline();
        assert_ok!(show(1, vec![]));
        assert!(progress().expect("progress").proven.is_some());
    });
}

#[test]
fn it_is_not_proven_while_a_batch_is_left() {
    ExtBuilder::default().run(|| {
        later_batch();
        later_batch();
        go_behind_deadline();
        assert_noop!(show(1, vec![]), Error::<Test>::NoBatches);
        assert_ok!(show(1, vec![ByHeader]));
        assert_eq!(progress().expect("progress").proven, None);
        assert_ok!(show(2, vec![ByHeader]));
        assert!(progress().expect("progress").proven.is_some());
    });
}

#[test]
fn it_begins_anew_at_the_gateway_where_the_outlet_is_bound_by_then() {
    ExtBuilder::default().run(|| {
        later_batch();
        assert_ok!(show(1, vec![ByHeader]));
        unbind_all();
        bind_for(SECOND, stack(), mn(), 0..u64::MAX);
        doubles::anchor(SECOND, vec![hour_record(23, "a21002-Avg=1")]);
        assert_noop!(show_at(SECOND, 1, vec![]), Error::<Test>::NoBatches);
        assert_ok!(show_at(SECOND, 1, vec![ByHeader]));
        assert_eq!(progress().expect("progress").gateway, SECOND);
    });
}

#[test]
fn a_frame_that_comes_after_all_still_counts() {
    ExtBuilder::default().run(|| {
        go_behind_deadline();
        assert_ok!(show(1, vec![]));
        prove_day(today(), "a21002-Cou=1");
        assert_eq!(super::year_of(nox()).days_computed, 1);
    });
}

#[test]
fn fails_without_the_duty() {
    ExtBuilder::default().run(|| {
        let batches = vec![ByHeader].try_into().expect("one");
        assert_noop!(
            Emissions::prove_absence(signed(AGENT), stack(), today(), GATEWAY, 1, batches),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_before_the_day_is_over() {
    ExtBuilder::default().run(|| {
        let batches = vec![].try_into().expect("none");
        assert_noop!(
            Emissions::prove_absence(signed(CARRIER), stack(), day_after(1), GATEWAY, 1, batches),
            Error::<Test>::PeriodNotOver { index: 0 }
        );
    });
}

#[test]
fn fails_where_the_outlet_was_not_bound() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            show_at(SECOND, 1, vec![ByHeader]),
            Error::<Test>::OutletNotBound { index: 0 }
        );
    });
}

#[test]
fn fails_when_it_is_proven_already() {
    ExtBuilder::default().run(|| {
        go_behind_deadline();
        assert_ok!(show(1, vec![]));
        assert_noop!(show(1, vec![]), Error::<Test>::AlreadyAbsent);
    });
}

#[test]
fn fails_when_batches_are_left_out() {
    ExtBuilder::default().run(|| {
        for _ in 0..3 {
            later_batch();
        }
        // The first was anchored after the day's end, so the second cannot be the beginning; nor can none.
        for first in [0, 2, 9, u64::MAX] {
            assert_noop!(show(first, vec![ByHeader]), Error::<Test>::BatchesLeftOut);
        }
        assert_ok!(show(1, vec![ByHeader]));
        for first in [1, 3] {
            assert_noop!(show(first, vec![ByHeader]), Error::<Test>::BatchesLeftOut);
        }
    });
}

#[test]
fn fails_when_a_batch_is_not_anchored() {
    ExtBuilder::default().run(|| {
        later_batch();
        assert_noop!(
            show(1, vec![ByHeader, ByHeader]),
            Error::<Test>::AnchorUnknown { index: 1 }
        );
    });
}

#[test]
fn fails_when_the_header_does_not_exclude_it() {
    ExtBuilder::default().run(|| {
        batch_around();
        assert_noop!(
            show(1, vec![ByHeader]),
            Error::<Test>::HeaderSpans { index: 0 }
        );
    });
}

#[test]
fn fails_when_the_frame_is_there() {
    ExtBuilder::default().run(|| {
        let anchored = anchor(vec![day_record(today(), "a21002-Cou=1")]);
        assert_noop!(
            show(1, vec![anchored.without(stack(), today())]),
            Error::<Test>::RecordThere { index: 0 }
        );
    });
}

#[test]
fn fails_when_the_frame_may_stand_beside() {
    ExtBuilder::default().run(|| {
        let anchored = anchor(vec![
            record(stack(), 2011, today().start_ms(), "a21002-Rtd=1"),
            day_record(today(), "a21002-Cou=1"),
        ]);
        let first = anchored.batch.leaves()[0].key;
        let mut run = anchored.show(&(first..=first));
        // Its neighbour, the frame itself, is taken away and stands as a node.
        let leaves = run.leaves.to_vec();
        run.leaves = leaves[..1].to_vec().try_into().expect("one");
        run.nodes = vec![anchored.batch.leaves()[1].hash()]
            .try_into()
            .expect("one");
        assert_noop!(
            show(1, vec![ByRun(run)]),
            Error::<Test>::RangeOpen { index: 0 }
        );
    });
}

#[test]
fn fails_when_the_run_is_another_batchs() {
    ExtBuilder::default().run(|| {
        let first = batch_around();
        batch_around();
        let without = first.without(stack(), today());
        assert_noop!(
            show(1, vec![without.clone(), without]),
            Error::<Test>::RootMismatch { index: 1 }
        );
    });
}

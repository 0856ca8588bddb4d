use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    joint_case::{TaskId, TaskStatus},
    InstitutionId,
};
use sp_runtime::DispatchResult;

fn finish(by: InstitutionId, number: u32) -> DispatchResult {
    Cases::finish_task(clerk(by), CASE, TaskId(number), RESULT)
}

/// [`SHANXI`] has a task, and [`HEBEI`] one of its own.
fn with_tasks() -> ExtBuilder {
    ExtBuilder::default().case().after(|| {
        assert_ok!(set_task(SHANXI));
        assert_ok!(set_task(HEBEI));
    })
}

#[test]
fn a_submitter_says_that_it_is_done() {
    with_tasks().run(|| {
        let at = go_to_ms(DUE_MS);
        assert_ok!(finish(SHANXI, 1));
        assert_eq!(
            events(),
            [Event::TaskFinished {
                case: CASE,
                task: TASK,
                result: RESULT,
                by: SHANXI,
            }]
        );
        assert_eq!(task(1).status, TaskStatus::Done { result: RESULT, at });
        assert!(!task(1).is_late());
        assert_eq!(membership(SHANXI).open_tasks, 0);
        assert_eq!((tally().tasks, tally().open_tasks), (2, 1));
        assert_ok!(finish(HEBEI, 2));
        assert_eq!(tally().open_tasks, 0);
    });
}

#[test]
fn is_taken_late_and_shows() {
    with_tasks().run(|| {
        go_to_ms(DUE_MS + 1);
        assert_ok!(finish(SHANXI, 1));
        assert!(task(1).is_late());
    });
}

#[test]
fn fails_when_the_task_is_unknown() {
    with_tasks().run(|| {
        assert_noop!(finish(SHANXI, 3), Error::<Test>::TaskUnknown);
    });
}

#[test]
fn fails_for_another_agency_the_host_too() {
    with_tasks().run(|| {
        for by in [HEBEI, TANGSHAN] {
            assert_noop!(finish(by, 1), Error::<Test>::NotYourTask);
        }
    });
}

#[test]
fn fails_when_it_was_done_or_withdrawn() {
    with_tasks().run(|| {
        assert_ok!(finish(SHANXI, 1));
        assert_noop!(finish(SHANXI, 1), Error::<Test>::TaskEnded);
        assert_ok!(Cases::withdraw_task(agent(HEBEI), CASE, TaskId(2), REASON));
        assert_noop!(finish(HEBEI, 2), Error::<Test>::TaskEnded);
    });
}

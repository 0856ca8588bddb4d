use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    joint_case::{CaseId, TaskId, TaskStatus},
    InstitutionId,
};
use sp_runtime::{DispatchError, DispatchResult};

fn withdraw(by: InstitutionId, number: u32) -> DispatchResult {
    Cases::withdraw_task(agent(by), CASE, TaskId(number), REASON)
}

/// [`SHANXI`] has a task.
fn with_task() -> ExtBuilder {
    ExtBuilder::default().case().after(|| {
        assert_ok!(set_task(SHANXI));
    })
}

#[test]
fn the_member_has_not_to_do_it_any_more() {
    with_task().run(|| {
        assert_ok!(withdraw(HEBEI, 1));
        assert_eq!(
            events(),
            [Event::TaskWithdrawn {
                case: CASE,
                task: TASK,
                reason: REASON,
                by: HEBEI,
            }]
        );
        let withdrawn = TaskStatus::Withdrawn {
            reason: REASON,
            at: NOW,
        };
        assert_eq!(task(1).status, withdrawn);
        assert_eq!(membership(SHANXI).open_tasks, 0);
        assert_eq!((tally().tasks, tally().open_tasks), (1, 0));
    });
}

#[test]
fn fails_for_the_hosts_submitter() {
    with_task().run(|| {
        assert_noop!(
            Cases::withdraw_task(clerk(HEBEI), CASE, TASK, REASON),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_case_is_unknown() {
    with_task().run(|| {
        assert_noop!(
            Cases::withdraw_task(agent(HEBEI), CaseId(2), TASK, REASON),
            Error::<Test>::CaseUnknown
        );
    });
}

#[test]
fn fails_for_the_member() {
    with_task().run(|| {
        assert_noop!(withdraw(SHANXI, 1), Error::<Test>::NotHost);
    });
}

#[test]
fn fails_when_the_task_is_unknown() {
    with_task().run(|| {
        assert_noop!(withdraw(HEBEI, 2), Error::<Test>::TaskUnknown);
    });
}

#[test]
fn fails_when_it_was_done_or_withdrawn() {
    with_task().run(|| {
        assert_ok!(set_task(SHANXI));
        assert_ok!(Cases::finish_task(agent(SHANXI), CASE, TASK, RESULT));
        assert_ok!(withdraw(HEBEI, 2));
        for number in [1, 2] {
            assert_noop!(withdraw(HEBEI, number), Error::<Test>::TaskEnded);
        }
    });
}

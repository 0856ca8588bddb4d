use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    joint_case::{CaseId, TaskId, TaskStatus, TaskV1},
    InstitutionId,
};
use sp_runtime::{DispatchError, DispatchResult};

fn set_due(case: CaseId, to: InstitutionId, due_ms: u64) -> DispatchResult {
    Cases::set_task(agent(HEBEI), case, to, CONTENT, due_ms)
}

#[test]
fn a_member_or_the_host_itself_has_something_to_do() {
    ExtBuilder::default().case().run(|| {
        assert_ok!(set_task(SHANXI));
        assert_eq!(
            events(),
            [Event::TaskSet {
                case: CASE,
                task: TASK,
                to: SHANXI,
                content: CONTENT,
                due_ms: DUE_MS,
            }]
        );
        let set = TaskV1 {
            to: SHANXI,
            content: CONTENT,
            due_ms: DUE_MS,
            at: NOW,
            status: TaskStatus::Open,
        };
        assert_eq!(task(1), set);
        assert_eq!(membership(SHANXI).open_tasks, 1);
        assert_ok!(set_task(HEBEI));
        assert_eq!(task(2).to, HEBEI);
        assert_eq!((tally().tasks, tally().open_tasks), (2, 2));
    });
}

#[test]
fn fails_for_the_hosts_submitter() {
    ExtBuilder::default().case().run(|| {
        assert_noop!(
            Cases::set_task(clerk(HEBEI), CASE, SHANXI, CONTENT, DUE_MS),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_case_is_unknown_or_closed() {
    ExtBuilder::default().case().run(|| {
        assert_noop!(
            set_due(CaseId(2), SHANXI, DUE_MS),
            Error::<Test>::CaseUnknown
        );
        assert_ok!(Cases::close_case(agent(HEBEI), CASE, RESULT));
        assert_noop!(set_task(SHANXI), Error::<Test>::CaseClosed);
    });
}

#[test]
fn fails_for_a_member() {
    ExtBuilder::default().case().run(|| {
        assert_noop!(
            Cases::set_task(agent(SHANXI), CASE, SHANXI, CONTENT, DUE_MS),
            Error::<Test>::NotHost
        );
    });
}

#[test]
fn fails_for_who_has_not_joined() {
    ExtBuilder::default().case().run(|| {
        assert_ok!(Cases::invite_agency(agent(HEBEI), CASE, TANGSHAN));
        for to in [TANGSHAN, LUANNAN] {
            assert_noop!(set_task(to), Error::<Test>::NotJoined);
        }
    });
}

#[test]
fn fails_when_it_would_be_due_in_the_past() {
    ExtBuilder::default().case().run(|| {
        assert_noop!(set_due(CASE, SHANXI, NOW.time_ms), Error::<Test>::DuePast);
        assert_ok!(set_due(CASE, SHANXI, NOW.time_ms + 1));
    });
}

#[test]
fn fails_when_as_many_were_set_as_may_be() {
    ExtBuilder::default().case().run(|| {
        for number in 1..=TASKS_MAX {
            assert_ok!(set_task(SHANXI));
            assert_ok!(Cases::finish_task(
                agent(SHANXI),
                CASE,
                TaskId(number),
                RESULT
            ));
        }
        assert_noop!(set_task(SHANXI), Error::<Test>::TasksFull);
    });
}

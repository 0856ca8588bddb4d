use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::joint_case::{CaseId, Closing};
use sp_runtime::DispatchError;

#[test]
fn the_case_ends_with_its_result_and_clues_go_on() {
    ExtBuilder::default()
        .case()
        .after(|| {
            let case = Some(CASE);
            assert_ok!(Cases::transfer_clue(
                agent(SHANXI),
                case,
                CONTENT,
                luannan(),
                LUANNAN
            ));
        })
        .run(|| {
            let at = go_to_ms(DUE_MS);
            assert_ok!(Cases::close_case(agent(HEBEI), CASE, RESULT));
            assert_eq!(
                events(),
                [Event::CaseClosed {
                    case: CASE,
                    result: RESULT,
                    by: HEBEI,
                }]
            );
            let closing = Closing { result: RESULT, at };
            assert_eq!(case(CASE).closed, Some(closing));
            assert_ok!(Cases::accept_clue(agent(LUANNAN), CLUE));
        });
}

#[test]
fn fails_for_the_hosts_submitter() {
    ExtBuilder::default().case().run(|| {
        assert_noop!(
            Cases::close_case(clerk(HEBEI), CASE, RESULT),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_case_is_unknown() {
    ExtBuilder::default().case().run(|| {
        assert_noop!(
            Cases::close_case(agent(HEBEI), CaseId(2), RESULT),
            Error::<Test>::CaseUnknown
        );
    });
}

#[test]
fn fails_for_a_member() {
    ExtBuilder::default().case().run(|| {
        assert_noop!(
            Cases::close_case(agent(SHANXI), CASE, RESULT),
            Error::<Test>::NotHost
        );
    });
}

#[test]
fn fails_when_it_is_closed_already() {
    ExtBuilder::default().case().run(|| {
        assert_ok!(Cases::close_case(agent(HEBEI), CASE, RESULT));
        assert_noop!(
            Cases::close_case(agent(HEBEI), CASE, RESULT),
            Error::<Test>::CaseClosed
        );
    });
}

#[test]
fn fails_while_a_task_is_open() {
    ExtBuilder::default().case().run(|| {
        assert_ok!(set_task(HEBEI));
        assert_noop!(
            Cases::close_case(agent(HEBEI), CASE, RESULT),
            Error::<Test>::TasksOpen
        );
        assert_ok!(Cases::withdraw_task(agent(HEBEI), CASE, TASK, REASON));
        assert_ok!(Cases::close_case(agent(HEBEI), CASE, RESULT));
    });
}

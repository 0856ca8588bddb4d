use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::joint_case::MembershipStatus;
use sp_runtime::DispatchError;

#[test]
fn the_member_is_gone_and_what_it_did_stays() {
    ExtBuilder::default().case().run(|| {
        assert_ok!(set_task(SHANXI));
        assert_ok!(Cases::finish_task(agent(SHANXI), CASE, TASK, RESULT));
        events();
        assert_ok!(Cases::leave_case(agent(SHANXI), CASE));
        assert_eq!(
            events(),
            [Event::CaseLeft {
                case: CASE,
                institution: SHANXI,
            }]
        );
        let left = MembershipStatus::Left { at: NOW };
        assert_eq!(membership(SHANXI).status, left);
        assert_eq!(task(1).to, SHANXI);
        assert_noop!(set_task(SHANXI), Error::<Test>::NotJoined);
    });
}

#[test]
fn fails_for_a_submitter() {
    ExtBuilder::default().case().run(|| {
        assert_noop!(
            Cases::leave_case(clerk(SHANXI), CASE),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_case_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Cases::leave_case(agent(SHANXI), CASE),
            Error::<Test>::CaseUnknown
        );
    });
}

#[test]
fn fails_when_the_case_is_closed() {
    ExtBuilder::default().case().run(|| {
        assert_ok!(Cases::close_case(agent(HEBEI), CASE, RESULT));
        assert_noop!(
            Cases::leave_case(agent(SHANXI), CASE),
            Error::<Test>::CaseClosed
        );
    });
}

#[test]
fn fails_for_the_host_a_stranger_and_who_only_was_invited() {
    ExtBuilder::default().case().run(|| {
        assert_ok!(Cases::invite_agency(agent(HEBEI), CASE, TANGSHAN));
        for by in [HEBEI, LUANNAN, TANGSHAN] {
            assert_noop!(Cases::leave_case(agent(by), CASE), Error::<Test>::NotMember);
        }
    });
}

#[test]
fn fails_with_open_tasks() {
    ExtBuilder::default().case().run(|| {
        assert_ok!(set_task(SHANXI));
        assert_noop!(
            Cases::leave_case(agent(SHANXI), CASE),
            Error::<Test>::HasTasks
        );
        assert_ok!(Cases::withdraw_task(agent(HEBEI), CASE, TASK, REASON));
        assert_ok!(Cases::leave_case(agent(SHANXI), CASE));
    });
}

use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::joint_case::ClueStatus;
use sp_runtime::DispatchError;

#[test]
fn the_sender_has_it_again() {
    ExtBuilder::default().clue().run(|| {
        let at = go_to_ms(ANSWER_BY_MS);
        assert_ok!(give_back(LUANNAN, 1));
        assert_eq!(
            events(),
            [Event::ClueReturned {
                clue: CLUE,
                reason: REASON,
                by: LUANNAN,
            }]
        );
        let returned = ClueStatus::Returned { at, reason: REASON };
        assert_eq!(clue(1).status, returned);
        assert_eq!(clue(1).handler(), Some(SHANXI));
    });
}

#[test]
fn fails_for_a_submitter() {
    ExtBuilder::default().clue().run(|| {
        assert_noop!(
            Cases::return_clue(clerk(LUANNAN), CLUE, REASON),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_clue_is_unknown() {
    ExtBuilder::default().clue().run(|| {
        assert_noop!(give_back(LUANNAN, 2), Error::<Test>::ClueUnknown);
    });
}

#[test]
fn fails_for_the_sender_and_for_others() {
    ExtBuilder::default().clue().run(|| {
        for by in [SHANXI, TANGSHAN] {
            assert_noop!(give_back(by, 1), Error::<Test>::NotParty);
        }
    });
}

#[test]
fn fails_when_it_was_answered() {
    ExtBuilder::default().clue().run(|| {
        assert_ok!(Cases::accept_clue(agent(LUANNAN), CLUE));
        assert_noop!(give_back(LUANNAN, 1), Error::<Test>::AlreadyAnswered);
    });
}

#[test]
fn fails_when_the_time_to_answer_is_over() {
    ExtBuilder::default().clue().run(|| {
        go_to_ms(ANSWER_BY_MS + 1);
        assert_noop!(give_back(LUANNAN, 1), Error::<Test>::AnswerOverdue);
    });
}

use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::joint_case::{ClueId, ClueStatus};
use sp_runtime::DispatchError;

#[test]
fn the_receiver_has_it_in_time_or_late() {
    for time_ms in [ANSWER_BY_MS, ANSWER_BY_MS + 1] {
        ExtBuilder::default().clue().run(|| {
            let at = go_to_ms(time_ms);
            assert_ok!(Cases::accept_clue(agent(LUANNAN), CLUE));
            assert_eq!(
                events(),
                [Event::ClueAccepted {
                    clue: CLUE,
                    by: LUANNAN,
                }]
            );
            assert_eq!(clue(1).status, ClueStatus::Accepted { at, by: LUANNAN });
        });
    }
}

#[test]
fn the_sender_takes_it_on_once_the_receiver_is_overdue() {
    ExtBuilder::default().clue().run(|| {
        go_to_ms(ANSWER_BY_MS);
        assert_noop!(
            Cases::accept_clue(agent(SHANXI), CLUE),
            Error::<Test>::StillAnswerable
        );
        let at = go_to_ms(ANSWER_BY_MS + 1);
        assert_ok!(Cases::accept_clue(agent(SHANXI), CLUE));
        assert_eq!(clue(1).status, ClueStatus::Accepted { at, by: SHANXI });
        assert_noop!(
            Cases::accept_clue(agent(LUANNAN), CLUE),
            Error::<Test>::AlreadyAnswered
        );
    });
}

#[test]
fn fails_for_a_submitter() {
    ExtBuilder::default().clue().run(|| {
        assert_noop!(
            Cases::accept_clue(clerk(LUANNAN), CLUE),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_clue_is_unknown() {
    ExtBuilder::default().clue().run(|| {
        assert_noop!(
            Cases::accept_clue(agent(LUANNAN), ClueId(2)),
            Error::<Test>::ClueUnknown
        );
    });
}

#[test]
fn fails_for_an_agency_that_is_no_party() {
    ExtBuilder::default().clue().run(|| {
        assert_noop!(
            Cases::accept_clue(agent(TANGSHAN), CLUE),
            Error::<Test>::NotParty
        );
    });
}

#[test]
fn fails_when_it_was_answered() {
    ExtBuilder::default().clue().run(|| {
        assert_ok!(give_back(LUANNAN, 1));
        for by in [LUANNAN, SHANXI] {
            assert_noop!(
                Cases::accept_clue(agent(by), CLUE),
                Error::<Test>::AlreadyAnswered
            );
        }
    });
}

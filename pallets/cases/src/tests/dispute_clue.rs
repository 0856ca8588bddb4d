use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    joint_case::{ClueId, ClueStatus},
    DivisionCode, InstitutionId,
};
use sp_runtime::{DispatchError, DispatchResult};

fn dispute(by: InstitutionId) -> DispatchResult {
    Cases::dispute_clue(agent(by), CLUE, REASON)
}

fn superior() -> DivisionCode {
    match clue(1).status {
        ClueStatus::Disputed { superior, .. } => superior,
        other => panic!("not disputed: {other:?}"),
    }
}

#[test]
fn the_receiver_disputes_in_time_instead_of_answering() {
    ExtBuilder::default().clue().run(|| {
        let at = go_to_ms(ANSWER_BY_MS);
        assert_ok!(dispute(LUANNAN));
        assert_eq!(
            events(),
            [Event::ClueDisputed {
                clue: CLUE,
                reason: REASON,
                superior: DivisionCode::NATION,
                by: LUANNAN,
            }]
        );
        let disputed = ClueStatus::Disputed {
            at,
            by: LUANNAN,
            reason: REASON,
            superior: DivisionCode::NATION,
        };
        assert_eq!(clue(1).status, disputed);
    });
}

#[test]
fn the_sender_disputes_a_return() {
    ExtBuilder::default().clue().run(|| {
        assert_ok!(give_back(LUANNAN, 1));
        assert_ok!(dispute(SHANXI));
    });
}

#[test]
fn the_sender_disputes_that_nothing_was_answered() {
    ExtBuilder::default().clue().run(|| {
        go_to_ms(ANSWER_BY_MS);
        assert_noop!(dispute(SHANXI), Error::<Test>::StillAnswerable);
        go_to_ms(ANSWER_BY_MS + 1);
        assert_ok!(dispute(SHANXI));
    });
}

#[test]
fn the_superior_is_the_smallest_division_above_both() {
    for (from, expected) in [
        // Two counties of a city.
        (ZUNHUA, "130200"),
        // A county and its own city, or province: neither decides about itself.
        (TANGSHAN, "130000"),
        (HEBEI, "100000"),
        // Two provinces.
        (SHANXI, "100000"),
    ] {
        ExtBuilder::default().run(|| {
            assert_ok!(transfer(from, LUANNAN));
            assert_ok!(dispute(LUANNAN));
            assert_eq!(superior(), division(expected));
        });
    }
}

#[test]
fn two_offices_of_one_division_have_the_one_above_it() {
    ExtBuilder::default().run(|| {
        relocate(ZUNHUA, "130224");
        assert_ok!(transfer(ZUNHUA, LUANNAN));
        assert_ok!(dispute(LUANNAN));
        assert_eq!(superior(), division("130200"));
    });
}

#[test]
fn a_division_without_an_agency_that_can_act_is_passed_over() {
    // Two counties of a city: its agency is suspended, then the province's too.
    for (suspended, expected) in [
        (vec![TANGSHAN], "130000"),
        (vec![TANGSHAN, HEBEI], "100000"),
    ] {
        ExtBuilder::default().run(|| {
            assert_ok!(transfer(ZUNHUA, LUANNAN));
            suspended.into_iter().for_each(suspend);
            assert_ok!(dispute(LUANNAN));
            assert_eq!(superior(), division(expected));
        });
    }
    // The city has none.
    ExtBuilder::default().run(|| {
        relocate(TANGSHAN, "130300");
        assert_ok!(transfer(ZUNHUA, LUANNAN));
        assert_ok!(dispute(LUANNAN));
        assert_eq!(superior(), division("130000"));
    });
}

#[test]
fn fails_when_nobody_above_both_can_act() {
    for leave in [(|| suspend(MINISTRY)) as fn(), || {
        relocate(MINISTRY, "150000")
    }] {
        ExtBuilder::default().clue().run(|| {
            leave();
            assert_noop!(dispute(LUANNAN), Error::<Test>::NoSuperior);
            // The clue is not stuck: it can still be answered.
            assert_ok!(Cases::accept_clue(agent(LUANNAN), CLUE));
        });
    }
}

#[test]
fn fails_for_a_submitter() {
    ExtBuilder::default().clue().run(|| {
        assert_noop!(
            Cases::dispute_clue(clerk(LUANNAN), CLUE, REASON),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_clue_is_unknown() {
    ExtBuilder::default().clue().run(|| {
        assert_noop!(
            Cases::dispute_clue(agent(LUANNAN), ClueId(2), REASON),
            Error::<Test>::ClueUnknown
        );
    });
}

#[test]
fn fails_for_an_agency_that_is_no_party() {
    ExtBuilder::default().clue().run(|| {
        assert_noop!(dispute(TANGSHAN), Error::<Test>::NotParty);
    });
}

#[test]
fn fails_for_the_receiver_when_its_time_is_over() {
    ExtBuilder::default().clue().run(|| {
        go_to_ms(ANSWER_BY_MS + 1);
        assert_noop!(dispute(LUANNAN), Error::<Test>::AnswerOverdue);
    });
}

#[test]
fn fails_for_the_receiver_that_returned_it() {
    ExtBuilder::default().clue().run(|| {
        assert_ok!(give_back(LUANNAN, 1));
        assert_noop!(dispute(LUANNAN), Error::<Test>::AlreadyAnswered);
    });
}

#[test]
fn fails_when_it_was_accepted_disputed_or_decided() {
    ExtBuilder::default().clue().run(|| {
        assert_ok!(Cases::accept_clue(agent(LUANNAN), CLUE));
        assert_noop!(dispute(SHANXI), Error::<Test>::AlreadyAnswered);
    });
    ExtBuilder::default().clue().run(|| {
        assert_ok!(dispute(LUANNAN));
        assert_noop!(dispute(SHANXI), Error::<Test>::AlreadyAnswered);
        assert_ok!(Cases::decide_clue(agent(MINISTRY), CLUE, SHANXI, DOCUMENT));
        assert_noop!(dispute(SHANXI), Error::<Test>::AlreadyAnswered);
    });
}

#[test]
fn fails_with_an_agency_of_the_nation() {
    ExtBuilder::default().run(|| {
        assert_ok!(transfer(MINISTRY, LUANNAN));
        assert_noop!(dispute(LUANNAN), Error::<Test>::NoSuperior);
    });
}

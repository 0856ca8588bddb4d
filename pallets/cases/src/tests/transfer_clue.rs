use crate::{mock::*, Error, Event, Handed};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    joint_case::{CaseId, ClueStatus, ClueV1},
    DivisionCode, InstitutionId,
};
use sp_runtime::{DispatchError, DispatchResult};

fn transfer_in(case: CaseId, from: InstitutionId, to: InstitutionId) -> DispatchResult {
    Cases::transfer_clue(agent(from), Some(case), CONTENT, luannan(), to)
}

#[test]
fn goes_to_the_nearest_office_which_has_time_to_answer() {
    ExtBuilder::default().case().run(|| {
        assert_ok!(transfer_in(CASE, SHANXI, LUANNAN));
        assert_eq!(
            events(),
            [Event::ClueTransferred {
                clue: CLUE,
                case: Some(CASE),
                content: CONTENT,
                place: luannan(),
                from: SHANXI,
                to: LUANNAN,
                answer_by_ms: ANSWER_BY_MS,
            }]
        );
        let handed = ClueV1 {
            case: Some(CASE),
            content: CONTENT,
            place: luannan(),
            from: SHANXI,
            to: LUANNAN,
            at: NOW,
            answer_by_ms: ANSWER_BY_MS,
            status: ClueStatus::Transferred,
        };
        assert_eq!(clue(1), handed);
        assert_eq!(Handed::<Test>::get(CONTENT, LUANNAN), Some(CLUE));
    });
}

#[test]
fn goes_on_to_the_next_office_when_the_nearest_returned_it() {
    ExtBuilder::default().clue().run(|| {
        assert_noop!(transfer(SHANXI, TANGSHAN), Error::<Test>::NearerOffice);
        assert_ok!(give_back(LUANNAN, 1));
        assert_noop!(transfer(SHANXI, HEBEI), Error::<Test>::NearerOffice);
        assert_ok!(transfer(SHANXI, TANGSHAN));
        assert_ok!(give_back(TANGSHAN, 2));
        assert_ok!(transfer(SHANXI, HEBEI));
        assert_ok!(give_back(HEBEI, 3));
        assert_ok!(transfer(SHANXI, MINISTRY));
        // What was returned is that clue, not every one about the place.
        assert_noop!(
            Cases::transfer_clue(agent(SHANXI), None, OTHER_CONTENT, luannan(), TANGSHAN),
            Error::<Test>::NearerOffice
        );
    });
}

#[test]
fn goes_on_from_the_sender_that_took_it_when_the_nearest_did_not_answer() {
    ExtBuilder::default().clue().run(|| {
        go_to_ms(ANSWER_BY_MS + 1);
        assert_noop!(transfer(SHANXI, TANGSHAN), Error::<Test>::NearerOffice);
        assert_ok!(Cases::accept_clue(agent(SHANXI), CLUE));
        assert_ok!(transfer(SHANXI, TANGSHAN));
    });
}

#[test]
fn goes_on_from_the_nearest_office_itself() {
    ExtBuilder::default().run(|| {
        assert_ok!(transfer(LUANNAN, TANGSHAN));
    });
}

#[test]
fn passes_over_an_office_that_is_suspended_or_was_relieved_of_it() {
    ExtBuilder::default().clue().run(|| {
        assert_ok!(Cases::dispute_clue(agent(LUANNAN), CLUE, REASON));
        assert_noop!(transfer(SHANXI, TANGSHAN), Error::<Test>::NearerOffice);
        assert_ok!(Cases::decide_clue(agent(MINISTRY), CLUE, ZUNHUA, DOCUMENT));
        assert_ok!(transfer(SHANXI, TANGSHAN));
        suspend(LUANNAN);
        assert_ok!(Cases::transfer_clue(
            agent(SHANXI),
            None,
            OTHER_CONTENT,
            luannan(),
            TANGSHAN
        ));
    });
}

#[test]
fn the_nearest_office_that_took_it_keeps_others_from_it() {
    ExtBuilder::default().clue().run(|| {
        assert_ok!(Cases::accept_clue(agent(LUANNAN), CLUE));
        assert_noop!(transfer(SHANXI, TANGSHAN), Error::<Test>::NearerOffice);
    });
}

#[test]
fn about_a_whole_city_goes_to_the_citys_office() {
    ExtBuilder::default().run(|| {
        let city = division("130200");
        let to = |to| Cases::transfer_clue(agent(SHANXI), None, CONTENT, city, to);
        assert_noop!(to(LUANNAN), Error::<Test>::OutsideDivision);
        assert_noop!(to(HEBEI), Error::<Test>::NearerOffice);
        assert_ok!(to(TANGSHAN));
    });
}

#[test]
fn one_of_two_offices_of_a_division_is_as_near_as_the_other() {
    ExtBuilder::default().run(|| {
        relocate(ZUNHUA, "130224");
        assert_ok!(transfer(SHANXI, ZUNHUA));
        assert_ok!(give_back(ZUNHUA, 1));
        assert_noop!(transfer(SHANXI, TANGSHAN), Error::<Test>::NearerOffice);
        assert_ok!(transfer(SHANXI, LUANNAN));
    });
}

#[test]
fn fails_for_a_submitter() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Cases::transfer_clue(clerk(SHANXI), None, CONTENT, luannan(), LUANNAN),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_case_is_unknown_or_closed() {
    ExtBuilder::default().case().run(|| {
        assert_noop!(
            transfer_in(CaseId(2), SHANXI, LUANNAN),
            Error::<Test>::CaseUnknown
        );
        assert_ok!(Cases::close_case(agent(HEBEI), CASE, RESULT));
        assert_noop!(
            transfer_in(CASE, SHANXI, LUANNAN),
            Error::<Test>::CaseClosed
        );
    });
}

#[test]
fn fails_for_a_stranger_to_the_case() {
    ExtBuilder::default().case().run(|| {
        assert_noop!(transfer_in(CASE, ZUNHUA, LUANNAN), Error::<Test>::NotMember);
    });
}

#[test]
fn fails_to_the_sender_itself() {
    ExtBuilder::default().run(|| {
        assert_noop!(transfer(LUANNAN, LUANNAN), Error::<Test>::OwnClue);
    });
}

#[test]
fn fails_to_what_is_no_agency_or_is_suspended() {
    ExtBuilder::default().run(|| {
        for to in [ENTERPRISE, NOBODY] {
            assert_noop!(transfer(SHANXI, to), Error::<Test>::AgencyUnknown);
        }
        suspend(LUANNAN);
        assert_noop!(transfer(SHANXI, LUANNAN), Error::<Test>::AgencySuspended);
    });
}

#[test]
fn fails_to_an_agency_without_authority_over_the_place() {
    ExtBuilder::default().run(|| {
        assert_noop!(transfer(SHANXI, ZUNHUA), Error::<Test>::OutsideDivision);
        assert_noop!(
            Cases::transfer_clue(agent(SHANXI), None, CONTENT, DivisionCode::NATION, HEBEI),
            Error::<Test>::OutsideDivision
        );
    });
}

#[test]
fn fails_when_the_agency_was_handed_it_before() {
    ExtBuilder::default().clue().run(|| {
        for from in [SHANXI, ZUNHUA] {
            assert_noop!(transfer(from, LUANNAN), Error::<Test>::AlreadyHanded);
        }
        assert_ok!(give_back(LUANNAN, 1));
        assert_noop!(transfer(SHANXI, LUANNAN), Error::<Test>::AlreadyHanded);
    });
}

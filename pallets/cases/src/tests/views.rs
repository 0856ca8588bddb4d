//! What clients are told.

use crate::mock::*;
use frame_support::assert_ok;
use limpid_primitives::{
    joint_case::{CaseEntry, CaseId, Clue, ClueFilter, ClueId, OverdueTask, TaskId},
    InstitutionId, Moment,
};

fn clues_of(institution: InstitutionId, filter: ClueFilter) -> Vec<u32> {
    let (clues, next) = Cases::clues_of(institution, filter, ClueId(1));
    assert_eq!(next, None);
    for (id, Clue::V1(known)) in &clues {
        assert_eq!(*known, clue(id.0));
    }
    clues.into_iter().map(|(id, _)| id.0).collect()
}

#[test]
fn a_case_is_told_with_all_that_is_in_it() {
    ExtBuilder::default().case().run(|| {
        assert_ok!(Cases::invite_agency(agent(HEBEI), CASE, TANGSHAN));
        assert_ok!(set_task(SHANXI));
        assert_ok!(set_task(HEBEI));
        assert_ok!(Cases::attach_evidence(clerk(HEBEI), CASE, BUNDLE, None));
        let file = Cases::case(CASE).expect("a case");
        assert_eq!(Some(file.case), crate::Cases::<Test>::get(CASE));
        let members: Vec<_> = file.members.iter().map(|(id, _)| *id).collect();
        assert_eq!(members, [SHANXI, TANGSHAN]);
        let tasks: Vec<_> = file.tasks.iter().map(|(id, _)| id.0).collect();
        assert_eq!(tasks, [1, 2]);
        assert_eq!(file.evidence.len(), 1);
        assert_eq!(Cases::case(CaseId(2)), None);
    });
}

#[test]
fn cases_are_told_to_host_and_members() {
    ExtBuilder::default().case().run(|| {
        assert_ok!(open(SHANXI));
        let (hosts, next) = Cases::cases_of(HEBEI, CaseId(1));
        assert_eq!(next, None);
        let entry = CaseEntry {
            id: CASE,
            case: crate::Cases::<Test>::get(CASE).expect("a case"),
            tally: crate::Tallies::<Test>::get(CASE),
            membership: None,
        };
        assert_eq!(hosts, [entry]);
        let (both, _) = Cases::cases_of(SHANXI, CaseId(1));
        let roles: Vec<_> = both
            .iter()
            .map(|entry| (entry.id.0, entry.membership.is_some()))
            .collect();
        assert_eq!(roles, [(1, true), (2, false)]);
        assert_eq!(Cases::cases_of(TANGSHAN, CaseId(1)), (vec![], None));
        assert_eq!(Cases::cases_of(SHANXI, CaseId(3)), (vec![], None));
    });
}

#[test]
fn more_than_a_thousand_are_told_in_parts() {
    ExtBuilder::default().run(|| {
        for _ in 0..1_001 {
            assert_ok!(open(HEBEI));
        }
        let (first, next) = Cases::cases_of(HEBEI, CaseId(1));
        assert_eq!((first.len(), next), (1_000, Some(CaseId(1_001))));
        let (rest, next) = Cases::cases_of(HEBEI, CaseId(1_001));
        assert_eq!((rest.len(), next), (1, None));
        assert_eq!(Cases::cases_of(HEBEI, CaseId(u32::MAX)), (vec![], None));
    });
}

#[test]
fn clues_are_told_to_both_and_to_who_decides() {
    ExtBuilder::default().run(|| {
        assert_ok!(transfer(ZUNHUA, LUANNAN));
        for (institution, expected) in [(ZUNHUA, 1), (LUANNAN, 1), (TANGSHAN, 0), (SHANXI, 0)] {
            let told = clues_of(institution, ClueFilter::Open).len();
            assert_eq!(told, expected, "{institution}");
        }
        assert_ok!(Cases::dispute_clue(agent(LUANNAN), CLUE, REASON));
        for (institution, expected) in [(LUANNAN, 1), (TANGSHAN, 1), (HEBEI, 1), (SHANXI, 0)] {
            let told = clues_of(institution, ClueFilter::Open).len();
            assert_eq!(told, expected, "{institution}");
        }
        assert_ok!(Cases::decide_clue(agent(HEBEI), CLUE, TANGSHAN, DOCUMENT));
        assert!(clues_of(LUANNAN, ClueFilter::Open).is_empty());
        for (institution, expected) in [(LUANNAN, 1), (TANGSHAN, 1), (HEBEI, 1), (MINISTRY, 0)] {
            let told = clues_of(institution, ClueFilter::All).len();
            assert_eq!(told, expected, "{institution}");
        }
        assert!(clues_of(ENTERPRISE, ClueFilter::All).is_empty());
    });
}

#[test]
fn what_was_not_done_in_time_is_told() {
    ExtBuilder::default().case().clue().run(|| {
        assert_ok!(set_task(SHANXI));
        assert_ok!(set_task(HEBEI));
        assert_ok!(Cases::finish_task(clerk(HEBEI), CASE, TaskId(2), RESULT));
        go_to_ms(DUE_MS);
        assert_eq!(Cases::overdue_tasks(CaseId(1)), (vec![], None));
        go_to_ms(DUE_MS + 1);
        let late = OverdueTask {
            case: CASE,
            task: TASK,
            to: SHANXI,
            due_ms: DUE_MS,
        };
        assert_eq!(Cases::overdue_tasks(CaseId(1)), (vec![late], None));
        assert_eq!(Cases::overdue_tasks(CaseId(2)), (vec![], None));
        assert_eq!(Cases::overdue_clues(ClueId(1)), (vec![], None));
        go_to(Moment {
            block: 9,
            time_ms: ANSWER_BY_MS + 1,
        });
        let (clues, next) = Cases::overdue_clues(ClueId(1));
        assert_eq!((clues, next), (vec![(CLUE, Clue::V1(clue(1)))], None));
    });
}

#[test]
fn the_nearest_offices_are_those_that_may_still_have_it() {
    ExtBuilder::default().clue().run(|| {
        assert_eq!(Cases::nearest(luannan(), None), [LUANNAN]);
        assert_ok!(give_back(LUANNAN, 1));
        assert_eq!(Cases::nearest(luannan(), Some(CONTENT)), [TANGSHAN]);
        assert_eq!(Cases::nearest(luannan(), Some(OTHER_CONTENT)), [LUANNAN]);
        suspend(TANGSHAN);
        assert_eq!(Cases::nearest(luannan(), Some(CONTENT)), [HEBEI]);
        assert_eq!(Cases::nearest(division("510100"), None), [MINISTRY]);
        suspend(MINISTRY);
        assert_eq!(Cases::nearest(division("510100"), None), []);
    });
}

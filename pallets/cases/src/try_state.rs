//! The invariants of the pallet's documentation, checked over the whole state. Never part of a block.

#![cfg(any(test, feature = "try-runtime"))]

use crate::{
    pallet::{
        Cases, Clues, Config, Evidence, Handed, Memberships, NextCase, NextClue, Tallies, Tasks,
    },
    Pallet,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::Get};
use limpid_primitives::{
    joint_case::{
        Case, CaseEvidence, CaseId, CaseTallyV1, CaseV1, Clue, ClueId, ClueStatus, ClueV1,
        Membership, Recognition, Task, TaskId,
    },
    InstitutionId,
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
    /// Checks every invariant.
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::check_numbers()?;
        for (id, Case::V1(case)) in Cases::<T>::iter() {
            Self::check_tally(id)?;
            Self::check_members(id, &case)?;
            Self::check_closed(id, &case)?;
            Self::check_evidence(id, &case)?;
        }
        for (id, Clue::V1(clue)) in Clues::<T>::iter() {
            Self::check_clue(id, &clue)?;
        }
        Self::check_handed()
    }

    /// 1. Numbers from 1 without gaps.
    fn check_numbers() -> Result<(), TryRuntimeError> {
        let (next_case, next_clue) = (NextCase::<T>::get(), NextClue::<T>::get());
        for id in (1..next_case).map(CaseId) {
            ensure!(Cases::<T>::contains_key(id), "a case's number is missing");
        }
        for id in (1..next_clue).map(ClueId) {
            ensure!(Clues::<T>::contains_key(id), "a clue's number is missing");
        }
        let given = |count: usize, next: u32| u32::try_from(count) == Ok(next.saturating_sub(1));
        ensure!(
            given(Cases::<T>::iter_keys().count(), next_case)
                && given(Clues::<T>::iter_keys().count(), next_clue),
            "a case or clue has a number that was not given out"
        );
        let known = Tallies::<T>::iter_keys()
            .chain(Memberships::<T>::iter_keys().map(|(id, _)| id))
            .chain(Evidence::<T>::iter_keys().map(|(id, _)| id))
            .chain(Tasks::<T>::iter_keys().map(|(id, _)| id));
        for id in known {
            ensure!(Cases::<T>::contains_key(id), "something belongs to no case");
        }
        Ok(())
    }

    /// 2. The tally, and the tasks' numbers.
    fn check_tally(id: CaseId) -> Result<(), TryRuntimeError> {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let open = |task: &Task| matches!(task, Task::V1(task) if task.is_open());
        let counted = CaseTallyV1 {
            members: count(Memberships::<T>::iter_key_prefix(id).count()),
            evidence: count(Evidence::<T>::iter_key_prefix(id).count()),
            tasks: count(Tasks::<T>::iter_key_prefix(id).count()),
            open_tasks: count(Tasks::<T>::iter_prefix_values(id).filter(open).count()),
        };
        ensure!(Self::tally(id) == counted, "a case's tally is wrong");
        ensure!(
            counted.members <= T::MembersMax::get()
                && counted.evidence <= T::EvidenceMax::get()
                && counted.tasks <= T::TasksMax::get(),
            "there is too much in a case"
        );
        for task in (1..=counted.tasks).map(TaskId) {
            ensure!(
                Tasks::<T>::contains_key(id, task),
                "a task's number is missing"
            );
        }
        Ok(())
    }

    /// 3. Members, and their open tasks.
    fn check_members(id: CaseId, case: &CaseV1) -> Result<(), TryRuntimeError> {
        ensure!(
            !Memberships::<T>::contains_key(id, case.host),
            "a case's host is a member of it"
        );
        let mut open = BTreeMap::<InstitutionId, u32>::new();
        for Task::V1(task) in Tasks::<T>::iter_prefix_values(id) {
            ensure!(
                task.to == case.host || Memberships::<T>::contains_key(id, task.to),
                "a task was set to a stranger"
            );
            if task.is_open() {
                let count = open.entry(task.to).or_default();
                *count = count.saturating_add(1);
            }
        }
        for (institution, Membership::V1(membership)) in Memberships::<T>::iter_prefix(id) {
            let counted = open.get(&institution).copied().unwrap_or_default();
            ensure!(
                membership.open_tasks == counted,
                "a member's open tasks are miscounted"
            );
            ensure!(
                counted == 0 || membership.is_joined(),
                "one that has not joined has an open task"
            );
        }
        Ok(())
    }

    /// 4. Closed cases.
    fn check_closed(id: CaseId, case: &CaseV1) -> Result<(), TryRuntimeError> {
        let Some(closing) = case.closed else {
            return Ok(());
        };
        ensure!(
            Self::tally(id).open_tasks == 0,
            "a closed case has an open task"
        );
        let invited = Memberships::<T>::iter_prefix_values(id)
            .map(|Membership::V1(membership)| membership.invited);
        let attached =
            Evidence::<T>::iter_prefix_values(id).map(|CaseEvidence::V1(evidence)| evidence.at);
        let set = Tasks::<T>::iter_prefix_values(id).map(|Task::V1(task)| task.at);
        let handed = Clues::<T>::iter_values()
            .filter_map(|Clue::V1(clue)| (clue.case == Some(id)).then_some(clue.at));
        ensure!(
            invited
                .chain(attached)
                .chain(set)
                .chain(handed)
                .all(|at| at <= closing.at),
            "something came to a case after it was closed"
        );
        Ok(())
    }

    /// 5. Evidence.
    fn check_evidence(id: CaseId, case: &CaseV1) -> Result<(), TryRuntimeError> {
        for CaseEvidence::V1(evidence) in Evidence::<T>::iter_prefix_values(id) {
            ensure!(
                evidence.by == case.host || Memberships::<T>::contains_key(id, evidence.by),
                "a stranger attached evidence"
            );
            ensure!(
                evidence.permit.is_none() == (evidence.recognition == Recognition::NoneNeeded),
                "evidence names a permit and needs no recognition, or the reverse"
            );
        }
        Ok(())
    }

    /// 6. What a clue's receiver was handed.
    fn check_clue(id: ClueId, clue: &ClueV1) -> Result<(), TryRuntimeError> {
        ensure!(clue.from != clue.to, "a clue was handed to its sender");
        ensure!(
            clue.case.is_none_or(Cases::<T>::contains_key),
            "a clue's case is missing"
        );
        let handed = Handed::<T>::get(clue.content, clue.to).ok_or("a clue was never handed")?;
        let decided_later = || match Clues::<T>::get(handed) {
            Some(Clue::V1(other)) => is_decided_for(&other, clue.to),
            None => false,
        };
        ensure!(
            handed == id || decided_later(),
            "an agency was handed another clue of this content"
        );
        Ok(())
    }

    /// 6. The other way round.
    fn check_handed() -> Result<(), TryRuntimeError> {
        for (content, institution, id) in Handed::<T>::iter() {
            let Clue::V1(clue) = Clues::<T>::get(id).ok_or("a clue that was handed is missing")?;
            ensure!(clue.content == content, "a clue has another content");
            ensure!(
                clue.to == institution || is_decided_for(&clue, institution),
                "a clue was handed to another agency"
            );
        }
        Ok(())
    }
}

fn is_decided_for(clue: &ClueV1, agency: InstitutionId) -> bool {
    matches!(clue.status, ClueStatus::Decided { to, .. } if to == agency)
}

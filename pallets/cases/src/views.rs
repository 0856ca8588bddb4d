//! Answers to clients. Each looks at a bounded part of the state; none is part of a block.

use crate::{
    pallet::{Cases, Clues, Config, Evidence, Memberships, NextCase, NextClue, Tallies, Tasks},
    Pallet,
};
use alloc::vec::Vec;
use frame_support::traits::Get;
use limpid_primitives::{
    joint_case::{
        Case, CaseEntry, CaseFile, CaseId, Clue, ClueFilter, ClueId, ClueStatus, ClueV1,
        OverdueTask, Task, TaskId,
    },
    DivisionCode, InstitutionId, InstitutionKind,
};
use pallet_institutions::InstitutionLookup;

/// How many cases or clues one question looks at.
const LOOKED_AT_MAX: u32 = 1_000;

/// Numbers from one on, as many as one question looks at, and where to ask on.
fn page(from: u32, next: u32) -> (core::ops::Range<u32>, Option<u32>) {
    let end = from.saturating_add(LOOKED_AT_MAX);
    (from..end.min(next), (end < next).then_some(end))
}

impl<T: Config> Pallet<T> {
    /// All of a case: `CasesApi::case`.
    pub fn case(id: CaseId) -> Option<CaseFile> {
        let case = Cases::<T>::get(id)?;
        let mut members: Vec<_> = Memberships::<T>::iter_prefix(id)
            .take(T::MembersMax::get() as usize)
            .collect();
        members.sort_by_key(|(institution, _)| *institution);
        let mut evidence: Vec<_> = Evidence::<T>::iter_prefix(id)
            .take(T::EvidenceMax::get() as usize)
            .collect();
        evidence.sort_by_key(|(bundle, _)| *bundle);
        Some(CaseFile {
            case,
            members,
            evidence,
            tasks: Self::tasks(id).collect(),
        })
    }

    fn tasks(id: CaseId) -> impl Iterator<Item = (TaskId, Task)> {
        (1..=Self::tally(id).tasks)
            .map(TaskId)
            .filter_map(move |task| Some((task, Tasks::<T>::get(id, task)?)))
    }

    /// The cases an institution hosts or was invited to: `CasesApi::cases_of`.
    pub fn cases_of(institution: InstitutionId, from: CaseId) -> (Vec<CaseEntry>, Option<CaseId>) {
        let (numbers, next) = page(from.0, NextCase::<T>::get());
        let entries = numbers
            .map(CaseId)
            .filter_map(|id| {
                let case = Cases::<T>::get(id)?;
                let Case::V1(stored) = case;
                let membership = Memberships::<T>::get(id, institution);
                (stored.host == institution || membership.is_some()).then(|| CaseEntry {
                    id,
                    case,
                    tally: Tallies::<T>::get(id),
                    membership,
                })
            })
            .collect();
        (entries, next.map(CaseId))
    }

    /// The clues an institution sent, was handed, took, or decides about: `CasesApi::clues_of`.
    pub fn clues_of(
        institution: InstitutionId,
        filter: ClueFilter,
        from: ClueId,
    ) -> (Vec<(ClueId, Clue)>, Option<ClueId>) {
        let judged = T::Institutions::institution(institution)
            .filter(|known| known.kind == InstitutionKind::Agency)
            .map(|known| known.division);
        Self::clues(from, |clue| {
            (filter == ClueFilter::All || clue.is_open()) && concerns(clue, institution, judged)
        })
    }

    /// The clues not answered in time: `CasesApi::overdue_clues`.
    pub fn overdue_clues(from: ClueId) -> (Vec<(ClueId, Clue)>, Option<ClueId>) {
        let now_ms = Self::now().time_ms;
        Self::clues(from, |clue| clue.is_overdue(now_ms))
    }

    fn clues(
        from: ClueId,
        is_asked_for: impl Fn(&ClueV1) -> bool,
    ) -> (Vec<(ClueId, Clue)>, Option<ClueId>) {
        let (numbers, next) = page(from.0, NextClue::<T>::get());
        let clues = numbers
            .map(ClueId)
            .filter_map(|id| Some((id, Clues::<T>::get(id)?)))
            .filter(|(_, Clue::V1(clue))| is_asked_for(clue))
            .collect();
        (clues, next.map(ClueId))
    }

    /// The tasks not done in time: `CasesApi::overdue_tasks`.
    pub fn overdue_tasks(from: CaseId) -> (Vec<OverdueTask>, Option<CaseId>) {
        let now_ms = Self::now().time_ms;
        let (numbers, next) = page(from.0, NextCase::<T>::get());
        let overdue = numbers
            .map(CaseId)
            .filter(|id| Self::tally(*id).open_tasks > 0)
            .flat_map(|id| Self::tasks(id).map(move |(task, set)| (id, task, set)))
            .filter(|(_, _, Task::V1(task))| task.is_overdue(now_ms))
            .map(|(case, task, Task::V1(set))| OverdueTask {
                case,
                task,
                to: set.to,
                due_ms: set.due_ms,
            })
            .collect();
        (overdue, next.map(CaseId))
    }
}

/// Whether a clue is one of the institution's; `judged` is the division it can decide disputes in, if it is an agency.
fn concerns(clue: &ClueV1, institution: InstitutionId, judged: Option<DivisionCode>) -> bool {
    let is_party = institution == clue.from || institution == clue.to;
    match clue.status {
        _ if is_party => true,
        ClueStatus::Decided { by, to, .. } => institution == by || institution == to,
        ClueStatus::Disputed { superior, .. } => {
            judged.is_some_and(|division| division.contains(superior))
        }
        ClueStatus::Transferred | ClueStatus::Accepted { .. } | ClueStatus::Returned { .. } => {
            false
        }
    }
}

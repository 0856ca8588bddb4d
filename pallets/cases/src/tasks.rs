//! What the members of a case are to do, and until when.

use crate::{
    pallet::{Config, Error, Event, Memberships, Tasks},
    Pallet,
};
use frame_support::{ensure, traits::Get};
use limpid_primitives::{
    joint_case::{CaseId, CaseTallyV1, Membership, MembershipV1, Task, TaskId, TaskStatus, TaskV1},
    Digest, InstitutionId,
};
use pallet_institutions::Actor;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_set_task(
        agency: Actor<T::AccountId>,
        id: CaseId,
        to: InstitutionId,
        content: Digest,
        due_ms: u64,
    ) -> DispatchResult {
        let case = Self::ensure_host(&agency, id)?;
        ensure!(case.is_open(), Error::<T>::CaseClosed);
        ensure!(Self::takes_part(id, &case, to), Error::<T>::NotJoined);
        let at = Self::now();
        ensure!(due_ms > at.time_ms, Error::<T>::DuePast);
        let task = Self::next_task(id)?;
        Self::count_open(id, to, |open| open.checked_add(1))?;
        let set = TaskV1 {
            to,
            content,
            due_ms,
            at,
            status: TaskStatus::Open,
        };
        Tasks::<T>::insert(id, task, Task::V1(set));
        Self::deposit_event(Event::TaskSet {
            case: id,
            task,
            to,
            content,
            due_ms,
        });
        Ok(())
    }

    /// The next number in the case, if there is room. The call runs in a storage layer of its own.
    fn next_task(id: CaseId) -> Result<TaskId, DispatchError> {
        let tally = Self::tally(id);
        ensure!(tally.tasks < T::TasksMax::get(), Error::<T>::TasksFull);
        let tasks = tally
            .tasks
            .checked_add(1)
            .ok_or(ArithmeticError::Overflow)?;
        Self::put_tally(id, CaseTallyV1 { tasks, ..tally });
        Ok(TaskId(tasks))
    }

    pub(crate) fn do_finish_task(
        agency: Actor<T::AccountId>,
        id: CaseId,
        number: TaskId,
        result: Digest,
    ) -> DispatchResult {
        let task = Self::known_task(id, number)?;
        let by = agency.institution;
        ensure!(by == task.to, Error::<T>::NotYourTask);
        let done = TaskStatus::Done {
            result,
            at: Self::now(),
        };
        Self::end_task(id, number, task, done)?;
        Self::deposit_event(Event::TaskFinished {
            case: id,
            task: number,
            result,
            by,
        });
        Ok(())
    }

    pub(crate) fn do_withdraw_task(
        agency: Actor<T::AccountId>,
        id: CaseId,
        number: TaskId,
        reason: Digest,
    ) -> DispatchResult {
        Self::ensure_host(&agency, id)?;
        let task = Self::known_task(id, number)?;
        let withdrawn = TaskStatus::Withdrawn {
            reason,
            at: Self::now(),
        };
        Self::end_task(id, number, task, withdrawn)?;
        Self::deposit_event(Event::TaskWithdrawn {
            case: id,
            task: number,
            reason,
            by: agency.institution,
        });
        Ok(())
    }

    fn known_task(id: CaseId, number: TaskId) -> Result<TaskV1, DispatchError> {
        let Task::V1(task) = Tasks::<T>::get(id, number).ok_or(Error::<T>::TaskUnknown)?;
        Ok(task)
    }

    /// Ends an open task.
    fn end_task(id: CaseId, number: TaskId, task: TaskV1, status: TaskStatus) -> DispatchResult {
        ensure!(task.is_open(), Error::<T>::TaskEnded);
        Self::count_open(id, task.to, |open| open.checked_sub(1))?;
        Tasks::<T>::insert(id, number, Task::V1(TaskV1 { status, ..task }));
        Ok(())
    }

    /// Counts the case's open tasks anew, and those of a member; the host has no membership.
    fn count_open(
        id: CaseId,
        to: InstitutionId,
        change: impl Fn(u32) -> Option<u32>,
    ) -> DispatchResult {
        let change = |open| change(open).ok_or(ArithmeticError::Overflow);
        let tally = Self::tally(id);
        let open_tasks = change(tally.open_tasks)?;
        Self::put_tally(
            id,
            CaseTallyV1 {
                open_tasks,
                ..tally
            },
        );
        if let Some(membership) = Self::membership(id, to) {
            let counted = MembershipV1 {
                open_tasks: change(membership.open_tasks)?,
                ..membership
            };
            Memberships::<T>::insert(id, to, Membership::V1(counted));
        }
        Ok(())
    }
}

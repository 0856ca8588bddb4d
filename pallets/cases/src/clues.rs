//! Handing a clue over, and what its receiver makes of it.

use crate::{
    pallet::{Clues, Config, Error, Event, Handed, NextClue},
    Pallet,
};
use frame_support::{ensure, traits::Get};
use limpid_primitives::{
    joint_case::{CaseId, Clue, ClueId, ClueStatus, ClueV1},
    Day, Digest, DivisionCode, InstitutionId,
};
use pallet_institutions::Actor;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_transfer_clue(
        agency: Actor<T::AccountId>,
        case: Option<CaseId>,
        content: Digest,
        place: DivisionCode,
        to: InstitutionId,
    ) -> DispatchResult {
        if let Some(case) = case {
            Self::ensure_takes_part(&agency, case)?;
        }
        let from = agency.institution;
        ensure!(from != to, Error::<T>::OwnClue);
        let receiver = Self::ensure_agency(to)?;
        ensure!(
            receiver.division.contains(place),
            Error::<T>::OutsideDivision
        );
        ensure!(
            !Handed::<T>::contains_key(content, to),
            Error::<T>::AlreadyHanded
        );
        Self::ensure_nearest(from, &receiver, place, &content)?;
        let at = Self::now();
        let days_ms = u64::from(T::AnswerDays::get()).saturating_mul(Day::LENGTH_MS);
        let answer_by_ms = at.time_ms.saturating_add(days_ms);
        let clue = Self::insert_clue(ClueV1 {
            case,
            content,
            place,
            from,
            to,
            at,
            answer_by_ms,
            status: ClueStatus::Transferred,
        })?;
        Self::deposit_event(Event::ClueTransferred {
            clue,
            case,
            content,
            place,
            from,
            to,
            answer_by_ms,
        });
        Ok(())
    }

    /// Writes a clue under the next number.
    fn insert_clue(clue: ClueV1) -> Result<ClueId, DispatchError> {
        let number = NextClue::<T>::get();
        let next = number.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        let id = ClueId(number);
        NextClue::<T>::put(next);
        Handed::<T>::insert(clue.content, clue.to, id);
        Clues::<T>::insert(id, Clue::V1(clue));
        Ok(id)
    }

    pub(crate) fn do_accept_clue(agency: Actor<T::AccountId>, id: ClueId) -> DispatchResult {
        let clue = Self::known_clue(id)?;
        let by = agency.institution;
        ensure!(by == clue.to || by == clue.from, Error::<T>::NotParty);
        Self::ensure_unanswered(&clue)?;
        let at = Self::now();
        ensure!(
            by == clue.to || clue.is_overdue(at.time_ms),
            Error::<T>::StillAnswerable
        );
        Self::put_status(id, clue, ClueStatus::Accepted { at, by });
        Self::deposit_event(Event::ClueAccepted { clue: id, by });
        Ok(())
    }

    pub(crate) fn do_return_clue(
        agency: Actor<T::AccountId>,
        id: ClueId,
        reason: Digest,
    ) -> DispatchResult {
        let clue = Self::known_clue(id)?;
        let by = agency.institution;
        ensure!(by == clue.to, Error::<T>::NotParty);
        Self::ensure_unanswered(&clue)?;
        let at = Self::now();
        ensure!(!clue.is_overdue(at.time_ms), Error::<T>::AnswerOverdue);
        Self::put_status(id, clue, ClueStatus::Returned { at, reason });
        Self::deposit_event(Event::ClueReturned {
            clue: id,
            reason,
            by,
        });
        Ok(())
    }

    pub(crate) fn known_clue(id: ClueId) -> Result<ClueV1, DispatchError> {
        let Clue::V1(clue) = Clues::<T>::get(id).ok_or(Error::<T>::ClueUnknown)?;
        Ok(clue)
    }

    fn ensure_unanswered(clue: &ClueV1) -> DispatchResult {
        ensure!(
            clue.status == ClueStatus::Transferred,
            Error::<T>::AlreadyAnswered
        );
        Ok(())
    }

    pub(crate) fn put_status(id: ClueId, clue: ClueV1, status: ClueStatus) {
        Clues::<T>::insert(id, Clue::V1(ClueV1 { status, ..clue }));
    }
}

//! Whose a clue is, when sender and receiver do not agree: the superior of both decides.

use crate::{
    pallet::{Config, Error, Event, Handed},
    Pallet,
};
use frame_support::ensure;
use limpid_primitives::{
    joint_case::{ClueId, ClueStatus, ClueV1},
    Digest, DivisionCode, InstitutionId,
};
use pallet_institutions::{Actor, InstitutionLookup};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_dispute_clue(
        agency: Actor<T::AccountId>,
        id: ClueId,
        reason: Digest,
    ) -> DispatchResult {
        let clue = Self::known_clue(id)?;
        let (at, by) = (Self::now(), agency.institution);
        Self::ensure_disputable(&clue, by, at.time_ms)?;
        let superior = Self::superior(&clue)?;
        let disputed = ClueStatus::Disputed {
            at,
            by,
            reason,
            superior,
        };
        Self::put_status(id, clue, disputed);
        Self::deposit_event(Event::ClueDisputed {
            clue: id,
            reason,
            superior,
            by,
        });
        Ok(())
    }

    /// The receiver disputes instead of answering; the sender what was answered, or that nothing was.
    fn ensure_disputable(clue: &ClueV1, by: InstitutionId, now_ms: u64) -> DispatchResult {
        let is_overdue = clue.is_overdue(now_ms);
        ensure!(by == clue.from || by == clue.to, Error::<T>::NotParty);
        match clue.status {
            ClueStatus::Transferred if by == clue.to => {
                ensure!(!is_overdue, Error::<T>::AnswerOverdue);
            }
            ClueStatus::Transferred => ensure!(is_overdue, Error::<T>::StillAnswerable),
            ClueStatus::Returned { .. } => ensure!(by == clue.from, Error::<T>::AlreadyAnswered),
            ClueStatus::Accepted { .. }
            | ClueStatus::Disputed { .. }
            | ClueStatus::Decided { .. } => return Err(Error::<T>::AlreadyAnswered.into()),
        }
        Ok(())
    }

    /// The smallest division that contains those of both parties, is neither's own, as nobody decides about itself, and has an agency
    /// that can act.
    fn superior(clue: &ClueV1) -> Result<DivisionCode, DispatchError> {
        let division =
            |id| T::Institutions::institution(id).map(|institution| institution.division);
        let from = division(clue.from).ok_or(Error::<T>::AgencyUnknown)?;
        let to = division(clue.to).ok_or(Error::<T>::AgencyUnknown)?;
        let common = from.smallest_with(to);
        let is_own = |division: &DivisionCode| *division == from || *division == to;
        common
            .and_above()
            .skip_while(is_own)
            .find(|division| Self::has_office(*division))
            .ok_or(Error::<T>::NoSuperior.into())
    }

    pub(crate) fn do_decide_clue(
        agency: Actor<T::AccountId>,
        id: ClueId,
        to: InstitutionId,
        document: Digest,
    ) -> DispatchResult {
        let clue = Self::known_clue(id)?;
        let ClueStatus::Disputed { superior, .. } = clue.status else {
            return Err(Error::<T>::NotDisputed.into());
        };
        ensure!(agency.division.contains(superior), Error::<T>::NotSuperior);
        let by = agency.institution;
        ensure!(by != clue.from && by != clue.to, Error::<T>::PartyToDispute);
        let chosen = Self::ensure_agency(to)?;
        ensure!(
            agency.division.contains(chosen.division),
            Error::<T>::NotSubordinate
        );
        let at = Self::now();
        let decided = ClueStatus::Decided {
            at,
            by,
            to,
            document,
        };
        // From here on it is that agency's, whatever became of an earlier clue with this content.
        Handed::<T>::insert(clue.content, to, id);
        Self::put_status(id, clue, decided);
        Self::deposit_event(Event::ClueDecided {
            clue: id,
            to,
            document,
            by,
        });
        Ok(())
    }
}

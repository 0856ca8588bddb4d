//! The agencies that work on a case with its host.

use crate::{
    pallet::{Config, Error, Event, Memberships},
    Pallet,
};
use frame_support::{ensure, traits::Get};
use limpid_primitives::{
    joint_case::{
        CaseId, CaseTallyV1, InvitationAnswer, Membership, MembershipStatus, MembershipV1,
    },
    InstitutionId,
};
use pallet_institutions::Actor;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_invite_agency(
        agency: Actor<T::AccountId>,
        id: CaseId,
        invited: InstitutionId,
    ) -> DispatchResult {
        let case = Self::ensure_host(&agency, id)?;
        ensure!(case.is_open(), Error::<T>::CaseClosed);
        Self::ensure_agency(invited)?;
        ensure!(invited != case.host, Error::<T>::AlreadyInvited);
        match Memberships::<T>::get(id, invited) {
            Some(Membership::V1(before)) => {
                ensure!(before.is_over(), Error::<T>::AlreadyInvited);
            }
            None => Self::count_member(id)?,
        }
        let membership = MembershipV1 {
            invited: Self::now(),
            status: MembershipStatus::Invited,
            open_tasks: 0,
        };
        Memberships::<T>::insert(id, invited, Membership::V1(membership));
        Self::deposit_event(Event::AgencyInvited {
            case: id,
            institution: invited,
        });
        Ok(())
    }

    /// Counts one more invited agency, if there is room.
    fn count_member(id: CaseId) -> DispatchResult {
        let tally = Self::tally(id);
        ensure!(
            tally.members < T::MembersMax::get(),
            Error::<T>::MembersFull
        );
        let members = tally
            .members
            .checked_add(1)
            .ok_or(ArithmeticError::Overflow)?;
        Self::put_tally(id, CaseTallyV1 { members, ..tally });
        Ok(())
    }

    pub(crate) fn do_answer_invitation(
        agency: Actor<T::AccountId>,
        id: CaseId,
        answer: InvitationAnswer,
    ) -> DispatchResult {
        Self::ensure_open(id)?;
        let institution = agency.institution;
        let membership = Self::membership(id, institution)
            .filter(|membership| membership.status == MembershipStatus::Invited)
            .ok_or(Error::<T>::NotInvited)?;
        let at = Self::now();
        let status = match answer {
            InvitationAnswer::Join => MembershipStatus::Joined { at },
            InvitationAnswer::Decline => MembershipStatus::Declined { at },
        };
        let answered = MembershipV1 {
            status,
            ..membership
        };
        Memberships::<T>::insert(id, institution, Membership::V1(answered));
        Self::deposit_event(Event::InvitationAnswered {
            case: id,
            institution,
            answer,
        });
        Ok(())
    }

    pub(crate) fn do_leave_case(agency: Actor<T::AccountId>, id: CaseId) -> DispatchResult {
        Self::ensure_open(id)?;
        let institution = agency.institution;
        let membership = Self::ensure_joined(id, institution, Error::<T>::NotMember)?;
        ensure!(membership.open_tasks == 0, Error::<T>::HasTasks);
        let left = MembershipV1 {
            status: MembershipStatus::Left { at: Self::now() },
            ..membership
        };
        Memberships::<T>::insert(id, institution, Membership::V1(left));
        Self::deposit_event(Event::CaseLeft {
            case: id,
            institution,
        });
        Ok(())
    }

    pub(crate) fn membership(id: CaseId, institution: InstitutionId) -> Option<MembershipV1> {
        Memberships::<T>::get(id, institution).map(|Membership::V1(membership)| membership)
    }

    /// The membership, if the institution has joined.
    pub(crate) fn ensure_joined(
        id: CaseId,
        institution: InstitutionId,
        error: Error<T>,
    ) -> Result<MembershipV1, DispatchError> {
        Self::membership(id, institution)
            .filter(MembershipV1::is_joined)
            .ok_or(error.into())
    }
}

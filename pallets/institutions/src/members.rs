//! Members and their duties.

use crate::{
    authority::Authority,
    pallet::{Config, Error, Event, FormerNonces, Headcounts, Members},
    types::may_have,
    Actor, Headcount, Member, MemberV1, Pallet,
};
use frame_support::{ensure, traits::Get};
use frame_system::Pallet as System;
use limpid_primitives::{Duties, Duty, InstitutionId, InstitutionKind};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_add_member(
        administrator: Actor<T::AccountId>,
        account: T::AccountId,
        duties: Duties,
    ) -> DispatchResult {
        let institution = administrator.institution;
        Self::ensure_possible(administrator.kind, duties)?;
        ensure!(
            !Members::<T>::contains_key(&account),
            Error::<T>::AccountTaken
        );
        Self::insert_member(institution, &account, duties)?;
        Self::deposit_event(Event::MemberAdded {
            institution,
            account,
            duties,
        });
        Ok(())
    }

    pub(crate) fn do_set_duties(
        administrator: Actor<T::AccountId>,
        account: T::AccountId,
        duties: Duties,
    ) -> DispatchResult {
        let institution = administrator.institution;
        Self::ensure_possible(administrator.kind, duties)?;
        let member = Self::member_of(institution, &account)?;
        Self::update_duties(&account, member, duties)?;
        Self::deposit_event(Event::DutiesSet {
            institution,
            account,
            duties,
        });
        Ok(())
    }

    pub(crate) fn do_remove_member(
        authority: Authority<T::AccountId>,
        account: T::AccountId,
    ) -> DispatchResult {
        let Member::V1(member) = Members::<T>::get(&account).ok_or(Error::<T>::MemberUnknown)?;
        let institution = member.institution;
        let own = authority.by() == Some(institution);
        ensure!(
            own || authority.is_over(&Self::known(institution)?),
            Error::<T>::MemberUnknown
        );
        Self::erase_member(&account, member)?;
        Self::deposit_event(Event::MemberRemoved {
            institution,
            account,
            by: authority.by(),
        });
        Ok(())
    }

    pub(crate) fn do_appoint_administrator(
        authority: Authority<T::AccountId>,
        institution: InstitutionId,
        account: T::AccountId,
    ) -> DispatchResult {
        Self::ensure_over(&authority, institution)?;
        let duties = match Members::<T>::get(&account) {
            Some(Member::V1(member)) => {
                ensure!(member.institution == institution, Error::<T>::AccountTaken);
                let duties = member.duties.with(Duty::Administrator);
                Self::update_duties(&account, member, duties)?;
                duties
            }
            None => {
                let duties = Duties::from(Duty::Administrator);
                Self::insert_member(institution, &account, duties)?;
                duties
            }
        };
        Self::deposit_event(Event::AdministratorAppointed {
            institution,
            account,
            duties,
            by: authority.by(),
        });
        Ok(())
    }

    /// Writes a new member. The account must not be one yet.
    pub(crate) fn insert_member(
        institution: InstitutionId,
        account: &T::AccountId,
        duties: Duties,
    ) -> DispatchResult {
        let mut headcount = Headcounts::<T>::get(institution);
        ensure!(
            headcount.members < T::MembersMax::get(),
            Error::<T>::MembersFull
        );
        headcount.members = headcount
            .members
            .checked_add(1)
            .ok_or(ArithmeticError::Overflow)?;
        headcount.administrators = administrators_with(headcount, duties)?;
        Headcounts::<T>::insert(institution, headcount);
        let since = Self::now();
        Members::<T>::insert(
            account,
            Member::V1(MemberV1 {
                institution,
                duties,
                since,
            }),
        );
        System::<T>::inc_providers(account);
        // A returning account goes on where it left: its old transactions stay stale.
        if let Some(nonce) = FormerNonces::<T>::take(account) {
            frame_system::Account::<T>::mutate(account, |info| info.nonce = info.nonce.max(nonce));
        }
        Ok(())
    }

    fn update_duties(account: &T::AccountId, member: MemberV1, duties: Duties) -> DispatchResult {
        let mut headcount = Headcounts::<T>::get(member.institution);
        headcount.administrators = administrators_without(headcount, member.duties)?;
        headcount.administrators = administrators_with(headcount, duties)?;
        ensure!(headcount.administrators > 0, Error::<T>::LastAdministrator);
        Headcounts::<T>::insert(member.institution, headcount);
        Members::<T>::insert(account, Member::V1(MemberV1 { duties, ..member }));
        Ok(())
    }

    fn erase_member(account: &T::AccountId, member: MemberV1) -> DispatchResult {
        let mut headcount = Headcounts::<T>::get(member.institution);
        headcount.administrators = administrators_without(headcount, member.duties)?;
        ensure!(headcount.administrators > 0, Error::<T>::LastAdministrator);
        headcount.members = headcount
            .members
            .checked_sub(1)
            .ok_or(ArithmeticError::Underflow)?;
        let nonce = System::<T>::account_nonce(account);
        System::<T>::dec_providers(account)?;
        FormerNonces::<T>::insert(account, nonce);
        Headcounts::<T>::insert(member.institution, headcount);
        Members::<T>::remove(account);
        Ok(())
    }

    fn member_of(
        institution: InstitutionId,
        account: &T::AccountId,
    ) -> Result<MemberV1, DispatchError> {
        let Member::V1(member) = Members::<T>::get(account).ok_or(Error::<T>::MemberUnknown)?;
        ensure!(member.institution == institution, Error::<T>::MemberUnknown);
        Ok(member)
    }

    fn ensure_possible(kind: InstitutionKind, duties: Duties) -> DispatchResult {
        ensure!(!duties.is_empty(), Error::<T>::DutiesEmpty);
        ensure!(may_have(kind, duties), Error::<T>::DutyNotOfKind);
        Ok(())
    }
}

fn administrators_with(headcount: Headcount, duties: Duties) -> Result<u32, ArithmeticError> {
    headcount
        .administrators
        .checked_add(u32::from(duties.contains(Duty::Administrator)))
        .ok_or(ArithmeticError::Overflow)
}

fn administrators_without(headcount: Headcount, duties: Duties) -> Result<u32, ArithmeticError> {
    headcount
        .administrators
        .checked_sub(u32::from(duties.contains(Duty::Administrator)))
        .ok_or(ArithmeticError::Underflow)
}

//! Who decides about an institution.

use crate::{
    pallet::{Config, Error, Institutions, Members},
    Actor, Member, Pallet,
};
use frame_support::{
    ensure,
    traits::{EnsureOrigin, Time},
};
use frame_system::{ensure_signed, pallet_prelude::OriginFor};
use limpid_primitives::{
    Duty, Institution, InstitutionId, InstitutionStatus, InstitutionV1, Moment,
};
use sp_runtime::{traits::SaturatedConversion, DispatchError};

/// Who decides: the council, or one institution through an administrator.
pub(crate) enum Authority<AccountId> {
    Council,
    Administrator(Actor<AccountId>),
}

impl<AccountId> Authority<AccountId> {
    /// How events name it.
    pub(crate) fn by(&self) -> Option<InstitutionId> {
        match self {
            Self::Council => None,
            Self::Administrator(actor) => Some(actor.institution),
        }
    }

    /// Whether it is the council, or admitted this institution.
    pub(crate) fn is_over(&self, institution: &InstitutionV1) -> bool {
        match self {
            Self::Council => true,
            Self::Administrator(actor) => institution.admitted_by == Some(actor.institution),
        }
    }
}

impl<T: Config> Pallet<T> {
    /// The member behind an account, if its institution may act.
    pub fn actor(account: T::AccountId) -> Result<Actor<T::AccountId>, DispatchError> {
        let Member::V1(member) = Members::<T>::get(&account).ok_or(Error::<T>::NotMember)?;
        let institution = Self::known(member.institution)?;
        ensure!(
            institution.status == InstitutionStatus::Active,
            Error::<T>::InstitutionSuspended
        );
        Ok(Actor {
            account,
            institution: member.institution,
            kind: institution.kind,
            division: institution.division,
            duties: member.duties,
        })
    }

    pub(crate) fn ensure_administrator(
        origin: OriginFor<T>,
    ) -> Result<Actor<T::AccountId>, DispatchError> {
        let actor = Self::actor(ensure_signed(origin)?)?;
        ensure!(actor.has(Duty::Administrator), Error::<T>::NotAdministrator);
        Ok(actor)
    }

    pub(crate) fn ensure_authority(
        origin: OriginFor<T>,
    ) -> Result<Authority<T::AccountId>, DispatchError> {
        match T::CouncilOrigin::try_origin(origin) {
            Ok(_) => Ok(Authority::Council),
            Err(origin) => Self::ensure_administrator(origin).map(Authority::Administrator),
        }
    }

    /// The institution with this number, if the authority decides about it.
    pub(crate) fn ensure_over(
        authority: &Authority<T::AccountId>,
        id: InstitutionId,
    ) -> Result<InstitutionV1, DispatchError> {
        let institution = Self::known(id)?;
        ensure!(
            authority.is_over(&institution),
            Error::<T>::NotAdmittingAuthority
        );
        Ok(institution)
    }

    pub(crate) fn known(id: InstitutionId) -> Result<InstitutionV1, DispatchError> {
        let Institution::V1(institution) =
            Institutions::<T>::get(id).ok_or(Error::<T>::InstitutionUnknown)?;
        Ok(institution)
    }

    /// This block, with its time.
    pub(crate) fn now() -> Moment {
        Moment {
            block: frame_system::Pallet::<T>::block_number().saturated_into(),
            time_ms: T::Time::now(),
        }
    }
}

//! Who should validate, as the council decides.

use crate::{
    pallet::{Approved, Config, Error, Event, Minimum, Offenders, Pardons, Removing, ValidatorsOf},
    Pallet,
};
use alloc::vec::Vec;
use frame_support::ensure;
use limpid_primitives::InstitutionKind;
use pallet_institutions::InstitutionLookup;
use sp_runtime::{DispatchError, DispatchResult};

/// Who is approved, and who of them is only kept until enough others are.
struct Change<AccountId> {
    approved: Vec<AccountId>,
    removing: Vec<AccountId>,
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_change_validators(
        add: ValidatorsOf<T>,
        remove: ValidatorsOf<T>,
    ) -> DispatchResult {
        ensure!(
            !(add.is_empty() && remove.is_empty()),
            Error::<T>::NothingToChange
        );
        let mut change = Change {
            approved: Approved::<T>::get().into_inner(),
            removing: Removing::<T>::get().into_inner(),
        };
        for leaving in &remove {
            ensure!(
                take(&mut change.approved, leaving),
                Error::<T>::NotValidator
            );
            take(&mut change.removing, leaving);
        }
        for joining in &add {
            Self::add(&mut change, joining)?;
        }
        let shed = change.shed(Minimum::<T>::get());
        Self::put(change)?;
        add.iter().for_each(Self::pardon);
        Self::deposit_event(Event::ValidatorsChanged {
            added: add,
            removed: remove,
        });
        shed.into_iter().for_each(Self::tell_removed);
        Ok(())
    }

    fn add(change: &mut Change<T::AccountId>, joining: &T::AccountId) -> DispatchResult {
        // One that is kept for its offence becomes a validator like the others.
        if !take(&mut change.removing, joining) {
            ensure!(
                !change.approved.contains(joining),
                Error::<T>::AlreadyValidator
            );
            change.approved.push(joining.clone());
        }
        ensure!(
            pallet_session::Pallet::<T>::load_keys(joining).is_some(),
            Error::<T>::KeysUnknown
        );
        ensure!(Self::is_agency_member(joining), Error::<T>::NotAgencyMember);
        Ok(())
    }

    fn put(change: Change<T::AccountId>) -> DispatchResult {
        let approved = ValidatorsOf::<T>::try_from(change.approved)
            .map_err(|_| Error::<T>::TooManyValidators)?;
        let minimum = usize::try_from(Minimum::<T>::get()).unwrap_or(usize::MAX);
        ensure!(approved.len() >= minimum, Error::<T>::BelowMinimum);
        let removing = ValidatorsOf::<T>::try_from(change.removing)
            .map_err(|_| DispatchError::from(Error::<T>::TooManyValidators))?;
        Approved::<T>::put(approved);
        Removing::<T>::put(removing);
        Ok(())
    }

    fn pardon(validator: &T::AccountId) {
        if Offenders::<T>::take(validator).is_some() {
            let session = pallet_session::Pallet::<T>::current_index();
            Pardons::<T>::insert(validator, session);
        }
    }

    fn tell_removed(validator: T::AccountId) {
        if let Some(offence) = Offenders::<T>::get(&validator) {
            let session = offence.session();
            Self::deposit_event(Event::OffenderRemoved { validator, session });
        }
    }

    /// Whether the account is a member of an agency that may act.
    pub(crate) fn is_agency_member(account: &T::AccountId) -> bool {
        T::Institutions::acts_for(account).is_some_and(|(_, kind)| kind == InstitutionKind::Agency)
    }
}

impl<AccountId: PartialEq> Change<AccountId> {
    /// Gives up those that are only kept, as long as more than the minimum are left, and says whom.
    fn shed(&mut self, minimum: u32) -> Vec<AccountId> {
        let minimum = usize::try_from(minimum).unwrap_or(usize::MAX);
        let spare = self.approved.len().saturating_sub(minimum);
        let shed: Vec<AccountId> = {
            let going = spare.min(self.removing.len());
            self.removing.drain(..going).collect()
        };
        self.approved.retain(|validator| !shed.contains(validator));
        shed
    }
}

/// Takes an account out of a list, and says whether it was there.
fn take<AccountId: PartialEq>(list: &mut Vec<AccountId>, account: &AccountId) -> bool {
    let before = list.len();
    list.retain(|other| other != account);
    list.len() != before
}

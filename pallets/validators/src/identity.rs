//! Accounts as validators, for the session pallet.

use crate::{pallet::Config, Pallet};
use core::marker::PhantomData;
use sp_runtime::traits::Convert;

/// Who may set session keys: the account itself is the validator, if it is a member of an agency that may act.
pub struct AgencyMember<T>(PhantomData<T>);

impl<T: Config> Convert<T::AccountId, Option<T::AccountId>> for AgencyMember<T> {
    fn convert(account: T::AccountId) -> Option<T::AccountId> {
        Pallet::<T>::is_agency_member(&account).then_some(account)
    }
}

/// What else identifies a validator: nothing, its account says it all.
pub struct NoIdentification;

impl<AccountId> Convert<AccountId, Option<()>> for NoIdentification {
    fn convert(_: AccountId) -> Option<()> {
        Some(())
    }
}

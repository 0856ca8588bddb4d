//! Session keys of accounts that validate no more.

use crate::{
    pallet::{Approved, Config, Error, Event},
    Pallet,
};
use frame_support::ensure;
use frame_system::RawOrigin;
use pallet_session::{Pallet as Session, QueuedKeys};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
    pub(crate) fn do_forget_keys(account: T::AccountId) -> DispatchResult {
        ensure!(!Self::validates(&account), Error::<T>::StillValidator);
        Session::<T>::purge_keys(RawOrigin::Signed(account.clone()).into())?;
        Self::deposit_event(Event::KeysForgotten { account });
        Ok(())
    }

    /// Whether the account validates, or will, or should.
    fn validates(account: &T::AccountId) -> bool {
        Approved::<T>::get().contains(account)
            || Session::<T>::validators().contains(account)
            || QueuedKeys::<T>::get()
                .iter()
                .any(|(queued, _)| queued == account)
    }
}

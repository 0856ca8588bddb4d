//! Which set a session gets.

use crate::{
    pallet::{Approved, Config, Minimum},
    Pallet,
};
use alloc::vec::Vec;
use pallet_session::{Pallet as Session, QueuedKeys};

impl<T: Config> Pallet<T> {
    /// The set to announce for the session after the one that starts now; `None` if it is the same, with the same keys.
    ///
    /// Called while the session pallet rotates, when its queue still holds the set that starts now.
    pub(crate) fn new_set() -> Option<Vec<T::AccountId>> {
        let (current, keys): (Vec<_>, Vec<_>) = QueuedKeys::<T>::get().into_iter().unzip();
        let set = Self::set_after(&current);
        // A new key needs an announcement too: without a root of its own, no vote with it could be proven later.
        let is_same = set == current
            && set
                .iter()
                .zip(&keys)
                .all(|(validator, keys)| Session::<T>::load_keys(validator).as_ref() == Some(keys));
        (!is_same && !set.is_empty()).then_some(set)
    }

    /// Those approved that have keys. Who validates already keeps its place, so that a change moves no other; newcomers follow
    /// in the order of their approval. Should fewer than the minimum have keys, some that validate already stay beyond their
    /// approval.
    fn set_after(current: &[T::AccountId]) -> Vec<T::AccountId> {
        let wanted: Vec<_> = Approved::<T>::get()
            .into_iter()
            .filter(Self::has_keys)
            .collect();
        let minimum = usize::try_from(Minimum::<T>::get()).unwrap_or(usize::MAX);
        let missing = minimum.saturating_sub(wanted.len());
        let beyond: Vec<_> = current
            .iter()
            .filter(|validator| !wanted.contains(validator) && Self::has_keys(validator))
            .take(missing)
            .collect();
        let staying = current
            .iter()
            .filter(|validator| wanted.contains(validator) || beyond.contains(validator));
        let newcomers = wanted
            .iter()
            .filter(|validator| !current.contains(validator));
        staying.chain(newcomers).cloned().collect()
    }

    /// The set a chain begins with; `None` if its genesis names no validators here.
    pub(crate) fn genesis_set() -> Option<Vec<T::AccountId>> {
        let approved = Approved::<T>::get().into_inner();
        for validator in &approved {
            assert!(
                Self::has_keys(validator),
                "genesis validator {validator:?} has no session keys"
            );
        }
        (!approved.is_empty()).then_some(approved)
    }

    pub(crate) fn has_keys(validator: &T::AccountId) -> bool {
        Session::<T>::load_keys(validator).is_some()
    }
}

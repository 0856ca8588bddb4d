//! Who authored last: a validator whose blocks stay away shows here.

use crate::{
    pallet::{Config, LastAuthored},
    Pallet,
};
use frame_system::pallet_prelude::BlockNumberFor;
use pallet_authorship::EventHandler;

impl<T: Config> EventHandler<T::AccountId, BlockNumberFor<T>> for Pallet<T> {
    fn note_author(author: T::AccountId) {
        LastAuthored::<T>::insert(author, frame_system::Pallet::<T>::block_number());
    }
}

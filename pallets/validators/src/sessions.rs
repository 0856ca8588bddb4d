//! When a session ends, and which set the session pallet is told.

use crate::{
    pallet::{Config, SessionBlocks},
    Pallet,
};
use alloc::vec::Vec;
use frame_support::{
    traits::{EstimateNextSessionRotation, Get},
    weights::Weight,
};
use frame_system::pallet_prelude::BlockNumberFor;
use pallet_session::{historical, ShouldEndSession};
use sp_runtime::{traits::SaturatedConversion, Permill};
use sp_staking::SessionIndex;

/// Sessions for which an offence can still be proven. Of older ones the roots are forgotten.
pub const HISTORY_SESSIONS: SessionIndex = 168;

impl<T: Config> pallet_session::SessionManager<T::AccountId> for Pallet<T> {
    fn new_session(_: SessionIndex) -> Option<Vec<T::AccountId>> {
        Self::new_set()
    }

    fn new_session_genesis(_: SessionIndex) -> Option<Vec<T::AccountId>> {
        Self::genesis_set()
    }

    fn start_session(session: SessionIndex) {
        forget_before::<T>(session.saturating_sub(HISTORY_SESSIONS));
    }

    fn end_session(_: SessionIndex) {}
}

impl<T: Config> historical::SessionManager<T::AccountId, ()> for Pallet<T> {
    fn new_session(session: SessionIndex) -> Option<Vec<(T::AccountId, ())>> {
        identified(<Self as pallet_session::SessionManager<_>>::new_session(
            session,
        ))
    }

    fn new_session_genesis(session: SessionIndex) -> Option<Vec<(T::AccountId, ())>> {
        identified(<Self as pallet_session::SessionManager<_>>::new_session_genesis(session))
    }

    fn start_session(session: SessionIndex) {
        <Self as pallet_session::SessionManager<_>>::start_session(session);
    }

    fn end_session(session: SessionIndex) {
        <Self as pallet_session::SessionManager<_>>::end_session(session);
    }
}

fn identified<AccountId>(set: Option<Vec<AccountId>>) -> Option<Vec<(AccountId, ())>> {
    set.map(|validators| {
        validators
            .into_iter()
            .map(|account| (account, ()))
            .collect()
    })
}

/// Forgets the roots of sessions before this one. One goes with each session, so the work is bounded.
fn forget_before<T: Config>(first_kept: SessionIndex) {
    let stored = historical::StoredRange::<T>::get();
    if stored.is_some_and(|(first, _)| first < first_kept) {
        historical::Pallet::<T>::prune_up_to(first_kept);
    }
}

impl<T: Config> ShouldEndSession<BlockNumberFor<T>> for Pallet<T> {
    fn should_end_session(block: BlockNumberFor<T>) -> bool {
        blocks_into_session::<T>(block) == Some(0)
    }
}

impl<T: Config> EstimateNextSessionRotation<BlockNumberFor<T>> for Pallet<T> {
    fn average_session_length() -> BlockNumberFor<T> {
        SessionBlocks::<T>::get().into()
    }

    fn estimate_current_session_progress(block: BlockNumberFor<T>) -> (Option<Permill>, Weight) {
        // The block counts as done: the last one of a session makes it whole.
        let progress = blocks_into_session::<T>(block).map(|blocks| {
            Permill::from_rational(blocks.saturating_add(1), SessionBlocks::<T>::get())
        });
        (progress, T::DbWeight::get().reads(2))
    }

    fn estimate_next_session_rotation(
        block: BlockNumberFor<T>,
    ) -> (Option<BlockNumberFor<T>>, Weight) {
        let number: u32 = block.saturated_into();
        let next = blocks_into_session::<T>(block).map(|blocks| {
            let started = number.saturating_sub(blocks);
            started.saturating_add(SessionBlocks::<T>::get()).into()
        });
        (next, T::DbWeight::get().reads(2))
    }
}

/// How many blocks of its session came before this one. The block that ends a session is the first of the next.
fn blocks_into_session<T: Config>(block: BlockNumberFor<T>) -> Option<u32> {
    let number: u32 = block.saturated_into();
    number.checked_rem(SessionBlocks::<T>::get())
}

//! The list of nodes.

use crate::{
    pallet::{Addresses, Config, Enforced, Error, Event, Nodes, OwnerOf},
    Pallet,
};
use alloc::vec::Vec;
use frame_support::{ensure, traits::Get};
use limpid_primitives::{InstitutionId, InstitutionKind, ListedNode, NodeKey};
use pallet_institutions::{admitter_of, Actor, Admitter};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
    /// All listed nodes, whatever the status of their institutions: a suspension must not cut a validator off, and with it
    /// finality. None while the list is not enforced.
    pub fn listed_nodes() -> Vec<ListedNode> {
        match Enforced::<T>::get() {
            true => Nodes::<T>::iter_values().flatten().collect(),
            false => Vec::new(),
        }
    }

    pub(crate) fn do_enforce_list() -> DispatchResult {
        ensure!(!Enforced::<T>::get(), Error::<T>::AlreadyEnforced);
        ensure!(OwnerOf::<T>::count() > 0, Error::<T>::ListEmpty);
        Enforced::<T>::put(true);
        Self::deposit_event(Event::ListEnforced);
        Ok(())
    }

    pub(crate) fn do_list_node(
        administrator: Actor<T::AccountId>,
        key: NodeKey,
        addresses: Addresses,
    ) -> DispatchResult {
        let institution = administrator.institution;
        ensure!(may_list(administrator.kind), Error::<T>::NotCouncilAdmitted);
        Self::put_node(institution, key, addresses.clone())?;
        Self::deposit_event(Event::NodeListed {
            institution,
            key,
            addresses,
        });
        Ok(())
    }

    pub(crate) fn do_unlist_node(
        administrator: Actor<T::AccountId>,
        key: NodeKey,
    ) -> DispatchResult {
        let institution = administrator.institution;
        ensure!(
            OwnerOf::<T>::get(key) == Some(institution),
            Error::<T>::NodeUnknown
        );
        Self::take_node(institution, key)?;
        Self::deposit_event(Event::NodeUnlisted {
            institution,
            key,
            by: Some(institution),
        });
        Ok(())
    }

    pub(crate) fn do_remove_node(key: NodeKey) -> DispatchResult {
        let institution = OwnerOf::<T>::get(key).ok_or(Error::<T>::NodeUnknown)?;
        Self::take_node(institution, key)?;
        Self::deposit_event(Event::NodeUnlisted {
            institution,
            key,
            by: None,
        });
        Ok(())
    }

    /// Writes a node of an institution, new or with other addresses.
    pub(crate) fn put_node(
        institution: InstitutionId,
        key: NodeKey,
        addresses: Addresses,
    ) -> Result<(), Error<T>> {
        ensure!(!addresses.is_empty(), Error::<T>::AddressesEmpty);
        let mut nodes = Nodes::<T>::get(institution);
        match OwnerOf::<T>::get(key) {
            Some(owner) => {
                ensure!(owner == institution, Error::<T>::NodeTaken);
                for node in nodes.iter_mut().filter(|node| node.key == key) {
                    node.addresses = addresses.clone();
                }
            }
            None => {
                ensure!(
                    OwnerOf::<T>::count() < T::NodesMax::get(),
                    Error::<T>::ListFull
                );
                nodes
                    .try_push(ListedNode { key, addresses })
                    .map_err(|_| Error::<T>::TooManyNodes)?;
                OwnerOf::<T>::insert(key, institution);
            }
        }
        Nodes::<T>::insert(institution, nodes);
        Ok(())
    }

    fn take_node(institution: InstitutionId, key: NodeKey) -> DispatchResult {
        ensure!(
            !Enforced::<T>::get() || OwnerOf::<T>::count() > 1,
            Error::<T>::LastNode
        );
        OwnerOf::<T>::remove(key);
        let mut nodes = Nodes::<T>::get(institution);
        nodes.retain(|node| node.key != key);
        if nodes.is_empty() {
            Nodes::<T>::remove(institution);
        } else {
            Nodes::<T>::insert(institution, nodes);
        }
        Ok(())
    }
}

/// Whether institutions of this kind run nodes: those that the council admits.
pub(crate) fn may_list(kind: InstitutionKind) -> bool {
    admitter_of(kind) == Admitter::Council
}

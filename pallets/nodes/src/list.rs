//! The list of nodes.

use crate::{
    pallet::{Addresses, Config, Error, Event, Nodes, OwnerOf},
    Pallet,
};
use alloc::vec::Vec;
use frame_support::{ensure, traits::Get};
use limpid_primitives::{InstitutionId, InstitutionKind, InstitutionStatus, ListedNode, NodeKey};
use pallet_institutions::{admitter_of, Actor, Admitter, InstitutionLookup};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
    /// The nodes of all institutions that may act.
    pub fn listed_nodes() -> Vec<ListedNode> {
        Nodes::<T>::iter()
            .filter(|(institution, _)| Self::may_act(*institution))
            .flat_map(|(_, nodes)| nodes)
            .collect()
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
        Self::take_node(institution, key);
        Self::deposit_event(Event::NodeUnlisted {
            institution,
            key,
            by: Some(institution),
        });
        Ok(())
    }

    pub(crate) fn do_remove_node(key: NodeKey) -> DispatchResult {
        let institution = OwnerOf::<T>::get(key).ok_or(Error::<T>::NodeUnknown)?;
        Self::take_node(institution, key);
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

    fn take_node(institution: InstitutionId, key: NodeKey) {
        OwnerOf::<T>::remove(key);
        let mut nodes = Nodes::<T>::get(institution);
        nodes.retain(|node| node.key != key);
        if nodes.is_empty() {
            Nodes::<T>::remove(institution);
        } else {
            Nodes::<T>::insert(institution, nodes);
        }
    }

    fn may_act(institution: InstitutionId) -> bool {
        T::Institutions::institution(institution)
            .is_some_and(|institution| institution.status == InstitutionStatus::Active)
    }
}

/// Whether institutions of this kind run nodes: those that the council admits.
pub(crate) fn may_list(kind: InstitutionKind) -> bool {
    admitter_of(kind) == Admitter::Council
}

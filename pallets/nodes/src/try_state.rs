//! The invariants of the pallet's documentation, checked over the whole state. Never part of a block.

#![cfg(any(test, feature = "try-runtime"))]

use crate::{
    list::may_list,
    pallet::{Config, Enforced, Nodes, OwnerOf},
    Pallet,
};
use frame_support::{ensure, traits::Get};
use limpid_primitives::{InstitutionId, NodeKey};
use pallet_institutions::InstitutionLookup;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
    /// Checks every invariant.
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::check_owners()?;
        Self::check_institutions()?;
        Self::check_addresses()?;
        Self::check_count()
    }

    /// 1. One institution a node.
    fn check_owners() -> Result<(), TryRuntimeError> {
        let mut listed: alloc::vec::Vec<(NodeKey, InstitutionId)> = Nodes::<T>::iter()
            .flat_map(|(institution, nodes)| {
                nodes.into_iter().map(move |node| (node.key, institution))
            })
            .collect();
        let mut owned: alloc::vec::Vec<_> = OwnerOf::<T>::iter().collect();
        listed.sort_unstable();
        owned.sort_unstable();
        ensure!(
            listed == owned,
            "the index of keys does not say what the list says"
        );
        Ok(())
    }

    /// 2. Institutions that run nodes.
    fn check_institutions() -> Result<(), TryRuntimeError> {
        for (institution, nodes) in Nodes::<T>::iter() {
            let owner = T::Institutions::institution(institution)
                .ok_or("a listed node's institution is missing")?;
            ensure!(
                may_list(owner.kind),
                "an institution that runs no nodes lists some"
            );
            ensure!(!nodes.is_empty(), "an institution lists no node");
        }
        Ok(())
    }

    /// 3. Addresses.
    fn check_addresses() -> Result<(), TryRuntimeError> {
        for node in Nodes::<T>::iter_values().flatten() {
            ensure!(!node.addresses.is_empty(), "a listed node has no address");
        }
        Ok(())
    }

    /// 4. The count.
    fn check_count() -> Result<(), TryRuntimeError> {
        let counted = u32::try_from(OwnerOf::<T>::iter_keys().count());
        ensure!(
            counted == Ok(OwnerOf::<T>::count()),
            "the count of nodes is wrong"
        );
        ensure!(
            OwnerOf::<T>::count() <= T::NodesMax::get(),
            "too many nodes are listed"
        );
        ensure!(
            !Enforced::<T>::get() || OwnerOf::<T>::count() > 0,
            "the enforced list is empty"
        );
        Ok(())
    }
}

//! What the chain begins with.

use crate::{
    list::may_list,
    pallet::{Config, Enforced, Error, OwnerOf},
    Pallet,
};
use alloc::vec::Vec;
use limpid_primitives::{AtMost, InstitutionId, NodeAddress, NodeKey};
use pallet_institutions::InstitutionLookup;

/// Writes the nodes. A wrong genesis stops the chain before its first block, with the reason: a node that is missing could not
/// connect.
pub(crate) fn build<T: Config>(nodes: &[(InstitutionId, NodeKey, Vec<NodeAddress>)]) {
    for (institution, key, addresses) in nodes {
        if let Err(reason) = insert::<T>(*institution, *key, addresses) {
            panic!("genesis node {key} of institution {institution}: {reason}");
        }
    }
    Enforced::<T>::put(!nodes.is_empty());
}

fn insert<T: Config>(
    institution: InstitutionId,
    key: NodeKey,
    addresses: &[NodeAddress],
) -> Result<(), &'static str> {
    let owner = T::Institutions::institution(institution)
        .ok_or("the chain begins with no institution of this number")?;
    if !may_list(owner.kind) {
        return Err("institutions of its kind do not run nodes");
    }
    if OwnerOf::<T>::contains_key(key) {
        return Err("the key stands twice");
    }
    let addresses = AtMost::try_from(addresses.to_vec()).map_err(|_| "too many addresses")?;
    Pallet::<T>::put_node(institution, key, addresses).map_err(|error| match error {
        Error::AddressesEmpty => "it has no address",
        Error::ListFull => "the list is full",
        _ => "too many nodes of one institution",
    })
}

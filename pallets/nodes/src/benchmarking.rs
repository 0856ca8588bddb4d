//! Measures what the calls weigh, each in its worst case: the institution has as many nodes as it may, with the longest
//! addresses.

use crate::{
    pallet::{Addresses, Call, Config, Enforced, OwnerOf},
    Pallet,
};
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
    assert_ok,
    traits::{EnsureOrigin, Get},
};
use limpid_primitives::{AtMost, InstitutionId, ListedNode, NodeAddress, NodeKey};
use sp_runtime::traits::{BlakeTwo256, Hash};

/// An administrator, with its institution.
fn administrator<T: Config>() -> Result<(T::RuntimeOrigin, InstitutionId), BenchmarkError> {
    let origin =
        T::AdministratorOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
    let actor =
        T::AdministratorOrigin::ensure_origin(origin.clone()).expect("it was just successful");
    Ok((origin, actor.institution))
}

fn key(number: u32) -> NodeKey {
    NodeKey(BlakeTwo256::hash(&number.to_le_bytes()).0)
}

fn addresses() -> Addresses {
    let longest = vec![b'/'; NodeAddress::BYTES_MAX];
    let address = NodeAddress::try_from(longest.as_slice()).expect("the longest address");
    AtMost::try_from(vec![address; ListedNode::ADDRESSES_MAX]).expect("as many as there may be")
}

/// Lists nodes of the institution, and gives their keys.
fn listed<T: Config>(institution: InstitutionId, nodes: u32) -> Vec<NodeKey> {
    let keys: Vec<_> = (0..nodes).map(key).collect();
    for key in &keys {
        assert_ok!(Pallet::<T>::put_node(institution, *key, addresses()));
    }
    keys
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn list_node() -> Result<(), BenchmarkError> {
        let (origin, institution) = administrator::<T>()?;
        let nodes = T::NodesOfInstitutionMax::get();
        listed::<T>(institution, nodes.saturating_sub(1));
        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, key(nodes), addresses());
        assert_eq!(OwnerOf::<T>::get(key(nodes)), Some(institution));
        Ok(())
    }

    #[benchmark]
    fn unlist_node() -> Result<(), BenchmarkError> {
        let (origin, institution) = administrator::<T>()?;
        let keys = listed::<T>(institution, T::NodesOfInstitutionMax::get());
        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, keys[0]);
        assert_eq!(OwnerOf::<T>::get(keys[0]), None);
        Ok(())
    }

    #[benchmark]
    fn remove_node() -> Result<(), BenchmarkError> {
        let (_, institution) = administrator::<T>()?;
        let keys = listed::<T>(institution, T::NodesOfInstitutionMax::get());
        let origin =
            T::RootOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, keys[0]);
        assert_eq!(OwnerOf::<T>::get(keys[0]), None);
        Ok(())
    }

    #[benchmark]
    fn enforce_list() -> Result<(), BenchmarkError> {
        let (_, institution) = administrator::<T>()?;
        listed::<T>(institution, 1);
        let origin =
            T::RootOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
        #[extrinsic_call]
        _(origin as T::RuntimeOrigin);
        assert!(Enforced::<T>::get());
        Ok(())
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}

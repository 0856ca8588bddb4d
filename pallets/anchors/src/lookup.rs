//! What other pallets ask about anchors.

use crate::{
    pallet::{Anchors, Bindings, Config, Heads},
    Pallet,
};
use limpid_evidence::{
    chain::{Anchor, AnchorV1, Binding, Head},
    AnchorLookup,
};
use limpid_primitives::{GatewayId, Mn, Outlet};

impl<T: Config> AnchorLookup for Pallet<T> {
    fn anchor(gateway: GatewayId, sequence: u64) -> Option<AnchorV1> {
        let Anchor::V1(anchor) = Anchors::<T>::get(gateway, sequence)?;
        Some(anchor)
    }

    fn device(gateway: GatewayId, outlet: &Outlet, observed_ms: u64) -> Option<Mn> {
        Bindings::<T>::get(gateway, outlet)
            .into_iter()
            .map(|Binding::V1(binding)| binding)
            .find(|binding| binding.covers(observed_ms))
            .map(|binding| binding.mn)
    }

    fn last_sequence(gateway: GatewayId) -> u64 {
        let head = Heads::<T>::get(gateway).unwrap_or(Head::START);
        head.next_sequence.saturating_sub(1)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn anchor_for_benchmark(anchor: AnchorV1, outlet: &Outlet, mn: Mn) {
        use limpid_evidence::chain::{BindingV1, BINDINGS_MAX};

        let header = &anchor.header;
        let head = Head {
            next_sequence: header.sequence.saturating_add(1),
            last_hash: header.hash(&Self::genesis()),
        };
        // The ended ones are of times that no record has.
        let ended = BindingV1 {
            mn,
            from_ms: u64::MAX,
            until_ms: Some(u64::MAX),
        };
        let open = BindingV1 {
            mn,
            from_ms: 0,
            until_ms: None,
        };
        let before = usize::try_from(BINDINGS_MAX)
            .unwrap_or_default()
            .saturating_sub(1);
        let bindings = core::iter::repeat_n(ended, before).chain([open]);
        let bindings: alloc::vec::Vec<_> = bindings.map(Binding::V1).collect();
        Bindings::<T>::insert(
            header.gateway,
            outlet,
            frame_support::BoundedVec::truncate_from(bindings),
        );
        Heads::<T>::insert(header.gateway, head);
        Anchors::<T>::insert(header.gateway, header.sequence, Anchor::V1(anchor));
    }
}

//! The invariants of the pallet's documentation, checked over the whole state. Never part of a block.

#![cfg(any(test, feature = "try-runtime"))]

use crate::{
    pallet::{
        Anchors, Bindings, Config, GatewayKeys, Gateways, Heads, KeyOwners, MnUses, NextGateway,
        OutletUses,
    },
    types::{MnKey, MnUse, OutletUse},
    Pallet,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{ensure, traits::Get};
use limpid_evidence::chain::{Anchor, Binding, BindingV1, Gateway, GatewayKey, GatewayV1, Head};
use limpid_primitives::{GatewayId, Mn, Outlet};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
    /// Checks every invariant.
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::check_numbers()?;
        let mut keys = 0usize;
        for (id, Gateway::V1(gateway)) in Gateways::<T>::iter() {
            keys = keys.saturating_add(Self::check_keys(id, &gateway)?);
            Self::check_anchors(id)?;
        }
        ensure!(
            KeyOwners::<T>::iter_keys().count() == keys,
            "a key is used twice, or has an owner and is not used"
        );
        Self::check_periods()
    }

    /// 1. Numbers from 1 without gaps, each with a head.
    fn check_numbers() -> Result<(), TryRuntimeError> {
        let next = NextGateway::<T>::get();
        for id in (1..next).map(GatewayId) {
            ensure!(
                Gateways::<T>::contains_key(id),
                "a gateway's number is missing"
            );
            ensure!(Heads::<T>::contains_key(id), "a gateway has no head");
        }
        let given = Ok(u64::from(next.saturating_sub(1)));
        ensure!(
            u64::try_from(Gateways::<T>::iter_keys().count()) == given
                && u64::try_from(Heads::<T>::iter_keys().count()) == given,
            "a gateway or head has a number that was not given out"
        );
        Ok(())
    }

    /// 2. Keys, one after the other. Returns how many.
    fn check_keys(id: GatewayId, gateway: &GatewayV1) -> Result<usize, TryRuntimeError> {
        let mut until = None;
        for index in 0..=gateway.key_index {
            let GatewayKey::V1(key) =
                GatewayKeys::<T>::get(id, index).ok_or("a gateway's key is missing")?;
            ensure!(
                index == 0 || until == Some(key.since),
                "a key does not begin where the one before ended"
            );
            ensure!(
                KeyOwners::<T>::get(key.public) == Some(id),
                "a key's owner is not its gateway"
            );
            until = key.until;
        }
        ensure!(until.is_none(), "the key in use has ended");
        let count = GatewayKeys::<T>::iter_prefix(id).count();
        ensure!(
            u64::try_from(count) == Ok(u64::from(gateway.key_index).saturating_add(1)),
            "a gateway has a key behind the one in use"
        );
        ensure!(
            gateway.key_index < T::KeysMax::get(),
            "a gateway has too many keys"
        );
        Ok(count)
    }

    /// 3. Anchors, one after the other.
    fn check_anchors(id: GatewayId) -> Result<(), TryRuntimeError> {
        let genesis = Self::genesis();
        let head = Heads::<T>::get(id).ok_or("a gateway has no head")?;
        let mut walked = Head::START;
        while walked.next_sequence < head.next_sequence {
            let sequence = walked.next_sequence;
            let Anchor::V1(anchor) =
                Anchors::<T>::get(id, sequence).ok_or("an anchor is missing")?;
            ensure!(
                anchor.header.gateway == id && anchor.header.sequence == sequence,
                "an anchor stands under another batch's number"
            );
            ensure!(
                anchor.header.previous == walked.last_hash,
                "an anchor does not continue the one before"
            );
            walked = Head {
                next_sequence: sequence.saturating_add(1),
                last_hash: anchor.header.hash(&genesis),
            };
        }
        ensure!(walked == head, "a head does not follow the last anchor");
        ensure!(
            u64::try_from(Anchors::<T>::iter_prefix(id).count())
                == Ok(head.next_sequence.saturating_sub(1)),
            "an anchor stands behind the head"
        );
        Ok(())
    }

    /// 4., 5. and 6. Periods of outlets and devices.
    fn check_periods() -> Result<(), TryRuntimeError> {
        let mut of_outlets = BTreeMap::<Outlet, Vec<(BindingV1, GatewayId)>>::new();
        let mut of_mns = BTreeMap::<Mn, Vec<(BindingV1, (GatewayId, Outlet))>>::new();
        for (gateway, outlet, bindings) in Bindings::<T>::iter() {
            for Binding::V1(binding) in bindings {
                let places = of_outlets.entry(outlet).or_default();
                places.push((binding, gateway));
                let places = of_mns.entry(binding.mn).or_default();
                places.push((binding, (gateway, outlet)));
            }
        }
        let mut outlet_uses = BTreeMap::new();
        for (outlet, periods) in of_outlets {
            let (until_ms, gateway) = last_of(periods).ok_or("the periods of an outlet overlap")?;
            outlet_uses.insert(outlet, OutletUse { gateway, until_ms });
        }
        let mut mn_uses = BTreeMap::new();
        for (mn, periods) in of_mns {
            let (until_ms, (gateway, outlet)) =
                last_of(periods).ok_or("the periods of a device overlap")?;
            let last = MnUse {
                gateway,
                outlet,
                until_ms,
            };
            mn_uses.insert(MnKey(mn), last);
        }
        ensure!(
            OutletUses::<T>::iter().collect::<BTreeMap<_, _>>() == outlet_uses,
            "an outlet's last use is not its last binding"
        );
        ensure!(
            MnUses::<T>::iter().collect::<BTreeMap<_, _>>() == mn_uses,
            "a device's last use is not its last binding"
        );
        Ok(())
    }
}

/// The last of some periods, or nothing if two of them overlap or one is empty.
fn last_of<P: Copy>(mut periods: Vec<(BindingV1, P)>) -> Option<(Option<u64>, P)> {
    periods.sort_by_key(|(binding, _)| binding.from_ms);
    let mut last = None;
    for (binding, place) in periods {
        let free_from_ms = match last {
            None => 0,
            Some((until_ms, _)) => until_ms?,
        };
        let is_empty = binding
            .until_ms
            .is_some_and(|until_ms| until_ms <= binding.from_ms);
        if binding.from_ms < free_from_ms || is_empty {
            return None;
        }
        last = Some((binding.until_ms, place));
    }
    last
}

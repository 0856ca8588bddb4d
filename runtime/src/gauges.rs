//! What a node shows of the chain's state to its operator: numbers with names, so that the node need not know the pallets.

use crate::{AccountId, BlockNumber, Runtime, Session};
use alloc::vec::Vec;

sp_api::decl_runtime_apis! {
    /// Numbers of the chain's state, for monitoring.
    pub trait GaugesApi<AccountId, BlockNumber>
    where
        AccountId: codec::Codec,
        BlockNumber: codec::Codec,
    {
        /// Names, `snake_case` with the unit last, and values.
        fn gauges() -> Vec<(Vec<u8>, u64)>;
        /// The validators in force, each with the last block it authored; 0 before its first.
        fn authors() -> Vec<(AccountId, BlockNumber)>;
    }
}

/// The numbers. Their cost grows with the gateways, offenders and nodes: a node asks every few seconds.
pub fn gauges() -> Vec<(Vec<u8>, u64)> {
    let anchored_batches: u64 = pallet_anchors::Heads::<Runtime>::iter_values()
        .map(|head| head.next_sequence.saturating_sub(1))
        .fold(0, u64::saturating_add);
    let gauge = |name: &str, value: u64| (name.as_bytes().to_vec(), value);
    alloc::vec![
        gauge("validators", count(Session::validators().len())),
        gauge("set_id", pallet_grandpa::CurrentSetId::<Runtime>::get()),
        gauge("session", Session::current_index().into()),
        gauge(
            "grandpa_offences",
            count(pallet_validators::Offenders::<Runtime>::iter_keys().count())
        ),
        gauge(
            "institutions",
            pallet_institutions::NextInstitution::<Runtime>::get()
                .saturating_sub(1)
                .into()
        ),
        gauge(
            "gateways",
            count(pallet_anchors::Heads::<Runtime>::iter_keys().count())
        ),
        gauge("anchored_batches", anchored_batches),
        gauge(
            "listed_nodes",
            pallet_nodes::OwnerOf::<Runtime>::count().into()
        ),
    ]
}

/// The validators in force and their last blocks.
pub fn authors() -> Vec<(AccountId, BlockNumber)> {
    Session::validators()
        .into_iter()
        .map(|validator| {
            let last = pallet_validators::LastAuthored::<Runtime>::get(&validator);
            (validator, last)
        })
        .collect()
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

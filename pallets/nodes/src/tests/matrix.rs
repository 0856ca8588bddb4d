//! Every kind of institution and every duty against every call: exactly the allowed pairs pass.

use crate::{mock::*, Call};
use frame_support::traits::UnfilteredDispatchable;
use limpid_primitives::{Duty, InstitutionId, InstitutionKind};
use pallet_institutions::{admitter_of, Admitter};

type Allowed = fn(InstitutionKind, Duty) -> bool;

/// Each call with arguments that only the signer's kind and duty can make fail, and the pairs that may make it.
fn calls() -> Vec<(Call<Test>, Allowed)> {
    let runs_nodes: Allowed =
        |kind, duty| duty == Duty::Administrator && admitter_of(kind) == Admitter::Council;
    let nobody: Allowed = |_, _| false;
    let list = Call::list_node {
        key: key(1),
        addresses: addresses(&[1]),
    };
    vec![
        (list, runs_nodes),
        (Call::unlist_node { key: key(2) }, runs_nodes),
        (Call::remove_node { key: key(2) }, nobody),
        (Call::enforce_list {}, nobody),
    ]
}

#[test]
fn exactly_the_allowed_pairs_pass() {
    for (kind, number) in InstitutionKind::ALL.iter().zip(1u32..) {
        for (duty, account) in [
            (Duty::Administrator, u64::from(number) * 10),
            (Duty::Submitter, u64::from(number) * 10 + 1),
        ] {
            for (call, allowed) in calls() {
                let text = format!("{kind} {duty}: {call:?}");
                let world = match admitter_of(*kind) {
                    Admitter::Council => ExtBuilder::default()
                        .node(InstitutionId(number), 2)
                        .node(InstitutionId(number), 3),
                    Admitter::Agency => ExtBuilder::default(),
                };
                world.run(|| {
                    let result = call.dispatch_bypass_filter(signed(account));
                    assert_eq!(result.is_ok(), allowed(*kind, duty), "{text}: {result:?}");
                });
            }
        }
    }
}

#[test]
fn every_call_is_in_the_matrix() {
    use frame_support::traits::GetCallIndex;
    let indices: Vec<u8> = calls()
        .iter()
        .map(|(call, _)| call.get_call_index())
        .collect();
    assert_eq!(indices, Call::<Test>::get_call_indices());
}

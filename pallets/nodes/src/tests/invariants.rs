//! Random sequences of calls against a small model: which node belongs to whom, and where it listens.

use crate::{mock::*, Addresses, Call};
use frame_support::traits::UnfilteredDispatchable;
use limpid_primitives::{InstitutionId, NodeKey};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The council, administrators of the six kinds of institutions, and others.
const SIGNERS: [AccountId; 9] = [0, 10, 20, 30, 40, 50, 60, CLERK, STRANGER];

type Model = BTreeMap<NodeKey, (InstitutionId, Addresses)>;

fn state() -> Model {
    crate::Nodes::<Test>::iter()
        .flat_map(|(institution, nodes)| {
            nodes
                .into_iter()
                .map(move |node| (node.key, (institution, node.addresses)))
        })
        .collect()
}

/// What a call that succeeded must have done. Panics if it ought to have failed for its signer.
fn apply(model: &mut Model, signer: AccountId, call: &Call<Test>) {
    let own = InstitutionId((signer / 10) as u32);
    match call.clone() {
        Call::list_node { key, addresses } => {
            assert!([10, 20, 50, 60].contains(&signer), "{signer} lists");
            assert!(!addresses.is_empty());
            let before = model.insert(key, (own, addresses));
            assert!(before.is_none_or(|(owner, _)| owner == own));
        }
        Call::unlist_node { key } => {
            assert!(signer.is_multiple_of(10));
            assert_eq!(model.remove(&key).map(|(owner, _)| owner), Some(own));
        }
        Call::remove_node { key } => {
            assert_eq!(signer, 0);
            assert!(model.remove(&key).is_some());
        }
        other => panic!("an unknown call: {other:?}"),
    }
}

fn any_call() -> impl Strategy<Value = Call<Test>> {
    let key = || (1u8..9).prop_map(key);
    let at = proptest::collection::vec(1u8..9, 0..=4);
    prop_oneof![
        3 => (key(), at).prop_map(|(key, at)| Call::list_node {
            key,
            addresses: addresses(&at),
        }),
        2 => key().prop_map(|key| Call::unlist_node { key }),
        1 => key().prop_map(|key| Call::remove_node { key }),
    ]
}

fn origin(signer: AccountId) -> RuntimeOrigin {
    match signer {
        0 => RuntimeOrigin::root(),
        account => signed(account),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn hold_after_each_of_any_calls(
        steps in proptest::collection::vec((proptest::sample::select(SIGNERS.to_vec()), any_call()), 1..60)
    ) {
        ExtBuilder::default().run(|| {
            let mut model = Model::new();
            for (signer, call) in steps {
                let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
                match call.clone().dispatch_bypass_filter(origin(signer)) {
                    Ok(_) => apply(&mut model, signer, &call),
                    Err(_) => assert_eq!(
                        before,
                        sp_io::storage::root(sp_runtime::StateVersion::V1),
                        "a refused call changed the state"
                    ),
                }
                assert_eq!(state(), model);
                Nodes::do_try_state().expect("every invariant holds");
            }
        });
    }
}

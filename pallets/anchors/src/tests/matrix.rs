//! Every kind of institution and every duty against every call: exactly the allowed pairs pass.

use crate::{mock::*, Call};
use frame_support::traits::{GetCallIndex, UnfilteredDispatchable};
use limpid_primitives::{Duty, InstitutionKind};
use pallet_institutions::may_have;

/// The signer under test: a member of an institution over the whole nation with one duty.
const SIGNER: AccountId = 1_000;

type Allowed = fn(InstitutionKind, Duty) -> bool;

/// Each call with arguments that only the signer's kind and duty can make fail, and the pairs that may make it.
fn calls() -> Vec<(Call<Test>, Allowed)> {
    fn agency(kind: InstitutionKind, duty: Duty) -> bool {
        kind == InstitutionKind::Agency && matches!(duty, Duty::Administrator | Duty::Approver)
    }
    fn submitter(_: InstitutionKind, duty: Duty) -> bool {
        duty == Duty::Submitter
    }
    vec![
        (
            Call::register_gateway {
                operator: OPERATOR,
                division: division(TANGSHAN),
                public: public(9),
                proof: proof(9, OPERATOR),
            },
            agency,
        ),
        (
            Call::rotate_key {
                gateway: GATEWAY,
                public: public(9),
                proof: proof(9, OPERATOR),
            },
            agency,
        ),
        (
            Call::suspend_gateway {
                gateway: GATEWAY,
                reason: REASON,
            },
            agency,
        ),
        (
            Call::reinstate_gateway {
                gateway: SECOND,
                reason: REASON,
            },
            agency,
        ),
        (
            Call::bind_outlet {
                gateway: GATEWAY,
                outlet: stack(2),
                mn: mn(2),
                from_ms: FROM_MS,
            },
            agency,
        ),
        (
            Call::unbind_outlet {
                gateway: GATEWAY,
                outlet: stack(1),
                until_ms: NOW.time_ms,
            },
            agency,
        ),
        (
            Call::anchor_batches {
                headers: chain_of(GATEWAY, 1, 1).try_into().expect("one"),
            },
            submitter,
        ),
    ]
}

/// Runs a test in a world with a suspended second gateway, a bound outlet, and the signer.
fn world(kind: InstitutionKind, duty: Duty, test: impl FnOnce()) {
    ExtBuilder::default().bound(stack(1), mn(1)).run(|| {
        register(2).expect("a gateway");
        Anchors::suspend_gateway(signed(AGENT), SECOND, REASON).expect("an active gateway");
        admit(kind, duty);
        test();
    });
}

/// Admits an institution of this kind over the nation, or for those an agency admits over Hebei, with the signer in it.
fn admit(kind: InstitutionKind, duty: Duty) {
    let administrator = SIGNER + 1;
    let (by, place) = match pallet_institutions::admitter_of(kind) {
        pallet_institutions::Admitter::Council => (RuntimeOrigin::root(), 100_000),
        pallet_institutions::Admitter::Agency => (signed(AGENT), HEBEI),
    };
    let name = "x".parse().expect("a name");
    let division = division(place);
    Institutions::admit_institution(by, kind, uscc(77), name, division, administrator)
        .expect("a new institution");
    Institutions::add_member(signed(administrator), SIGNER, duty.into()).expect("a new member");
}

#[test]
fn exactly_the_allowed_pairs_pass() {
    for kind in InstitutionKind::ALL.iter().copied() {
        for duty in Duty::ALL.iter().copied() {
            if !may_have(kind, duty.into()) {
                continue;
            }
            for index in 0..Call::<Test>::get_call_indices().len() {
                world(kind, duty, || {
                    let (call, allowed) = calls().swap_remove(index);
                    let text = format!("{kind} {duty}: {call:?}");
                    let result = call.dispatch_bypass_filter(signed(SIGNER));
                    assert_eq!(result.is_ok(), allowed(kind, duty), "{text}: {result:?}");
                });
            }
        }
    }
}

#[test]
fn every_call_is_in_the_matrix() {
    ExtBuilder::default().run(|| {
        let indices: Vec<u8> = calls()
            .iter()
            .map(|(call, _)| call.get_call_index())
            .collect();
        assert_eq!(indices, Call::<Test>::get_call_indices());
    });
}

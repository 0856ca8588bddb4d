//! Every kind of institution and every duty against every call: exactly the allowed pairs pass.

use crate::{mock::*, Call};
use frame_support::{
    assert_ok,
    traits::{GetCallIndex, UnfilteredDispatchable},
};
use limpid_primitives::{Duty, InstitutionKind, TagId};
use pallet_institutions::{admitter_of, may_have, Admitter};

/// The signer under test: a member of an institution with one duty.
const SIGNER: AccountId = 1_000;
/// The credit code of the signer's institution.
const CODE: u32 = 77;

type Allowed = fn(InstitutionKind, Duty) -> bool;

/// Each call with arguments that only the signer's kind and duty can make fail, and the pairs that may make it.
fn calls() -> Vec<(Call<Test>, Allowed)> {
    fn nobody(_: InstitutionKind, _: Duty) -> bool {
        false
    }
    fn holder(kind: InstitutionKind, duty: Duty) -> bool {
        kind == InstitutionKind::Enterprise && matches!(duty, Duty::Administrator | Duty::Submitter)
    }
    fn agency(kind: InstitutionKind, duty: Duty) -> bool {
        kind == InstitutionKind::Agency && matches!(duty, Duty::Administrator | Duty::Approver)
    }
    vec![
        (
            Call::set_tag_rule {
                code: NO_CODE,
                rule: rule("校准"),
            },
            nobody,
        ),
        (Call::remove_tag_rule { code: FAULT }, nobody),
        (
            Call::file_tag {
                outlet: outlet(CODE, 1),
                code: FAULT,
                from_ms: at_hour(1),
                until_ms: at_hour(2),
                reason: REASON,
                proof: PROOF,
            },
            holder,
        ),
        (
            Call::accept_tag {
                outlet: stack(1),
                tag: TagId(1),
            },
            agency,
        ),
        (
            Call::reject_tag {
                outlet: stack(1),
                tag: TagId(1),
                reason: REASON,
            },
            agency,
        ),
    ]
}

/// Runs a test in a world with a filed tag and the signer, whose institution holds a permit if it is an enterprise.
fn world(kind: InstitutionKind, duty: Duty, test: impl FnOnce()) {
    ExtBuilder::default().filed(3, 5).run(|| {
        admit(kind, duty);
        if kind == InstitutionKind::Enterprise {
            issue(CODE);
        }
        test();
    });
}

/// Admits an institution of this kind over the nation, or for those an agency admits over Hebei, with the signer in it.
fn admit(kind: InstitutionKind, duty: Duty) {
    let administrator = SIGNER + 1;
    let (by, place) = match admitter_of(kind) {
        Admitter::Council => (RuntimeOrigin::root(), 100_000),
        Admitter::Agency => (signed(AGENT), HEBEI),
    };
    assert_ok!(Institutions::admit_institution(
        by,
        kind,
        uscc(CODE),
        "x".parse().expect("a name"),
        division(place),
        administrator
    ));
    assert_ok!(Institutions::add_member(
        signed(administrator),
        SIGNER,
        duty.into()
    ));
}

#[test]
fn exactly_the_allowed_pairs_pass() {
    for kind in InstitutionKind::ALL.iter().copied() {
        for duty in Duty::ALL.iter().copied() {
            if !may_have(kind, duty.into()) {
                continue;
            }
            for (call, allowed) in calls() {
                world(kind, duty, || {
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
    let indices: Vec<u8> = calls()
        .iter()
        .map(|(call, _)| call.get_call_index())
        .collect();
    assert_eq!(indices, Call::<Test>::get_call_indices());
}

//! Every kind of institution and every duty against every call: exactly the allowed pairs pass.

use crate::{mock::*, Call};
use frame_support::{
    assert_ok,
    traits::{GetCallIndex, UnfilteredDispatchable},
};
use limpid_primitives::{
    joint_case::{CaseId, ClueId, InvitationAnswer},
    Digest, Duty, InstitutionId, InstitutionKind,
};
use pallet_institutions::{admitter_of, may_have, Admitter};
use sp_runtime::DispatchError;

/// The signer under test: a member of an institution with one duty.
const SIGNER: AccountId = 1_000;
/// The administrator of its institution.
const ADMINISTRATOR: AccountId = 1_001;
/// The signer's institution.
const OWN: InstitutionId = InstitutionId(9);
/// The case the signer's institution was invited to.
const INVITED: CaseId = CaseId(2);
/// The case it joined.
const JOINED: CaseId = CaseId(3);
/// The clue that waits for its decision.
const DISPUTED: ClueId = ClueId(2);

type Allowed = fn(InstitutionKind, Duty) -> bool;

/// Each call with arguments that only the signer's kind and duty can make fail, and the pairs that may make it.
fn calls() -> Vec<(Call<Test>, Allowed)> {
    fn agency(kind: InstitutionKind, duty: Duty) -> bool {
        kind == InstitutionKind::Agency && matches!(duty, Duty::Administrator | Duty::Approver)
    }
    fn submitter(kind: InstitutionKind, duty: Duty) -> bool {
        agency(kind, duty) || (kind == InstitutionKind::Agency && duty == Duty::Submitter)
    }
    let (case, clue, task) = (CASE, CLUE, TASK);
    let (document, reason, result) = (DOCUMENT, REASON, RESULT);
    vec![
        (Call::open_case { document }, agency as Allowed),
        (
            Call::invite_agency {
                case,
                institution: LUANNAN,
            },
            agency,
        ),
        (
            Call::answer_invitation {
                case: INVITED,
                answer: InvitationAnswer::Join,
            },
            agency,
        ),
        (Call::leave_case { case: JOINED }, agency),
        (
            Call::transfer_clue {
                case: Some(case),
                content: OTHER_CONTENT,
                place: luannan(),
                to: LUANNAN,
            },
            agency,
        ),
        (Call::accept_clue { clue }, agency),
        (Call::return_clue { clue, reason }, agency),
        (Call::dispute_clue { clue, reason }, agency),
        (
            Call::decide_clue {
                clue: DISPUTED,
                to: LUANNAN,
                document,
            },
            agency,
        ),
        (
            Call::attach_evidence {
                case: JOINED,
                bundle: BUNDLE,
                permit: Some(permit_of(ENTERPRISE)),
            },
            submitter,
        ),
        (
            Call::set_task {
                case,
                to: TANGSHAN,
                content: CONTENT,
                due_ms: DUE_MS,
            },
            agency,
        ),
        (Call::finish_task { case, task, result }, submitter),
        (
            Call::close_case {
                case: CaseId(4),
                result,
            },
            agency,
        ),
        (Call::withdraw_task { case, task, reason }, agency),
    ]
}

/// Runs a test in a world where an agency can do all of it: the signer's institution, or another agency in its place if it is none.
fn world(kind: InstitutionKind, duty: Duty, test: impl FnOnce()) {
    ExtBuilder::default().run(|| {
        admit(kind, duty);
        let acts = match kind {
            InstitutionKind::Agency => RuntimeOrigin::signed(ADMINISTRATOR),
            _ => agent(ZUNHUA),
        };
        let own = match kind {
            InstitutionKind::Agency => OWN,
            _ => ZUNHUA,
        };
        prepare(acts, own);
        test();
    });
}

/// Cases and clues in which an agency can make every call.
fn prepare(acts: RuntimeOrigin, own: InstitutionId) {
    assert_ok!(Cases::open_case(acts.clone(), DOCUMENT));
    let (case, join) = (CASE, InvitationAnswer::Join);
    assert_ok!(Cases::invite_agency(acts.clone(), case, TANGSHAN));
    assert_ok!(Cases::answer_invitation(agent(TANGSHAN), case, join));
    assert_ok!(Cases::set_task(acts.clone(), case, own, CONTENT, DUE_MS));
    for case in [INVITED, JOINED] {
        assert_ok!(open(HEBEI));
        assert_ok!(Cases::invite_agency(agent(HEBEI), case, own));
    }
    assert_ok!(Cases::answer_invitation(acts.clone(), JOINED, join));
    assert_ok!(Cases::open_case(acts, DOCUMENT));
    // A clue about a place of which the agency's is the nearest office, and one it stands above both parties of.
    let place = match own {
        OWN => division("130283"),
        _ => division("130281"),
    };
    assert_ok!(Cases::transfer_clue(
        agent(SHANXI),
        None,
        CONTENT,
        place,
        own
    ));
    let content = Digest([9; 32]);
    assert_ok!(Cases::transfer_clue(
        agent(ZUNHUA),
        None,
        content,
        luannan(),
        LUANNAN
    ));
    assert_ok!(Cases::dispute_clue(agent(LUANNAN), DISPUTED, REASON));
}

/// Admits an institution of this kind over Tangshan, or for those an agency admits over Hebei, with the signer in it.
fn admit(kind: InstitutionKind, duty: Duty) {
    let (by, place) = match admitter_of(kind) {
        Admitter::Council => (RuntimeOrigin::root(), "130200"),
        Admitter::Agency => (agent(HEBEI), "130000"),
    };
    assert_ok!(Institutions::admit_institution(
        by,
        kind,
        uscc(77),
        "x".parse().expect("a name"),
        division(place),
        ADMINISTRATOR
    ));
    assert_ok!(Institutions::add_member(
        RuntimeOrigin::signed(ADMINISTRATOR),
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
                    let result = call.dispatch_bypass_filter(RuntimeOrigin::signed(SIGNER));
                    let result = result.map(|_| ()).map_err(|refused| refused.error);
                    let expected = match allowed(kind, duty) {
                        true => Ok(()),
                        false => Err(DispatchError::BadOrigin),
                    };
                    assert_eq!(result, expected, "{text}");
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

//! Every kind of institution and every duty against every call: exactly the allowed pairs pass.

use crate::{mock::*, types::may_have, Call};
use frame_support::traits::UnfilteredDispatchable;
use limpid_primitives::{Duty, InstitutionId, InstitutionKind};

/// The signer under test: a member of institution [`AGENCY`] (whatever its kind) with one duty.
const SIGNER: AccountId = 60;
/// A submitter of the same institution.
const COLLEAGUE: AccountId = 61;
/// An enterprise admitted by the signer's institution, if that is an agency.
const ADMITTED: InstitutionId = InstitutionId(2);
/// A submitter of it.
const ITS_WORKER: AccountId = 71;

type Allowed = fn(InstitutionKind, Duty) -> bool;

/// Each call with arguments that only the signer's kind and duty can make fail, and the pairs that may make it.
fn calls() -> Vec<(Call<Test>, Allowed)> {
    fn nobody(_: InstitutionKind, _: Duty) -> bool {
        false
    }
    fn agencys_administrator(kind: InstitutionKind, duty: Duty) -> bool {
        kind == InstitutionKind::Agency && duty == Duty::Administrator
    }
    fn administrator(_: InstitutionKind, duty: Duty) -> bool {
        duty == Duty::Administrator
    }
    let admit = |kind| Call::admit_institution {
        kind,
        uscc: uscc(50),
        name: name("x"),
        division: division(TANGSHAN),
        administrator: STRANGER,
    };
    let submitter = duties(&[Duty::Submitter]);
    vec![
        (admit(InstitutionKind::Agency), nobody),
        (admit(InstitutionKind::Court), nobody),
        (admit(InstitutionKind::SettlementBank), nobody),
        (admit(InstitutionKind::Exchange), nobody),
        (admit(InstitutionKind::Enterprise), agencys_administrator),
        (
            admit(InstitutionKind::GatewayOperator),
            agencys_administrator,
        ),
        (
            Call::amend_institution {
                institution: ADMITTED,
                name: name("x"),
                division: division(TANGSHAN),
            },
            agencys_administrator,
        ),
        (
            Call::suspend_institution {
                institution: ADMITTED,
                reason: REASON,
            },
            agencys_administrator,
        ),
        (
            Call::add_member {
                account: STRANGER,
                duties: submitter,
            },
            administrator,
        ),
        (
            Call::set_duties {
                account: COLLEAGUE,
                duties: duties(&[Duty::Approver]),
            },
            administrator,
        ),
        (Call::remove_member { account: COLLEAGUE }, administrator),
        (
            Call::remove_member {
                account: ITS_WORKER,
            },
            agencys_administrator,
        ),
        (
            Call::set_allowance {
                institution: ADMITTED,
                allowance: None,
            },
            nobody,
        ),
        (
            Call::appoint_administrator {
                institution: ADMITTED,
                account: STRANGER,
            },
            agencys_administrator,
        ),
        (
            Call::reinstate_institution {
                institution: InstitutionId(3),
                reason: REASON,
            },
            agencys_administrator,
        ),
    ]
}

fn world(kind: InstitutionKind, duty: Duty) -> ExtBuilder {
    let by = (kind == InstitutionKind::Agency).then_some(AGENCY);
    ExtBuilder::empty()
        .institution(kind, HEBEI, None)
        .member(62, &[Duty::Administrator])
        .member(COLLEAGUE, &[Duty::Submitter])
        .member(SIGNER, &[duty])
        .institution(InstitutionKind::Enterprise, TANGSHAN, by)
        .member(70, &[Duty::Administrator])
        .member(ITS_WORKER, &[Duty::Submitter])
        .institution(InstitutionKind::Enterprise, TANGSHAN, by)
        .member(80, &[Duty::Administrator])
        .suspended(InstitutionId(3))
}

#[test]
fn exactly_the_allowed_pairs_pass() {
    for kind in InstitutionKind::ALL.iter().copied() {
        for duty in Duty::ALL.iter().copied() {
            if !may_have(kind, duty.into()) {
                continue;
            }
            for (call, allowed) in calls() {
                let text = format!("{kind} {duty}: {call:?}");
                world(kind, duty).run(|| {
                    let result = call.dispatch_bypass_filter(signed(SIGNER));
                    assert_eq!(result.is_ok(), allowed(kind, duty), "{text}: {result:?}");
                });
            }
        }
    }
}

#[test]
fn every_call_is_in_the_matrix() {
    use frame_support::traits::GetCallIndex;
    let mut indices: Vec<u8> = calls()
        .iter()
        .map(|(call, _)| call.get_call_index())
        .collect();
    indices.sort_unstable();
    indices.dedup();
    assert_eq!(indices, Call::<Test>::get_call_indices());
}

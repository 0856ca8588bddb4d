//! Every kind of institution and every duty against every call: exactly the allowed pairs pass.

use crate::{mock::*, Call};
use frame_support::traits::{GetCallIndex, UnfilteredDispatchable};
use limpid_primitives::{
    market::{Fen, PayoutId},
    Duty, InstitutionId, InstitutionKind,
};
use pallet_institutions::may_have;

/// The signer under test: a member of an institution with one duty.
const SIGNER: AccountId = 1_000;

type Allowed = fn(InstitutionKind, Duty) -> bool;

fn bank(kind: InstitutionKind, duty: Duty) -> bool {
    kind == InstitutionKind::SettlementBank && matches!(duty, Duty::Administrator | Duty::Approver)
}

fn depositor(kind: InstitutionKind, duty: Duty) -> bool {
    matches!(kind, InstitutionKind::Enterprise | InstitutionKind::Agency)
        && duty == Duty::Administrator
}

/// Each call with arguments that only the signer's kind and duty can make fail, and the pairs that may make it. The open payout is
/// the signer's own if it is a depositor, and asked of the signer if it is a bank.
fn calls() -> Vec<(Call<Test>, Allowed)> {
    let (payout, amount, reason) = (PayoutId(1), Fen(1), REASON);
    let reference = reference(1);
    vec![
        (
            Call::credit {
                institution: PLANT,
                amount,
                reference,
            },
            bank,
        ),
        (Call::request_payout { bank: BANK, amount }, depositor),
        (Call::confirm_payout { payout, reference }, bank),
        (Call::refuse_payout { payout, reason }, bank),
        (Call::withdraw_request { payout }, depositor),
    ]
}

fn admit(kind: InstitutionKind, duty: Duty) -> InstitutionId {
    let administrator = SIGNER + 1;
    let by = match pallet_institutions::admitter_of(kind) {
        pallet_institutions::Admitter::Council => RuntimeOrigin::root(),
        pallet_institutions::Admitter::Agency => signed(AGENT),
    };
    let name = "x".parse().expect("a name");
    Institutions::admit_institution(by, kind, uscc(77), name, nation(), administrator)
        .expect("a new institution");
    Institutions::add_member(signed(administrator), SIGNER, duty.into()).expect("a new member");
    NEXT
}

fn world(kind: InstitutionKind, duty: Duty, test: impl FnOnce()) {
    ExtBuilder::default().credited(PLANT, 10).run(|| {
        let id = admit(kind, duty);
        let credit = |of| Deposits::credit(signed(BANKER), of, Fen(10), reference(77));
        let asked = match kind {
            InstitutionKind::Enterprise | InstitutionKind::Agency => {
                credit(id).expect("money");
                Deposits::request_payout(signed(SIGNER + 1), BANK, Fen(1))
            }
            InstitutionKind::SettlementBank => Deposits::request_payout(signed(OWNER), id, Fen(1)),
            _ => Deposits::request_payout(signed(OWNER), BANK, Fen(1)),
        };
        asked.expect("a payout");
        test();
    });
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

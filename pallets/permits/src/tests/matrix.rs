//! Every kind of institution and every duty against every call: exactly the allowed pairs pass.

use crate::{mock::*, Call, Stage};
use frame_support::traits::{GetCallIndex, UnfilteredDispatchable};
use limpid_primitives::{permit::Category, Duty, InstitutionKind, PermitNumber};
use pallet_institutions::may_have;

/// The signer under test: a member of an institution over the whole nation with one duty.
const SIGNER: AccountId = 1_000;

/// Each call with arguments that only the signer's kind and duty can make fail.
fn calls() -> Vec<Call<Test>> {
    let active = site(1);
    let suspended = site(2);
    let document = REASON;
    let banned_until_ms = None;
    let outlets = || list(vec![stack()]);
    vec![
        Call::issue_permit {
            number: site(3),
            division: division(TANGSHAN),
            category: Category::Key,
            validity: VALIDITY,
            document,
            outlets: outlets(),
        },
        Call::amend_permit {
            number: active,
            category: Category::Key,
            document,
            outlets: outlets(),
        },
        Call::renew_permit {
            number: active,
            valid_until_ms: VALIDITY.until_ms + 1,
            category: Category::Key,
            document,
            outlets: outlets(),
        },
        Call::suspend_permit {
            number: active,
            document,
        },
        Call::reinstate_permit {
            number: suspended,
            document,
        },
        Call::revoke_permit {
            number: active,
            document,
            banned_until_ms,
        },
        Call::withdraw_permit {
            number: active,
            document,
            banned_until_ms,
        },
        Call::cancel_permit {
            number: active,
            document,
        },
        Call::lift_ban {
            number: of_a_banned_holder(),
            document,
        },
    ]
}

fn of_a_banned_holder() -> PermitNumber {
    number(FAR_ENTERPRISE.0, 1)
}

fn may_call(kind: InstitutionKind, duty: Duty) -> bool {
    kind == InstitutionKind::Agency && matches!(duty, Duty::Administrator | Duty::Approver)
}

/// Runs a test in a world with a permit that is active, one that is suspended, one whose holder is banned, and the signer.
fn world(kind: InstitutionKind, duty: Duty, test: impl FnOnce()) {
    ExtBuilder::default()
        .permit(site(1))
        .permit(of_a_banned_holder())
        .run(|| {
            bring_to(Stage::Suspended, site(2));
            let until_ms = NOW.time_ms + BAN_MS_MAX;
            revoke(of_a_banned_holder(), Some(until_ms)).expect("a permit that stands");
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
                    let call = calls().swap_remove(index);
                    let text = format!("{kind} {duty}: {call:?}");
                    let result = call.dispatch_bypass_filter(signed(SIGNER));
                    assert_eq!(result.is_ok(), may_call(kind, duty), "{text}: {result:?}");
                });
            }
        }
    }
}

#[test]
fn every_call_is_in_the_matrix() {
    let indices: Vec<u8> = calls().iter().map(GetCallIndex::get_call_index).collect();
    assert_eq!(indices, Call::<Test>::get_call_indices());
}

//! Every kind of institution and every duty against every call: exactly the allowed pairs pass.

use super::{file, notify, prove_day, review, state};
use crate::{mock::*, Call};
use frame_support::traits::{GetCallIndex, GetCallName, UnfilteredDispatchable};
use limpid_evidence::BatchWithout;
use limpid_primitives::{
    emissions::{EmissionRules, FindingId, ReviewKind, SubstitutionRule},
    permit::Averaging,
    Duty, InstitutionKind,
};
use pallet_institutions::may_have;

/// The signer under test: a member of an institution over the whole nation with one duty.
const SIGNER: u64 = 1_000;

type Allowed = fn(InstitutionKind, Duty) -> bool;

/// What the world has for the calls: findings at each stage, and records that are not proven yet.
struct Prepared {
    filed: FindingId,
    reviewed: FindingId,
    stated: FindingId,
    day: doubles::Anchored,
    hour: doubles::Anchored,
}

fn prepare() -> Prepared {
    let [filed, reviewed, stated] = [0, 1, 2].map(file);
    review(reviewed);
    state(stated);
    prove_day(day_after(-9), "a21002-Cou=,a21002-Flag=D");
    Prepared {
        filed,
        reviewed,
        stated,
        day: anchor(vec![records::day_record(today(), "a21002-Cou=1")]),
        hour: anchor(vec![records::hour_record(
            9,
            "a21002-ZsAvg=60,a21002-Flag=N",
        )]),
    }
}

/// Each call with arguments that only the signer's kind and duty can make fail, and the pairs that may make it. The party is
/// never the signer's institution, so none may state its position; nor is the signer the council.
fn calls(prepared: &Prepared) -> Vec<(Call<Test>, Allowed)> {
    fn agency(kind: InstitutionKind, duty: Duty) -> bool {
        kind == InstitutionKind::Agency && matches!(duty, Duty::Administrator | Duty::Approver)
    }
    fn approver(kind: InstitutionKind, duty: Duty) -> bool {
        kind == InstitutionKind::Agency && duty == Duty::Approver
    }
    fn submitter(_: InstitutionKind, duty: Duty) -> bool {
        duty == Duty::Submitter
    }
    fn submitter_or_agency(kind: InstitutionKind, duty: Duty) -> bool {
        submitter(kind, duty) || agency(kind, duty)
    }
    fn any(_: InstitutionKind, _: Duty) -> bool {
        true
    }
    fn none(_: InstitutionKind, _: Duty) -> bool {
        false
    }
    let Prepared {
        filed,
        reviewed,
        stated,
        day,
        hour,
    } = prepared;
    let (filed, reviewed, stated) = (*filed, *reviewed, *stated);
    let key = hour.batch.leaves()[0].key;
    let mut calls: Vec<(Call<Test>, Allowed)> = vec![
        (
            Call::prove_days {
                proofs: vec![day.proof(stack(), today())].try_into().expect("one"),
            },
            submitter,
        ),
        (
            Call::prove_absence {
                outlet: stack(),
                day: day_after(-1),
                gateway: GATEWAY,
                first_sequence: 1,
                batches: vec![BatchWithout::ByHeader].try_into().expect("one"),
            },
            submitter,
        ),
        (
            Call::substitute_day {
                outlet: stack(),
                day: day_after(-9),
            },
            submitter_or_agency,
        ),
        (
            Call::override_day {
                outlet: stack(),
                pollutant: nox(),
                day: today(),
                mass: super::kilograms(1),
                document: DOCUMENT,
            },
            agency,
        ),
        (
            Call::prove_exceedance {
                outlet: stack(),
                gateway: GATEWAY,
                sequence: hour.sequence,
                pollutant: nox(),
                averaging: Averaging::Hour,
                run: hour.show(&(key..=key)),
            },
            any,
        ),
    ];
    calls.extend([
        (
            Call::review_finding {
                finding: filed,
                kind: ReviewKind::Legal,
                document: DOCUMENT,
            },
            approver as Allowed,
        ),
        (
            Call::notify_party {
                finding: reviewed,
                notice: DOCUMENT,
            },
            agency,
        ),
        (
            Call::state_position {
                finding: stated,
                statement: DOCUMENT,
            },
            none,
        ),
        (
            Call::uphold_finding {
                finding: stated,
                document: DOCUMENT,
            },
            agency,
        ),
        (
            Call::dismiss_finding {
                finding: filed,
                document: DOCUMENT,
            },
            agency,
        ),
        (
            Call::set_rules {
                rules: EmissionRules::V1(Default::default()),
            },
            none,
        ),
        (
            Call::set_substitution_rule {
                division: division(TANGSHAN),
                rule: Some(SubstitutionRule::PermittedDay),
            },
            agency,
        ),
    ]);
    calls
}

/// Runs a test in a world with everything the calls need, and the signer.
fn world(kind: InstitutionKind, duty: Duty, test: impl FnOnce(&Prepared)) {
    let rule = SubstitutionRule::PermittedDay;
    ExtBuilder::default().rule(rule).run(|| {
        let prepared = prepare();
        admit(kind, duty);
        test(&prepared);
    });
}

/// Admits an institution of this kind over the nation, or for those an agency admits over Hebei, with the signer in it.
fn admit(kind: InstitutionKind, duty: Duty) {
    let administrator = SIGNER + 1;
    let (by, place) = match pallet_institutions::admitter_of(kind) {
        pallet_institutions::Admitter::Council => (root(), 100_000),
        pallet_institutions::Admitter::Agency => (signed(AGENT), HEBEI),
    };
    let name = "x".parse().expect("a name");
    Institutions::admit_institution(
        by,
        kind,
        uscc(77),
        name,
        division(place),
        account(administrator),
    )
    .expect("a new institution");
    Institutions::add_member(signed(administrator), account(SIGNER), duty.into())
        .expect("a new member");
}

#[test]
fn exactly_the_allowed_pairs_pass() {
    for kind in InstitutionKind::ALL.iter().copied() {
        for duty in Duty::ALL.iter().copied() {
            if !may_have(kind, duty.into()) {
                continue;
            }
            for index in 0..Call::<Test>::get_call_indices().len() {
                world(kind, duty, |prepared| {
                    let (call, allowed) = calls(prepared).swap_remove(index);
                    let text = format!("{kind} {duty}: {}", call.get_call_name());
                    let result = call.dispatch_bypass_filter(signed(SIGNER));
                    assert_eq!(result.is_ok(), allowed(kind, duty), "{text}: {result:?}");
                });
            }
        }
    }
}

/// The duties of the party's own members against its statement.
#[test]
fn administrators_and_submitters_speak_for_the_party() {
    for (place, duty) in [Duty::Administrator, Duty::Submitter, Duty::Approver]
        .into_iter()
        .enumerate()
    {
        ExtBuilder::default().run(|| {
            let id = file(1);
            notify(id);
            let result = Emissions::state_position(signed(PARTY + place as u64), id, DOCUMENT);
            assert_eq!(result.is_ok(), duty != Duty::Approver, "{duty}: {result:?}");
        });
    }
}

#[test]
fn every_call_is_in_the_matrix() {
    ExtBuilder::default().run(|| {
        let prepared = prepare();
        let indices: Vec<u8> = calls(&prepared)
            .iter()
            .map(|(call, _)| call.get_call_index())
            .collect();
        assert_eq!(indices, Call::<Test>::get_call_indices());
    });
}

//! Every kind of institution and every duty against every call: exactly the allowed pairs pass.

use crate::{mock::*, Call};
use frame_support::traits::{GetCallIndex, UnfilteredDispatchable};
use limpid_primitives::{
    quota::{
        ClassKey, ClassRules, FreezeId, Holder, LeaseId, NewOffer, OfferId, Sector, Share, Vintage,
    },
    Duty, Grams, InstitutionId, InstitutionKind, PermitNumber,
};
use pallet_institutions::may_have;

/// The signer under test: a member of an institution over the whole nation with one duty.
const SIGNER: AccountId = 1_000;
/// The credit code of the signer's institution.
const CODE: u32 = 77;

type Allowed = fn(InstitutionKind, Duty) -> bool;

fn agency(kind: InstitutionKind, duty: Duty) -> bool {
    kind == InstitutionKind::Agency && matches!(duty, Duty::Administrator | Duty::Approver)
}

fn court(kind: InstitutionKind, duty: Duty) -> bool {
    kind == InstitutionKind::Court && matches!(duty, Duty::Administrator | Duty::Approver)
}

/// For its own quota an enterprise, for a reserve an agency.
fn holder(kind: InstitutionKind, duty: Duty) -> bool {
    matches!(kind, InstitutionKind::Enterprise | InstitutionKind::Agency)
        && matches!(duty, Duty::Administrator | Duty::Trader)
}

/// What concerns a permit is its holder's.
fn enterprise(kind: InstitutionKind, duty: Duty) -> bool {
    kind == InstitutionKind::Enterprise && holder(kind, duty)
}

fn member(_: InstitutionKind, _: Duty) -> bool {
    true
}

/// Each call with arguments that only the signer's kind and duty can make fail, and the pairs that may make it.
fn calls(own: Holder) -> Vec<(Call<Test>, Allowed)> {
    let share = Share {
        holder: SELLER,
        amount: Grams(1),
    };
    vec![
        (
            Call::define_class {
                key: key_of("a21002", air(HEBEI), Sector::Power),
                unit: Grams(1),
                rules: ClassRules::V1(rules()),
                document: DOCUMENT,
            },
            agency,
        ),
        (
            Call::set_rules {
                class: CLASS,
                rules: ClassRules::V1(rules()),
                document: DOCUMENT,
            },
            agency,
        ),
        (
            Call::enrol_holder {
                institution: PLANT,
                declaration: declaration(Sector::Industry, None, &[TANGSHAN]),
                document: DOCUMENT,
            },
            agency,
        ),
        (
            Call::allocate {
                class: CLASS,
                document: OTHER_DOCUMENT,
                shares: at_most(&[share]),
            },
            agency,
        ),
        (
            Call::take_back {
                class: CLASS,
                holder: SELLER,
                reserve: division(TANGSHAN),
                amount: Grams(1),
                document: DOCUMENT,
            },
            agency,
        ),
        (
            Call::make_offer {
                offer: new_offer(own, SELLER, 1),
            },
            holder,
        ),
        (Call::accept_offer { offer: OfferId(1) }, holder),
        // Over, so that any member may.
        (Call::withdraw_offer { offer: OfferId(2) }, member),
        (Call::return_lease { lease: LeaseId(1) }, member),
        (
            Call::freeze {
                holder: SELLER,
                class: CLASS,
                amount: Grams(1),
                document: DOCUMENT,
            },
            court,
        ),
        (
            Call::release_freeze {
                freeze: FreezeId(1),
                document: DOCUMENT,
            },
            court,
        ),
        (
            Call::retire {
                class: CLASS,
                holder: own,
                amount: Grams(1),
                document: DOCUMENT,
            },
            holder,
        ),
        (
            Call::surrender {
                permit: own_permit(),
                year: YEAR,
                class: CLASS,
                amount: Grams(1),
            },
            enterprise,
        ),
        (
            Call::set_surrender_rule {
                division: division(HEBEI),
                pollutant: nox(),
                rule: None,
            },
            agency,
        ),
        (
            Call::assess_year {
                permit: permit(),
                pollutant: nox(),
                year: YEAR,
            },
            member,
        ),
        (
            Call::waive_shortfall {
                permit: late_permit(),
                pollutant: nox(),
                year: YEAR,
                amount: Grams(1),
                document: DOCUMENT,
            },
            agency,
        ),
        (
            Call::expire_holding {
                class: SECOND,
                holder: SELLER,
            },
            member,
        ),
    ]
}

fn own_permit() -> PermitNumber {
    format!("{}001P", uscc(CODE)).parse().expect("a number")
}

/// [`MILL`]'s permit, of which a year has a shortfall.
fn late_permit() -> PermitNumber {
    format!("{}001P", uscc(3)).parse().expect("a number")
}

/// Runs a test in a world where everything there can be is waiting for the signer, at the deadline of the year.
fn world(kind: InstitutionKind, duty: Duty, test: impl FnOnce(Holder)) {
    let world = ExtBuilder::default()
        .given(SELLER, 100)
        .given(reserve(HEBEI), 100);
    world.run(|| {
        let id = admit(kind, duty);
        let mut own = reserve(HEBEI);
        if kind == InstitutionKind::Enterprise {
            own = Holder::Institution(id);
            let here = declaration(Sector::Industry, None, &[TANGSHAN]);
            Quotas::enrol_holder(signed(AGENT), id, here, DOCUMENT).expect("an enterprise");
            give(CLASS, own, 100, 1);
            put_permit(&own_permit(), Some(id), TANGSHAN);
        }
        wait_until(deadline_ms() - 1);
        for open_until_ms in [deadline_ms() + 1, deadline_ms()] {
            let new = NewOffer {
                open_until_ms,
                ..new_offer(SELLER, own, 1)
            };
            offer(OWNER, new);
        }
        lease(1, today());
        Quotas::freeze(signed(JUDGE), SELLER, CLASS, Grams(1), DOCUMENT).expect("a freeze");
        let vintage = Vintage::new(2025, 2025, today()).expect("a vintage");
        let soon = ClassKey::new(nox(), air(HEBEI), vintage, Sector::Industry).expect("of air");
        define(AGENT, soon, rules()).expect("a class");
        give(SECOND, SELLER, 1, 1);
        set_rule();
        put_permit(&late_permit(), Some(MILL), BAODING);
        for permit in [own_permit(), late_permit()] {
            set_mass(&permit, nox(), YEAR, Some(1_000_000));
        }
        wait_until(deadline_ms());
        Quotas::assess_year(signed(CLERK), late_permit(), nox(), YEAR).expect("an assessment");
        test(own);
    });
}

/// Admits an institution of this kind over the nation, or for those an agency admits over Hebei, with the signer in it.
fn admit(kind: InstitutionKind, duty: Duty) -> InstitutionId {
    let administrator = SIGNER + 1;
    let (by, place) = match pallet_institutions::admitter_of(kind) {
        pallet_institutions::Admitter::Council => (RuntimeOrigin::root(), NATION),
        pallet_institutions::Admitter::Agency => (signed(AGENT), HEBEI),
    };
    let name = "x".parse().expect("a name");
    let division = division(place);
    Institutions::admit_institution(by, kind, uscc(CODE), name, division, administrator)
        .expect("a new institution");
    Institutions::add_member(signed(administrator), SIGNER, duty.into()).expect("a new member");
    NEXT
}

#[test]
fn exactly_the_allowed_pairs_pass() {
    for kind in InstitutionKind::ALL.iter().copied() {
        for duty in Duty::ALL.iter().copied() {
            if !may_have(kind, duty.into()) {
                continue;
            }
            for index in 0..Call::<Test>::get_call_indices().len() {
                world(kind, duty, |own| {
                    let (call, allowed) = calls(own).swap_remove(index);
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
        let indices: Vec<u8> = calls(SELLER)
            .iter()
            .map(|(call, _)| call.get_call_index())
            .collect();
        assert_eq!(indices, Call::<Test>::get_call_indices());
    });
}

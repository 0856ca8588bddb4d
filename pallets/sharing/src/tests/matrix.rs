//! Every kind of institution and every duty against every call: exactly the allowed pairs pass.

use crate::{mock::*, Call};
use frame_support::{
    assert_ok,
    traits::{GetCallIndex, UnfilteredDispatchable},
};
use limpid_primitives::{
    sharing::{DataSetId, GrantId, NewDataSet, NewVersion, OpeningId, RequestId},
    Duty, InstitutionId, InstitutionKind,
};
use pallet_institutions::{admitter_of, may_have, Admitter};

/// The signer under test: a member of an institution over the whole nation with one duty.
const SIGNER: AccountId = 1_000;
/// Another administrator of the signer's institution.
const MANAGER: AccountId = 1_001;
/// The credit code of the signer's institution.
const CODE: u32 = 77;
/// The signer's institution.
const OWN: InstitutionId = InstitutionId(8);
/// What the signer's agency has published, and what [`AGENCY`] has.
const OWN_SET: DataSetId = DataSetId(2);
const ARCHIVE: DataSetId = DataSetId(3);

type Allowed = fn(InstitutionKind, Duty) -> bool;

fn is_authority(kind: InstitutionKind) -> bool {
    matches!(kind, InstitutionKind::Agency | InstitutionKind::Court)
}
fn decides(duty: Duty) -> bool {
    matches!(duty, Duty::Administrator | Duty::Approver)
}
fn manager(kind: InstitutionKind, duty: Duty) -> bool {
    is_authority(kind) && duty == Duty::Administrator
}
fn publisher(kind: InstitutionKind, duty: Duty) -> bool {
    kind == InstitutionKind::Agency && duty != Duty::Trader
}
fn agency(kind: InstitutionKind, duty: Duty) -> bool {
    kind == InstitutionKind::Agency && decides(duty)
}
fn requester(kind: InstitutionKind, duty: Duty) -> bool {
    is_authority(kind) && duty != Duty::Trader
}
fn court(kind: InstitutionKind, duty: Duty) -> bool {
    kind == InstitutionKind::Court && decides(duty)
}

/// Each call with arguments that only the signer's kind and duty can make fail, and the pairs that may make it.
fn calls() -> Vec<(Call<Test>, Allowed)> {
    let (document, reason) = (DOCUMENT, REASON);
    let place = division(SHANXI);
    let mut all = catalogue_calls();
    all.extend::<[(Call<Test>, Allowed); 12]>([
        (
            Call::request_data {
                new: new_request(SET),
            },
            requester,
        ),
        (
            Call::withdraw_request {
                request: RequestId(4),
            },
            requester,
        ),
        (
            Call::grant_request {
                request: RequestId(2),
                scope: scope(),
                expires_ms: EXPIRES_MS,
                sealed: sealed(1),
                document,
            },
            agency,
        ),
        (
            Call::refuse_request {
                request: RequestId(2),
                reason,
            },
            agency,
        ),
        (
            Call::revoke_grant {
                grant: GrantId(1),
                reason,
            },
            agency,
        ),
        (
            Call::renew_grant {
                grant: GrantId(1),
                expires_ms: EXPIRES_MS + 1,
                document,
            },
            agency,
        ),
        (
            Call::rewrap_grant {
                grant: GrantId(1),
                sealed: sealed(1),
            },
            agency,
        ),
        (
            Call::confirm_receipt {
                grant: GrantId(2),
                digest: PLAIN,
            },
            requester,
        ),
        (
            Call::order_opening {
                data_set: OWN_SET,
                version: 1,
                document,
            },
            court,
        ),
        (
            Call::release_share {
                opening: OpeningId(1),
                sealed: sealed(1),
            },
            agency,
        ),
        (
            Call::recognise_archive {
                division: place,
                archive: ARCHIVE,
                version: 1,
                document,
            },
            agency,
        ),
        (
            Call::withdraw_recognition {
                division: division(SHANDONG),
                archive: ARCHIVE,
                document,
            },
            agency,
        ),
    ]);
    all
}

fn catalogue_calls() -> Vec<(Call<Test>, Allowed)> {
    vec![
        (
            Call::register_key {
                public: public(200),
            },
            manager,
        ),
        (
            Call::publish_data_set {
                new: new_data_set(),
                version: new_version(PLAIN),
            },
            publisher,
        ),
        (
            Call::revise_data_set {
                data_set: OWN_SET,
                version: new_version(OTHER_PLAIN),
            },
            publisher,
        ),
        (
            Call::withdraw_data_set {
                data_set: OWN_SET,
                reason: REASON,
            },
            agency,
        ),
    ]
}

/// Runs a test in a world where everything there can be is waiting for the signer. What belongs to the signer's institution
/// belongs to
/// [`AGENCY`] and [`OTHER_AGENCY`] if it is of a kind that cannot have it.
fn world(kind: InstitutionKind, duty: Duty, test: impl FnOnce()) {
    ExtBuilder::default().published().run(|| {
        admit(kind, duty);
        if is_authority(kind) {
            assert_ok!(Sharing::register_key(signed(MANAGER), public(100)));
        }
        let provider = if kind == InstitutionKind::Agency {
            MANAGER
        } else {
            AGENT
        };
        let asker = if is_authority(kind) {
            MANAGER
        } else {
            OTHER_AGENT
        };
        provide(provider);
        // Requests 1 and 2 to the provider, of which the first is granted; 3 and 4 by the asker, of which the first is granted.
        for _ in 0..2 {
            assert_ok!(request(OWN_SET));
        }
        for _ in 0..2 {
            assert_ok!(Sharing::request_data(signed(asker), new_request(SET)));
        }
        for (account, id) in [(provider, 1), (AGENT, 3)] {
            assert_ok!(Sharing::grant_request(
                signed(account),
                RequestId(id),
                scope(),
                EXPIRES_MS,
                sealed(1),
                DOCUMENT
            ));
        }
        assert_ok!(Sharing::order_opening(signed(JUDGE), OWN_SET, 1, DOCUMENT));
        test();
    });
}

/// A data set with an escrow of the provider, which keeps a share itself if it is the signer's; an archive recognised in
/// Shandong.
fn provide(provider: AccountId) {
    let keeper = if provider == MANAGER { OWN } else { AGENCY };
    let version = NewVersion {
        escrow: Some(escrow_of(2, &[CITY_AGENCY, keeper])),
        ..new_version(PLAIN)
    };
    let sets: [(AccountId, NewDataSet, NewVersion); 2] = [
        (provider, new_data_set(), version),
        (AGENT, new_archive(), new_version(PLAIN)),
    ];
    for (account, new, version) in sets {
        assert_ok!(Sharing::publish_data_set(signed(account), new, version));
    }
    assert_ok!(Sharing::recognise_archive(
        signed(THIRD_AGENT),
        division(SHANDONG),
        ARCHIVE,
        1,
        DOCUMENT
    ));
}

/// Admits an institution of this kind over the nation, or for those an agency admits over Hebei, with the signer in it.
fn admit(kind: InstitutionKind, duty: Duty) {
    let (by, place) = match admitter_of(kind) {
        Admitter::Council => (RuntimeOrigin::root(), NATION),
        Admitter::Agency => (signed(AGENT), HEBEI),
    };
    assert_ok!(Institutions::admit_institution(
        by,
        kind,
        uscc(CODE),
        "x".parse().expect("a name"),
        division(place),
        MANAGER
    ));
    assert_ok!(Institutions::add_member(
        signed(MANAGER),
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

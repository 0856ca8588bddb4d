//! The list of each division's agencies.

use crate::{mock::*, AgenciesOf, Error, InstitutionLookup, UnlistedAgencies, AGENCIES_MAX};
use frame_support::{
    assert_noop, assert_ok,
    traits::{GetStorageVersion, Hooks, StorageVersion},
};
use limpid_primitives::{Duty, Institution, InstitutionId, InstitutionKind};
use sp_runtime::DispatchResult;

const COUNTY: u32 = 130_281;

fn admit(kind: InstitutionKind, division_code: u32, number: u32) -> DispatchResult {
    Institutions::admit_institution(
        signed(COUNCIL),
        kind,
        uscc(number),
        name("x"),
        division(division_code),
        u64::from(number),
    )
}

fn amend(id: InstitutionId, division_code: u32) -> DispatchResult {
    Institutions::amend_institution(signed(COUNCIL), id, name("x"), division(division_code))
}

fn agencies_of(division_code: u32) -> Vec<InstitutionId> {
    <Institutions as InstitutionLookup<AccountId>>::agencies_of(division(division_code))
}

/// A world whose county has as many agencies as it may.
fn full_county() -> ExtBuilder {
    (0..AGENCIES_MAX).fold(ExtBuilder::default(), |world, number| {
        world
            .institution(InstitutionKind::Agency, COUNTY, None)
            .member(1_000 + u64::from(number), &[Duty::Administrator])
    })
}

#[test]
fn names_those_of_the_division_alone_in_their_order() {
    ExtBuilder::default().run(|| {
        assert_ok!(admit(InstitutionKind::Agency, COUNTY, 50));
        assert_ok!(admit(InstitutionKind::Court, HEBEI, 51));
        assert_ok!(admit(InstitutionKind::Agency, HEBEI, 52));
        assert_eq!(agencies_of(HEBEI), [AGENCY, InstitutionId(6)]);
        assert_eq!(agencies_of(COUNTY), [NEXT]);
        assert_eq!(agencies_of(TANGSHAN), []);
    });
}

#[test]
fn follows_an_agency_that_moves_and_keeps_one_that_is_suspended() {
    ExtBuilder::default().run(|| {
        assert_ok!(admit(InstitutionKind::Agency, HEBEI, 50));
        assert_ok!(amend(AGENCY, SHANXI));
        assert_ok!(Institutions::suspend_institution(
            signed(COUNCIL),
            NEXT,
            REASON
        ));
        assert_eq!(agencies_of(HEBEI), [NEXT]);
        assert_eq!(agencies_of(SHANXI), [AGENCY]);
        assert_ok!(amend(NEXT, SHANXI));
        assert!(!AgenciesOf::<Test>::contains_key(division(HEBEI)));
        assert_eq!(agencies_of(SHANXI), [AGENCY, NEXT]);
    });
}

#[test]
fn has_no_room_for_more_than_a_division_may_have() {
    full_county().run(|| {
        assert_noop!(
            admit(InstitutionKind::Agency, COUNTY, 50),
            Error::<Test>::AgenciesFull
        );
        assert_noop!(amend(AGENCY, COUNTY), Error::<Test>::AgenciesFull);
        // One that is there already stays, and other kinds do not count.
        assert_ok!(amend(NEXT, COUNTY));
        assert_ok!(admit(InstitutionKind::Court, COUNTY, 50));
    });
}

#[test]
#[should_panic(expected = "its division has too many agencies")]
fn has_no_room_for_more_in_the_genesis() {
    full_county()
        .institution(InstitutionKind::Agency, COUNTY, None)
        .member(99, &[Duty::Administrator])
        .build();
}

/// A chain that began before the lists and has two agencies more in its county than a list takes; they are not on it.
fn overfull_county(test: impl FnOnce(InstitutionId, InstitutionId)) {
    full_county().run(|| {
        let extra = [(HEBEI, 50), (SHANXI, 51)].map(|(elsewhere, number)| {
            assert_ok!(admit(InstitutionKind::Agency, elsewhere, number));
            let id = crate::InstitutionOf::<Test>::get(uscc(number)).expect("an institution");
            crate::Institutions::<Test>::mutate(id, |institution| {
                let Some(Institution::V1(institution)) = institution else {
                    panic!("no institution");
                };
                institution.division = division(COUNTY);
            });
            id
        });
        let _ = AgenciesOf::<Test>::clear(u32::MAX, None);
        StorageVersion::new(1).put::<Institutions>();
        let _ = Institutions::on_runtime_upgrade();
        // Which of them are left off depends on the order of the hashes.
        let left_off: Vec<_> =
            UnlistedAgencies::<Test>::iter_key_prefix(division(COUNTY)).collect();
        assert_eq!(left_off.len(), extra.len());
        holds();
        test(left_off[0], left_off[1]);
    });
}

fn holds() {
    Institutions::do_try_state().expect("every invariant holds");
}

fn is_listed(id: InstitutionId) -> bool {
    agencies_of(COUNTY).contains(&id)
}

#[test]
fn leaves_off_what_a_chain_that_began_before_it_had_too_many() {
    overfull_county(|one, other| {
        assert_eq!(agencies_of(COUNTY).len() as u32, AGENCIES_MAX);
        assert!(!is_listed(one) && !is_listed(other));
        assert_noop!(
            admit(InstitutionKind::Agency, COUNTY, 52),
            Error::<Test>::AgenciesFull
        );
    });
}

#[test]
fn one_that_is_left_off_is_amended_without_room_and_moved() {
    overfull_county(|one, other| {
        assert_ok!(amend(one, COUNTY));
        assert!(!is_listed(one));
        holds();
        assert_ok!(amend(one, SHANXI));
        assert!(agencies_of(SHANXI).contains(&one));
        assert!(!is_listed(other));
        holds();
    });
}

#[test]
fn one_that_is_left_off_gets_the_place_of_one_that_moves() {
    overfull_county(|one, other| {
        for left in [1, 0] {
            let moved = agencies_of(COUNTY)
                .into_iter()
                .find(|id| ![one, other].contains(id))
                .expect("one that was listed");
            assert_ok!(amend(moved, SHANXI));
            assert_eq!(agencies_of(COUNTY).len() as u32, AGENCIES_MAX);
            assert_eq!(UnlistedAgencies::<Test>::iter().count(), left);
            holds();
        }
        assert!(is_listed(one) && is_listed(other));
    });
}

#[test]
fn is_written_once_on_a_chain_that_began_before_it() {
    ExtBuilder::default().run(|| {
        let listed: Vec<_> = AgenciesOf::<Test>::iter().collect();
        let _ = AgenciesOf::<Test>::clear(u32::MAX, None);
        StorageVersion::new(1).put::<Institutions>();
        let _ = Institutions::on_runtime_upgrade();
        assert_eq!(AgenciesOf::<Test>::iter().collect::<Vec<_>>(), listed);
        assert_eq!(Institutions::on_chain_storage_version(), 2);
        let _ = AgenciesOf::<Test>::clear(u32::MAX, None);
        let _ = Institutions::on_runtime_upgrade();
        assert_eq!(AgenciesOf::<Test>::iter().count(), 0);
        // A second time nothing is done; what the test took away comes back for the invariants.
        StorageVersion::new(1).put::<Institutions>();
        let _ = Institutions::on_runtime_upgrade();
    });
}

use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{Institution, InstitutionId, InstitutionKind};
use sp_runtime::DispatchResult;

fn amend(by: AccountId, id: InstitutionId, division_code: u32) -> DispatchResult {
    Institutions::amend_institution(signed(by), id, name("新名"), division(division_code))
}

#[test]
fn the_agency_corrects_name_and_division_and_nothing_else() {
    ExtBuilder::default().run(|| {
        let Some(Institution::V1(before)) = crate::Institutions::<Test>::get(ENTERPRISE) else {
            panic!("no institution");
        };
        assert_ok!(amend(AGENT, ENTERPRISE, HEBEI));
        assert_eq!(
            events(),
            [Event::InstitutionAmended {
                institution: ENTERPRISE,
                name: name("新名"),
                division: division(HEBEI),
                by: Some(AGENCY),
            }]
        );
        let mut expected = before;
        expected.name = name("新名");
        expected.division = division(HEBEI);
        assert_eq!(
            crate::Institutions::<Test>::get(ENTERPRISE),
            Some(Institution::V1(expected))
        );
    });
}

#[test]
fn the_council_moves_an_institution_anywhere() {
    ExtBuilder::default().run(|| {
        assert_ok!(amend(COUNCIL, ENTERPRISE, SHANXI));
        assert_eq!(
            events(),
            [Event::InstitutionAmended {
                institution: ENTERPRISE,
                name: name("新名"),
                division: division(SHANXI),
                by: None,
            }]
        );
    });
}

#[test]
fn fails_for_a_stranger() {
    ExtBuilder::default().run(|| {
        assert_noop!(amend(STRANGER, ENTERPRISE, HEBEI), Error::<Test>::NotMember);
    });
}

#[test]
fn fails_when_the_agency_is_suspended() {
    ExtBuilder::default().suspended(AGENCY).run(|| {
        assert_noop!(
            amend(AGENT, ENTERPRISE, HEBEI),
            Error::<Test>::InstitutionSuspended
        );
    });
}

#[test]
fn fails_for_an_agencys_submitter() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            amend(CLERK, ENTERPRISE, HEBEI),
            Error::<Test>::NotAdministrator
        );
    });
}

#[test]
fn fails_when_the_institution_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(amend(AGENT, NEXT, HEBEI), Error::<Test>::InstitutionUnknown);
    });
}

#[test]
fn fails_when_another_admitted_it() {
    ExtBuilder::default()
        .institution(InstitutionKind::Agency, HEBEI, None)
        .member(40, &[limpid_primitives::Duty::Administrator])
        .run(|| {
            for by in [40, OWNER] {
                assert_noop!(
                    amend(by, ENTERPRISE, HEBEI),
                    Error::<Test>::NotAdmittingAuthority
                );
            }
            assert_noop!(
                amend(AGENT, COURT, HEBEI),
                Error::<Test>::NotAdmittingAuthority
            );
        });
}

#[test]
fn fails_when_an_agency_moves_it_out_of_its_division() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            amend(AGENT, ENTERPRISE, SHANXI),
            Error::<Test>::OutsideDivision
        );
    });
}

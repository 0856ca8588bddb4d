use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{Institution, InstitutionStatus};

#[test]
fn the_agency_suspends_what_it_admitted() {
    ExtBuilder::default().run(|| {
        assert_ok!(Institutions::suspend_institution(
            signed(AGENT),
            ENTERPRISE,
            REASON
        ));
        assert_eq!(
            events(),
            [Event::InstitutionSuspended {
                institution: ENTERPRISE,
                reason: REASON,
                by: Some(AGENCY),
            }]
        );
        let Some(Institution::V1(institution)) = crate::Institutions::<Test>::get(ENTERPRISE)
        else {
            panic!("no institution");
        };
        assert_eq!(
            institution.status,
            InstitutionStatus::Suspended { since: NOW }
        );
        assert_noop!(
            Institutions::add_member(
                signed(OWNER),
                STRANGER,
                duties(&[limpid_primitives::Duty::Submitter])
            ),
            Error::<Test>::InstitutionSuspended
        );
    });
}

#[test]
fn the_council_suspends_an_agency() {
    ExtBuilder::default().run(|| {
        assert_ok!(Institutions::suspend_institution(
            signed(COUNCIL),
            AGENCY,
            REASON
        ));
        assert_eq!(
            events(),
            [Event::InstitutionSuspended {
                institution: AGENCY,
                reason: REASON,
                by: None,
            }]
        );
    });
}

#[test]
fn fails_for_a_stranger() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Institutions::suspend_institution(signed(STRANGER), ENTERPRISE, REASON),
            Error::<Test>::NotMember
        );
    });
}

#[test]
fn fails_when_the_agency_is_suspended() {
    ExtBuilder::default().suspended(AGENCY).run(|| {
        assert_noop!(
            Institutions::suspend_institution(signed(AGENT), ENTERPRISE, REASON),
            Error::<Test>::InstitutionSuspended
        );
    });
}

#[test]
fn fails_for_an_agencys_submitter() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Institutions::suspend_institution(signed(CLERK), ENTERPRISE, REASON),
            Error::<Test>::NotAdministrator
        );
    });
}

#[test]
fn fails_when_the_institution_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Institutions::suspend_institution(signed(AGENT), NEXT, REASON),
            Error::<Test>::InstitutionUnknown
        );
    });
}

#[test]
fn fails_when_another_admitted_it() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Institutions::suspend_institution(signed(AGENT), COURT, REASON),
            Error::<Test>::NotAdmittingAuthority
        );
    });
}

#[test]
fn fails_when_it_is_suspended_already() {
    ExtBuilder::default().suspended(ENTERPRISE).run(|| {
        assert_noop!(
            Institutions::suspend_institution(signed(AGENT), ENTERPRISE, REASON),
            Error::<Test>::AlreadySuspended
        );
    });
}

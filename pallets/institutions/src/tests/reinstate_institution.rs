use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};

#[test]
fn the_agency_reinstates_what_it_admitted() {
    ExtBuilder::default().suspended(ENTERPRISE).run(|| {
        assert_ok!(Institutions::reinstate_institution(
            signed(AGENT),
            ENTERPRISE,
            REASON
        ));
        assert_eq!(
            events(),
            [Event::InstitutionReinstated {
                institution: ENTERPRISE,
                reason: REASON,
                by: Some(AGENCY),
            }]
        );
        assert_ok!(Institutions::add_member(
            signed(OWNER),
            STRANGER,
            duties(&[limpid_primitives::Duty::Submitter])
        ));
    });
}

#[test]
fn the_council_reinstates_any() {
    ExtBuilder::default().suspended(ENTERPRISE).run(|| {
        assert_ok!(Institutions::reinstate_institution(
            signed(COUNCIL),
            ENTERPRISE,
            REASON
        ));
        assert_eq!(
            events(),
            [Event::InstitutionReinstated {
                institution: ENTERPRISE,
                reason: REASON,
                by: None,
            }]
        );
    });
}

#[test]
fn fails_for_a_stranger() {
    ExtBuilder::default().suspended(ENTERPRISE).run(|| {
        assert_noop!(
            Institutions::reinstate_institution(signed(STRANGER), ENTERPRISE, REASON),
            Error::<Test>::NotMember
        );
    });
}

#[test]
fn fails_for_the_suspended_one_itself() {
    ExtBuilder::default().suspended(ENTERPRISE).run(|| {
        assert_noop!(
            Institutions::reinstate_institution(signed(OWNER), ENTERPRISE, REASON),
            Error::<Test>::InstitutionSuspended
        );
    });
}

#[test]
fn fails_for_an_agencys_submitter() {
    ExtBuilder::default().suspended(ENTERPRISE).run(|| {
        assert_noop!(
            Institutions::reinstate_institution(signed(CLERK), ENTERPRISE, REASON),
            Error::<Test>::NotAdministrator
        );
    });
}

#[test]
fn fails_when_the_institution_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Institutions::reinstate_institution(signed(AGENT), NEXT, REASON),
            Error::<Test>::InstitutionUnknown
        );
    });
}

#[test]
fn fails_when_another_admitted_it() {
    ExtBuilder::default().suspended(COURT).run(|| {
        assert_noop!(
            Institutions::reinstate_institution(signed(AGENT), COURT, REASON),
            Error::<Test>::NotAdmittingAuthority
        );
    });
}

#[test]
fn fails_when_it_is_not_suspended() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Institutions::reinstate_institution(signed(AGENT), ENTERPRISE, REASON),
            Error::<Test>::NotSuspended
        );
    });
}

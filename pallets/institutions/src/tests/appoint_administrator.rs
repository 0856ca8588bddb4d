use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::Duty;

#[test]
fn a_stranger_becomes_administrator() {
    ExtBuilder::default().run(|| {
        assert_ok!(Institutions::appoint_administrator(
            signed(AGENT),
            ENTERPRISE,
            STRANGER
        ));
        assert_eq!(
            events(),
            [Event::AdministratorAppointed {
                institution: ENTERPRISE,
                account: STRANGER,
                duties: duties(&[Duty::Administrator]),
                by: Some(AGENCY),
            }]
        );
        assert_ok!(Institutions::remove_member(signed(STRANGER), OWNER));
    });
}

#[test]
fn a_member_keeps_its_other_duties() {
    ExtBuilder::default().run(|| {
        assert_ok!(Institutions::appoint_administrator(
            signed(COUNCIL),
            ENTERPRISE,
            WORKER
        ));
        assert_eq!(
            events(),
            [Event::AdministratorAppointed {
                institution: ENTERPRISE,
                account: WORKER,
                duties: duties(&[Duty::Administrator, Duty::Submitter]),
                by: None,
            }]
        );
    });
}

#[test]
fn a_suspended_institution_can_be_recovered_too() {
    ExtBuilder::default().suspended(ENTERPRISE).run(|| {
        assert_ok!(Institutions::appoint_administrator(
            signed(AGENT),
            ENTERPRISE,
            STRANGER
        ));
    });
}

#[test]
fn fails_for_a_stranger() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Institutions::appoint_administrator(signed(STRANGER), ENTERPRISE, STRANGER),
            Error::<Test>::NotMember
        );
    });
}

#[test]
fn fails_when_the_agency_is_suspended() {
    ExtBuilder::default().suspended(AGENCY).run(|| {
        assert_noop!(
            Institutions::appoint_administrator(signed(AGENT), ENTERPRISE, STRANGER),
            Error::<Test>::InstitutionSuspended
        );
    });
}

#[test]
fn fails_for_an_agencys_submitter() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Institutions::appoint_administrator(signed(CLERK), ENTERPRISE, STRANGER),
            Error::<Test>::NotAdministrator
        );
    });
}

#[test]
fn fails_when_the_institution_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Institutions::appoint_administrator(signed(AGENT), NEXT, STRANGER),
            Error::<Test>::InstitutionUnknown
        );
    });
}

#[test]
fn fails_for_the_institution_itself_and_for_other_authorities() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Institutions::appoint_administrator(signed(OWNER), ENTERPRISE, STRANGER),
            Error::<Test>::NotAdmittingAuthority
        );
        assert_noop!(
            Institutions::appoint_administrator(signed(AGENT), COURT, STRANGER),
            Error::<Test>::NotAdmittingAuthority
        );
    });
}

#[test]
fn fails_for_a_member_of_another_institution() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Institutions::appoint_administrator(signed(AGENT), ENTERPRISE, JUDGE),
            Error::<Test>::AccountTaken
        );
    });
}

#[test]
fn fails_when_the_institution_is_full() {
    ExtBuilder::default().run(|| {
        let free = u64::from(MEMBERS_MAX) - 2;
        for account in 50..50 + free {
            assert_ok!(Institutions::add_member(
                signed(OWNER),
                account,
                duties(&[Duty::Submitter])
            ));
        }
        assert_noop!(
            Institutions::appoint_administrator(signed(AGENT), ENTERPRISE, STRANGER),
            Error::<Test>::MembersFull
        );
    });
}

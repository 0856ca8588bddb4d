use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::Duty;
use sp_runtime::DispatchError;

#[test]
fn an_administrator_removes_and_the_account_can_no_longer_send() {
    ExtBuilder::default().run(|| {
        assert_ok!(Institutions::remove_member(signed(OWNER), WORKER));
        assert_eq!(
            events(),
            [Event::MemberRemoved {
                institution: ENTERPRISE,
                account: WORKER,
                by: Some(ENTERPRISE),
            }]
        );
        assert_eq!(crate::Members::<Test>::get(WORKER), None);
        assert_eq!(System::providers(&WORKER), 0);
    });
}

#[test]
fn the_agency_takes_out_a_stolen_administrator() {
    ExtBuilder::default().run(|| {
        assert_ok!(Institutions::appoint_administrator(
            signed(AGENT),
            ENTERPRISE,
            STRANGER
        ));
        events();
        assert_ok!(Institutions::remove_member(signed(AGENT), OWNER));
        assert_eq!(
            events(),
            [Event::MemberRemoved {
                institution: ENTERPRISE,
                account: OWNER,
                by: Some(AGENCY),
            }]
        );
    });
}

#[test]
fn the_council_removes_a_member_of_any() {
    ExtBuilder::default().run(|| {
        assert_ok!(Institutions::remove_member(signed(COUNCIL), CLERK));
        assert_eq!(
            events(),
            [Event::MemberRemoved {
                institution: AGENCY,
                account: CLERK,
                by: None,
            }]
        );
    });
}

#[test]
fn who_returns_goes_on_with_the_old_nonce() {
    ExtBuilder::default().run(|| {
        System::inc_account_nonce(WORKER);
        System::inc_account_nonce(WORKER);
        assert_ok!(Institutions::remove_member(signed(OWNER), WORKER));
        assert_eq!(System::account_nonce(WORKER), 0);
        assert_ok!(Institutions::add_member(
            signed(JUDGE),
            WORKER,
            duties(&[Duty::Approver])
        ));
        assert_eq!(System::account_nonce(WORKER), 2);
    });
}

#[test]
fn fails_for_a_stranger() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Institutions::remove_member(signed(STRANGER), WORKER),
            Error::<Test>::NotMember
        );
    });
}

#[test]
fn fails_when_the_institution_is_suspended() {
    ExtBuilder::default().suspended(ENTERPRISE).run(|| {
        assert_noop!(
            Institutions::remove_member(signed(OWNER), WORKER),
            Error::<Test>::InstitutionSuspended
        );
    });
}

#[test]
fn fails_for_a_submitter() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Institutions::remove_member(signed(WORKER), WORKER),
            Error::<Test>::NotAdministrator
        );
    });
}

#[test]
fn fails_for_who_is_no_member_of_an_own_or_admitted_institution() {
    ExtBuilder::default().run(|| {
        for (by, account) in [(OWNER, STRANGER), (OWNER, JUDGE), (AGENT, JUDGE)] {
            assert_noop!(
                Institutions::remove_member(signed(by), account),
                Error::<Test>::MemberUnknown
            );
        }
    });
}

#[test]
fn fails_for_the_last_administrator() {
    ExtBuilder::default().run(|| {
        for by in [OWNER, AGENT, COUNCIL] {
            assert_noop!(
                Institutions::remove_member(signed(by), OWNER),
                Error::<Test>::LastAdministrator
            );
        }
    });
}

#[test]
fn fails_when_another_pallet_needs_the_account() {
    ExtBuilder::default().run(|| {
        assert_ok!(System::inc_consumers(&WORKER));
        assert_noop!(
            Institutions::remove_member(signed(OWNER), WORKER),
            DispatchError::ConsumerRemaining
        );
        System::dec_consumers(&WORKER);
    });
}

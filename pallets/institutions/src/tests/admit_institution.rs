use crate::{mock::*, Error, Event, Member, MemberV1};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{Duty, Institution, InstitutionKind, InstitutionStatus, InstitutionV1};
use sp_runtime::{DispatchError, DispatchResult};

fn admit(by: AccountId, kind: InstitutionKind, division_code: u32) -> DispatchResult {
    Institutions::admit_institution(
        signed(by),
        kind,
        uscc(50),
        name("唐山某钢铁"),
        division(division_code),
        STRANGER,
    )
}

#[test]
fn an_agency_admits_an_enterprise_with_its_administrator() {
    ExtBuilder::default().run(|| {
        assert_ok!(admit(AGENT, InstitutionKind::Enterprise, TANGSHAN));
        let administrator = duties(&[Duty::Administrator]);
        assert_eq!(
            events(),
            [
                Event::InstitutionAdmitted {
                    institution: NEXT,
                    kind: InstitutionKind::Enterprise,
                    uscc: uscc(50),
                    name: name("唐山某钢铁"),
                    division: division(TANGSHAN),
                    by: Some(AGENCY),
                },
                Event::MemberAdded {
                    institution: NEXT,
                    account: STRANGER,
                    duties: administrator,
                },
            ]
        );
        let admitted = InstitutionV1 {
            kind: InstitutionKind::Enterprise,
            uscc: uscc(50),
            name: name("唐山某钢铁"),
            division: division(TANGSHAN),
            status: InstitutionStatus::Active,
            admitted: NOW,
            admitted_by: Some(AGENCY),
        };
        assert_eq!(
            crate::Institutions::<Test>::get(NEXT),
            Some(Institution::V1(admitted))
        );
        let member = MemberV1 {
            institution: NEXT,
            duties: administrator,
            since: NOW,
        };
        assert_eq!(
            crate::Members::<Test>::get(STRANGER),
            Some(Member::V1(member))
        );
        assert_eq!(System::providers(&STRANGER), 1);
    });
}

#[test]
fn the_council_admits_a_bank() {
    ExtBuilder::default().run(|| {
        assert_ok!(admit(COUNCIL, InstitutionKind::SettlementBank, SHANXI));
        let Some(Institution::V1(bank)) = crate::Institutions::<Test>::get(NEXT) else {
            panic!("no institution");
        };
        assert_eq!(bank.admitted_by, None);
    });
}

#[test]
fn fails_without_a_signer() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Institutions::admit_institution(
                RuntimeOrigin::none(),
                InstitutionKind::Court,
                uscc(50),
                name("x"),
                division(HEBEI),
                STRANGER
            ),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_for_a_stranger() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            admit(STRANGER, InstitutionKind::Enterprise, TANGSHAN),
            Error::<Test>::NotMember
        );
    });
}

#[test]
fn fails_when_the_agency_is_suspended() {
    ExtBuilder::default().suspended(AGENCY).run(|| {
        assert_noop!(
            admit(AGENT, InstitutionKind::Enterprise, TANGSHAN),
            Error::<Test>::InstitutionSuspended
        );
    });
}

#[test]
fn fails_for_an_agencys_submitter() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            admit(CLERK, InstitutionKind::Enterprise, TANGSHAN),
            Error::<Test>::NotAdministrator
        );
    });
}

#[test]
fn fails_when_an_agency_admits_a_court() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            admit(AGENT, InstitutionKind::Court, TANGSHAN),
            Error::<Test>::NotAdmittingAuthority
        );
    });
}

#[test]
fn fails_when_the_council_admits_an_enterprise() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            admit(COUNCIL, InstitutionKind::Enterprise, TANGSHAN),
            Error::<Test>::NotAdmittingAuthority
        );
    });
}

#[test]
fn fails_when_an_enterprise_admits_another() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            admit(OWNER, InstitutionKind::Enterprise, TANGSHAN),
            Error::<Test>::NotAdmittingAuthority
        );
    });
}

#[test]
fn fails_outside_the_agencys_division() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            admit(AGENT, InstitutionKind::GatewayOperator, SHANXI),
            Error::<Test>::OutsideDivision
        );
    });
}

#[test]
fn fails_when_the_code_is_admitted_already() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Institutions::admit_institution(
                signed(AGENT),
                InstitutionKind::Enterprise,
                uscc(2),
                name("x"),
                division(TANGSHAN),
                STRANGER
            ),
            Error::<Test>::UsccTaken
        );
    });
}

#[test]
fn fails_when_the_account_is_a_member_already() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Institutions::admit_institution(
                signed(AGENT),
                InstitutionKind::Enterprise,
                uscc(50),
                name("x"),
                division(TANGSHAN),
                WORKER
            ),
            Error::<Test>::AccountTaken
        );
    });
}

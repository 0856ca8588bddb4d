use crate::{
    duty, mock::*, Actor, EnsureAgency, EnsureEnterprise, EnsureMember, EnsureOperator,
    InstitutionLookup, ANY_DUTY, ANY_KIND,
};
use frame_support::{assert_ok, traits::EnsureOrigin};
use limpid_primitives::{Duty, InstitutionKind};

const SUBMITTER: u8 = duty(Duty::Submitter);

#[test]
fn an_origin_gives_the_actor() {
    ExtBuilder::default().run(|| {
        let actor = Actor {
            account: WORKER,
            institution: ENTERPRISE,
            kind: InstitutionKind::Enterprise,
            division: division(TANGSHAN),
            duties: duties(&[Duty::Submitter]),
        };
        let passed = EnsureEnterprise::<Test>::ensure_origin(signed(WORKER));
        assert_eq!(passed.ok(), Some(actor));
    });
}

#[test]
fn kind_and_duty_must_both_fit() {
    ExtBuilder::default().run(|| {
        assert_ok!(EnsureAgency::<Test, SUBMITTER>::ensure_origin(signed(
            CLERK
        )));
        assert!(EnsureAgency::<Test, SUBMITTER>::ensure_origin(signed(AGENT)).is_err());
        assert!(EnsureAgency::<Test, SUBMITTER>::ensure_origin(signed(WORKER)).is_err());
        assert!(EnsureOperator::<Test>::ensure_origin(signed(OWNER)).is_err());
        assert_ok!(EnsureMember::<Test, ANY_KIND, ANY_DUTY>::ensure_origin(
            signed(JUDGE)
        ));
    });
}

#[test]
fn neither_strangers_nor_suspended_nor_root_pass() {
    ExtBuilder::default().suspended(ENTERPRISE).run(|| {
        for account in [STRANGER, OWNER, COUNCIL] {
            assert!(
                EnsureMember::<Test, ANY_KIND, ANY_DUTY>::ensure_origin(signed(account)).is_err()
            );
        }
    });
}

#[test]
fn institutions_are_found_by_number_and_code() {
    ExtBuilder::default().run(|| {
        let by_number = Institutions::institution(COURT).expect("the court");
        assert_eq!(
            Institutions::by_uscc(&by_number.uscc),
            Some((COURT, by_number))
        );
        assert_eq!(Institutions::institution(NEXT), None);
        assert_eq!(Institutions::by_uscc(&uscc(50)), None);
    });
}

#[test]
fn an_account_acts_for_its_institution_unless_that_is_suspended() {
    ExtBuilder::default().suspended(ENTERPRISE).run(|| {
        assert_eq!(
            Institutions::acts_for(&CLERK),
            Some((AGENCY, InstitutionKind::Agency))
        );
        assert_eq!(
            Institutions::acts_for(&JUDGE),
            Some((COURT, InstitutionKind::Court))
        );
        for account in [WORKER, STRANGER] {
            assert_eq!(Institutions::acts_for(&account), None);
        }
    });
}

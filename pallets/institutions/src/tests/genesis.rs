use crate::{mock::*, GenesisInstitution};
use limpid_primitives::{Duty, InstitutionId, InstitutionKind};

#[test]
fn is_written_in_json_as_the_documentation_shows() {
    let json = r#"{
        "kind": "enterprise",
        "uscc": "91130200699229617X",
        "name": "唐山某钢铁",
        "division": "130200",
        "admittedBy": 1,
        "members": [{ "account": 20, "duties": ["administrator", "submitter"] }]
    }"#;
    let institution: GenesisInstitution<AccountId> =
        serde_json::from_str(json).expect("the shape of the documentation");
    assert_eq!(institution.admitted_by, Some(AGENCY));
    assert_eq!(
        institution.members[0].duties,
        duties(&[Duty::Administrator, Duty::Submitter])
    );
}

#[test]
fn members_can_act_from_the_first_block() {
    ExtBuilder::default().run(|| {
        for account in [AGENT, CLERK, OWNER, WORKER, JUDGE] {
            assert!(Institutions::actor(account).is_ok());
            assert_eq!(System::providers(&account), 1);
        }
    });
}

fn agency() -> ExtBuilder {
    ExtBuilder::empty().institution(InstitutionKind::Agency, HEBEI, None)
}

#[test]
#[should_panic(expected = "no member is an administrator")]
fn needs_an_administrator() {
    agency().member(AGENT, &[Duty::Submitter]).build();
}

#[test]
#[should_panic(expected = "a member has no duty")]
fn needs_a_duty() {
    agency().member(AGENT, &[]).build();
}

#[test]
#[should_panic(expected = "account stands twice")]
fn refuses_an_account_twice() {
    agency()
        .member(AGENT, &[Duty::Administrator])
        .member(AGENT, &[Duty::Administrator])
        .build();
}

#[test]
#[should_panic(expected = "too many members")]
fn refuses_too_many_members() {
    (0..=u64::from(MEMBERS_MAX))
        .fold(agency(), |builder, account| {
            builder.member(50 + account, &[Duty::Administrator])
        })
        .build();
}

#[test]
#[should_panic(expected = "`admittedBy` is not the number of an agency")]
fn refuses_an_admitter_that_is_no_agency() {
    agency()
        .member(AGENT, &[Duty::Administrator])
        .institution(InstitutionKind::Court, HEBEI, None)
        .member(JUDGE, &[Duty::Administrator])
        .institution(InstitutionKind::Enterprise, HEBEI, Some(InstitutionId(2)))
        .member(OWNER, &[Duty::Administrator])
        .build();
}

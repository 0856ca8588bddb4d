use crate::{mock::*, Error, Event, Evidence};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    joint_case::{CaseEvidence, CaseEvidenceV1, CaseId, Recognition},
    Digest, InstitutionId, PermitNumber,
};
use sp_runtime::DispatchResult;

fn attach(by: InstitutionId, permit: Option<PermitNumber>) -> DispatchResult {
    Cases::attach_evidence(clerk(by), CASE, BUNDLE, permit)
}

fn attached() -> CaseEvidenceV1 {
    let CaseEvidence::V1(evidence) = Evidence::<Test>::get(CASE, BUNDLE).expect("evidence");
    evidence
}

#[test]
fn a_submitter_of_host_or_member_attaches_it() {
    for by in [HEBEI, SHANXI] {
        ExtBuilder::default().case().run(|| {
            assert_ok!(attach(by, None));
            assert_eq!(
                events(),
                [Event::EvidenceAttached {
                    case: CASE,
                    bundle: BUNDLE,
                    permit: None,
                    recognition: Recognition::NoneNeeded,
                    by,
                }]
            );
            let evidence = CaseEvidenceV1 {
                by,
                permit: None,
                at: NOW,
                recognition: Recognition::NoneNeeded,
            };
            assert_eq!(attached(), evidence);
            assert_eq!(tally().evidence, 1);
        });
    }
}

#[test]
fn of_a_permit_of_the_hosts_province_needs_no_recognition() {
    ExtBuilder::default().case().run(|| {
        assert_ok!(attach(SHANXI, Some(permit_of(ENTERPRISE))));
        assert_eq!(attached().recognition, Recognition::Own);
        assert_eq!(attached().permit, Some(permit_of(ENTERPRISE)));
    });
}

#[test]
fn of_a_permit_elsewhere_in_a_county_hosts_province_needs_none_either() {
    ExtBuilder::default()
        .after(|| {
            assert_ok!(open(ZUNHUA));
        })
        .run(|| {
            assert_ok!(attach(ZUNHUA, Some(permit_of(ENTERPRISE))));
            assert_eq!(attached().recognition, Recognition::Own);
        });
}

#[test]
fn of_any_permit_is_a_national_hosts_own() {
    ExtBuilder::default()
        .after(|| {
            assert_ok!(open(MINISTRY));
        })
        .run(|| {
            assert_ok!(attach(MINISTRY, Some(permit_of(SHANXI_ENTERPRISE))));
            assert_eq!(attached().recognition, Recognition::Own);
        });
}

#[test]
fn of_another_provinces_permit_needs_a_recognised_archive_where_the_host_is() {
    ExtBuilder::default().case().run(|| {
        let permit = permit_of(SHANXI_ENTERPRISE);
        recognise(division("140000"), permit);
        recognise(division("130000"), permit_of(ENTERPRISE));
        assert_noop!(
            attach(SHANXI, Some(permit)),
            Error::<Test>::ArchiveNotRecognised
        );
        recognise(division("130000"), permit);
        assert_ok!(attach(SHANXI, Some(permit)));
        assert_eq!(attached().recognition, Recognition::Recognised);
        // It was recognised when it was attached.
        Recognised::set(&Vec::new());
        assert_eq!(attached().recognition, Recognition::Recognised);
    });
}

#[test]
fn fails_when_the_case_is_unknown_or_closed() {
    ExtBuilder::default().case().run(|| {
        assert_noop!(
            Cases::attach_evidence(clerk(HEBEI), CaseId(2), BUNDLE, None),
            Error::<Test>::CaseUnknown
        );
        assert_ok!(Cases::close_case(agent(HEBEI), CASE, RESULT));
        assert_noop!(attach(HEBEI, None), Error::<Test>::CaseClosed);
    });
}

#[test]
fn fails_for_a_stranger_for_who_only_was_invited_and_for_who_left() {
    ExtBuilder::default().case().run(|| {
        assert_ok!(Cases::invite_agency(agent(HEBEI), CASE, TANGSHAN));
        assert_ok!(Cases::leave_case(agent(SHANXI), CASE));
        for by in [LUANNAN, TANGSHAN, SHANXI] {
            assert_noop!(attach(by, None), Error::<Test>::NotMember);
        }
    });
}

#[test]
fn fails_when_it_is_attached_already() {
    ExtBuilder::default().case().run(|| {
        assert_ok!(attach(HEBEI, None));
        assert_noop!(
            attach(SHANXI, Some(permit_of(ENTERPRISE))),
            Error::<Test>::AlreadyAttached
        );
    });
}

#[test]
fn fails_when_the_permit_is_unknown() {
    ExtBuilder::default().case().run(|| {
        assert_noop!(
            attach(HEBEI, Some(permit_of(NOBODY))),
            Error::<Test>::PermitUnknown
        );
    });
}

#[test]
fn fails_when_as_much_is_attached_as_may_be() {
    ExtBuilder::default().case().run(|| {
        for number in 0..EVIDENCE_MAX {
            let bundle = Digest([100 + number as u8; 32]);
            assert_ok!(Cases::attach_evidence(clerk(HEBEI), CASE, bundle, None));
        }
        assert_noop!(attach(HEBEI, None), Error::<Test>::EvidenceFull);
    });
}

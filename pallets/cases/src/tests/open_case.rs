use crate::{mock::*, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::joint_case::{CaseId, CaseTallyV1, CaseV1};
use sp_runtime::DispatchError;

#[test]
fn makes_the_signers_agency_its_host() {
    ExtBuilder::default().run(|| {
        assert_ok!(open(HEBEI));
        assert_eq!(
            events(),
            [Event::CaseOpened {
                case: CASE,
                host: HEBEI,
                document: DOCUMENT,
            }]
        );
        let opened = CaseV1 {
            host: HEBEI,
            document: DOCUMENT,
            at: NOW,
            closed: None,
        };
        assert_eq!(case(CASE), opened);
        assert_eq!(tally(), CaseTallyV1::default());
    });
}

#[test]
fn numbers_cases_in_their_order() {
    ExtBuilder::default().run(|| {
        assert_ok!(open(HEBEI));
        assert_ok!(open(SHANXI));
        assert_eq!(case(CaseId(2)).host, SHANXI);
    });
}

#[test]
fn fails_for_a_submitter_and_for_an_enterprise() {
    ExtBuilder::default().run(|| {
        for signer in [clerk(HEBEI), agent(ENTERPRISE)] {
            assert_noop!(Cases::open_case(signer, DOCUMENT), DispatchError::BadOrigin);
        }
    });
}

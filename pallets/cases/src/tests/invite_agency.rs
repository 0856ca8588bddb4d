use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    joint_case::{CaseId, InvitationAnswer, MembershipStatus, MembershipV1},
    InstitutionId, Moment,
};
use sp_runtime::{DispatchError, DispatchResult};

fn invite(by: InstitutionId, institution: InstitutionId) -> DispatchResult {
    Cases::invite_agency(agent(by), CASE, institution)
}

#[test]
fn the_agency_is_invited() {
    ExtBuilder::default().case().run(|| {
        assert_ok!(invite(HEBEI, TANGSHAN));
        assert_eq!(
            events(),
            [Event::AgencyInvited {
                case: CASE,
                institution: TANGSHAN,
            }]
        );
        let invited = MembershipV1 {
            invited: NOW,
            status: MembershipStatus::Invited,
            open_tasks: 0,
        };
        assert_eq!(membership(TANGSHAN), invited);
        assert_eq!(tally().members, 2);
    });
}

#[test]
fn who_declined_or_left_is_invited_again_and_counted_once() {
    ExtBuilder::default().case().run(|| {
        assert_ok!(invite(HEBEI, TANGSHAN));
        let decline = InvitationAnswer::Decline;
        assert_ok!(Cases::answer_invitation(agent(TANGSHAN), CASE, decline));
        assert_ok!(Cases::leave_case(agent(SHANXI), CASE));
        let later = Moment {
            block: 5,
            time_ms: DUE_MS,
        };
        go_to(later);
        for institution in [TANGSHAN, SHANXI] {
            assert_ok!(invite(HEBEI, institution));
            assert_eq!(membership(institution).invited, later);
            assert_eq!(membership(institution).status, MembershipStatus::Invited);
        }
        assert_eq!(tally().members, 2);
    });
}

#[test]
fn fails_for_the_hosts_submitter() {
    ExtBuilder::default().case().run(|| {
        assert_noop!(
            Cases::invite_agency(clerk(HEBEI), CASE, TANGSHAN),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_case_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Cases::invite_agency(agent(HEBEI), CaseId(1), SHANXI),
            Error::<Test>::CaseUnknown
        );
    });
}

#[test]
fn fails_for_a_member() {
    ExtBuilder::default().case().run(|| {
        assert_noop!(invite(SHANXI, TANGSHAN), Error::<Test>::NotHost);
    });
}

#[test]
fn fails_when_the_case_is_closed() {
    ExtBuilder::default().case().run(|| {
        assert_ok!(Cases::close_case(agent(HEBEI), CASE, RESULT));
        assert_noop!(invite(HEBEI, TANGSHAN), Error::<Test>::CaseClosed);
    });
}

#[test]
fn fails_for_what_is_no_agency() {
    ExtBuilder::default().case().run(|| {
        for institution in [ENTERPRISE, NOBODY] {
            assert_noop!(invite(HEBEI, institution), Error::<Test>::AgencyUnknown);
        }
    });
}

#[test]
fn fails_when_the_agency_is_suspended() {
    ExtBuilder::default().case().run(|| {
        suspend(TANGSHAN);
        assert_noop!(invite(HEBEI, TANGSHAN), Error::<Test>::AgencySuspended);
    });
}

#[test]
fn fails_for_the_host_itself_and_for_who_is_invited_or_joined() {
    ExtBuilder::default().case().run(|| {
        assert_ok!(invite(HEBEI, TANGSHAN));
        for institution in [HEBEI, TANGSHAN, SHANXI] {
            assert_noop!(invite(HEBEI, institution), Error::<Test>::AlreadyInvited);
        }
    });
}

#[test]
fn fails_when_as_many_were_invited_as_may_be() {
    ExtBuilder::default().case().run(|| {
        for institution in [TANGSHAN, LUANNAN] {
            assert_ok!(invite(HEBEI, institution));
        }
        assert_eq!(tally().members, MEMBERS_MAX);
        assert_noop!(invite(HEBEI, ZUNHUA), Error::<Test>::MembersFull);
    });
}

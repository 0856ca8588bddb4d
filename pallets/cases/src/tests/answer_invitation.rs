use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{
    joint_case::{InvitationAnswer, MembershipStatus},
    InstitutionId,
};
use sp_runtime::{DispatchError, DispatchResult};

fn answer(by: InstitutionId, answer: InvitationAnswer) -> DispatchResult {
    Cases::answer_invitation(agent(by), CASE, answer)
}

/// [`TANGSHAN`] is invited to [`CASE`].
fn invited() -> ExtBuilder {
    ExtBuilder::default().case().after(|| {
        assert_ok!(Cases::invite_agency(agent(HEBEI), CASE, TANGSHAN));
    })
}

#[test]
fn the_agency_joins_or_declines() {
    for (said, status) in [
        (InvitationAnswer::Join, MembershipStatus::Joined { at: NOW }),
        (
            InvitationAnswer::Decline,
            MembershipStatus::Declined { at: NOW },
        ),
    ] {
        invited().run(|| {
            assert_ok!(answer(TANGSHAN, said));
            assert_eq!(
                events(),
                [Event::InvitationAnswered {
                    case: CASE,
                    institution: TANGSHAN,
                    answer: said,
                }]
            );
            assert_eq!(membership(TANGSHAN).status, status);
        });
    }
}

#[test]
fn fails_for_a_submitter() {
    invited().run(|| {
        assert_noop!(
            Cases::answer_invitation(clerk(TANGSHAN), CASE, InvitationAnswer::Join),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_when_the_case_is_unknown() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            answer(TANGSHAN, InvitationAnswer::Join),
            Error::<Test>::CaseUnknown
        );
    });
}

#[test]
fn fails_when_the_case_is_closed() {
    invited().run(|| {
        assert_ok!(Cases::close_case(agent(HEBEI), CASE, RESULT));
        assert_noop!(
            answer(TANGSHAN, InvitationAnswer::Join),
            Error::<Test>::CaseClosed
        );
    });
}

#[test]
fn fails_without_an_invitation_that_waits() {
    invited().run(|| {
        assert_ok!(answer(TANGSHAN, InvitationAnswer::Decline));
        for by in [TANGSHAN, SHANXI, LUANNAN, HEBEI] {
            assert_noop!(
                answer(by, InvitationAnswer::Join),
                Error::<Test>::NotInvited
            );
        }
    });
}

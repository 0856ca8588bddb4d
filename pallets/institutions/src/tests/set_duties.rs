use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::Duty;
use sp_runtime::DispatchResult;

fn set(by: AccountId, account: AccountId, to: &[Duty]) -> DispatchResult {
    Institutions::set_duties(signed(by), account, duties(to))
}

#[test]
fn an_administrator_sets_a_members_duties() {
    ExtBuilder::default().run(|| {
        let to = [Duty::Trader, Duty::Approver];
        assert_ok!(set(OWNER, WORKER, &to));
        assert_eq!(
            events(),
            [Event::DutiesSet {
                institution: ENTERPRISE,
                account: WORKER,
                duties: duties(&to),
            }]
        );
        let actor = Institutions::actor(WORKER).expect("a member");
        assert_eq!(actor.duties, duties(&to));
    });
}

#[test]
fn an_administrator_steps_back_once_there_is_another() {
    ExtBuilder::default().run(|| {
        assert_ok!(set(OWNER, WORKER, &[Duty::Administrator]));
        assert_ok!(set(OWNER, OWNER, &[Duty::Submitter]));
        assert_noop!(
            set(OWNER, WORKER, &[Duty::Submitter]),
            Error::<Test>::NotAdministrator
        );
    });
}

#[test]
fn fails_for_a_stranger() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            set(STRANGER, WORKER, &[Duty::Trader]),
            Error::<Test>::NotMember
        );
    });
}

#[test]
fn fails_when_the_institution_is_suspended() {
    ExtBuilder::default().suspended(ENTERPRISE).run(|| {
        assert_noop!(
            set(OWNER, WORKER, &[Duty::Trader]),
            Error::<Test>::InstitutionSuspended
        );
    });
}

#[test]
fn fails_for_a_submitter() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            set(WORKER, WORKER, &[Duty::Administrator]),
            Error::<Test>::NotAdministrator
        );
    });
}

#[test]
fn fails_without_a_duty() {
    ExtBuilder::default().run(|| {
        assert_noop!(set(OWNER, WORKER, &[]), Error::<Test>::DutiesEmpty);
    });
}

#[test]
fn fails_when_a_court_would_trade() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            set(JUDGE, JUDGE, &[Duty::Administrator, Duty::Trader]),
            Error::<Test>::DutyNotOfKind
        );
    });
}

#[test]
fn fails_for_who_is_no_member_of_the_own_institution() {
    ExtBuilder::default().run(|| {
        for other in [STRANGER, JUDGE] {
            assert_noop!(
                set(OWNER, other, &[Duty::Submitter]),
                Error::<Test>::MemberUnknown
            );
        }
    });
}

#[test]
fn fails_for_the_last_administrator() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            set(OWNER, OWNER, &[Duty::Submitter]),
            Error::<Test>::LastAdministrator
        );
    });
}

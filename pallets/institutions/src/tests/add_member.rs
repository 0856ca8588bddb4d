use crate::{mock::*, Error, Event, Member, MemberV1};
use frame_support::{assert_noop, assert_ok};
use limpid_primitives::{Duties, Duty};
use sp_runtime::DispatchResult;

fn add(by: AccountId, account: AccountId, with: &[Duty]) -> DispatchResult {
    Institutions::add_member(signed(by), account, duties(with))
}

#[test]
fn an_administrator_adds_to_the_own_institution() {
    ExtBuilder::default().run(|| {
        let with = [Duty::Submitter, Duty::Trader];
        assert_ok!(add(OWNER, STRANGER, &with));
        assert_eq!(
            events(),
            [Event::MemberAdded {
                institution: ENTERPRISE,
                account: STRANGER,
                duties: duties(&with),
            }]
        );
        let member = MemberV1 {
            institution: ENTERPRISE,
            duties: duties(&with),
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
fn fails_for_the_council() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            add(COUNCIL, STRANGER, &[Duty::Submitter]),
            sp_runtime::DispatchError::BadOrigin
        );
    });
}

#[test]
fn fails_for_a_stranger() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            add(STRANGER, STRANGER, &[Duty::Submitter]),
            Error::<Test>::NotMember
        );
    });
}

#[test]
fn fails_when_the_institution_is_suspended() {
    ExtBuilder::default().suspended(ENTERPRISE).run(|| {
        assert_noop!(
            add(OWNER, STRANGER, &[Duty::Submitter]),
            Error::<Test>::InstitutionSuspended
        );
    });
}

#[test]
fn fails_for_a_submitter() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            add(WORKER, STRANGER, &[Duty::Submitter]),
            Error::<Test>::NotAdministrator
        );
    });
}

#[test]
fn fails_without_a_duty() {
    ExtBuilder::default().run(|| {
        assert_noop!(add(OWNER, STRANGER, &[]), Error::<Test>::DutiesEmpty);
    });
}

#[test]
fn fails_when_a_court_would_trade() {
    ExtBuilder::default().run(|| {
        assert_noop!(
            Institutions::add_member(signed(JUDGE), STRANGER, Duties::ALL),
            Error::<Test>::DutyNotOfKind
        );
    });
}

#[test]
fn fails_when_the_account_is_a_member_anywhere() {
    ExtBuilder::default().run(|| {
        for taken in [WORKER, JUDGE] {
            assert_noop!(
                add(OWNER, taken, &[Duty::Submitter]),
                Error::<Test>::AccountTaken
            );
        }
    });
}

#[test]
fn fails_when_the_institution_is_full() {
    ExtBuilder::default().run(|| {
        let free = u64::from(MEMBERS_MAX) - 2;
        for account in 50..50 + free {
            assert_ok!(add(OWNER, account, &[Duty::Submitter]));
        }
        assert_noop!(
            add(OWNER, STRANGER, &[Duty::Submitter]),
            Error::<Test>::MembersFull
        );
    });
}

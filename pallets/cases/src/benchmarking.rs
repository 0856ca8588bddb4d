//! Measures what the calls weigh, each in its worst case: all entries exist, and every nearer office returned the clue.

use crate::{
    offices::NEARER_MAX,
    pallet::{Call, Cases, Clues, Config, Evidence, Handed, Memberships, NextClue, Tasks},
    Pallet,
};
use alloc::format;
use frame_benchmarking::v2::*;
use frame_support::assert_ok;
use frame_system::RawOrigin;
use limpid_primitives::{
    joint_case::{
        Case, CaseId, Clue, ClueId, ClueStatus, ClueV1, InvitationAnswer, Membership, Task, TaskId,
    },
    permit::{OutletTermsV1, PermitLookup, Position},
    sharing::RecognitionLookup,
    AtMost, Digest, DivisionCode, InstitutionId, InstitutionKind, Moment, Outlet, PermitNumber,
    Uscc,
};
use pallet_institutions::{InstitutionLookup, AGENCIES_MAX};

const CASE: CaseId = CaseId(1);
const CLUE: ClueId = ClueId(1);
const TASK: TaskId = TaskId(1);
const CONTENT: Digest = Digest([2; 32]);
const COUNTY: &str = "330421";
/// A permit's outlet in another province than [`HOST_PLACE`].
const OUTLET: &str = "911302307808371268001P/DA001";
const HOST_PLACE: &str = "140221";

/// An agency with one member.
struct Agency<T: Config> {
    id: InstitutionId,
    member: T::AccountId,
}

impl<T: Config> Agency<T> {
    fn origin(&self) -> RawOrigin<T::AccountId> {
        RawOrigin::Signed(self.member.clone())
    }
}

/// A credit code that checks, another for each number.
fn uscc(number: u32) -> Uscc {
    let body = format!("91999999{number:09}");
    "0123456789ABCDEFGHJKLMNPQRTUWXY"
        .chars()
        .find_map(|check| format!("{body}{check}").parse().ok())
        .expect("one of them checks")
}

fn division(code: &str) -> DivisionCode {
    code.parse().expect("a division")
}

fn agency<T: Config>(number: u32, place: &str) -> Agency<T> {
    let member: T::AccountId = account("agency", number, 0);
    let kind = InstitutionKind::Agency;
    let id = T::Institutions::admit_for_benchmark(kind, uscc(number), division(place), &member);
    Agency { id, member }
}

/// A case of the first agency, which the second joined.
fn case<T: Config>() -> (Agency<T>, Agency<T>) {
    let (host, member) = (agency(1, HOST_PLACE), agency(2, COUNTY));
    assert_ok!(Pallet::<T>::open_case(host.origin().into(), CONTENT));
    invite(&host, &member);
    let join = InvitationAnswer::Join;
    assert_ok!(Pallet::<T>::answer_invitation(
        member.origin().into(),
        CASE,
        join
    ));
    (host, member)
}

fn invite<T: Config>(host: &Agency<T>, invited: &Agency<T>) {
    assert_ok!(Pallet::<T>::invite_agency(
        host.origin().into(),
        CASE,
        invited.id
    ));
}

/// A case whose member has a task.
fn case_with_task<T: Config>() -> (Agency<T>, Agency<T>) {
    let (host, member) = case::<T>();
    assert_ok!(Pallet::<T>::set_task(
        host.origin().into(),
        CASE,
        member.id,
        CONTENT,
        u64::MAX
    ));
    (host, member)
}

/// A clue the first agency handed to the second.
fn clue<T: Config>() -> (Agency<T>, Agency<T>) {
    let (from, to) = (agency(1, HOST_PLACE), agency(2, COUNTY));
    assert_ok!(Pallet::<T>::transfer_clue(
        from.origin().into(),
        None,
        CONTENT,
        division(COUNTY),
        to.id
    ));
    (from, to)
}

/// Offices of the county, its city and its province, as many as they may have, that returned the clue.
fn offices_that_returned<T: Config>(count: u32) {
    for number in 0..count {
        let place = match number / AGENCIES_MAX {
            0 => COUNTY,
            1 => "330400",
            _ => "330000",
        };
        let office = agency::<T>(100 + number, place).id;
        let id = ClueId(NextClue::<T>::get());
        NextClue::<T>::put(id.0 + 1);
        Handed::<T>::insert(CONTENT, office, id);
        let returned = ClueV1 {
            case: None,
            content: CONTENT,
            place: division(COUNTY),
            from: InstitutionId(0),
            to: office,
            at: Moment::default(),
            answer_by_ms: u64::MAX,
            status: ClueStatus::Returned {
                at: Moment::default(),
                reason: CONTENT,
            },
        };
        Clues::<T>::insert(id, Clue::V1(returned));
    }
}

fn status<T: Config>(id: ClueId) -> ClueStatus {
    let Some(Clue::V1(clue)) = Clues::<T>::get(id) else {
        panic!("a clue")
    };
    clue.status
}

/// A permit in another province than the host, whose archive is recognised where the host is.
fn recognised_permit<T: Config>() -> PermitNumber {
    let outlet: Outlet = OUTLET.parse().expect("an outlet");
    let terms = OutletTermsV1 {
        position: Position::default(),
        treatments: AtMost::default(),
        limits: AtMost::default(),
        yearly_masses: AtMost::default(),
    };
    T::Permits::issue_for_benchmark(&outlet, terms);
    T::Recognitions::recognise_for_benchmark(division(HOST_PLACE), &outlet.permit);
    outlet.permit
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn open_case() {
        let host = agency::<T>(1, HOST_PLACE);
        #[extrinsic_call]
        _(host.origin(), CONTENT);
        assert!(Cases::<T>::contains_key(CASE));
    }

    #[benchmark]
    fn invite_agency() {
        let (host, _) = case::<T>();
        let invited = agency::<T>(3, COUNTY);
        #[extrinsic_call]
        _(host.origin(), CASE, invited.id);
        assert!(Memberships::<T>::contains_key(CASE, invited.id));
    }

    #[benchmark]
    fn answer_invitation() {
        let (host, _) = case::<T>();
        let invited = agency::<T>(3, COUNTY);
        invite(&host, &invited);
        #[extrinsic_call]
        _(invited.origin(), CASE, InvitationAnswer::Join);
        let joined = Memberships::<T>::get(CASE, invited.id);
        assert!(joined.is_some_and(|Membership::V1(membership)| membership.is_joined()));
    }

    #[benchmark]
    fn leave_case() {
        let (_, member) = case::<T>();
        #[extrinsic_call]
        _(member.origin(), CASE);
        let left = Memberships::<T>::get(CASE, member.id);
        assert!(left.is_some_and(|Membership::V1(membership)| membership.is_over()));
    }

    #[benchmark]
    fn transfer_clue(n: Linear<0, NEARER_MAX>) {
        let host = agency::<T>(1, HOST_PLACE);
        let (member, to) = (agency::<T>(2, HOST_PLACE), agency::<T>(3, "100000"));
        assert_ok!(Pallet::<T>::open_case(host.origin().into(), CONTENT));
        invite(&host, &member);
        let join = InvitationAnswer::Join;
        assert_ok!(Pallet::<T>::answer_invitation(
            member.origin().into(),
            CASE,
            join
        ));
        offices_that_returned::<T>(n);
        let id = ClueId(NextClue::<T>::get());
        #[extrinsic_call]
        _(
            member.origin(),
            Some(CASE),
            CONTENT,
            division(COUNTY),
            to.id,
        );
        assert_eq!(status::<T>(id), ClueStatus::Transferred);
    }

    #[benchmark]
    fn accept_clue() {
        let (_, to) = clue::<T>();
        #[extrinsic_call]
        _(to.origin(), CLUE);
        assert!(matches!(status::<T>(CLUE), ClueStatus::Accepted { .. }));
    }

    #[benchmark]
    fn return_clue() {
        let (_, to) = clue::<T>();
        #[extrinsic_call]
        _(to.origin(), CLUE, CONTENT);
        assert!(matches!(status::<T>(CLUE), ClueStatus::Returned { .. }));
    }

    #[benchmark]
    fn dispute_clue() {
        let (_, to) = clue::<T>();
        agency::<T>(3, "100000");
        #[extrinsic_call]
        _(to.origin(), CLUE, CONTENT);
        assert!(matches!(status::<T>(CLUE), ClueStatus::Disputed { .. }));
    }

    #[benchmark]
    fn decide_clue() {
        let (_, to) = clue::<T>();
        let superior = agency::<T>(3, "100000");
        assert_ok!(Pallet::<T>::dispute_clue(to.origin().into(), CLUE, CONTENT));
        let chosen = agency::<T>(4, "330400");
        #[extrinsic_call]
        _(superior.origin(), CLUE, chosen.id, CONTENT);
        assert!(matches!(status::<T>(CLUE), ClueStatus::Decided { .. }));
    }

    #[benchmark]
    fn attach_evidence() {
        let (_, member) = case::<T>();
        let permit = recognised_permit::<T>();
        #[extrinsic_call]
        _(member.origin(), CASE, CONTENT, Some(permit));
        assert!(Evidence::<T>::contains_key(CASE, CONTENT));
    }

    #[benchmark]
    fn set_task() {
        let (host, member) = case::<T>();
        #[extrinsic_call]
        _(host.origin(), CASE, member.id, CONTENT, u64::MAX);
        assert!(Tasks::<T>::contains_key(CASE, TASK));
    }

    #[benchmark]
    fn finish_task() {
        let (_, member) = case_with_task::<T>();
        #[extrinsic_call]
        _(member.origin(), CASE, TASK, CONTENT);
        let done = Tasks::<T>::get(CASE, TASK);
        assert!(done.is_some_and(|Task::V1(task)| !task.is_open()));
    }

    #[benchmark]
    fn close_case() {
        let (host, _) = case::<T>();
        #[extrinsic_call]
        _(host.origin(), CASE, CONTENT);
        let closed = Cases::<T>::get(CASE);
        assert!(closed.is_some_and(|Case::V1(case)| !case.is_open()));
    }

    #[benchmark]
    fn withdraw_task() {
        let (host, _) = case_with_task::<T>();
        #[extrinsic_call]
        _(host.origin(), CASE, TASK, CONTENT);
        let withdrawn = Tasks::<T>::get(CASE, TASK);
        assert!(withdrawn.is_some_and(|Task::V1(task)| !task.is_open()));
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}

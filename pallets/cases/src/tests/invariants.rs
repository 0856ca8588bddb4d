//! Random sequences of calls against a small model of who takes part in which case, and who has which clue.

use crate::mock::*;
use limpid_primitives::{
    joint_case::{Case, CaseId, Clue, ClueId, ClueStatus, ClueV1, InvitationAnswer, Task, TaskId},
    Day, Digest, DivisionCode, InstitutionId, Moment,
};
use proptest::prelude::*;
use sp_runtime::DispatchResult;
use std::collections::{BTreeMap, BTreeSet};

/// Offices of Luannan from the nearest on, with others.
const AGENCIES: [InstitutionId; 6] = [LUANNAN, TANGSHAN, HEBEI, MINISTRY, SHANXI, ZUNHUA];
const CASES: std::ops::Range<u32> = 1..4;
const CLUES: std::ops::Range<u32> = 1..12;
const TASKS: std::ops::Range<u32> = 1..6;

#[derive(Clone, Debug)]
enum Step {
    /// Time passes.
    Wait(u64),
    Open,
    Invite(u32, InstitutionId),
    Answer(u32, InvitationAnswer),
    Leave(u32),
    /// A clue about Luannan with one of a few contents, in a case or not.
    Transfer(Option<u32>, u8, InstitutionId),
    Accept(u32),
    Return(u32),
    Dispute(u32),
    Decide(u32, InstitutionId),
    Attach(u32, u8),
    SetTask(u32, InstitutionId, u64),
    Finish(u32, u32),
    Withdraw(u32, u32),
    Close(u32),
    Suspend(InstitutionId),
    Reinstate(InstitutionId),
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Member {
    Invited,
    Joined,
    Gone,
}

#[derive(Default)]
struct ModelCase {
    host: InstitutionId,
    closed: bool,
    members: BTreeMap<InstitutionId, Member>,
    /// Who does it, and whether it is open.
    tasks: Vec<(InstitutionId, bool)>,
    evidence: BTreeSet<u8>,
}

impl ModelCase {
    fn takes_part(&self, agency: InstitutionId) -> bool {
        self.host == agency || self.members.get(&agency) == Some(&Member::Joined)
    }

    fn is_hosted_by(&self, agency: InstitutionId) -> bool {
        self.host == agency && !self.closed
    }

    fn open_tasks(&self, of: InstitutionId) -> usize {
        self.tasks
            .iter()
            .filter(|task| **task == (of, true))
            .count()
    }
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum ClueState {
    Waiting,
    Accepted(InstitutionId),
    Returned,
    /// The division that decides.
    Disputed(DivisionCode),
    Decided(InstitutionId),
}

struct ModelClue {
    content: u8,
    from: InstitutionId,
    to: InstitutionId,
    answer_by_ms: u64,
    state: ClueState,
}

struct Model {
    now_ms: u64,
    cases: Vec<ModelCase>,
    clues: Vec<ModelClue>,
    suspended: BTreeSet<InstitutionId>,
}

fn content(number: u8) -> Digest {
    Digest([number; 32])
}

/// How far an office is from Luannan; `None` for one without authority there.
fn distance(office: InstitutionId) -> Option<usize> {
    AGENCIES[..4].iter().position(|known| *known == office)
}

/// The division of an agency.
fn place(office: InstitutionId) -> DivisionCode {
    match office {
        LUANNAN => luannan(),
        TANGSHAN => division("130200"),
        HEBEI => division("130000"),
        SHANXI => division("140000"),
        ZUNHUA => division("130281"),
        _ => DivisionCode::NATION,
    }
}

/// The agencies above two, from the nearest on.
fn superiors(from: InstitutionId, to: InstitutionId) -> &'static [InstitutionId] {
    let both = [from, to];
    if both.contains(&MINISTRY) {
        &[]
    } else if both.contains(&SHANXI) || both.contains(&HEBEI) {
        &[MINISTRY]
    } else if both.contains(&TANGSHAN) {
        &[HEBEI, MINISTRY]
    } else {
        &[TANGSHAN, HEBEI, MINISTRY]
    }
}

impl Model {
    fn new() -> Self {
        Self {
            now_ms: NOW.time_ms,
            cases: Vec::new(),
            clues: Vec::new(),
            suspended: BTreeSet::new(),
        }
    }

    fn case(&mut self, number: u32) -> Option<&mut ModelCase> {
        self.cases.get_mut(number as usize - 1)
    }

    /// An open case.
    fn open_case(&mut self, number: u32) -> Option<&mut ModelCase> {
        self.case(number).filter(|case| !case.closed)
    }

    fn clue(&mut self, number: u32) -> Option<&mut ModelClue> {
        self.clues.get_mut(number as usize - 1)
    }

    /// The clue by which an agency was handed this content last: a decision counts as one.
    fn handed(&self, content: u8, agency: InstitutionId) -> Option<ClueState> {
        let with = |clue: &&ModelClue| clue.content == content;
        let decided = self
            .clues
            .iter()
            .filter(with)
            .find(|clue| clue.state == ClueState::Decided(agency));
        let transferred = || {
            self.clues
                .iter()
                .filter(with)
                .find(|clue| clue.to == agency)
        };
        decided.or_else(transferred).map(|clue| clue.state)
    }

    fn may_have(&self, content: u8, office: InstitutionId) -> bool {
        match self.handed(content, office) {
            _ if self.suspended.contains(&office) => false,
            Some(ClueState::Returned) => false,
            Some(ClueState::Decided(to) | ClueState::Accepted(to)) => to == office,
            _ => true,
        }
    }

    /// Makes the step, and says whether the chain should.
    fn make(&mut self, by: InstitutionId, step: &Step) -> bool {
        let is_council = matches!(step, Step::Suspend(_) | Step::Reinstate(_));
        let is_off = |agency| self.suspended.contains(&agency);
        match *step {
            Step::Wait(_) => {}
            _ if !is_council && is_off(by) => return false,
            Step::Invite(_, to) | Step::Transfer(_, _, to) | Step::Decide(_, to) if is_off(to) => {
                return false;
            }
            _ => {}
        }
        match *step {
            Step::Suspend(agency) => self.suspended.insert(agency),
            Step::Reinstate(agency) => self.suspended.remove(&agency),
            Step::Wait(days) => {
                self.now_ms += days * Day::LENGTH_MS;
                true
            }
            Step::Open => {
                self.cases.push(ModelCase {
                    host: by,
                    ..Default::default()
                });
                true
            }
            Step::Invite(case, invited) => self.invite(by, case, invited).is_some(),
            Step::Answer(case, answer) => self.answer(by, case, answer).is_some(),
            Step::Leave(case) => self.leave(by, case).is_some(),
            Step::Transfer(case, content, to) => self.transfer(by, case, content, to),
            Step::Accept(clue) => self.accept(by, clue).is_some(),
            Step::Return(clue) => self.give_back(by, clue).is_some(),
            Step::Dispute(clue) => self.dispute(by, clue).is_some(),
            Step::Decide(clue, to) => self.decide(by, clue, to).is_some(),
            Step::Attach(case, bundle) => self.attach(by, case, bundle).is_some(),
            Step::SetTask(case, to, _) => self.set_task(by, case, to).is_some(),
            Step::Finish(case, task) => self.finish(by, case, task).is_some(),
            Step::Withdraw(case, task) => self.withdraw(by, case, task).is_some(),
            Step::Close(case) => self.close(by, case).is_some(),
        }
    }

    fn invite(&mut self, by: InstitutionId, case: u32, invited: InstitutionId) -> Option<()> {
        let case = self.case(case).filter(|case| case.is_hosted_by(by))?;
        let is_new = !case.members.contains_key(&invited);
        let is_full = is_new && case.members.len() as u32 >= MEMBERS_MAX;
        let may_be = is_new || case.members[&invited] == Member::Gone;
        (invited != by && may_be && !is_full).then(|| {
            case.members.insert(invited, Member::Invited);
        })
    }

    fn answer(&mut self, by: InstitutionId, case: u32, answer: InvitationAnswer) -> Option<()> {
        let member = self.open_case(case)?.members.get_mut(&by);
        let member = member.filter(|member| **member == Member::Invited)?;
        *member = match answer {
            InvitationAnswer::Join => Member::Joined,
            InvitationAnswer::Decline => Member::Gone,
        };
        Some(())
    }

    fn leave(&mut self, by: InstitutionId, case: u32) -> Option<()> {
        let case = self.open_case(case)?;
        let may = case.host != by && case.takes_part(by) && case.open_tasks(by) == 0;
        may.then(|| {
            case.members.insert(by, Member::Gone);
        })
    }

    fn transfer(
        &mut self,
        by: InstitutionId,
        case: Option<u32>,
        content: u8,
        to: InstitutionId,
    ) -> bool {
        let takes_part = case.is_none_or(|number| {
            self.open_case(number)
                .is_some_and(|case| case.takes_part(by))
        });
        let is_nearest = distance(to).is_some_and(|distance| {
            AGENCIES[..distance]
                .iter()
                .all(|nearer| *nearer == by || !self.may_have(content, *nearer))
        });
        let is_new = self.handed(content, to).is_none();
        let passes = takes_part && by != to && is_nearest && is_new;
        if passes {
            self.clues.push(ModelClue {
                content,
                from: by,
                to,
                answer_by_ms: self.now_ms + u64::from(ANSWER_DAYS) * Day::LENGTH_MS,
                state: ClueState::Waiting,
            });
        }
        passes
    }

    fn accept(&mut self, by: InstitutionId, clue: u32) -> Option<()> {
        let now_ms = self.now_ms;
        let clue = self
            .clue(clue)
            .filter(|clue| clue.state == ClueState::Waiting)?;
        let may = by == clue.to || (by == clue.from && now_ms > clue.answer_by_ms);
        may.then(|| clue.state = ClueState::Accepted(by))
    }

    fn give_back(&mut self, by: InstitutionId, clue: u32) -> Option<()> {
        let now_ms = self.now_ms;
        let clue = self
            .clue(clue)
            .filter(|clue| clue.state == ClueState::Waiting)?;
        let may = by == clue.to && now_ms <= clue.answer_by_ms;
        may.then(|| clue.state = ClueState::Returned)
    }

    fn dispute(&mut self, by: InstitutionId, clue: u32) -> Option<()> {
        let now_ms = self.now_ms;
        let suspended = self.suspended.clone();
        let clue = self.clue(clue)?;
        let overdue = now_ms > clue.answer_by_ms;
        let may = match clue.state {
            ClueState::Waiting => (by == clue.to && !overdue) || (by == clue.from && overdue),
            ClueState::Returned => by == clue.from,
            _ => false,
        };
        let superior = superiors(clue.from, clue.to)
            .iter()
            .find(|office| !suspended.contains(office))
            .filter(|_| may)?;
        clue.state = ClueState::Disputed(place(*superior));
        Some(())
    }

    fn decide(&mut self, by: InstitutionId, clue: u32, to: InstitutionId) -> Option<()> {
        let clue = self.clue(clue)?;
        let ClueState::Disputed(superior) = clue.state else {
            return None;
        };
        let is_above = place(by).contains(superior);
        let reaches = match by {
            MINISTRY => true,
            HEBEI => to != MINISTRY && to != SHANXI,
            _ => [LUANNAN, ZUNHUA, TANGSHAN].contains(&to),
        };
        if !is_above || !reaches {
            return None;
        }
        let content = clue.content;
        clue.state = ClueState::Decided(to);
        // Of two decisions for one agency the later counts; both leave it the content.
        self.handed(content, to).map(|_| ())
    }

    fn attach(&mut self, by: InstitutionId, case: u32, bundle: u8) -> Option<()> {
        let case = self.open_case(case)?;
        let has_room = (case.evidence.len() as u32) < EVIDENCE_MAX;
        let may = case.takes_part(by) && has_room && !case.evidence.contains(&bundle);
        may.then(|| {
            case.evidence.insert(bundle);
        })
    }

    fn set_task(&mut self, by: InstitutionId, case: u32, to: InstitutionId) -> Option<()> {
        let case = self.case(case).filter(|case| case.is_hosted_by(by))?;
        let has_room = (case.tasks.len() as u32) < TASKS_MAX;
        (case.takes_part(to) && has_room).then(|| case.tasks.push((to, true)))
    }

    fn finish(&mut self, by: InstitutionId, case: u32, task: u32) -> Option<()> {
        let task = self.case(case)?.tasks.get_mut(task as usize - 1)?;
        (*task == (by, true)).then(|| task.1 = false)
    }

    fn withdraw(&mut self, by: InstitutionId, case: u32, task: u32) -> Option<()> {
        let case = self.case(case).filter(|case| case.host == by)?;
        let task = case.tasks.get_mut(task as usize - 1)?;
        task.1.then(|| task.1 = false)
    }

    fn close(&mut self, by: InstitutionId, case: u32) -> Option<()> {
        let case = self.case(case).filter(|case| case.is_hosted_by(by))?;
        let is_done = case.tasks.iter().all(|(_, open)| !open);
        is_done.then(|| case.closed = true)
    }

    /// The chain says the same of every case, task and clue.
    fn compare(&self) {
        for (number, expected) in (1..).zip(&self.cases) {
            let Some(Case::V1(stored)) = crate::Cases::<Test>::get(CaseId(number)) else {
                panic!("case {number} is missing");
            };
            assert_eq!(
                (stored.host, stored.is_open()),
                (expected.host, !expected.closed)
            );
            for (task, (to, open)) in (1..).zip(&expected.tasks) {
                let Some(Task::V1(stored)) =
                    crate::Tasks::<Test>::get(CaseId(number), TaskId(task))
                else {
                    panic!("task {task} of case {number} is missing");
                };
                assert_eq!((stored.to, stored.is_open()), (*to, *open));
            }
        }
        for (number, expected) in (1..).zip(&self.clues) {
            let Some(Clue::V1(stored)) = crate::Clues::<Test>::get(ClueId(number)) else {
                panic!("clue {number} is missing");
            };
            assert_eq!(state_of(&stored), expected.state, "clue {number}");
            assert_eq!(stored.answer_by_ms, expected.answer_by_ms);
        }
    }
}

fn state_of(clue: &ClueV1) -> ClueState {
    match clue.status {
        ClueStatus::Transferred => ClueState::Waiting,
        ClueStatus::Accepted { by, .. } => ClueState::Accepted(by),
        ClueStatus::Returned { .. } => ClueState::Returned,
        ClueStatus::Disputed { superior, .. } => ClueState::Disputed(superior),
        ClueStatus::Decided { to, .. } => ClueState::Decided(to),
    }
}

/// Makes the call on the chain.
fn call(by: InstitutionId, step: &Step, now_ms: u64) -> DispatchResult {
    let signer = agent(by);
    match *step {
        Step::Wait(_) => Ok(()),
        Step::Open => open(by),
        Step::Invite(case, invited) => Cases::invite_agency(signer, CaseId(case), invited),
        Step::Answer(case, answer) => Cases::answer_invitation(signer, CaseId(case), answer),
        Step::Leave(case) => Cases::leave_case(signer, CaseId(case)),
        Step::Transfer(case, number, to) => {
            Cases::transfer_clue(signer, case.map(CaseId), content(number), luannan(), to)
        }
        Step::Accept(clue) => Cases::accept_clue(signer, ClueId(clue)),
        Step::Return(clue) => Cases::return_clue(signer, ClueId(clue), REASON),
        Step::Dispute(clue) => Cases::dispute_clue(signer, ClueId(clue), REASON),
        Step::Decide(clue, to) => Cases::decide_clue(signer, ClueId(clue), to, DOCUMENT),
        Step::Attach(case, bundle) => {
            Cases::attach_evidence(signer, CaseId(case), content(bundle), None)
        }
        Step::SetTask(case, to, days) => {
            let due_ms = now_ms + days * Day::LENGTH_MS;
            Cases::set_task(signer, CaseId(case), to, CONTENT, due_ms)
        }
        Step::Finish(case, task) => Cases::finish_task(signer, CaseId(case), TaskId(task), RESULT),
        Step::Withdraw(case, task) => {
            Cases::withdraw_task(signer, CaseId(case), TaskId(task), REASON)
        }
        Step::Close(case) => Cases::close_case(signer, CaseId(case), RESULT),
        Step::Suspend(agency) => {
            Institutions::suspend_institution(RuntimeOrigin::root(), agency, REASON)
        }
        Step::Reinstate(agency) => {
            Institutions::reinstate_institution(RuntimeOrigin::root(), agency, REASON)
        }
    }
}

fn any_agency() -> impl Strategy<Value = InstitutionId> {
    proptest::sample::select(AGENCIES.to_vec())
}

fn any_step() -> impl Strategy<Value = Step> {
    use InvitationAnswer::{Decline, Join};
    let answer = prop_oneof![3 => Just(Join), 1 => Just(Decline)];
    let in_case = prop_oneof![3 => Just(None), 1 => CASES.prop_map(Some)];
    prop_oneof![
        2 => (0u64..9).prop_map(Step::Wait),
        1 => Just(Step::Open),
        4 => (CASES, any_agency()).prop_map(|(case, agency)| Step::Invite(case, agency)),
        4 => (CASES, answer).prop_map(|(case, answer)| Step::Answer(case, answer)),
        1 => CASES.prop_map(Step::Leave),
        8 => (in_case, 0u8..3, any_agency())
            .prop_map(|(case, content, to)| Step::Transfer(case, content, to)),
        2 => CLUES.prop_map(Step::Accept),
        5 => CLUES.prop_map(Step::Return),
        5 => CLUES.prop_map(Step::Dispute),
        5 => (CLUES, any_agency()).prop_map(|(clue, to)| Step::Decide(clue, to)),
        2 => (CASES, 0u8..5).prop_map(|(case, bundle)| Step::Attach(case, bundle)),
        4 => (CASES, any_agency(), 1u64..9)
            .prop_map(|(case, to, days)| Step::SetTask(case, to, days)),
        3 => (CASES, TASKS).prop_map(|(case, task)| Step::Finish(case, task)),
        1 => (CASES, TASKS).prop_map(|(case, task)| Step::Withdraw(case, task)),
        1 => CASES.prop_map(Step::Close),
        1 => any_agency().prop_map(Step::Suspend),
        1 => any_agency().prop_map(Step::Reinstate),
    ]
}

/// Steps that do much: the host of the case or the receiver of the clue makes them.
fn likely_actor(model: &mut Model, step: &Step) -> Option<InstitutionId> {
    match *step {
        Step::Invite(case, _) | Step::SetTask(case, ..) | Step::Close(case) => {
            model.case(case).map(|case| case.host)
        }
        Step::Accept(clue) | Step::Return(clue) => model.clue(clue).map(|clue| clue.to),
        Step::Decide(clue, _) => model
            .clue(clue)
            .and_then(|clue| superiors(clue.from, clue.to).first().copied()),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn hold_after_each_of_any_calls(
        steps in proptest::collection::vec((any_agency(), any_step(), any::<bool>()), 1..80)
    ) {
        ExtBuilder::default().run(|| {
            let mut model = Model::new();
            for ((any, step, likely), block) in steps.into_iter().zip(2..) {
                let likely = likely_actor(&mut model, &step).filter(|_| likely);
                let by = likely.unwrap_or(any);
                let result = call(by, &step, model.now_ms);
                let expected = model.make(by, &step);
                assert_eq!(result.is_ok(), expected, "{by}: {step:?}: {result:?}");
                go_to(Moment { block, time_ms: model.now_ms });
                model.compare();
                Cases::do_try_state().expect("every invariant holds");
            }
        });
    }
}

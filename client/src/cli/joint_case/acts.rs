//! What agencies do in a case.

use super::{clues, ActCommand};
use crate::{
    chain::{calls, Call, Event},
    cli::{
        decision::Authority,
        finality::{number_in, submit_by, tell},
        signer::Signer,
        Globals,
    },
    when::beijing,
};
use limpid_primitives::{
    joint_case::{CaseId, ClueId, InvitationAnswer, TaskId},
    Digest, InstitutionId, PermitNumber,
};
use serde_json::{json, Value as Json};

/// Something an agency does, with all it needs. Handing over a clue is apart: its receiver may have to be found first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// A case, by a document.
    Open(Digest),
    Invite(CaseId, InstitutionId),
    Answer(CaseId, InvitationAnswer),
    Leave(CaseId),
    Accept(ClueId),
    Return(ClueId, Digest),
    Dispute(ClueId, Digest),
    Decide(ClueId, InstitutionId, Digest),
    Attach(CaseId, Digest, Option<PermitNumber>),
    /// What is to be done, and until when.
    SetTask(CaseId, InstitutionId, Digest, u64),
    FinishTask(CaseId, TaskId, Digest),
    WithdrawTask(CaseId, TaskId, Digest),
    Close(CaseId, Digest),
}

/// Carries out what changes something.
pub async fn run(globals: &Globals, command: &ActCommand) -> anyhow::Result<()> {
    use InvitationAnswer::{Decline, Join};
    let (act, signer) = match command {
        ActCommand::TransferClue(args) => return clues::transfer(globals, args).await,
        ActCommand::Open(args) => (Act::Open(args.document.reason()?), &args.signer),
        ActCommand::Invite(args) => (Act::Invite(args.case, args.institution), &args.signer),
        ActCommand::Join(args) => (Act::Answer(args.case, Join), &args.signer),
        ActCommand::Decline(args) => (Act::Answer(args.case, Decline), &args.signer),
        ActCommand::Leave(args) => (Act::Leave(args.case), &args.signer),
        ActCommand::AcceptClue(args) => (Act::Accept(args.clue), &args.signer),
        ActCommand::ReturnClue(args) => {
            let reason = args.document.reason()?;
            (Act::Return(args.clue, reason), &args.signer)
        }
        ActCommand::DisputeClue(args) => {
            let reason = args.document.reason()?;
            (Act::Dispute(args.clue, reason), &args.signer)
        }
        ActCommand::DecideClue(args) => {
            let document = args.document.reason()?;
            (Act::Decide(args.clue, args.to, document), &args.signer)
        }
        ActCommand::Attach(args) => {
            let bundle = args.bundle.digest()?;
            (Act::Attach(args.case, bundle, args.permit), &args.signer)
        }
        ActCommand::SetTask(args) => {
            let content = args.content.digest()?;
            let task = Act::SetTask(args.case, args.institution, content, args.due);
            (task, &args.signer)
        }
        ActCommand::FinishTask(args) => {
            let result = args.result.digest()?;
            (Act::FinishTask(args.case, args.task, result), &args.signer)
        }
        ActCommand::WithdrawTask(args) => {
            let reason = args.document.reason()?;
            let act = Act::WithdrawTask(args.case, args.task, reason);
            (act, &args.signer)
        }
        ActCommand::Close(args) => (Act::Close(args.case, args.result.digest()?), &args.signer),
    };
    carry_out(globals, act, signer).await
}

async fn carry_out(globals: &Globals, act: Act, signer: &Signer) -> anyhow::Result<()> {
    let key = signer.member_key()?;
    let chain = globals.connect().await?;
    let inclusion = submit_by(&chain, &key, Authority::Institution, act.call()).await?;
    tell(globals, &inclusion, |events| act.done(events));
    Ok(())
}

impl Act {
    fn call(self) -> Call {
        match self {
            Act::Open(document) => calls::open_case(document),
            Act::Invite(case, institution) => calls::invite_agency(case, institution),
            Act::Answer(case, answer) => calls::answer_invitation(case, answer),
            Act::Leave(case) => calls::leave_case(case),
            Act::Accept(clue) => calls::accept_clue(clue),
            Act::Return(clue, reason) => calls::return_clue(clue, reason),
            Act::Dispute(clue, reason) => calls::dispute_clue(clue, reason),
            Act::Decide(clue, to, document) => calls::decide_clue(clue, to, document),
            Act::Attach(case, bundle, permit) => calls::attach_evidence(case, bundle, permit),
            Act::SetTask(case, to, content, due_ms) => calls::set_task(case, to, content, due_ms),
            Act::FinishTask(case, task, result) => calls::finish_task(case, task, result),
            Act::WithdrawTask(case, task, reason) => calls::withdraw_task(case, task, reason),
            Act::Close(case, result) => calls::close_case(case, result),
        }
    }

    /// What it did, for programs and for people.
    pub fn done(self, events: &[Event]) -> (Json, String) {
        let given = |event, field| number_in(events, "Cases", event, field);
        match self {
            Act::Open(document) => {
                let case = given("CaseOpened", "case");
                let json = json!({ "case": case, "document": document });
                (json, format!("case{} opened", numbered(case)))
            }
            Act::Invite(case, institution) => (
                json!({ "case": case, "institution": institution }),
                format!("institution {institution} invited to case {case}"),
            ),
            Act::Answer(case, answer) => {
                let text = match answer {
                    InvitationAnswer::Join => format!("case {case} joined"),
                    InvitationAnswer::Decline => format!("case {case}: invitation declined"),
                };
                (json!({ "case": case, "answer": answer }), text)
            }
            Act::Leave(case) => (json!({ "case": case }), format!("case {case} left")),
            Act::Accept(clue) | Act::Return(clue, _) | Act::Dispute(clue, _) => {
                self.done_with_clue(clue, events)
            }
            Act::Decide(clue, to, document) => (
                json!({ "clue": clue, "to": to, "document": document }),
                format!("clue {clue}: institution {to} has to act on it"),
            ),
            Act::Attach(case, bundle, permit) => (
                json!({ "case": case, "bundle": bundle, "permit": permit }),
                format!("bundle {bundle} attached to case {case}"),
            ),
            Act::SetTask(case, to, content, due_ms) => {
                let task = given("TaskSet", "task");
                let json = json!({
                    "case": case, "task": task, "to": to, "content": content, "due_ms": due_ms,
                });
                let number = numbered(task);
                let due = beijing(due_ms);
                let text =
                    format!("task{number} of case {case} set to institution {to}, due {due}");
                (json, text)
            }
            Act::FinishTask(case, task, result) => (
                json!({ "case": case, "task": task, "result": result }),
                format!("task {task} of case {case} done"),
            ),
            Act::WithdrawTask(case, task, reason) => (
                json!({ "case": case, "task": task, "reason": reason }),
                format!("task {task} of case {case} withdrawn"),
            ),
            Act::Close(case, result) => (
                json!({ "case": case, "result": result }),
                format!("case {case} closed"),
            ),
        }
    }

    fn done_with_clue(self, clue: ClueId, events: &[Event]) -> (Json, String) {
        match self {
            Act::Return(_, reason) => (
                json!({ "clue": clue, "status": "returned", "reason": reason }),
                format!("clue {clue} returned to its sender"),
            ),
            Act::Dispute(_, reason) => {
                let superior = number_in(events, "Cases", "ClueDisputed", "superior");
                let decides = superior.map(|division| {
                    format!(": an agency of {division} or above decides with `limpid case decide-clue {clue}`")
                });
                (
                    json!({ "clue": clue, "status": "disputed", "reason": reason, "superior": superior.map(|code| code.to_string()) }),
                    format!("clue {clue} disputed{}", decides.unwrap_or_default()),
                )
            }
            _ => (
                json!({ "clue": clue, "status": "accepted" }),
                format!("clue {clue} accepted"),
            ),
        }
    }
}

/// A number the chain gave, behind the word for what it numbers.
pub fn numbered(number: Option<u64>) -> String {
    number
        .map(|number| format!(" {number}"))
        .unwrap_or_default()
}

//! Joint cases: who works on them, clues handed over, evidence and tasks. All are made by agencies.

use super::Call;
use limpid_primitives::{
    joint_case::{CaseId, ClueId, InvitationAnswer, TaskId},
    Digest, DivisionCode, InstitutionId, PermitNumber,
};

const PALLET: &str = "Cases";

/// Opens a case; the digest is that of the document that does.
pub fn open_case(document: Digest) -> Call {
    Call::new(PALLET, "open_case", document)
}

/// Invites an agency.
pub fn invite_agency(case: CaseId, institution: InstitutionId) -> Call {
    Call::new(PALLET, "invite_agency", (case, institution))
}

/// Joins a case, or declines to.
pub fn answer_invitation(case: CaseId, answer: InvitationAnswer) -> Call {
    Call::new(PALLET, "answer_invitation", (case, answer))
}

/// Leaves a case.
pub fn leave_case(case: CaseId) -> Call {
    Call::new(PALLET, "leave_case", case)
}

/// Hands over a clue; the digest is that of its file.
pub fn transfer_clue(
    case: Option<CaseId>,
    content: Digest,
    place: DivisionCode,
    to: InstitutionId,
) -> Call {
    Call::new(PALLET, "transfer_clue", (case, content, place, to))
}

/// Takes a clue.
pub fn accept_clue(clue: ClueId) -> Call {
    Call::new(PALLET, "accept_clue", clue)
}

/// Gives a clue back; the digest is that of the document saying why, here and below.
pub fn return_clue(clue: ClueId, reason: Digest) -> Call {
    Call::new(PALLET, "return_clue", (clue, reason))
}

/// Puts a clue before the superior.
pub fn dispute_clue(clue: ClueId, reason: Digest) -> Call {
    Call::new(PALLET, "dispute_clue", (clue, reason))
}

/// Decides whose a clue is.
pub fn decide_clue(clue: ClueId, to: InstitutionId, document: Digest) -> Call {
    Call::new(PALLET, "decide_clue", (clue, to, document))
}

/// Attaches an evidence bundle by its digest.
pub fn attach_evidence(case: CaseId, bundle: Digest, permit: Option<PermitNumber>) -> Call {
    Call::new(PALLET, "attach_evidence", (case, bundle, permit))
}

/// Sets a task; the digest is that of the document saying what is to be done.
pub fn set_task(case: CaseId, to: InstitutionId, content: Digest, due_ms: u64) -> Call {
    Call::new(PALLET, "set_task", (case, to, content, due_ms))
}

/// Says that a task is done.
pub fn finish_task(case: CaseId, task: TaskId, result: Digest) -> Call {
    Call::new(PALLET, "finish_task", (case, task, result))
}

/// Closes a case.
pub fn close_case(case: CaseId, result: Digest) -> Call {
    Call::new(PALLET, "close_case", (case, result))
}

/// Takes a task back.
pub fn withdraw_task(case: CaseId, task: TaskId, reason: Digest) -> Call {
    Call::new(PALLET, "withdraw_task", (case, task, reason))
}

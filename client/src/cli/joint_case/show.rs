//! `limpid case show`.

use super::{clues, list::membership_word};
use crate::{
    chain::At,
    cli::{
        permit::names,
        table::{table, Column},
        Globals,
    },
    when::beijing,
};
use anyhow::Context;
use limpid_primitives::{
    joint_case::{
        Case, CaseEvidence, CaseFile, CaseId, ClueId, ClueV1, Membership, MembershipStatus,
        MembershipV1, Task, TaskId, TaskStatus, TaskV1,
    },
    Digest, InstitutionId, Moment,
};
use serde_json::{json, Value as Json};
use std::collections::HashMap;

/// What institutions are called.
pub type Names = HashMap<InstitutionId, String>;

/// An institution by name and number.
pub fn name_of(id: InstitutionId, names: &Names) -> String {
    match names.get(&id) {
        Some(name) => format!("{name} ({id})"),
        None => id.to_string(),
    }
}

/// Prints a case.
pub async fn show(globals: &Globals, id: CaseId) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let unknown = || format!("there is no case {id}; `limpid case list` lists all");
    let file = chain.case_file(id, at).await?.with_context(unknown)?;
    let mut clues = chain.clues(at).await?;
    clues.retain(|(_, clue)| clue.case == Some(id));
    let now_ms = chain.time_ms(at).await?;
    let names = names(&chain, at).await?;
    globals.print(&json(id, &file, &clues, now_ms), || {
        text(id, &file, &clues, &names, now_ms)
    });
    Ok(())
}

/// For programs.
pub fn json(id: CaseId, file: &CaseFile, clues: &[(ClueId, ClueV1)], now_ms: u64) -> Json {
    let Case::V1(case) = file.case;
    let member = |(institution, Membership::V1(membership)): &(InstitutionId, Membership)| {
        json!({
            "institution": institution, "status": membership.status, "invited": membership.invited,
            "open_tasks": membership.open_tasks,
        })
    };
    let task = |(task, Task::V1(set)): &(TaskId, Task)| {
        json!({
            "task": task, "to": set.to, "content": set.content, "due_ms": set.due_ms, "at": set.at,
            "status": set.status, "overdue": set.is_overdue(now_ms), "late": set.is_late(),
        })
    };
    let evidence = |(bundle, CaseEvidence::V1(attached)): &(Digest, CaseEvidence)| {
        json!({
            "bundle": bundle, "by": attached.by, "permit": attached.permit, "at": attached.at,
            "recognition": attached.recognition,
        })
    };
    let clue = |(id, clue): &(ClueId, ClueV1)| clues::entry(*id, clue, now_ms);
    json!({
        "case": id, "host": case.host, "document": case.document, "opened": case.at, "closed": case.closed,
        "members": file.members.iter().map(member).collect::<Vec<_>>(),
        "tasks": file.tasks.iter().map(task).collect::<Vec<_>>(),
        "evidence": file.evidence.iter().map(evidence).collect::<Vec<_>>(),
        "clues": clues.iter().map(clue).collect::<Vec<_>>(),
    })
}

/// For people.
pub fn text(
    id: CaseId,
    file: &CaseFile,
    clues: &[(ClueId, ClueV1)],
    names: &Names,
    now_ms: u64,
) -> String {
    let Case::V1(case) = file.case;
    let state = match case.closed {
        None => "open".to_owned(),
        Some(closing) => format!("closed {}, result {}", when(closing.at), closing.result),
    };
    let mut parts = vec![format!(
        "case {id}, {state}\nhost      {}\nopened    {}\ndocument  {}",
        name_of(case.host, names),
        when(case.at),
        case.document
    )];
    if !file.members.is_empty() {
        parts.push(members(file, names));
    }
    if !file.tasks.is_empty() {
        parts.push(tasks(file, names, now_ms));
    }
    if !file.evidence.is_empty() {
        parts.push(evidence(file, names));
    }
    if !clues.is_empty() {
        parts.push(clues::clue_table(clues, names, now_ms));
    }
    parts.join("\n\n")
}

fn when(at: Moment) -> String {
    format!("{} (block {})", beijing(at.time_ms), at.block)
}

fn members(file: &CaseFile, names: &Names) -> String {
    use Column::{Left, Right};
    let columns = [
        Left("agency"),
        Left("status"),
        Left("since"),
        Right("open tasks"),
    ];
    let since = |membership: &MembershipV1| match membership.status {
        MembershipStatus::Invited => membership.invited,
        MembershipStatus::Joined { at }
        | MembershipStatus::Declined { at }
        | MembershipStatus::Left { at } => at,
    };
    let row = |(institution, Membership::V1(membership)): &(InstitutionId, Membership)| {
        [
            name_of(*institution, names),
            membership_word(&membership.status).to_owned(),
            beijing(since(membership).time_ms),
            membership.open_tasks.to_string(),
        ]
    };
    table(columns, file.members.iter().map(row))
}

fn tasks(file: &CaseFile, names: &Names, now_ms: u64) -> String {
    use Column::{Left, Right};
    let columns = [
        Right("task"),
        Left("for"),
        Left("due"),
        Left("status"),
        Left("content"),
    ];
    let row = |(number, Task::V1(task)): &(TaskId, Task)| {
        [
            number.to_string(),
            name_of(task.to, names),
            beijing(task.due_ms),
            task_status(task, now_ms),
            task.content.to_string(),
        ]
    };
    table(columns, file.tasks.iter().map(row))
}

fn task_status(task: &TaskV1, now_ms: u64) -> String {
    match task.status {
        TaskStatus::Open if task.is_overdue(now_ms) => "OVERDUE".to_owned(),
        TaskStatus::Open => "open".to_owned(),
        TaskStatus::Done { at, .. } if task.is_late() => {
            format!("done LATE, {}", beijing(at.time_ms))
        }
        TaskStatus::Done { at, .. } => format!("done {}", beijing(at.time_ms)),
        TaskStatus::Withdrawn { at, .. } => format!("withdrawn {}", beijing(at.time_ms)),
    }
}

fn evidence(file: &CaseFile, names: &Names) -> String {
    use Column::Left;
    let columns = [
        Left("bundle"),
        Left("permit"),
        Left("recognition"),
        Left("by"),
        Left("attached"),
    ];
    let row = |(bundle, CaseEvidence::V1(attached)): &(Digest, CaseEvidence)| {
        [
            bundle.to_string(),
            attached
                .permit
                .map(|permit| permit.to_string())
                .unwrap_or_default(),
            attached.recognition.to_string(),
            name_of(attached.by, names),
            beijing(attached.at.time_ms),
        ]
    };
    table(columns, file.evidence.iter().map(row))
}

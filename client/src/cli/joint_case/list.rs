//! `limpid case list`.

use super::show::name_of;
use crate::{
    chain::At,
    cli::{
        permit::names,
        table::{table, Column},
        Globals,
    },
    when::beijing,
};
use limpid_primitives::{
    joint_case::{
        Case, CaseEntry, CaseId, CaseTally, CaseTallyV1, CaseV1, Membership, MembershipStatus,
        OverdueTask,
    },
    InstitutionId,
};
use serde_json::{json, Value as Json};

/// A case in the list.
pub struct Line {
    /// Its number.
    pub id: CaseId,
    /// How it stands.
    pub case: CaseV1,
    /// How much is in it.
    pub tally: CaseTallyV1,
    /// How the institution asked for takes part.
    pub role: Option<&'static str>,
    /// Its tasks that were not done in time.
    pub overdue: Vec<OverdueTask>,
}

/// Prints cases.
pub async fn list(globals: &Globals, institution: Option<InstitutionId>) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let overdue = chain.overdue_tasks(at).await?;
    let late_in = |id| {
        overdue
            .iter()
            .filter(|task| task.case == id)
            .copied()
            .collect()
    };
    let lines: Vec<Line> = match institution {
        Some(institution) => {
            let entries = chain.cases_of(institution, at).await?.into_iter();
            entries
                .map(|entry| of_entry(&entry, late_in(entry.id)))
                .collect()
        }
        None => {
            let all = chain.cases(at).await?.into_iter();
            all.map(|(id, case, tally)| Line {
                id,
                case,
                tally,
                role: None,
                overdue: late_in(id),
            })
            .collect()
        }
    };
    let names = names(&chain, at).await?;
    let json: Vec<_> = lines.iter().map(Line::json).collect();
    globals.print(&json.into(), || {
        if lines.is_empty() {
            return "no cases".to_owned();
        }
        use Column::{Left, Right};
        let columns = [
            Right("case"),
            Left("host"),
            Left("opened"),
            Right("invited"),
            Right("evidence"),
            Left("tasks"),
            Left("state"),
        ];
        let row = |line: &Line| line.row(&name_of(line.case.host, &names));
        table(columns, lines.iter().map(row))
    });
    Ok(())
}

fn of_entry(entry: &CaseEntry, overdue: Vec<OverdueTask>) -> Line {
    let (Case::V1(case), CaseTally::V1(tally)) = (entry.case, entry.tally);
    Line {
        id: entry.id,
        case,
        tally,
        role: Some(match entry.membership {
            None => "host",
            Some(Membership::V1(membership)) => membership_word(&membership.status),
        }),
        overdue,
    }
}

/// How an agency takes part, in a word.
pub fn membership_word(status: &MembershipStatus) -> &'static str {
    match status {
        MembershipStatus::Invited => "invited",
        MembershipStatus::Joined { .. } => "joined",
        MembershipStatus::Declined { .. } => "declined",
        MembershipStatus::Left { .. } => "left",
    }
}

impl Line {
    /// For programs.
    pub fn json(&self) -> Json {
        json!({
            "case": self.id, "host": self.case.host, "document": self.case.document, "opened": self.case.at,
            "closed": self.case.closed, "role": self.role, "tally": self.tally, "overdue_tasks": self.overdue,
        })
    }

    /// For people.
    pub fn row(&self, host: &str) -> [String; 7] {
        let tally = &self.tally;
        let mut tasks = format!("{} of {} open", tally.open_tasks, tally.tasks);
        if !self.overdue.is_empty() {
            tasks.push_str(&format!(", {} OVERDUE", self.overdue.len()));
        }
        let mut state = match self.case.closed {
            None => "open".to_owned(),
            Some(closing) => format!("closed {}", beijing(closing.at.time_ms)),
        };
        if let Some(role) = self.role {
            state.push_str(&format!("; {role}"));
        }
        [
            self.id.to_string(),
            host.to_owned(),
            beijing(self.case.at.time_ms),
            tally.members.to_string(),
            tally.evidence.to_string(),
            tasks,
            state,
        ]
    }
}

//! `limpid case`: agencies of several divisions work on one case.

mod acts;
mod args;
mod clues;
mod list;
mod papers;
mod show;

use super::Globals;
use args::{
    AttachArgs, CaseArgs, CloseArgs, ClueArgs, ClueDocumentArgs, DecideArgs, FinishTaskArgs,
    InviteArgs, OpenArgs, SetTaskArgs, TransferArgs, WithdrawTaskArgs,
};
use limpid_primitives::{
    joint_case::{CaseId, ClueId},
    DivisionCode, InstitutionId,
};
use papers::KnownContent;
use std::process::ExitCode;

/// Joint cases (案件协查): a host and the agencies it invites, clues handed over, evidence, tasks. Files stay with the members; the
/// chain has their digests.
#[derive(Debug, clap::Subcommand)]
pub enum CaseCommand {
    #[command(flatten)]
    Act(ActCommand),
    #[command(flatten)]
    Look(LookCommand),
}

/// What changes something.
#[derive(Debug, clap::Subcommand)]
pub enum ActCommand {
    /// Open a case. Your agency is its host.
    Open(OpenArgs),
    /// Invite an agency to a case you host.
    Invite(InviteArgs),
    /// Join a case you were invited to.
    Join(CaseArgs),
    /// Decline an invitation. The host can invite you again.
    Decline(CaseArgs),
    /// Leave a case. What you attached and did stays.
    Leave(CaseArgs),
    /// Hand a clue to the agency that has to act on it: the nearest office first (谁近谁先管).
    TransferClue(TransferArgs),
    /// Take a clue: you act on it. Its sender can, once the receiver is overdue.
    AcceptClue(ClueArgs),
    /// Give a clue back to its sender, in time.
    ReturnClue(ClueDocumentArgs),
    /// Put the question whose a clue is before the superior of both agencies.
    DisputeClue(ClueDocumentArgs),
    /// Decide, as an agency above both, which agency has to act on a disputed clue.
    DecideClue(DecideArgs),
    /// Attach an evidence bundle to a case, by its digest.
    Attach(AttachArgs),
    /// Set a task to a member of a case you host, or to yourself.
    SetTask(SetTaskArgs),
    /// Say that a task of yours is done. After its time it counts as late.
    FinishTask(FinishTaskArgs),
    /// Take a task back that you set.
    WithdrawTask(WithdrawTaskArgs),
    /// Close a case you host, with its result. It has no open task.
    Close(CloseArgs),
}

/// What only looks.
#[derive(Debug, clap::Subcommand)]
pub enum LookCommand {
    /// Show a case: its members, tasks, evidence and clues, and what is overdue.
    Show {
        /// The case.
        case: CaseId,
    },
    /// List cases, and how many of their tasks are overdue.
    List {
        /// Those this institution hosts or was invited to only.
        #[arg(long, value_name = "ID")]
        institution: Option<InstitutionId>,
    },
    /// List clues, and which are overdue.
    Clues {
        /// This one only.
        clue: Option<ClueId>,
        /// Those this institution sent, was handed, took or decides about only.
        #[arg(long, value_name = "ID")]
        institution: Option<InstitutionId>,
        /// Those of which somebody still has to say whose they are only.
        #[arg(long)]
        open: bool,
        /// Those not answered in time only.
        #[arg(long)]
        overdue: bool,
    },
    /// Say which offices are nearest to a place: a clue about it goes there first.
    Nearest {
        /// The division.
        place: DivisionCode,
        #[command(flatten)]
        content: KnownContent,
    },
}

/// Carries out `limpid case`.
pub async fn run(command: CaseCommand, globals: &Globals) -> anyhow::Result<ExitCode> {
    use LookCommand as L;
    match command {
        CaseCommand::Act(command) => acts::run(globals, &command).await?,
        CaseCommand::Look(L::Show { case }) => show::show(globals, case).await?,
        CaseCommand::Look(L::List { institution }) => list::list(globals, institution).await?,
        CaseCommand::Look(L::Clues {
            clue,
            institution,
            open,
            overdue,
        }) => {
            let only = clues::Only {
                clue,
                institution,
                open,
                overdue,
            };
            clues::list(globals, &only).await?;
        }
        CaseCommand::Look(L::Nearest { place, content }) => {
            clues::nearest(globals, place, content.digest()?).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests;

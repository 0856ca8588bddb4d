//! What the commands that change something take.

use super::papers::{Bundle, Content, Outcome};
use crate::{
    cli::{decision::Document, signer::Signer},
    when::parse_time_ms,
};
use limpid_primitives::{
    joint_case::{CaseId, ClueId, TaskId},
    DivisionCode, InstitutionId, PermitNumber,
};

/// The document that opens a case, and who signs.
#[derive(Debug, clap::Args)]
pub struct OpenArgs {
    #[command(flatten)]
    pub document: Document,
    #[command(flatten)]
    pub signer: Signer,
}

/// Whom to invite to which case, and who signs.
#[derive(Debug, clap::Args)]
pub struct InviteArgs {
    /// The case.
    pub case: CaseId,
    /// The agency's number (`limpid institution list`).
    pub institution: InstitutionId,
    #[command(flatten)]
    pub signer: Signer,
}

/// Which case, and who signs.
#[derive(Debug, clap::Args)]
pub struct CaseArgs {
    /// The case.
    pub case: CaseId,
    #[command(flatten)]
    pub signer: Signer,
}

/// A clue to be handed over, and who signs.
#[derive(Debug, clap::Args)]
pub struct TransferArgs {
    #[command(flatten)]
    pub content: Content,
    /// The division it speaks of.
    #[arg(long, value_name = "DIVISION")]
    pub place: DivisionCode,
    /// The agency; left out, the nearest office, if there is one alone.
    #[arg(long, value_name = "INSTITUTION")]
    pub to: Option<InstitutionId>,
    /// The case it is part of. Without one it is handed over by itself.
    #[arg(long, value_name = "CASE")]
    pub case: Option<CaseId>,
    #[command(flatten)]
    pub signer: Signer,
}

/// Which clue, and who signs.
#[derive(Debug, clap::Args)]
pub struct ClueArgs {
    /// The clue (`limpid case clues`).
    pub clue: ClueId,
    #[command(flatten)]
    pub signer: Signer,
}

/// Which clue, why, and who signs.
#[derive(Debug, clap::Args)]
pub struct ClueDocumentArgs {
    /// The clue (`limpid case clues`).
    pub clue: ClueId,
    #[command(flatten)]
    pub document: Document,
    #[command(flatten)]
    pub signer: Signer,
}

/// Whose a clue is, by which decision, and who signs.
#[derive(Debug, clap::Args)]
pub struct DecideArgs {
    /// The clue (`limpid case clues`).
    pub clue: ClueId,
    /// The agency that has to act on it.
    #[arg(long, value_name = "INSTITUTION")]
    pub to: InstitutionId,
    #[command(flatten)]
    pub document: Document,
    #[command(flatten)]
    pub signer: Signer,
}

/// An evidence bundle for a case, and who signs.
#[derive(Debug, clap::Args)]
pub struct AttachArgs {
    /// The case.
    pub case: CaseId,
    #[command(flatten)]
    pub bundle: Bundle,
    /// The permit the evidence speaks of. If it is of another province than the host's, a recognised archive must have it there.
    #[arg(long, value_name = "NUMBER")]
    pub permit: Option<PermitNumber>,
    #[command(flatten)]
    pub signer: Signer,
}

/// A task for a member, and who signs.
#[derive(Debug, clap::Args)]
pub struct SetTaskArgs {
    /// The case.
    pub case: CaseId,
    /// The member that does it.
    pub institution: InstitutionId,
    #[command(flatten)]
    pub content: Content,
    /// Until when.
    #[arg(long, value_name = "TIME", value_parser = parse_time_ms)]
    pub due: u64,
    #[command(flatten)]
    pub signer: Signer,
}

/// What came of a task, and who signs.
#[derive(Debug, clap::Args)]
pub struct FinishTaskArgs {
    /// The case.
    pub case: CaseId,
    /// The task's number in it.
    pub task: TaskId,
    #[command(flatten)]
    pub result: Outcome,
    #[command(flatten)]
    pub signer: Signer,
}

/// Which task is taken back, why, and who signs.
#[derive(Debug, clap::Args)]
pub struct WithdrawTaskArgs {
    /// The case.
    pub case: CaseId,
    /// The task's number in it.
    pub task: TaskId,
    #[command(flatten)]
    pub document: Document,
    #[command(flatten)]
    pub signer: Signer,
}

/// What came of a case, and who signs.
#[derive(Debug, clap::Args)]
pub struct CloseArgs {
    /// The case.
    pub case: CaseId,
    #[command(flatten)]
    pub result: Outcome,
    #[command(flatten)]
    pub signer: Signer,
}

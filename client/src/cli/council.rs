//! `limpid council`: motions of the council of agencies.

use super::{
    finality::{submit_by, tell, Authority},
    signer::Signer,
    Globals,
};
use crate::chain::{calls, Account, At};
use anyhow::Context;
use limpid_primitives::Digest;
use serde_json::json;
use std::process::ExitCode;

/// Motions of the council of agencies. They are opened by `--by council` of other commands.
#[derive(Debug, clap::Subcommand)]
pub enum CouncilCommand {
    /// Vote on a motion.
    Vote {
        /// The motion's hash.
        motion: Digest,
        /// The motion's number.
        index: u32,
        /// For or against.
        #[arg(value_enum)]
        vote: calls::Vote,
        #[command(flatten)]
        signer: Signer,
    },
    /// End a motion that has enough votes, or whose time is over: carries it out or drops it.
    Close {
        /// The motion's hash.
        motion: Digest,
        /// The motion's number.
        index: u32,
        #[command(flatten)]
        signer: Signer,
    },
    /// List the council's members and the open motions.
    List,
}

/// Carries out `limpid council`.
pub async fn run(command: CouncilCommand, globals: &Globals) -> anyhow::Result<ExitCode> {
    let chain = globals.connect().await?;
    let (call, signer, what) = match command {
        CouncilCommand::List => {
            list(globals).await?;
            return Ok(ExitCode::SUCCESS);
        }
        CouncilCommand::Vote {
            motion,
            index,
            vote,
            signer,
        } => (
            calls::vote(motion, index, vote),
            signer,
            format!("voted on motion {index}"),
        ),
        CouncilCommand::Close {
            motion,
            index,
            signer,
        } => {
            let proposal = chain
                .motion_call(motion, At::Finalised)
                .await?
                .context("there is no such motion; `limpid council list` shows the open ones")?;
            let length = u32::try_from(proposal.len()).unwrap_or(u32::MAX);
            (
                calls::close(motion, index, length),
                signer,
                format!("motion {index} closed"),
            )
        }
    };
    let key = signer.member_key()?;
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |events| {
        let is_executed = events.iter().any(|event| event.is("Council", "Executed"));
        let suffix = if is_executed { " and carried out" } else { "" };
        (
            json!({ "executed": is_executed }),
            format!("{what}{suffix}"),
        )
    });
    Ok(ExitCode::SUCCESS)
}

async fn list(globals: &Globals) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let members: Vec<Account> = chain.council(At::Finalised).await?;
    let motions = chain.motions(At::Finalised).await?;
    let json = json!({
        "members": members.iter().map(Account::to_string).collect::<Vec<_>>(),
        "motions": motions.iter().map(|motion| json!({
            "hash": motion.hash, "index": motion.votes.index, "threshold": motion.votes.threshold,
            "ayes": motion.votes.ayes.len(), "nays": motion.votes.nays.len(), "call": motion.call.to_string(),
        })).collect::<Vec<_>>(),
    });
    globals.print(&json, || {
        let mut lines: Vec<_> = members
            .iter()
            .map(|member| format!("member {member}"))
            .collect();
        lines.extend(motions.iter().map(|motion| {
            format!(
                "motion {} {}  {} of {} ayes, {} nays  {}",
                motion.votes.index,
                motion.hash,
                motion.votes.ayes.len(),
                motion.votes.threshold,
                motion.votes.nays.len(),
                motion.call
            )
        }));
        lines.join("\n")
    });
    Ok(())
}

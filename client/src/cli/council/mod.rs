//! `limpid council`: motions, votes, decisions and seats of the council of agencies.

mod decisions;
mod motion;
mod seat;
mod threshold;
mod vote;

use super::{signer::Signer, Globals};
use crate::chain::{calls, At, Chain};
use limpid_primitives::Digest;
use motion::{Council, MotionText};
use serde_json::json;
use std::{process::ExitCode, str::FromStr};

/// Motions and decisions of the council of agencies. Motions are opened by `--by council` of other commands, and by those
/// that only the council can carry out.
#[derive(Debug, clap::Subcommand)]
pub enum CouncilCommand {
    /// List the council's members and the open motions.
    List,
    /// Show one open motion: what is to be decided, by which document, and who voted how.
    Show {
        /// The motion's number or hash, or both.
        #[arg(num_args = 1..=2, required = true, value_name = "MOTION")]
        motion: Vec<MotionName>,
    },
    /// Vote on a motion. The proposer votes too: opening a motion is no vote.
    Vote {
        /// The motion's number or hash, or both.
        #[arg(num_args = 1..=2, required = true, value_name = "MOTION")]
        motion: Vec<MotionName>,
        /// For or against.
        #[arg(value_enum)]
        vote: calls::Vote,
        /// If this vote decides the motion, carry it out or drop it.
        #[arg(long)]
        close: bool,
        #[command(flatten)]
        signer: Signer,
    },
    /// End a motion that has enough votes, or whose time is over: carries it out or drops it.
    Close {
        /// The motion's number or hash, or both.
        #[arg(num_args = 1..=2, required = true, value_name = "MOTION")]
        motion: Vec<MotionName>,
        #[command(flatten)]
        signer: Signer,
    },
    /// List what the council decided: when, by which document, and what was carried out.
    Decisions,
    /// Give, take and exchange seats.
    #[command(subcommand)]
    Seat(seat::SeatCommand),
}

/// What people call a motion by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MotionName {
    /// Its number.
    Index(u32),
    /// Its hash.
    Hash(Digest),
}

impl FromStr for MotionName {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<MotionName, Self::Err> {
        let hash = text.strip_prefix("0x").unwrap_or(text).parse().ok();
        let index = || text.parse().ok().map(MotionName::Index);
        hash.map(MotionName::Hash)
            .or_else(index)
            .ok_or("a motion is named by its number or by its hash, 64 hex digits")
    }
}

/// Carries out `limpid council`.
pub async fn run(command: CouncilCommand, globals: &Globals) -> anyhow::Result<ExitCode> {
    let chain = globals.connect().await?;
    match command {
        CouncilCommand::List => list(globals, &chain).await?,
        CouncilCommand::Show { motion } => {
            let council = Council::read(&chain, At::Finalised).await?;
            let shown = MotionText::new(&council, council.motion(&motion)?);
            globals.print(&shown.json(), || shown.long());
        }
        CouncilCommand::Vote {
            motion,
            vote,
            close,
            signer,
        } => {
            let key = signer.member_key()?;
            let then = match close {
                true => vote::Then::Close,
                false => vote::Then::Wait,
            };
            vote::vote(globals, &chain, &key, &motion, vote, then).await?;
        }
        CouncilCommand::Close { motion, signer } => {
            let key = signer.member_key()?;
            let council = Council::read(&chain, At::Finalised).await?;
            vote::close(globals, &chain, &key, council.motion(&motion)?).await?;
        }
        CouncilCommand::Decisions => decisions::list(globals, &chain).await?,
        CouncilCommand::Seat(command) => seat::run(command, globals, &chain).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(globals: &Globals, chain: &Chain) -> anyhow::Result<()> {
    let council = Council::read(chain, At::Finalised).await?;
    let motions: Vec<_> = council
        .motions
        .iter()
        .map(|motion| MotionText::new(&council, motion))
        .collect();
    let json = json!({
        "members": council.members.iter().map(|member| member.to_string()).collect::<Vec<_>>(),
        "threshold": council.threshold(),
        "motions": motions.iter().map(MotionText::json).collect::<Vec<_>>(),
    });
    globals.print(&json, || {
        let member = |account| format!("member  {}", council.who(account));
        let mut lines: Vec<_> = council.members.iter().map(member).collect();
        lines.push(format!(
            "a decision needs {} of {} votes",
            council.threshold(),
            council.members.len()
        ));
        lines.extend(motions.iter().map(MotionText::short));
        lines.join("\n")
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Council {
        #[command(subcommand)]
        command: CouncilCommand,
    }

    #[test]
    fn a_vote_follows_one_name_or_both() {
        let hash = "0f".repeat(32);
        let names = |arguments: &[&str]| {
            let words = ["limpid", "vote"].iter().chain(arguments);
            match Council::try_parse_from(words).ok()?.command {
                CouncilCommand::Vote { motion, vote, .. } => Some((motion.len(), vote)),
                _ => None,
            }
        };
        assert_eq!(names(&["7", "aye"]), Some((1, calls::Vote::Aye)));
        assert_eq!(names(&[&hash, "7", "nay"]), Some((2, calls::Vote::Nay)));
        assert_eq!(names(&["7"]), None);
        assert_eq!(names(&["aye"]), None);
        assert_eq!(names(&["7", "8", "9", "aye"]), None);
    }

    #[test]
    fn a_motion_is_named_by_number_or_hash() {
        let hash = "0f".repeat(32);
        let digest = Digest([0x0f; 32]);
        assert_eq!(hash.parse(), Ok(MotionName::Hash(digest)));
        assert_eq!(format!("0x{hash}").parse(), Ok(MotionName::Hash(digest)));
        assert_eq!("12".parse(), Ok(MotionName::Index(12)));
        for text in ["", "-1", "aye", &hash[1..]] {
            assert!(text.parse::<MotionName>().is_err(), "{text}");
        }
    }
}

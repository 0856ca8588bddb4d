//! `limpid permit`: who may discharge what, where and until when.

mod decide;
mod file;
mod list;
mod show;
mod template;
mod time_text;

pub use decide::known;
pub use list::names;

use super::{decision::Document, say, signer::Signer, Globals};
use crate::when::parse_time_ms;
use limpid_primitives::{DivisionCode, PermitNumber};
use std::{path::PathBuf, process::ExitCode};

/// Discharge permits (排污许可证): issued, changed and ended by the agency of the division; every version stays readable.
#[derive(Debug, clap::Subcommand)]
pub enum PermitCommand {
    /// Issue a permit; on the number of one that has ended, a new one.
    Issue(FileArgs),
    /// Give a permit a new version, in force from now on, under the same number and dates.
    Amend(FileArgs),
    /// Give a permit a new version and a later end (`valid_until` of the file).
    Renew(FileArgs),
    /// Suspend a permit: it is not in force until it is reinstated.
    Suspend(DecisionArgs),
    /// Put a suspended permit in force again.
    Reinstate(DecisionArgs),
    /// Take a permit away for a serious breach (吊销).
    Revoke {
        #[command(flatten)]
        decision: DecisionArgs,
        #[command(flatten)]
        ban: Ban,
    },
    /// Take back a permit that was granted wrongly or obtained by fraud (撤销).
    Withdraw {
        #[command(flatten)]
        decision: DecisionArgs,
        #[command(flatten)]
        ban: Ban,
    },
    /// End a permit without fault, as when the site closed or the permit expired (注销).
    Cancel(DecisionArgs),
    /// End the ban the holder got for this permit, as when a court quashed the decision.
    ///
    /// The agency that banned can, or one above it.
    LiftBan(DecisionArgs),
    /// Show a permit: whether it is in force, its outlets with limits and yearly masses, and all that was decided about it.
    Show {
        /// The permit's number.
        number: PermitNumber,
        /// This version instead of the present one.
        #[arg(long, value_name = "N")]
        version: Option<u32>,
    },
    /// List permits.
    List {
        /// Of this division and those in it only.
        #[arg(long)]
        division: Option<DivisionCode>,
    },
    /// Print an example of a permit's file.
    Template,
}

/// A permit's file, the document behind it, and who signs.
#[derive(Debug, clap::Args)]
pub struct FileArgs {
    /// The permit as JSON, in full; `limpid permit template` prints an example, and `limpid permit show --json` has the present
    /// one under `permit`. Yearly masses have their unit, as in "12.5 t". `valid_until` is exclusive: a permit up to and with
    /// 2030-12-31 has 2031-01-01.
    #[arg(long, value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub document: Document,
    #[command(flatten)]
    pub signer: Signer,
}

/// Which permit, the document of the decision, and who signs.
#[derive(Debug, clap::Args)]
pub struct DecisionArgs {
    /// The permit's number.
    pub number: PermitNumber,
    #[command(flatten)]
    pub document: Document,
    #[command(flatten)]
    pub signer: Signer,
}

/// How long the holder gets no permit.
#[derive(Debug, clap::Args)]
pub struct Ban {
    /// The holder gets no other permit until then; at most three years.
    #[arg(long = "ban-until", value_name = "TIME", value_parser = parse_time_ms)]
    pub until_ms: Option<u64>,
}

/// Carries out `limpid permit`.
pub async fn run(command: PermitCommand, globals: &Globals) -> anyhow::Result<ExitCode> {
    use PermitCommand as C;
    match command {
        C::Issue(args) => decide::write(globals, decide::Step::Issue, &args).await?,
        C::Amend(args) => decide::write(globals, decide::Step::Amend, &args).await?,
        C::Renew(args) => decide::write(globals, decide::Step::Renew, &args).await?,
        C::Suspend(args) => decide::decide(globals, decide::Decision::Suspend, &args).await?,
        C::Reinstate(args) => decide::decide(globals, decide::Decision::Reinstate, &args).await?,
        C::Revoke { decision, ban } => {
            decide::decide(globals, decide::Decision::Revoke(ban.until_ms), &decision).await?
        }
        C::Withdraw { decision, ban } => {
            decide::decide(globals, decide::Decision::Withdraw(ban.until_ms), &decision).await?
        }
        C::Cancel(args) => decide::decide(globals, decide::Decision::Cancel, &args).await?,
        C::LiftBan(args) => decide::decide(globals, decide::Decision::LiftBan, &args).await?,
        C::Show { number, version } => show::show(globals, number, version).await?,
        C::List { division } => list::list(globals, division).await?,
        C::Template => say(template::EXAMPLE.trim_end()),
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Permit {
        #[command(subcommand)]
        command: PermitCommand,
    }

    const NUMBER: &str = "91130200699229617X001P";
    const DIGEST: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn parse(arguments: &[&str]) -> Result<PermitCommand, clap::Error> {
        let words = ["limpid"].iter().chain(arguments);
        Permit::try_parse_from(words).map(|parsed| parsed.command)
    }

    #[test]
    fn a_ban_is_given_where_a_permit_is_taken() {
        let ban = ["--document-digest", DIGEST, "--ban-until", "2029-01-01"];
        let of = |verb| parse(&[&[verb, NUMBER][..], &ban].concat());
        for verb in ["revoke", "withdraw"] {
            match of(verb).unwrap() {
                PermitCommand::Revoke { ban, .. } | PermitCommand::Withdraw { ban, .. } => {
                    assert_eq!(ban.until_ms, Some(1_861_891_200_000));
                }
                other => panic!("{other:?}"),
            }
        }
        assert!(of("cancel").is_err() && of("suspend").is_err());
    }

    #[test]
    fn a_permit_is_written_from_a_file() {
        let document = ["--document-digest", DIGEST];
        let file = ["--file", "permit.json"];
        for verb in ["issue", "amend", "renew"] {
            assert!(parse(&[&[verb][..], &file, &document].concat()).is_ok());
            assert!(parse(&[&[verb][..], &document].concat()).is_err());
        }
    }

    #[test]
    fn a_wrong_number_is_told_by_its_rule() {
        let error = parse(&["show", "91130200699229617Y001P"]).unwrap_err();
        assert!(error.to_string().contains("check character"), "{error}");
    }
}

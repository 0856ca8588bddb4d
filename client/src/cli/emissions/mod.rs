//! `limpid emissions`: what the chain computed of discharges, and by which rules.

mod chart;
mod conflicts;
mod report;
mod rules;
mod show;
mod substitution;
mod year;

use super::{
    decision::{Authority, CouncilDecision, Document},
    emissions_prove::{self, ProveArgs},
    finality::{submit_by, tell},
    signer::Signer,
    Globals,
};
use crate::{
    chain::calls,
    mass::{kilograms, parse_mass},
};
use limpid_primitives::{Day, DivisionCode, Micrograms, Outlet, PermitNumber, Pollutant};
use serde_json::json;
use std::{path::PathBuf, process::ExitCode};
use substitution::RuleText;

/// Masses the chain computed from anchored day frames, what agencies set of them, and the rules.
#[derive(Debug, clap::Subcommand)]
pub enum EmissionsCommand {
    /// Show a year of a permit: what each outlet discharged, how many days count by what, and a chart of the months.
    Show(show::ShowArgs),
    /// List the days for which anchored frames contradict each other. The first proof stands; an override settles it.
    Conflicts {
        /// Of this permit only.
        #[arg(long, value_name = "NUMBER", conflicts_with = "outlet")]
        permit: Option<PermitNumber>,
        /// Of this outlet only, as PERMIT/DA001.
        #[arg(long)]
        outlet: Option<Outlet>,
    },
    /// Let the agency's own measurement count for a day, before what the chain computed. Both stay visible.
    Override {
        /// The outlet, as PERMIT/DA001.
        outlet: Outlet,
        /// The pollutant's code, as a21002.
        #[arg(long)]
        pollutant: Pollutant,
        /// The day in Beijing, as 2026-03-01.
        #[arg(long)]
        day: Day,
        /// The mass with its unit, as "12.5 kg".
        #[arg(long, value_parser = parse_mass)]
        mass: Micrograms,
        #[command(flatten)]
        document: Document,
        #[command(flatten)]
        signer: Signer,
    },
    /// Let a substitute count for a day without valid data, by the rule of its division; also after a tag was accepted for it.
    ///
    /// A submitter can once a frame of the day, or its absence, is proven. An agency of the division needs no proof: it answers for
    /// it that there are no valid data.
    Substitute {
        /// The outlet, as PERMIT/DA001.
        outlet: Outlet,
        /// The day in Beijing, as 2026-03-01.
        #[arg(long)]
        day: Day,
        #[command(flatten)]
        signer: Signer,
    },
    /// Prove days and exceedances from a gateway's store, or from a copy of it, once.
    ///
    /// A gateway does it by itself with `[emissions] prove = true`; this is for what came before that, or for what somebody
    /// else wants proven. What is proven already is passed over, and proving twice changes nothing. Any submitter may sign.
    ///
    /// Exit code 0: all of it is proven. 1: the chain refuses some of it. 3: try again later.
    Prove(ProveArgs),
    /// Show how emissions are counted and found, and what counts for days without valid data.
    Rules,
    /// Set how emissions are counted and found, by a decision of the council.
    ///
    /// All of it at once: begin with `limpid emissions rules --json | jq .rules > rules.json`.
    SetRules {
        /// The rules as JSON, in full.
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        decision: CouncilDecision,
    },
    /// Set, as its agency, what counts in a division for days without valid data. The nearest division with a rule decides.
    SetSubstitution {
        /// The division.
        #[arg(long)]
        division: DivisionCode,
        /// largest-of-days:N (the largest mass of the N days before), mean-of-days:N (their mean), permitted-day (a 365th of
        /// the yearly permitted mass), or none (the rule of the division around this one).
        #[arg(long)]
        rule: RuleText,
        #[command(flatten)]
        signer: Signer,
    },
}

/// Carries out `limpid emissions`.
pub async fn run(command: EmissionsCommand, globals: &Globals) -> anyhow::Result<ExitCode> {
    use EmissionsCommand as C;
    match command {
        C::Show(args) => show::show(globals, &args).await?,
        C::Conflicts { permit, outlet } => conflicts::list(globals, permit, outlet).await?,
        C::Override {
            outlet,
            pollutant,
            day,
            mass,
            document,
            signer,
        } => {
            let call = calls::override_day(outlet, pollutant, day, mass, document.reason()?);
            let key = signer.member_key()?;
            let chain = globals.connect().await?;
            let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
            tell(globals, &inclusion, |_| {
                let json = json!({ "outlet": outlet, "pollutant": pollutant, "day": day, "mass_ug": mass });
                let mass = kilograms(mass);
                (
                    json,
                    format!("{mass} of {pollutant} count for {outlet} on {day}"),
                )
            });
        }
        C::Substitute {
            outlet,
            day,
            signer,
        } => {
            let key = signer.member_key()?;
            let chain = globals.connect().await?;
            let call = calls::substitute_day(outlet, day);
            let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
            tell(globals, &inclusion, |_| {
                let json = json!({ "outlet": outlet, "day": day });
                (json, format!("substitutes count for {outlet} on {day}"))
            });
        }
        C::Prove(args) => return emissions_prove::run(&args, globals).await,
        C::Rules => rules::show(globals).await?,
        C::SetRules { file, decision } => rules::set(globals, &file, &decision).await?,
        C::SetSubstitution {
            division,
            rule,
            signer,
        } => substitution::set(globals, division, rule, &signer).await?,
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Emissions {
        #[command(subcommand)]
        command: EmissionsCommand,
    }

    const NUMBER: &str = "91130200699229617X001P";
    const OUTLET: &str = "91130200699229617X001P/DA001";
    const DIGEST: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn parse(arguments: &[&str]) -> Result<EmissionsCommand, clap::Error> {
        let words = ["limpid"].iter().chain(arguments);
        Emissions::try_parse_from(words).map(|parsed| parsed.command)
    }

    #[test]
    fn an_override_has_a_mass_with_its_unit() {
        let of = |mass| {
            parse(&[
                "override",
                OUTLET,
                "--pollutant",
                "a21002",
                "--day",
                "2026-03-01",
                "--mass",
                mass,
                "--document-digest",
                DIGEST,
            ])
        };
        match of("12.5 kg").unwrap() {
            EmissionsCommand::Override { mass, day, .. } => {
                assert_eq!(mass, Micrograms(12_500_000_000));
                assert_eq!(day.to_string(), "2026-03-01");
            }
            other => panic!("{other:?}"),
        }
        let error = of("12.5").unwrap_err().to_string();
        assert!(error.contains("as in 12.5 kg"), "{error}");
    }

    #[test]
    fn a_year_of_a_permit_is_shown_whole_or_in_part() {
        let show = ["show", "--permit", NUMBER, "--year", "2026"];
        let part = ["--outlet", "DA001", "--pollutant", "a21002", "--daily"];
        assert!(parse(&show).is_ok());
        assert!(parse(&[&show[..], &part].concat()).is_ok());
        assert!(parse(&show[..3]).is_err());
        assert!(parse(&["show", "--permit", NUMBER, "--year", "26"]).is_err());
    }
}

//! `limpid quota rule`: until when emissions are to be covered, and what follows otherwise.

use super::submit;
use crate::{
    chain::{calls, At},
    cli::{
        finality::tell,
        signer::Signer,
        table::{pollutant as name, table, Column},
        Globals,
    },
};
use limpid_primitives::{
    quota::{SurrenderRule, SurrenderRuleV1},
    DivisionCode, Pollutant,
};
use serde_json::json;

/// Until when emissions are to be covered, and what follows otherwise.
#[derive(Debug, clap::Subcommand)]
pub enum RuleCommand {
    /// List the rules of all divisions. The nearest division with a rule for the pollutant counts.
    List,
    /// Set, as its agency, the rule of a division for a pollutant.
    Set {
        #[command(flatten)]
        of: RuleOf,
        /// The first year whose emissions are to be covered.
        #[arg(long, value_name = "YEAR")]
        first_year: u16,
        /// How many days after the year's last day quota is surrendered on time.
        #[arg(long, value_name = "DAYS")]
        deadline_days: u16,
        /// How many thousandths of what was not surrendered on time are deducted from the next allocation; 1000 is as much.
        #[arg(long, value_name = "PERMILLE")]
        deduction_permille: u32,
        #[command(flatten)]
        signer: Signer,
    },
    /// Take, as its agency, a division's own rule away: that of the division above counts then.
    Remove {
        #[command(flatten)]
        of: RuleOf,
        #[command(flatten)]
        signer: Signer,
    },
}

/// A division and a pollutant.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct RuleOf {
    /// The division.
    #[arg(long)]
    pub division: DivisionCode,
    /// The pollutant's code, as a21002.
    #[arg(long)]
    pub pollutant: Pollutant,
}

/// Carries out `limpid quota rule`.
pub async fn run(globals: &Globals, command: RuleCommand) -> anyhow::Result<()> {
    match command {
        RuleCommand::List => list_rules(globals).await,
        RuleCommand::Set {
            of,
            first_year,
            deadline_days,
            deduction_permille,
            signer,
        } => {
            let rule = SurrenderRuleV1 {
                first_year,
                deadline_days,
                deduction_permille,
            };
            set_rule(globals, of, Some(rule), &signer).await
        }
        RuleCommand::Remove { of, signer } => set_rule(globals, of, None, &signer).await,
    }
}

async fn set_rule(
    globals: &Globals,
    of: RuleOf,
    rule: Option<SurrenderRuleV1>,
    signer: &Signer,
) -> anyhow::Result<()> {
    let RuleOf {
        division,
        pollutant,
    } = of;
    let call = calls::set_surrender_rule(division, pollutant, rule.map(SurrenderRule::V1));
    let inclusion = submit(globals, signer, call).await?;
    tell(globals, &inclusion, |_| {
        let text = match &rule {
            Some(rule) => format!("{} in {division}: {}", name(pollutant), rule_text(rule)),
            None => format!(
                "{division} has no rule of its own for {} any more",
                name(pollutant)
            ),
        };
        (
            json!({ "division": division, "pollutant": pollutant, "rule": rule }),
            text,
        )
    });
    Ok(())
}

fn rule_text(rule: &SurrenderRuleV1) -> String {
    format!(
        "from {} on, on time until {} days after the year; {} ‰ of what is missing then are deducted",
        rule.first_year, rule.deadline_days, rule.deduction_permille
    )
}

async fn list_rules(globals: &Globals) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let rules = chain.surrender_rules(At::Finalised).await?;
    let json: Vec<_> = rules
        .iter()
        .map(|(division, pollutant, rule)| json!({ "division": division, "pollutant": pollutant, "rule": rule }))
        .collect();
    globals.print(&json.into(), || {
        if rules.is_empty() {
            return "no rules: nobody has to surrender".to_owned();
        }
        use Column::Left;
        let columns = [Left("division"), Left("pollutant"), Left("rule")];
        let rows = rules.iter().map(|(division, pollutant, rule)| {
            [division.to_string(), name(*pollutant), rule_text(rule)]
        });
        table(columns, rows)
    });
    Ok(())
}

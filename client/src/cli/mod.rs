//! The `limpid` command: one file a subcommand.

mod chain;
mod council;
mod deposit;
mod emissions;
mod emissions_prove;
mod evidence;
mod finding;
mod gateway;
mod hj212;
mod institution;
mod joint_case;
mod key;
mod market;
mod member;
mod node;
mod permit;
mod quota;
mod registry;
mod runtime;
mod share;
mod simulate;
mod tag;
mod trust;
mod validator;

mod decision;
mod finality;
mod hint;
mod input;
mod signer;
mod table;

pub use hint::hint;

use crate::chain::{Chain, ChainError, SubmitError};
use clap::{Parser, Subcommand};
use std::{
    io::{self, Write},
    process::ExitCode,
};

const AFTER_HELP: &str = "\
Exit codes:
  0  done; for checks: all good, or verified
  1  refused by the chain; for checks: something is bad, or refuted
  2  the command or its input is wrong; for checks: not decidable
  3  try again later: no node answers, or not finalised in time

Times are RFC 3339 (2026-03-01T08:00:00+08:00), or without a zone (2026-03-01 08:00, 2026-03-01) Beijing time, UTC+8.";

/// Limpid: pollution-monitoring evidence from the logger's frame to a file anybody can check offline.
#[derive(Debug, Parser)]
#[command(name = "limpid", version, after_help = AFTER_HELP, arg_required_else_help = true)]
pub struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

/// What every subcommand takes.
#[derive(Clone, Debug, clap::Args)]
pub struct Globals {
    /// WebSocket address of a node; several, separated by commas, stand in for each other.
    #[arg(
        long = "node",
        value_name = "URL",
        env = "LIMPID_NODE",
        value_delimiter = ',',
        default_value = "ws://127.0.0.1:9944",
        global = true,
        hide_env_values = true
    )]
    nodes: Vec<String>,
    /// Print JSON instead of text.
    #[arg(long, global = true)]
    json: bool,
    /// Take the best block for final, while nothing becomes final: docs/operate/loss-of-a-third.md.
    ///
    /// Only for what gets finality back: the commands of council, validator, member and institution. What they say was done is
    /// in a block that can still be replaced: look again before the next step.
    #[arg(long, global = true)]
    without_finality: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make and show keys of members and gateways.
    #[command(subcommand)]
    Key(key::KeyCommand),
    /// Admit and govern institutions.
    #[command(subcommand)]
    Institution(institution::InstitutionCommand),
    /// Add, change and remove the members of one's own institution.
    #[command(subcommand)]
    Member(member::MemberCommand),
    /// Motions, decisions and seats of the council of agencies.
    #[command(subcommand)]
    Council(council::CouncilCommand),
    /// Who authors and finalises blocks.
    #[command(subcommand)]
    Validator(validator::ValidatorCommand),
    /// Which nodes may connect.
    #[command(subcommand)]
    Node(node::NodeCommand),
    /// The chain's own code: verify it, and upgrade it by a decision of the council.
    #[command(subcommand)]
    Runtime(runtime::RuntimeCommand),
    /// Issue, change, end and show discharge permits.
    #[command(subcommand)]
    Permit(permit::PermitCommand),
    /// Register gateways and bind outlets to them.
    #[command(subcommand)]
    Registry(registry::RegistryCommand),
    /// Say why data of a period are not valid, and review it.
    #[command(subcommand)]
    Tag(tag::TagCommand),
    /// What the chain computed of discharges, and by which rules.
    #[command(subcommand)]
    Emissions(emissions::EmissionsCommand),
    /// Exceedances the chain established, and what becomes of them.
    #[command(subcommand)]
    Finding(finding::FindingCommand),
    /// Money on chain: credited and paid out by settlement banks.
    #[command(subcommand)]
    Deposit(deposit::DepositCommand),
    /// Trade emission quota: orders, auctions, negotiated trades; and check that the chain did it by the rules.
    #[command(subcommand)]
    Market(market::MarketCommand),
    /// Emission quota: classes, allocation, holdings, title, surrender.
    #[command(subcommand)]
    Quota(quota::QuotaCommand),
    /// Work on a case with agencies of other divisions: clues, evidence, tasks.
    #[command(subcommand)]
    Case(joint_case::CaseCommand),
    /// Run the gateway, or check its store.
    Gateway(gateway::GatewayArgs),
    /// Play data loggers.
    Simulate(simulate::SimulateArgs),
    /// Check HJ 212 frames.
    Hj212(hj212::Hj212Args),
    /// Data shared with other institutions.
    #[command(subcommand)]
    Share(share::ShareCommand),
    /// Find, export, verify and deposit evidence.
    #[command(subcommand)]
    Evidence(evidence::EvidenceCommand),
    /// Make and update trust roots.
    #[command(subcommand)]
    Trust(trust::TrustCommand),
    /// Look at the chain.
    #[command(subcommand)]
    Chain(chain::ChainCommand),
}

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Text,
    Json,
}

impl Globals {
    fn format(&self) -> Format {
        if self.json {
            Format::Json
        } else {
            Format::Text
        }
    }

    async fn connect(&self) -> Result<Chain, ChainError> {
        match self.without_finality {
            false => Chain::connect(&self.nodes).await,
            true => Chain::connect_without_finality(&self.nodes).await,
        }
    }

    /// Prints a result in the form asked for.
    fn print(&self, json: &serde_json::Value, text: impl FnOnce() -> String) {
        match self.format() {
            Format::Json => say(&json.to_string()),
            Format::Text => say(text().trim_end()),
        }
    }
}

/// Writes to standard output. A reader that has seen enough (`| head`) is no error.
fn say(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}

impl Command {
    /// Whether it may be what gets finality back.
    fn may_do_without_finality(&self) -> bool {
        matches!(
            self,
            Command::Council(_)
                | Command::Validator(_)
                | Command::Member(_)
                | Command::Institution(_)
        )
    }
}

/// Carries out a command.
pub async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let globals = &cli.globals;
    if globals.without_finality && !cli.command.may_do_without_finality() {
        anyhow::bail!("--without-finality is for council, validator, member and institution only: everything else must rest on final blocks");
    }
    match cli.command {
        Command::Key(command) => key::run(command, globals),
        Command::Institution(command) => institution::run(command, globals).await,
        Command::Member(command) => member::run(command, globals).await,
        Command::Council(command) => council::run(command, globals).await,
        Command::Validator(command) => validator::run(command, globals).await,
        Command::Node(command) => node::run(command, globals).await,
        Command::Runtime(command) => runtime::run(command, globals).await,
        Command::Permit(command) => permit::run(command, globals).await,
        Command::Registry(command) => registry::run(command, globals).await,
        Command::Tag(command) => tag::run(command, globals).await,
        Command::Emissions(command) => emissions::run(command, globals).await,
        Command::Finding(command) => finding::run(command, globals).await,
        Command::Deposit(command) => deposit::run(command, globals).await,
        Command::Market(command) => market::run(command, globals).await,
        Command::Quota(command) => quota::run(command, globals).await,
        Command::Case(command) => joint_case::run(command, globals).await,
        Command::Gateway(args) => gateway::run(args).await,
        Command::Simulate(args) => simulate::run(args).await,
        Command::Hj212(args) => hj212::run(args).await,
        Command::Share(command) => share::run(command, globals).await,
        Command::Evidence(command) => evidence::run(command, globals).await,
        Command::Trust(command) => trust::run(command, globals).await,
        Command::Chain(command) => chain::run(command, globals).await,
    }
}

/// The exit code for a command that ended in an error, as `--help` documents it.
pub fn exit_code_of(error: &anyhow::Error) -> ExitCode {
    for cause in error.chain() {
        if let Some(error) = cause.downcast_ref::<SubmitError>() {
            return ExitCode::from(if error.is_retryable() { 3 } else { 1 });
        }
        if let Some(error) = cause.downcast_ref::<ChainError>() {
            return ExitCode::from(if error.is_retryable() { 3 } else { 2 });
        }
    }
    ExitCode::from(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_has_no_contradictions() {
        Cli::command().debug_assert();
    }

    #[test]
    fn only_what_gets_finality_back_does_without_it() {
        let may = |words: &[&str]| {
            let words = ["limpid", "--without-finality"].iter().chain(words);
            let cli = Cli::try_parse_from(words).unwrap();
            assert!(cli.globals.without_finality);
            cli.command.may_do_without_finality()
        };
        assert!(may(&["council", "list"]) && may(&["validator", "list"]));
        assert!(!may(&["chain", "status"]));
        assert!(!may(&["trust", "export", "--out", "root.json"]));
        assert!(!may(&["node", "list"]) && !may(&["runtime", "show"]));
    }
}

//! The command line.

use clap::{CommandFactory, FromArgMatches, Parser};
use sc_cli::{RunCmd, SubstrateCli};

/// `limpid-node`'s arguments.
#[derive(Debug, Parser)]
pub struct Cli {
    /// What to do instead of running a node.
    #[command(subcommand)]
    pub subcommand: Option<Subcommand>,
    /// How to run a node.
    #[clap(flatten)]
    pub run: RunCmd,
}

/// What the binary does besides running a node.
#[derive(Debug, clap::Subcommand)]
#[allow(clippy::large_enum_variant)]
pub enum Subcommand {
    /// Make and inspect keys: a validator's session keys, a node's network key
    #[command(subcommand)]
    Key(sc_cli::KeySubcommand),
    /// Write the specification of a new chain from its founders' file
    FoundChain(crate::found::FoundChain),
    /// Write a chain specification, plain or raw
    ExportChainSpec(sc_cli::ExportChainSpecCmd),
    /// Show the database's meta data: genesis, best and finalised block
    ChainInfo(sc_cli::ChainInfoCmd),
    /// Check the blocks of a database
    CheckBlock(sc_cli::CheckBlockCmd),
    /// Write blocks to a file
    ExportBlocks(sc_cli::ExportBlocksCmd),
    /// Write the state of a block as a chain specification
    ExportState(sc_cli::ExportStateCmd),
    /// Read blocks from a file
    ImportBlocks(sc_cli::ImportBlocksCmd),
    /// Go back to an earlier block; only what is not final can be undone
    Revert(sc_cli::RevertCmd),
    /// Delete the chain's database
    PurgeChain(sc_cli::PurgeChainCmd),
}

/// The SDK's defaults that do not fit a chain of evidence, replaced where `--help` shows them:
/// the argument's id and its new default.
const DEFAULTS: [(&str, &str); 6] = [
    // The fork-aware pool loses transactions it has accepted; on a chain without forks it has nothing to give.
    ("pool_type", "single-state"),
    // A bundle may be asked for at any time, so the state and every justification stay.
    ("state_pruning", "archive-canonical"),
    ("blocks_pruning", "archive-canonical"),
    ("database", "rocksdb"),
    // A refused transaction may become valid within the minute (an allowance refills, a suspension ends).
    ("tx_ban_seconds", "60"),
    // MiB: a whole page of handovers, 8 MiB, is twice as long in hex.
    ("rpc_max_response_size", "32"),
];

impl Cli {
    /// Reads the process's arguments; prints help or the error and leaves when they say so.
    pub fn from_process_args() -> Self {
        let mut command =
            <Self as SubstrateCli>::setup_command(<Self as CommandFactory>::command());
        for (argument, default) in DEFAULTS {
            command = command.mut_arg(argument, |a| a.default_value(default));
        }
        let matches = command.get_matches();
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_replaced_default_names_an_argument() {
        let command = <Cli as CommandFactory>::command();
        for (argument, _) in DEFAULTS {
            assert!(
                command.get_arguments().any(|a| a.get_id() == argument),
                "the SDK has no argument {argument} any more"
            );
        }
    }
}

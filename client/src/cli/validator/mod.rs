//! `limpid validator`: who authors and finalises, with which keys.

mod keys;
mod list;

use super::{
    decision::CouncilDecision,
    finality::{submit_by, tell},
    signer::Signer,
    Globals,
};
use crate::chain::{calls, Account, At, Chain};
use serde_json::json;
use std::process::ExitCode;

/// Validators: the accounts whose nodes author and finalise blocks.
#[derive(Debug, clap::Subcommand)]
pub enum ValidatorCommand {
    /// List the validators: where they stand, with which keys, and what they did last.
    List,
    /// Give the signer's account new session keys, made by its node.
    ///
    /// `--node` names that one node. It answers this on its own machine only: making keys is an unsafe RPC method. The old
    /// keys validate until the second end of a session; the node must keep them until then.
    SetKeys {
        #[command(flatten)]
        signer: Signer,
    },
    /// Add and remove validators, by a decision of the council. Whoever is added has set keys before.
    #[command(group = clap::ArgGroup::new("change").required(true).multiple(true))]
    Change {
        /// Accounts that are to validate, separated by commas.
        #[arg(long, value_name = "ACCOUNT", value_delimiter = ',', group = "change")]
        add: Vec<Account>,
        /// Accounts that are not to validate any more, separated by commas.
        #[arg(long, value_name = "ACCOUNT", value_delimiter = ',', group = "change")]
        remove: Vec<Account>,
        #[command(flatten)]
        decision: CouncilDecision,
    },
    /// Give up the session keys of the signer's account, which was a validator.
    ///
    /// When: after the council removed it (`change --remove`) and its last session has ended, one to two sessions later, so
    /// that `list` does not show it any more; before, the chain refuses. Only then can the account leave its institution
    /// (`limpid member remove`).
    ForgetKeys {
        #[command(flatten)]
        signer: Signer,
    },
}

/// Carries out `limpid validator`.
pub async fn run(command: ValidatorCommand, globals: &Globals) -> anyhow::Result<ExitCode> {
    match command {
        ValidatorCommand::List => list::list(globals).await?,
        ValidatorCommand::SetKeys { signer } => {
            keys::set(globals, &signer.member_key()?).await?;
        }
        ValidatorCommand::ForgetKeys { signer } => {
            keys::forget(globals, &signer.member_key()?).await?;
        }
        ValidatorCommand::Change {
            add,
            remove,
            decision,
        } => change(globals, &add, &remove, &decision).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn change(
    globals: &Globals,
    add: &[Account],
    remove: &[Account],
    decision: &CouncilDecision,
) -> anyhow::Result<()> {
    let authority = decision.authority()?;
    let key = decision.signer.member_key()?;
    let chain = globals.connect().await?;
    let call = calls::change_validators(add, remove);
    let inclusion = submit_by(&chain, &key, authority, call).await?;
    let from = in_force_from(
        &chain,
        inclusion.block_number,
        At::Block(inclusion.block_hash),
    )
    .await;
    let texts = |accounts: &[Account]| accounts.iter().map(Account::to_string).collect::<Vec<_>>();
    tell(globals, &inclusion, |_| {
        let when = from
            .map(|from| format!("; in force from block {from}"))
            .unwrap_or_default();
        (
            json!({ "added": texts(add), "removed": texts(remove), "in_force_from": from }),
            format!(
                "validators changed: {} added, {} removed{when}",
                add.len(),
                remove.len()
            ),
        )
    });
    Ok(())
}

/// The first block at which a change made in block `number` shows; `None` if the node does not say.
async fn in_force_from(chain: &Chain, number: u32, at: At) -> Option<u32> {
    let validators = chain.validators(at).await.ok()?;
    Some(validators.keys_in_force_from(number))
}

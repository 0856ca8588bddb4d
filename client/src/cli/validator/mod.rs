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
use anyhow::bail;
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
    /// Let the next change of validators come into force without the votes of those before, by a decision of the council.
    ///
    /// Only when so many validators are lost for good that nothing becomes final any more: it breaks the chain of trust. See
    /// docs/operate/loss-of-a-third.md, which says when it must be carried out: after the session's end that queues the new
    /// validators (`list` says `queued`), and before the next one.
    ForceChange {
        /// The last final block, the same on every node that is left.
        #[arg(long, value_name = "NUMBER")]
        last_final: u32,
        /// Blocks after that end of a session until the new validators vote: enough for every node to have the block.
        #[arg(long, value_name = "BLOCKS")]
        delay: u32,
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
        ValidatorCommand::ForceChange {
            last_final,
            delay,
            decision,
        } => force_change(globals, last_final, delay, &decision).await?,
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

async fn force_change(
    globals: &Globals,
    last_final: u32,
    delay: u32,
    decision: &CouncilDecision,
) -> anyhow::Result<()> {
    let authority = decision.authority()?;
    let key = decision.signer.member_key()?;
    let chain = globals.connect().await?;
    let known = chain.last_final().await?;
    if known != last_final {
        bail!(
            "the last final block of this node is {known}, not {last_final}: agree on it with the other institutions first.              If it rises, nothing needs to be forced"
        );
    }
    let call = calls::note_stalled(delay, last_final);
    let inclusion = submit_by(&chain, &key, authority, call).await?;
    tell(globals, &inclusion, |_| {
        (
            json!({ "last_final": last_final, "delay": delay }),
            format!(
                "the next change of validators is forced: {delay} blocks after the session's end"
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

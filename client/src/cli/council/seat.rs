//! `limpid council seat`: who votes.

use crate::{
    chain::{calls, Account, Chain},
    cli::{
        decision::CouncilDecision,
        finality::{submit_by, tell},
        Globals,
    },
};
use serde_json::json;

/// Give, take and exchange seats. An account with a seat is a member of an institution: without that it cannot vote.
#[derive(Debug, clap::Subcommand)]
pub enum SeatCommand {
    /// Give an account a seat.
    Add {
        /// The account.
        account: Account,
        #[command(flatten)]
        decision: CouncilDecision,
    },
    /// Take an account's seat.
    Remove {
        /// The account.
        account: Account,
        #[command(flatten)]
        decision: CouncilDecision,
    },
    /// Give one account's seat to another.
    Swap {
        /// Who has the seat.
        from: Account,
        /// Who gets it.
        to: Account,
        #[command(flatten)]
        decision: CouncilDecision,
    },
}

/// Carries out `limpid council seat`.
pub async fn run(command: SeatCommand, globals: &Globals, chain: &Chain) -> anyhow::Result<()> {
    let (call, decision, text) = match command {
        SeatCommand::Add { account, decision } => (
            calls::add_seat(account),
            decision,
            format!("{account} has a seat in the council"),
        ),
        SeatCommand::Remove { account, decision } => (
            calls::remove_seat(account),
            decision,
            format!("{account} has no seat in the council any more"),
        ),
        SeatCommand::Swap { from, to, decision } => (
            calls::swap_seat(from, to),
            decision,
            format!("the seat of {from} is that of {to}"),
        ),
    };
    let authority = decision.authority()?;
    let key = decision.signer.member_key()?;
    let inclusion = submit_by(chain, &key, authority, call).await?;
    tell(globals, &inclusion, |_| (json!({}), text));
    Ok(())
}

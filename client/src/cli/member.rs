//! `limpid member`: the members of one's own institution.

use super::{
    decision::{Authority, Decision},
    finality::{submit_by, tell},
    signer::Signer,
    Globals,
};
use crate::chain::{calls, Account, At, Member};
use limpid_primitives::{Duties, Duty, InstitutionId};
use serde_json::json;
use std::process::ExitCode;

/// Add, change and remove the members of one's own institution.
#[derive(Debug, clap::Subcommand)]
pub enum MemberCommand {
    /// Make an account a member of the signer's institution.
    Add {
        /// The account.
        account: Account,
        #[command(flatten)]
        duties: DutyList,
        #[command(flatten)]
        signer: Signer,
    },
    /// Set all the duties of a member.
    SetDuties {
        /// The account.
        account: Account,
        #[command(flatten)]
        duties: DutyList,
        #[command(flatten)]
        signer: Signer,
    },
    /// Remove a member.
    Remove {
        /// The account.
        account: Account,
        #[command(flatten)]
        decision: Decision,
    },
    /// List the members.
    List {
        /// Of this institution only.
        #[arg(long, value_name = "ID")]
        institution: Option<InstitutionId>,
    },
}

/// What a member may do.
#[derive(Debug, clap::Args)]
pub struct DutyList {
    /// Duties, separated by commas: administrator, submitter, trader, approver.
    #[arg(long, value_delimiter = ',', required = true)]
    duties: Vec<Duty>,
}

impl DutyList {
    fn set(&self) -> Duties {
        self.duties.iter().copied().collect()
    }
}

/// Carries out `limpid member`.
pub async fn run(command: MemberCommand, globals: &Globals) -> anyhow::Result<ExitCode> {
    let (call, by, signer, account, verb) = match command {
        MemberCommand::List { institution } => {
            list(globals, institution).await?;
            return Ok(ExitCode::SUCCESS);
        }
        MemberCommand::Add {
            account,
            duties,
            signer,
        } => {
            let call = calls::add_member(account, duties.set());
            (call, Authority::Institution, signer, account, "added")
        }
        MemberCommand::SetDuties {
            account,
            duties,
            signer,
        } => {
            let call = calls::set_duties(account, duties.set());
            (
                call,
                Authority::Institution,
                signer,
                account,
                "given its duties",
            )
        }
        MemberCommand::Remove { account, decision } => (
            calls::remove_member(account),
            decision.authority()?,
            decision.signer,
            account,
            "removed",
        ),
    };
    let key = signer.member_key()?;
    let chain = globals.connect().await?;
    let inclusion = submit_by(&chain, &key, by, call).await?;
    tell(globals, &inclusion, |_| {
        (
            json!({ "account": account.to_string() }),
            format!("member {account} {verb}"),
        )
    });
    Ok(ExitCode::SUCCESS)
}

async fn list(globals: &Globals, institution: Option<InstitutionId>) -> anyhow::Result<()> {
    let mut members = globals.connect().await?.members(At::Finalised).await?;
    members.retain(|(_, m)| institution.is_none_or(|id| m.institution == id));
    members.sort_by_key(|(account, m)| (m.institution, *account));
    let json: Vec<_> = members
        .iter()
        .map(|(account, m)| {
            json!({ "account": account.to_string(), "institution": m.institution, "duties": m.duties })
        })
        .collect();
    globals.print(&json.into(), || {
        let line = |(account, m): &(Account, Member)| {
            let duties: Vec<_> = m.duties.iter().map(|duty| duty.to_string()).collect();
            format!("{:>5}  {account}  {}", m.institution, duties.join(", "))
        };
        members.iter().map(line).collect::<Vec<_>>().join("\n")
    });
    Ok(())
}

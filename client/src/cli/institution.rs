//! `limpid institution`: admits and governs institutions.

use super::{
    decision::{Authority, CouncilDecision, Decision},
    finality::{number_in, submit_by, tell},
    signer::Signer,
    Globals,
};
use crate::{
    chain::{calls, Account, At, Call, Chain, Event, Member},
    when::beijing,
};
use anyhow::Context;
use limpid_primitives::{
    Digest, DivisionCode, Institution, InstitutionId, InstitutionKind, InstitutionName,
    InstitutionStatus, Uscc,
};
use serde_json::json;
use std::process::ExitCode;

/// Admit and govern institutions.
#[derive(Debug, clap::Subcommand)]
pub enum InstitutionCommand {
    /// Admit an institution with its first administrator.
    Admit {
        /// What it is: agency, court, enterprise, gateway-operator, settlement-bank or exchange.
        #[arg(long)]
        kind: InstitutionKind,
        /// Its unified social credit code.
        #[arg(long)]
        uscc: Uscc,
        /// Its name.
        #[arg(long)]
        name: InstitutionName,
        /// Its division code, six digits (100000 for the nation).
        #[arg(long)]
        division: DivisionCode,
        /// Account of its first administrator.
        #[arg(long)]
        administrator: Account,
        #[command(flatten)]
        decision: Decision,
    },
    /// Correct an institution's name or division; give both in full.
    Amend {
        /// The institution's number.
        id: InstitutionId,
        /// Its name from now on.
        #[arg(long)]
        name: InstitutionName,
        /// Its division from now on.
        #[arg(long)]
        division: DivisionCode,
        #[command(flatten)]
        decision: Decision,
    },
    /// Suspend an institution: its members may not act.
    Suspend {
        /// The institution's number.
        id: InstitutionId,
        #[command(flatten)]
        decision: Decision,
    },
    /// Let a suspended institution act again.
    Reinstate {
        /// The institution's number.
        id: InstitutionId,
        #[command(flatten)]
        decision: Decision,
    },
    /// Make an account administrator of an institution whose own administrators lost their keys.
    Appoint {
        /// The institution's number.
        id: InstitutionId,
        /// The account.
        #[arg(long)]
        account: Account,
        #[command(flatten)]
        decision: Decision,
    },
    /// Set what an institution may take of the chain in one window (for the council); without figures the default.
    Allowance {
        /// The institution's number.
        id: InstitutionId,
        /// Computation, in milliseconds of the reference machine.
        #[arg(long, requires = "bytes", value_name = "MS")]
        compute_ms: Option<u64>,
        /// Bytes of transactions.
        #[arg(long, requires = "compute_ms")]
        bytes: Option<u64>,
        #[command(flatten)]
        decision: CouncilDecision,
    },
    /// Show one institution.
    Show {
        /// The institution's number.
        id: InstitutionId,
    },
    /// List all institutions.
    List,
}

/// A call to be made: by whose authority, signed by whom, and what to say when it is done.
struct Order {
    call: Call,
    authority: Authority,
    signer: Signer,
    verb: &'static str,
}

/// Carries out `limpid institution`.
pub async fn run(command: InstitutionCommand, globals: &Globals) -> anyhow::Result<ExitCode> {
    match command {
        InstitutionCommand::Show { id } => show(globals, id).await?,
        InstitutionCommand::List => list(globals).await?,
        command => {
            let order = order(command)?;
            let key = order.signer.member_key()?;
            let chain = globals.connect().await?;
            let inclusion = submit_by(&chain, &key, order.authority, order.call).await?;
            tell(globals, &inclusion, |events| done(events, order.verb));
        }
    }
    Ok(ExitCode::SUCCESS)
}

impl Order {
    fn new(call: Call, decision: Decision, verb: &'static str) -> anyhow::Result<Order> {
        Ok(Order {
            call,
            authority: decision.authority()?,
            signer: decision.signer,
            verb,
        })
    }

    /// Of a call that says why, by the digest of a document.
    fn with_reason(
        call: impl FnOnce(Digest) -> Call,
        decision: Decision,
        verb: &'static str,
    ) -> anyhow::Result<Order> {
        let (authority, reason) = decision.authority_and_reason()?;
        Ok(Order {
            call: call(reason),
            authority,
            signer: decision.signer,
            verb,
        })
    }
}

/// What a command orders.
fn order(command: InstitutionCommand) -> anyhow::Result<Order> {
    use InstitutionCommand as C;
    match command {
        C::Admit {
            kind,
            uscc,
            name,
            division,
            administrator,
            decision,
        } => {
            let call = calls::admit_institution(kind, uscc, &name, division, administrator);
            Order::new(call, decision, "admitted")
        }
        C::Amend {
            id,
            name,
            division,
            decision,
        } => Order::new(
            calls::amend_institution(id, &name, division),
            decision,
            "amended",
        ),
        command => govern(command),
    }
}

/// As [`order`], for what is done to an institution that is admitted.
fn govern(command: InstitutionCommand) -> anyhow::Result<Order> {
    use InstitutionCommand as C;
    match command {
        C::Suspend { id, decision } => Order::with_reason(
            |reason| calls::suspend_institution(id, reason),
            decision,
            "suspended",
        ),
        C::Reinstate { id, decision } => Order::with_reason(
            |reason| calls::reinstate_institution(id, reason),
            decision,
            "reinstated",
        ),
        C::Appoint {
            id,
            account,
            decision,
        } => Order::new(
            calls::appoint_administrator(id, account),
            decision,
            "given an administrator",
        ),
        C::Allowance {
            id,
            compute_ms,
            bytes,
            decision,
        } => {
            let allowance = compute_ms.zip(bytes).map(|(ms, bytes)| calls::Allowance {
                ref_time: ms.saturating_mul(1_000_000_000),
                bytes,
            });
            Ok(Order {
                call: calls::set_allowance(id, allowance),
                authority: decision.authority()?,
                signer: decision.signer,
                verb: "given an allowance",
            })
        }
        C::Admit { .. } | C::Amend { .. } | C::Show { .. } | C::List => {
            anyhow::bail!("this does nothing to an admitted institution")
        }
    }
}

fn done(events: &[Event], verb: &str) -> (serde_json::Value, String) {
    let id = events
        .iter()
        .filter(|event| event.pallet == "Institutions")
        .find_map(|event| super::finality::number(event, "institution"));
    let text = match id {
        Some(id) => format!("institution {id} {verb}"),
        None => format!("institution {verb}"),
    };
    let admitted = number_in(events, "Institutions", "InstitutionAdmitted", "institution");
    (
        json!({ "institution": id, "admitted": admitted.is_some() }),
        text,
    )
}

async fn show(globals: &Globals, id: InstitutionId) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let institution = chain
        .institution(id, At::Finalised)
        .await?
        .with_context(|| {
            format!("there is no institution {id}; `limpid institution list` shows all")
        })?;
    let members = members_of(&chain, id).await?;
    let Institution::V1(v1) = &institution;
    let json = json!({ "institution": id, "is": v1, "members": members.iter().map(|(account, member)| {
        json!({ "account": account.to_string(), "duties": member.duties })
    }).collect::<Vec<_>>() });
    globals.print(&json, || {
        let mut text = line(id, &institution);
        for (account, member) in &members {
            let duties: Vec<_> = member.duties.iter().map(|duty| duty.to_string()).collect();
            text.push_str(&format!("\n  member {account}  {}", duties.join(", ")));
        }
        text
    });
    Ok(())
}

async fn members_of(chain: &Chain, id: InstitutionId) -> anyhow::Result<Vec<(Account, Member)>> {
    let mut members = chain.members(At::Finalised).await?;
    members.retain(|(_, member)| member.institution == id);
    Ok(members)
}

async fn list(globals: &Globals) -> anyhow::Result<()> {
    let all = globals.connect().await?.institutions(At::Finalised).await?;
    let json = all
        .iter()
        .map(|(id, Institution::V1(institution))| json!({ "institution": id, "is": institution }))
        .collect::<Vec<_>>();
    globals.print(&json.into(), || {
        all.iter()
            .map(|(id, institution)| line(*id, institution))
            .collect::<Vec<_>>()
            .join("\n")
    });
    Ok(())
}

fn line(id: InstitutionId, Institution::V1(institution): &Institution) -> String {
    let status = match institution.status {
        InstitutionStatus::Active => "active".to_owned(),
        InstitutionStatus::Suspended { since } => {
            format!(
                "suspended since {} (block {})",
                beijing(since.time_ms),
                since.block
            )
        }
    };
    format!(
        "{id:>5}  {}  {}  {}  {}  {status}",
        institution.kind, institution.uscc, institution.division, institution.name
    )
}

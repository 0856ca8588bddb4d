//! `limpid quota lease`: quota that comes back.

use super::{class_file::Amount, found, submit, Names};
use crate::{
    chain::{calls, At, Event},
    cli::{
        finality::tell,
        signer::Signer,
        table::{table, Column},
        Globals,
    },
    mass::amount,
    when::beijing,
};
use limpid_primitives::{
    quota::{Holder, LeaseId, LeaseStatus, LeaseV1, LotId},
    Grams,
};
use serde_json::{json, Value as Json};

/// Leases.
#[derive(Debug, clap::Subcommand)]
pub enum LeaseCommand {
    /// Return what the lessee has of a lease: the lessee at any time, anybody once it is due.
    Return {
        /// The lease's number (`limpid quota lease list`).
        lease: LeaseId,
        #[command(flatten)]
        signer: Signer,
    },
    /// List leases of which something is still to come back.
    List {
        /// Of this lessor or lessee only: an institution's number, or reserve:DIVISION.
        #[arg(long, value_name = "HOLDER")]
        of: Option<Holder>,
        /// Those that have ended, too.
        #[arg(long)]
        all: bool,
    },
}

/// Carries out `limpid quota lease`.
pub async fn run(globals: &Globals, command: LeaseCommand) -> anyhow::Result<()> {
    match command {
        LeaseCommand::Return { lease, signer } => {
            let inclusion = submit(globals, &signer, calls::return_lease(lease)).await?;
            tell(globals, &inclusion, |events| returned(events, lease));
            Ok(())
        }
        LeaseCommand::List { of, all } => list(globals, of, all).await,
    }
}

/// What became of a lease: some of it came back, the rest is owed, or its class was over.
fn returned(events: &[Event], lease: LeaseId) -> (Json, String) {
    let back = events.iter().find_map(|event| {
        let found: (LeaseId, Grams, Grams, LotId) = found(event, "LeaseReturned")?;
        Some((found.1, found.3))
    });
    let owed = |name| {
        events
            .iter()
            .find_map(|event| found::<(LeaseId, Grams)>(event, name))
    };
    let (overdue, lapsed) = (owed("LeaseOverdue"), owed("LeaseLapsed"));
    let mut said = Vec::new();
    if let Some((returned, lot)) = back {
        said.push(format!("{} came back: lot {lot}", amount(returned)));
    }
    if let Some((_, owed)) = overdue {
        said.push(format!(
            "{} is OVERDUE: the lessee sells nothing until it is returned",
            amount(owed)
        ));
    }
    if let Some((_, owed)) = lapsed {
        said.push(format!(
            "its class is over: {} is owed no more",
            amount(owed)
        ));
    }
    let json = json!({
        "lease": lease, "returned": back.map(|(returned, _)| Amount(returned)), "lot": back.map(|(_, lot)| lot),
        "overdue": overdue.map(|(_, owed)| Amount(owed)), "lapsed": lapsed.map(|(_, owed)| Amount(owed)),
    });
    (json, format!("lease {lease}: {}", said.join("; ")))
}

async fn list(globals: &Globals, of: Option<Holder>, all: bool) -> anyhow::Result<()> {
    let chain = globals.connect().await?;
    let at = At::Block(chain.resolve(At::Finalised).await?);
    let mut leases = chain.quota_leases(at).await?;
    leases.retain(|(_, lease)| {
        (all || lease.is_open()) && of.is_none_or(|of| of == lease.lessor || of == lease.lessee)
    });
    let names = Names::read(&chain, at).await?;
    let json: Vec<_> = leases
        .iter()
        .map(|(id, lease)| {
            json!({
                "lease": id, "class": lease.class, "lessor": lease.lessor, "lessee": lease.lessee, "amount": Amount(lease.amount),
                "owed": Amount(lease.owed), "until": lease.until, "offer": lease.offer, "began": lease.began, "status": lease.status,
            })
        })
        .collect();
    globals.print(&json.into(), || {
        if leases.is_empty() {
            return "no leases".to_owned();
        }
        use Column::{Left, Right};
        let columns = [
            Right("lease"),
            Right("class"),
            Left("lessor"),
            Left("lessee"),
            Right("amount"),
            Right("owed"),
            Left("until"),
            Left("status"),
        ];
        let rows = leases.iter().map(|(id, lease)| {
            [
                id.to_string(),
                lease.class.to_string(),
                names.holder(&lease.lessor),
                names.holder(&lease.lessee),
                amount(lease.amount),
                amount(lease.owed),
                lease.until.to_string(),
                status(lease),
            ]
        });
        table(columns, rows)
    });
    Ok(())
}

fn status(lease: &LeaseV1) -> String {
    match lease.status {
        LeaseStatus::Running => "runs".to_owned(),
        LeaseStatus::Overdue { since } => format!("OVERDUE since {}", beijing(since.time_ms)),
        LeaseStatus::Returned { at } => format!("returned {}", beijing(at.time_ms)),
        LeaseStatus::Lapsed { at } => format!("lapsed {}", beijing(at.time_ms)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::Value;
    use codec::Encode;

    fn event(name: &str, fields: impl Encode) -> Event {
        Event {
            pallet: "Quotas".to_owned(),
            name: name.to_owned(),
            fields: Value::Fields(vec![]),
            bytes: fields.encode(),
        }
    }

    #[test]
    fn what_came_back_and_what_is_owed_is_told() {
        let lease = LeaseId(2);
        let partly = [
            event(
                "LeaseReturned",
                (lease, Grams(4_000_000), Grams(6_000_000), LotId(9)),
            ),
            event("LeaseOverdue", (lease, Grams(6_000_000))),
        ];
        let (json, text) = returned(&partly, lease);
        assert_eq!(text, "lease 2: 4 t came back: lot 9; 6 t is OVERDUE: the lessee sells nothing until it is returned");
        assert_eq!(
            (&json["returned"], &json["overdue"], &json["lapsed"]),
            (&json!("4 t"), &json!("6 t"), &Json::Null)
        );
        let (json, text) = returned(&[event("LeaseLapsed", (lease, Grams(1)))], lease);
        assert!(text.contains("its class is over"), "{text}");
        assert_eq!(json["lot"], Json::Null);
    }
}

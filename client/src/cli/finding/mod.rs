//! `limpid finding`: exceedances the chain established, and what becomes of them.

mod bundle;
mod list;
mod show;

use super::{
    decision::{Authority, Document},
    finality::{number_in, submit_by, tell},
    signer::Signer,
    Globals,
};
use crate::{
    chain::{calls, At, Call, Chain, Event},
    when::beijing,
};
use anyhow::Context;
use limpid_primitives::{
    emissions::{FindingId, FindingV1, ReviewKind},
    PermitNumber,
};
use list::StatusWord;
use serde_json::json;
use std::{path::PathBuf, process::ExitCode};

/// Findings (超标认定): filed by the chain, reviewed by two persons of the agency, notified to the party, then upheld or dismissed.
#[derive(Debug, clap::Subcommand)]
pub enum FindingCommand {
    /// List findings.
    List {
        /// Of this permit only.
        #[arg(long, value_name = "NUMBER")]
        permit: Option<PermitNumber>,
        /// Of this status only.
        #[arg(long, value_enum)]
        status: Option<StatusWord>,
        /// Only those that wait for longer than the rules allow.
        #[arg(long)]
        overdue: bool,
    },
    /// Show a finding: value and limit, where the frame is anchored, who did what, and what comes next.
    Show {
        /// The finding's number.
        id: FindingId,
    },
    /// Review a finding, as an approver of the agency. Both reviews are needed, by two persons.
    Review {
        /// The finding's number.
        id: FindingId,
        /// technical (whether the data are right) or legal (whether they support a decision).
        #[arg(long)]
        kind: ReviewKind,
        #[command(flatten)]
        act: Act,
    },
    /// Say that the party was notified, by this notice.
    Notify {
        /// The finding's number.
        id: FindingId,
        #[command(flatten)]
        act: Act,
    },
    /// State the party's position, as a submitter or administrator of the permit's holder.
    State {
        /// The finding's number.
        id: FindingId,
        #[command(flatten)]
        act: Act,
    },
    /// Decide that a finding stands: after the party stated its position, or after its time to do so.
    Uphold {
        /// The finding's number.
        id: FindingId,
        #[command(flatten)]
        act: Act,
    },
    /// Decide that a finding does not stand.
    Dismiss {
        /// The finding's number.
        id: FindingId,
        #[command(flatten)]
        act: Act,
    },
    /// Make the evidence file of a finding's frame, if the gateway's store is at hand.
    Bundle {
        /// The finding's number.
        id: FindingId,
        /// The gateway's store; the gateway may be running.
        #[arg(long, value_name = "FOLDER", env = "LIMPID_STORE")]
        store: PathBuf,
        /// Where to write the evidence file; an older one is replaced.
        #[arg(short, long, value_name = "FILE")]
        out: PathBuf,
    },
}

/// The document of what is done, and who signs.
#[derive(Debug, clap::Args)]
pub struct Act {
    #[command(flatten)]
    document: Document,
    #[command(flatten)]
    signer: Signer,
}

/// Carries out `limpid finding`.
pub async fn run(command: FindingCommand, globals: &Globals) -> anyhow::Result<ExitCode> {
    use FindingCommand as C;
    match command {
        C::List {
            permit,
            status,
            overdue,
        } => {
            let only = list::Only {
                permit,
                status,
                overdue,
            };
            list::list(globals, &only).await?;
        }
        C::Show { id } => show::show(globals, id).await?,
        C::Bundle { id, store, out } => bundle::make(globals, id, &store, &out).await?,
        command => {
            let (id, call, act, done) = order(command)?;
            submit(globals, id, call, &act, done).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What a command orders, and what is said when it is done.
fn order(command: FindingCommand) -> anyhow::Result<(FindingId, Call, Act, &'static str)> {
    use FindingCommand as C;
    let document = |act: &Act| act.document.reason();
    Ok(match command {
        C::Review { id, kind, act } => {
            let call = calls::review_finding(id, kind, document(&act)?);
            (id, call, act, "reviewed")
        }
        C::Notify { id, act } => {
            let call = calls::notify_party(id, document(&act)?);
            (id, call, act, "notified to the party")
        }
        C::State { id, act } => {
            let call = calls::state_position(id, document(&act)?);
            (id, call, act, "answered by the party")
        }
        C::Uphold { id, act } => {
            let call = calls::uphold_finding(id, document(&act)?);
            (id, call, act, "upheld")
        }
        C::Dismiss { id, act } => {
            let call = calls::dismiss_finding(id, document(&act)?);
            (id, call, act, "dismissed")
        }
        C::List { .. } | C::Show { .. } | C::Bundle { .. } => {
            anyhow::bail!("this does nothing to a finding")
        }
    })
}

async fn submit(
    globals: &Globals,
    id: FindingId,
    call: Call,
    act: &Act,
    done: &str,
) -> anyhow::Result<()> {
    let key = act.signer.member_key()?;
    let chain = globals.connect().await?;
    let inclusion = submit_by(&chain, &key, Authority::Institution, call).await?;
    // It is done, whether or not the node answers this.
    let now = chain.finding(id, At::Block(inclusion.block_hash)).await;
    let now = now.ok().flatten();
    tell(globals, &inclusion, |events| {
        told(id, now.as_ref(), events, done)
    });
    Ok(())
}

fn told(
    id: FindingId,
    now: Option<&FindingV1>,
    events: &[Event],
    done: &str,
) -> (serde_json::Value, String) {
    let until_ms = number_in(events, "Emissions", "PartyNotified", "statement_until_ms");
    let mut text = format!("finding {id} {done}");
    if let Some(until_ms) = until_ms {
        let until = beijing(until_ms);
        text.push_str(&format!("\nthe party may state its position until {until}"));
    }
    let is_missing = |now: &FindingV1| [now.technical_review, now.legal_review].contains(&None);
    if done == "reviewed" && now.is_some_and(is_missing) {
        text.push_str("\nthe other review is to be made by another person");
    }
    let json = json!({
        "finding": id, "status": now.map(|now| StatusWord::of(now).word()), "statement_until_ms": until_ms,
    });
    (json, text)
}

/// A finding that exists.
async fn known(chain: &Chain, id: FindingId, at: At) -> anyhow::Result<FindingV1> {
    let finding = chain.finding(id, at).await?;
    finding.with_context(|| format!("there is no finding {id}; `limpid finding list` shows all"))
}

#[cfg(test)]
mod tests {
    use super::{show::tests::finding, *};
    use crate::chain::Value;
    use clap::Parser;

    #[derive(Debug, Parser)]
    struct Finding {
        #[command(subcommand)]
        command: FindingCommand,
    }

    const DIGEST: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn parse(arguments: &[&str]) -> Result<FindingCommand, clap::Error> {
        let words = ["limpid"].iter().chain(arguments);
        Finding::try_parse_from(words).map(|parsed| parsed.command)
    }

    #[test]
    fn each_step_is_its_own_call() {
        let document = ["--document-digest", DIGEST];
        for (words, name) in [
            (
                &["review", "3", "--kind", "legal"][..],
                "Emissions.review_finding",
            ),
            (&["notify", "3"], "Emissions.notify_party"),
            (&["state", "3"], "Emissions.state_position"),
            (&["uphold", "3"], "Emissions.uphold_finding"),
            (&["dismiss", "3"], "Emissions.dismiss_finding"),
        ] {
            let command = parse(&[words, &document].concat()).unwrap();
            let (id, call, ..) = order(command).unwrap();
            assert_eq!((id, call.name().as_str()), (FindingId(3), name));
            // Nothing is done without its document.
            let error = order(parse(words).unwrap()).map(|_| ()).unwrap_err();
            assert!(error.to_string().contains("--document FILE"), "{error}");
        }
        assert!(parse(&[&["review", "3"][..], &document].concat()).is_err());
        assert!(parse(&["review", "3", "--kind", "moral"]).is_err());
    }

    #[test]
    fn what_comes_next_is_said() {
        let notified = Event {
            pallet: "Emissions".to_owned(),
            name: "PartyNotified".to_owned(),
            fields: Value::Variant(
                "PartyNotified".to_owned(),
                vec![(
                    "statement_until_ms".to_owned(),
                    Value::Number(1_772_323_200_000),
                )],
            ),
            bytes: Vec::new(),
        };
        let (_, text) = told(
            FindingId(3),
            Some(&finding()),
            &[notified],
            "notified to the party",
        );
        assert!(text.contains("until 2026-03-01 08:00:00+08:00"), "{text}");
        let (_, text) = told(FindingId(3), Some(&finding()), &[], "reviewed");
        assert!(text.contains("another person"), "{text}");
    }
}

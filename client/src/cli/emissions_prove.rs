//! `limpid emissions prove`: proves days and exceedances from a gateway's store, once.

use super::{finality::waiting, signer::Signer, Globals};
use crate::gateway::{
    ledger::LedgerError,
    node::Nodes,
    prover::{
        attempt::AttemptError,
        once::{prove, Absences, OnceError, Outcome, Wanted},
    },
    store::Store,
};
use anyhow::{bail, Context};
use limpid_primitives::{Day, Outlet};
use serde_json::{json, Value};
use std::{path::PathBuf, process::ExitCode, sync::Arc};

/// What to prove, from which store, and who signs.
#[derive(Debug, clap::Args)]
pub struct ProveArgs {
    /// The gateway's store; the gateway may be running.
    #[arg(long, value_name = "FOLDER", env = "LIMPID_STORE")]
    store: PathBuf,
    /// Of this outlet only, as PERMIT/DA001. May be repeated.
    #[arg(long = "outlet", value_name = "OUTLET")]
    outlets: Vec<Outlet>,
    /// The first day, as 2026-03-01 in Beijing.
    #[arg(long, value_name = "DAY")]
    from: Option<Day>,
    /// The day after the last.
    #[arg(long, value_name = "DAY")]
    until: Option<Day>,
    /// Prove also of the days without a frame that they have none, once none is waited for any more, and let substitutes count
    /// for days without valid data, by the agency's rule.
    #[arg(long, requires = "from", requires = "until")]
    absences: bool,
    #[command(flatten)]
    signer: Signer,
}

/// Proves what the store has, and says what became of it.
pub async fn run(args: &ProveArgs, globals: &Globals) -> anyhow::Result<ExitCode> {
    let key = args.signer.member_key()?;
    let store = Arc::new(Store::open_read_only(&args.store)?);
    let wanted = wanted(args, &store)?;
    let nodes = Arc::new(Nodes::new(globals.nodes.clone(), Some(key)));
    let bar = waiting("looking for what is to be proven");
    let told = |done: u64, of: u64| bar.set_message(format!("proving: {done} of {of}"));
    let outcome = prove(store, nodes, &wanted, &told).await;
    bar.finish_and_clear();
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(error) => return ended(error),
    };
    globals.print(&json(&outcome), || text(&outcome));
    Ok(
        match (outcome.refused.is_empty(), outcome.later.is_empty()) {
            (false, _) => ExitCode::from(1),
            (true, false) => ExitCode::from(3),
            (true, true) => ExitCode::SUCCESS,
        },
    )
}

fn ended(error: OnceError) -> anyhow::Result<ExitCode> {
    let code = match &error {
        OnceError::Later(_) | OnceError::Attempt(AttemptError::Ledger(LedgerError::Later(_))) => 3,
        OnceError::Blocked(_) => 1,
        OnceError::Attempt(_) | OnceError::OtherChain { .. } => return Err(error.into()),
    };
    eprintln!("limpid: {error}");
    Ok(ExitCode::from(code))
}

fn wanted(args: &ProveArgs, store: &Store) -> anyhow::Result<Wanted> {
    let first = Day::try_from(0).context("the first day")?;
    let last = "9999-12-31".parse().context("the last day")?;
    let (from, until) = (args.from.unwrap_or(first), args.until.unwrap_or(last));
    if from >= until {
        bail!("--until {until} is the day after the last, and so after --from {from}");
    }
    let outlets = match args.outlets.as_slice() {
        [] => {
            let known = store.known_bindings()?.unwrap_or_default();
            known.into_iter().map(|(outlet, _)| outlet).collect()
        }
        outlets => outlets.to_vec(),
    };
    Ok(Wanted {
        outlets,
        from,
        until,
        absences: match args.absences {
            true => Absences::Proven,
            false => Absences::LeftOut,
        },
    })
}

fn json(outcome: &Outcome) -> Value {
    let told = |what: &[(_, String)]| -> Vec<Value> {
        what.iter()
            .map(|(task, why)| json!({ "what": task, "why": why }))
            .collect()
    };
    let refused = outcome.refused.iter();
    let refused: Vec<_> = refused
        .map(|(task, reason, detail)| json!({ "what": task, "reason": reason, "detail": detail }))
        .collect();
    json!({
        "days": outcome.days,
        "exceedances": outcome.exceedances,
        "absences": outcome.absences,
        "substitutions": outcome.substitutions,
        "void": told(&outcome.void),
        "later": told(&outcome.later),
        "refused": refused,
    })
}

fn text(outcome: &Outcome) -> String {
    let mut lines = Vec::new();
    for (task, reason, detail) in &outcome.refused {
        lines.push(format!("refused: {task}: {reason}: {detail}"));
    }
    for (task, why) in &outcome.later {
        lines.push(format!("later: {task}: {why}"));
    }
    for (task, why) in &outcome.void {
        lines.push(format!("not to be proven: {task}: {why}"));
    }
    lines.push(format!(
        "proven: {} days, {} exceedances, {} days without a frame; substitutes count for {} days",
        outcome.days, outcome.exceedances, outcome.absences, outcome.substitutions
    ));
    lines.join("\n")
}

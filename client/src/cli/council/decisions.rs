//! `limpid council decisions`: what the council decided, by which document.

use crate::{
    chain::{At, Chain, Decided},
    cli::Globals,
    when::beijing,
};
use serde_json::json;

/// Prints every decision, the oldest first.
pub async fn list(globals: &Globals, chain: &Chain) -> anyhow::Result<()> {
    let decisions = chain.decisions(At::Finalised).await?;
    let entry = |decided: &Decided| {
        let decision = &decided.decision;
        json!({
            "decision": decided.number, "document": decision.document, "at": decision.at,
            "call": decided.call.as_ref().map(ToString::to_string), "call_hash": decision.call_hash,
            "call_bytes": decided.call.as_ref().map(|call| hex::encode(&call.bytes)),
        })
    };
    let json: Vec<_> = decisions.iter().map(entry).collect();
    globals.print(&json.into(), || {
        if decisions.is_empty() {
            return "nothing was decided yet".to_owned();
        }
        decisions.iter().map(text).collect::<Vec<_>>().join("\n")
    });
    Ok(())
}

fn text(decided: &Decided) -> String {
    let decision = &decided.decision;
    let call = match &decided.call {
        Some(call) => call.to_string(),
        None => format!("a long call, BLAKE2b-256 {}", decision.call_hash),
    };
    format!(
        "decision {}  block {}, {}\n  document  {}\n  call      {call}",
        decided.number,
        decision.at.block,
        beijing(decision.at.time_ms),
        decision.document
    )
}

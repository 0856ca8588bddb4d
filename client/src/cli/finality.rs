//! Submitting from the command line: what is waited for, and how the outcome is told.

use super::{decision::Authority, Globals};
use crate::{
    chain::{calls, Call, Chain, Event, Inclusion, Settled, SubmitError, Value},
    keys::MemberKey,
};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{json, Value as Json};
use std::time::Duration;

/// How often the line that says "still waiting" moves.
const TICK: Duration = Duration::from_millis(120);

/// A line on standard error, while something takes time; nothing where no terminal is.
pub fn waiting(message: impl Into<String>) -> ProgressBar {
    let bar = ProgressBar::new_spinner().with_message(message.into());
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(TICK);
    bar
}

/// Makes a call by an authority and waits for finality.
pub async fn submit_by(
    chain: &Chain,
    key: &MemberKey,
    authority: Authority,
    call: Call,
) -> Result<Inclusion, SubmitError> {
    let call = match authority {
        Authority::Institution => call,
        Authority::Council { document } => {
            let threshold = chain.council_threshold().await?;
            calls::propose(threshold, calls::decide(document, call))
        }
    };
    let bar = waiting(match chain.settled() {
        Settled::Finalised => format!("{}: waiting for finality", call.name()),
        Settled::Best => format!("{}: waiting for a block", call.name()),
    });
    let result = chain.submit(key, call).await;
    bar.finish_and_clear();
    result
}

/// Prints what became of one call: a motion that waits for votes, or what it did, and by which decision.
pub fn tell(
    globals: &Globals,
    inclusion: &Inclusion,
    done: impl FnOnce(&[Event]) -> (Json, String),
) {
    let (mut json, mut text) = match motion(&inclusion.events) {
        Some(motion) => motion,
        None => done(&inclusion.events),
    };
    let decision = number_in(&inclusion.events, "Governance", "Decided", "decision");
    if let Some(decision) = decision {
        text.push_str(&format!("\nby decision {decision} of the council"));
    }
    if let Some(object) = json.as_object_mut() {
        if let Some(decision) = decision {
            object.insert("decision".into(), decision.into());
        }
        object.insert("block".into(), inclusion.block_number.into());
        object.insert("block_hash".into(), inclusion.block_hash.to_string().into());
        object.insert("extrinsic".into(), inclusion.extrinsic_index.into());
    }
    let number = inclusion.block_number;
    globals.print(&json, || match globals.without_finality {
        false => format!("{text}\nfinalised in block {number}"),
        true => format!("{text}\nin block {number}, which is not final and can still be replaced"),
    });
}

/// A motion that was opened and not carried out yet.
fn motion(events: &[Event]) -> Option<(Json, String)> {
    let proposed = events
        .iter()
        .find(|event| event.is("Council", "Proposed"))?;
    let index = number(proposed, "proposal_index")?;
    let threshold = number(proposed, "threshold")?;
    let hash = hex::encode(proposed.fields.field("proposal_hash")?.bytes()?);
    let text = format!(
        "the council votes on motion {index} ({hash}): it needs {threshold} ayes, the proposer's own too\n  \
         limpid council vote {index} aye\n  limpid council close {index}"
    );
    Some((
        json!({ "motion": { "hash": hash, "index": index, "threshold": threshold } }),
        text,
    ))
}

/// A number among an event's fields.
pub fn number(event: &Event, field: &str) -> Option<u64> {
    event
        .fields
        .field(field)
        .and_then(Value::number)
        .and_then(|number| u64::try_from(number).ok())
}

/// A number in the first event called `pallet.name`.
pub fn number_in(events: &[Event], pallet: &str, name: &str, field: &str) -> Option<u64> {
    events
        .iter()
        .find(|event| event.is(pallet, name))
        .and_then(|event| number(event, field))
}

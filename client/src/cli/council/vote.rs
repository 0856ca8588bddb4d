//! Voting on motions, and ending them.

use super::{motion::Council, MotionName};
use crate::{
    chain::{calls, At, Chain, Closing, Event, Motion},
    cli::{
        decision::Authority,
        finality::{submit_by, tell},
        Globals,
    },
    keys::MemberKey,
};
use serde_json::json;

/// What follows a vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Nothing.
    Wait,
    /// The end of the motion, if the vote decides it.
    Close,
}

/// Votes, and ends the motion if that is wanted and the vote decides it.
pub async fn vote(
    globals: &Globals,
    chain: &Chain,
    key: &MemberKey,
    names: &[MotionName],
    vote: calls::Vote,
    then: Then,
) -> anyhow::Result<()> {
    let council = Council::read(chain, At::Finalised).await?;
    let motion = council.motion(names)?;
    let index = motion.votes.index;
    let call = calls::vote(motion.hash, index, vote);
    let inclusion = submit_by(chain, key, Authority::Institution, call).await?;
    let council = Council::read(chain, At::Block(inclusion.block_hash)).await?;
    let decided = council
        .motion(&[MotionName::Hash(motion.hash)])
        .ok()
        .filter(|motion| council.closing(motion) != Closing::TooEarly);
    match decided {
        Some(motion) if then == Then::Close => close(globals, chain, key, motion).await,
        decided => {
            let hint = match decided {
                Some(_) => format!("\nit is decided:\n  limpid council close {index}"),
                None => String::new(),
            };
            tell(globals, &inclusion, |_| {
                (
                    json!({ "index": index, "decided": decided.is_some(), "executed": false }),
                    format!("voted on motion {index}{hint}"),
                )
            });
            Ok(())
        }
    }
}

/// Ends a motion.
pub async fn close(
    globals: &Globals,
    chain: &Chain,
    key: &MemberKey,
    motion: &Motion,
) -> anyhow::Result<()> {
    let index = motion.votes.index;
    let length = u32::try_from(motion.call.bytes.len()).unwrap_or(u32::MAX);
    let call = calls::close(motion.hash, index, length);
    let inclusion = submit_by(chain, key, Authority::Institution, call).await?;
    tell(globals, &inclusion, |events| {
        let executed = is_executed(events);
        let outcome = match executed {
            true => "carried out",
            false => "dropped",
        };
        (
            json!({ "index": index, "decided": true, "executed": executed }),
            format!("motion {index} closed and {outcome}"),
        )
    });
    Ok(())
}

fn is_executed(events: &[Event]) -> bool {
    events.iter().any(|event| event.is("Council", "Executed"))
}

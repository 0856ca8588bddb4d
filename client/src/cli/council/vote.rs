//! Voting on motions, and ending them.

use super::{motion::Council, threshold::Threshold, MotionName};
use crate::{
    chain::{calls, At, Chain, Closing, Event, Motion, SubmitError},
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

/// Whether closing a motion ends it in earnest: a decision with too few ayes is only lost by it.
fn is_decided(closing: Closing) -> bool {
    !matches!(closing, Closing::TooEarly | Closing::Refused)
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
    let motion = council.motion(&[MotionName::Hash(motion.hash)]).ok();
    let threshold = motion.map(|motion| Threshold::of(&council, motion));
    let decided = motion.filter(|motion| is_decided(council.closing(motion)));
    match decided {
        Some(motion) if then == Then::Close => match close(globals, chain, key, motion).await {
            Err(error) if is_ended_by_another(&error) => {
                tell(globals, &inclusion, |_| {
                    (
                        json!({ "index": index, "decided": true, "executed": null }),
                        format!("voted on motion {index}; who voted at the same time has closed it: `limpid council decisions`"),
                    )
                });
                Ok(())
            }
            closed => closed,
        },
        decided => {
            let mut text = format!("voted on motion {index}");
            if let Some(warning) = threshold.as_ref().and_then(Threshold::warning) {
                text.push_str(&format!("\n{warning}"));
            }
            if decided.is_some() {
                text.push_str(&format!("\nit is decided:\n  limpid council close {index}"));
            }
            let fault = threshold.as_ref().and_then(Threshold::fault);
            tell(globals, &inclusion, |_| {
                (
                    json!({
                        "index": index, "decided": decided.is_some(), "executed": false,
                        "threshold_fault": fault,
                    }),
                    text,
                )
            });
            Ok(())
        }
    }
}

/// Whether there is nothing to close any more: of several votes in one block each sees that the motion is decided.
fn is_ended_by_another(error: &anyhow::Error) -> bool {
    match error.downcast_ref() {
        Some(SubmitError::Failed(failure)) => {
            failure.pallet == "Council" && failure.name == "ProposalMissing"
        }
        _ => false,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::{Failure, Value};

    fn refused(name: &str) -> anyhow::Error {
        let failure = Failure {
            pallet: "Council".into(),
            name: name.into(),
            docs: String::new(),
            fields: Value::List(Vec::new()),
            block: 7,
        };
        SubmitError::Failed(Box::new(failure)).into()
    }

    #[test]
    fn a_motion_that_another_vote_ended_is_no_failure() {
        assert!(is_ended_by_another(&refused("ProposalMissing")));
        assert!(!is_ended_by_another(&refused("TooEarly")));
        assert!(!is_ended_by_another(&anyhow::anyhow!("no node answers")));
    }

    #[test]
    fn a_decision_that_would_be_refused_is_not_closed_by_a_vote() {
        for closing in [Closing::Approved, Closing::Disapproved, Closing::Expired] {
            assert!(is_decided(closing), "{closing:?}");
        }
        for closing in [Closing::TooEarly, Closing::Refused] {
            assert!(!is_decided(closing), "{closing:?}");
        }
    }
}

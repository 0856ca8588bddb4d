//! The council of agencies, as pallet-collective stores it.

use super::{error::ChainError, storage::prefix, Account, At, Chain, ChainCall};
use codec::Decode;
use limpid_primitives::{Decision, DecisionId, DecisionV1, Digest};

/// Votes of a motion.
#[derive(Clone, Debug, PartialEq, Eq, Decode)]
pub struct Votes {
    /// The motion's number.
    pub index: u32,
    /// Ayes it needs.
    pub threshold: u32,
    /// Who voted for it.
    pub ayes: Vec<[u8; 32]>,
    /// Who voted against it.
    pub nays: Vec<[u8; 32]>,
    /// The block from which on it can be closed without all votes.
    pub end: u32,
}

/// An open motion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Motion {
    /// Hash of the proposed call.
    pub hash: Digest,
    /// The votes so far.
    pub votes: Votes,
    /// The proposed call.
    pub call: ChainCall,
}

/// What the council decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The decision's number.
    pub number: DecisionId,
    /// The decision.
    pub decision: DecisionV1,
    /// The call that was carried out; `None` if it was too long to be kept.
    pub call: Option<ChainCall>,
}

/// What closing a motion would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// Nothing: votes are missing, and there is time.
    TooEarly,
    /// It is carried out.
    Approved,
    /// It is lost: it has the ayes its own threshold asks for, and too few for a decision.
    Refused,
    /// It is dropped: too many are against it.
    Disapproved,
    /// Its time is over: it is dropped.
    Expired,
}

/// Ayes that make a decision of a council of so many members: two thirds, rounded up.
pub fn two_thirds(members: usize) -> usize {
    members.saturating_mul(2).div_ceil(3).max(1)
}

impl Votes {
    /// What closing would do in the block after `head`, in a council of so many members.
    pub fn closing(&self, members: usize, head: u32) -> Closing {
        let threshold = usize::try_from(self.threshold).unwrap_or(usize::MAX);
        if self.ayes.len() >= threshold.max(two_thirds(members)) {
            Closing::Approved
        } else if self.ayes.len() >= threshold {
            Closing::Refused
        } else if members.saturating_sub(self.nays.len()) < threshold {
            Closing::Disapproved
        } else if head.saturating_add(1) >= self.end {
            Closing::Expired
        } else {
            Closing::TooEarly
        }
    }
}

impl Chain {
    /// The council's members.
    pub async fn council(&self, at: At) -> Result<Vec<Account>, ChainError> {
        let members: Option<Vec<[u8; 32]>> = self.read(prefix("Council", "Members"), at).await?;
        Ok(members
            .unwrap_or_default()
            .into_iter()
            .map(Account)
            .collect())
    }

    /// Ayes that make a decision of the council today.
    pub async fn council_threshold(&self) -> Result<u32, ChainError> {
        let members = self.council(At::Finalised).await?.len();
        Ok(u32::try_from(two_thirds(members)).unwrap_or(u32::MAX))
    }

    /// The open motions.
    pub async fn motions(&self, at: At) -> Result<Vec<Motion>, ChainError> {
        let at = self.resolve(at).await?;
        let runtime = self.runtime(at).await?;
        let mut motions = Vec::new();
        for (hash, votes) in self
            .entries::<[u8; 32], Votes>(prefix("Council", "Voting"), 32, At::Block(at))
            .await?
        {
            let hash = Digest(hash);
            let Some(call) = self.storage(&motion_key(hash), at).await? else {
                continue;
            };
            let call = ChainCall::new(&runtime.metadata, call);
            motions.push(Motion { hash, votes, call });
        }
        motions.sort_by_key(|motion| motion.votes.index);
        Ok(motions)
    }

    /// Everything the council decided, the oldest first.
    pub async fn decisions(&self, at: At) -> Result<Vec<Decided>, ChainError> {
        let at = self.resolve(at).await?;
        let runtime = self.runtime(at).await?;
        let decisions: Vec<(DecisionId, Decision)> = self
            .entries(prefix("Governance", "Decisions"), 4, At::Block(at))
            .await?;
        let decided = |(number, Decision::V1(decision)): (DecisionId, Decision)| Decided {
            number,
            call: (!decision.call.is_empty())
                .then(|| ChainCall::new(&runtime.metadata, decision.call.to_vec())),
            decision,
        };
        let mut decided: Vec<_> = decisions.into_iter().map(decided).collect();
        decided.sort_by_key(|decided| decided.number);
        Ok(decided)
    }
}

/// `ProposalOf` and `Voting` are maps under `Identity`: the hash is the key.
fn motion_key(motion: Digest) -> Vec<u8> {
    let mut key = prefix("Council", "ProposalOf");
    key.extend(motion.0);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_motion_is_closed_as_the_chain_would() {
        let votes = |ayes, nays| Votes {
            index: 0,
            threshold: 3,
            ayes: vec![[1; 32]; ayes],
            nays: vec![[2; 32]; nays],
            end: 100,
        };
        for (ayes, nays, head, closing) in [
            (3, 0, 5, Closing::Approved),
            (2, 1, 5, Closing::TooEarly),
            (2, 2, 5, Closing::Disapproved),
            (2, 1, 98, Closing::TooEarly),
            (2, 1, 99, Closing::Expired),
            (3, 1, 200, Closing::Approved),
        ] {
            assert_eq!(
                votes(ayes, nays).closing(4, head),
                closing,
                "{ayes} {nays} {head}"
            );
        }
    }

    #[test]
    fn a_low_threshold_makes_no_decision() {
        let votes = |ayes| Votes {
            index: 0,
            threshold: 2,
            ayes: vec![[1; 32]; ayes],
            nays: Vec::new(),
            end: 100,
        };
        assert_eq!(votes(1).closing(4, 5), Closing::TooEarly);
        assert_eq!(votes(2).closing(4, 5), Closing::Refused);
        assert_eq!(votes(3).closing(4, 5), Closing::Approved);
        // In a council of three it is two thirds.
        assert_eq!(votes(2).closing(3, 5), Closing::Approved);
    }

    #[test]
    fn two_thirds_are_rounded_up() {
        let thirds = [0, 1, 2, 3, 4, 6, 7].map(two_thirds);
        assert_eq!(thirds, [1, 1, 2, 2, 3, 4, 5]);
    }
}
